"""Learn: what is known, sentence by sentence, each with its sources and its grade."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstride.report.learning import said_by_section, sources
from backstride.web.page import render

router = APIRouter(prefix="/learn")


@router.get("", response_class=HTMLResponse)
def show(request: Request) -> HTMLResponse:
    """Show what is known."""
    return render(request, "learn.html", sections=said_by_section(), sources=sources().values())
