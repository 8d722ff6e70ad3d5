"""Today: the check-in first, then what today looks like."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstride.web.front import front_of
from backstride.web.page import render
from backstride.workflows.keep_diary import find_entry

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def show(request: Request) -> HTMLResponse:
    """Show today."""
    front = front_of(request)
    return render(request, "today.html", entry=find_entry(front.desk, front.desk.today()))
