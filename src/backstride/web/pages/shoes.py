"""Shoes: pairs, how far each has gone, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backstride.domain.errors import NotFound, OutOfRange
from backstride.domain.screen import ScreenEffect
from backstride.domain.shoe import Shoe
from backstride.web.fields import Fields
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.workflows.keep_shoes import (
    MOST_KM,
    add_shoe,
    change_shoe,
    find_pairs,
    make_usual,
    remove_shoe,
)

router = APIRouter(prefix="/runs/shoes")

SAID: Final = ("added", "changed", "retired", "in_use", "usual", "removed", "back")
FAULTS: Final = {
    "error.shoe.name_taken": "name",
    "error.shoe.no_name": "name",
    "error.shoe.days": "retired",
    "error.shoe.km": "start_km",
}
"""Field that what a workflow refuses is about."""


@router.get("", response_class=HTMLResponse)
def show(request: Request, said: str = "", shoe: str = "") -> HTMLResponse:
    """Show every pair."""
    return _page(request, Fields({}), said=said if said in SAID else "", about=shoe)


@router.post("")
def add(request: Request, typed: TypedForm) -> Response:
    """Keep a new pair."""
    fields = Fields(typed)
    told = _told(fields, Shoe("", ""))
    if not fields.faults:
        try:
            usual = True if "usual" in typed else None
            kept, _ = add_shoe(front_of(request).desk, told, usual=usual)
        except OutOfRange as refused:
            _refuse(fields, refused)
        else:
            return _done("added", kept.id)
    return _page(request, fields)


@router.post("/{shoe_id}")
def change(request: Request, shoe_id: str, typed: TypedForm) -> Response:
    """Change what is known of a pair."""
    fields, shoe = Fields(typed), _find(request, shoe_id)
    told = _told(fields, shoe)
    if not fields.faults:
        try:
            change_shoe(front_of(request).desk, told)
        except OutOfRange as refused:
            _refuse(fields, refused)
        else:
            return _done("changed", shoe_id)
    return _page(request, fields, about=shoe_id)


@router.post("/{shoe_id}/retire")
def retire(request: Request, shoe_id: str, typed: TypedForm) -> Response:
    """Take a pair out of use from today on, or back into use."""
    desk = front_of(request).desk
    back = "back" in typed
    change_shoe(desk, replace(_find(request, shoe_id), retired=None if back else desk.today()))
    return _done("in_use" if back else "retired", shoe_id)


@router.post("/{shoe_id}/usual")
def usual(request: Request, shoe_id: str, _: TypedForm) -> Response:
    """Make a pair the usual one from today on."""
    desk = front_of(request).desk
    make_usual(desk, _find(request, shoe_id), since=desk.today())
    return _done("usual", shoe_id)


@router.post("/{shoe_id}/remove")
def remove(request: Request, shoe_id: str, typed: TypedForm) -> Response:
    """Take a pair out of sight, or bring it back."""
    back = "back" in typed
    remove_shoe(front_of(request).desk, _find(request, shoe_id, removed=back), back=back)
    return _done("back" if back else "removed", shoe_id)


def _done(said: str, shoe_id: str) -> RedirectResponse:
    return RedirectResponse(f"/runs/shoes?said={said}&shoe={shoe_id}", status_code=303)


def _find(request: Request, shoe_id: str, *, removed: bool = False) -> Shoe:
    there = find_pairs(front_of(request).desk, removed=removed)
    found = [shoe for shoe in there if shoe.id == shoe_id]
    if not found:
        raise NotFound("store.no_shoe", shoe=shoe_id[:40])
    return found[0]


def _told(fields: Fields, before: Shoe) -> Shoe:
    """Return a pair as the form tells it; what is empty is not known."""
    fields.needs("name")
    first: date | None = fields.day("first_day")
    return replace(
        before,
        name=fields.text("name")[:200],
        first_day=first,
        start_km=fields.number("start_km", low=0.0, high=MOST_KM) or 0.0,
        limit_km=fields.number("limit_km", low=0.0, high=MOST_KM) or None,
        retired=fields.day("retired"),
        note=fields.text("note")[:2000],
    )


def _refuse(fields: Fields, refused: OutOfRange) -> None:
    name = FAULTS.get(refused.message.key, "name")
    fields.faults[name] = refused.message


def _page(request: Request, fields: Fields, *, said: str = "", about: str = "") -> HTMLResponse:
    front = front_of(request)
    book = front.company.book
    usual = [one for one in book.usual if one.from_day <= front.desk.today()]
    removed = find_pairs(front.desk, removed=True)
    return render(
        request,
        "shoes.html",
        status=422 if fields.faults else 200,
        pairs=sorted(front.company.gone.values(), key=lambda one: one.shoe.retired is not None),
        removed=removed,
        usual=usual[-1].shoe_id if usual else None,
        typed=dict(fields.typed),
        faults=fields.faults,
        said=said,
        about=about,
        hidden=front.triage.asks_for(ScreenEffect.HIDE_LOAD),
    )
