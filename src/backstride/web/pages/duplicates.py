"""Duplicates: recordings that may be one run, side by side, and what the runner says they are."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from backstride.web.fields import Fields
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.pages.runs import KINDS
from backstride.workflows.decide_duplicates import (
    decide_different,
    decide_same,
    doubts_of,
    list_candidates,
    undo_decision,
)

router = APIRouter(prefix="/runs/duplicates")

SAID: Final = ("same", "different", "undone", "nothing")
MOST_SHOWN: Final = 100


@router.get("", response_class=HTMLResponse)
def show(request: Request, said: str = "", every: str = "") -> HTMLResponse:
    """Show the pairs that wait for the runner, and on demand those that were settled."""
    found = list_candidates(front_of(request).desk, also_settled=bool(every))
    return render(
        request,
        "duplicates.html",
        pairs=[(one, doubts_of(one)) for one in found[:MOST_SHOWN]],
        n_pair=len(found),
        every=bool(every),
        kinds=KINDS,
        said=said if said in SAID else "",
    )


@router.post("/same")
def same(request: Request, typed: TypedForm) -> RedirectResponse:
    """Take two for one run."""
    fields = Fields(typed)
    decide_same(front_of(request).desk, fields.text("one"), fields.text("other"))
    return RedirectResponse("/runs/duplicates?said=same", status_code=303)


@router.post("/different")
def different(request: Request, typed: TypedForm) -> RedirectResponse:
    """Take two for two runs."""
    fields = Fields(typed)
    decide_different(front_of(request).desk, fields.text("one"), fields.text("other"))
    return RedirectResponse("/runs/duplicates?said=different", status_code=303)


@router.post("/undo")
def undo(request: Request, _: TypedForm) -> RedirectResponse:
    """Take the last decision back."""
    said = "undone" if undo_decision(front_of(request).desk) else "nothing"
    return RedirectResponse(f"/runs/duplicates?said={said}", status_code=303)
