"""Corrections of one run, each with its way back; its shoes and what was noted about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backstride.domain.activity import Sport
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_item import Item, Kind
from backstride.domain.diary_items import ABOUT_A_RUN, ITEMS
from backstride.domain.diary_parts import RunNote
from backstride.domain.diary_value import ItemValue
from backstride.domain.errors import NotFound, OutOfRange
from backstride.recording.correcting import OneRun, SetDistance, SetDuration, SetSport, SetStart
from backstride.web.corrections import described
from backstride.web.fields import LONGEST_S, Fields
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.pages.run import find_run
from backstride.web.pages.runs import KINDS, TELLABLE
from backstride.web.speech import words_of
from backstride.workflows.correct_runs import (
    crop_run,
    delete_run,
    edit_run,
    restore_run,
    split_run,
)
from backstride.workflows.keep_diary import undo_last_change, write_entry
from backstride.workflows.keep_shoes import MOST_KM, find_pairs, forget_uses, tell_use
from backstride.workflows.show_run import RunShown
from backstride.workflows.undo_correction import last_correction

router = APIRouter(prefix="/runs/{run_id}")

NOTED: Final = tuple(item for item in ITEMS if item.key in ABOUT_A_RUN and item.key != "shoes")
"""What may be noted about a run; its shoes have a place of their own."""


@router.get("/edit", response_class=HTMLResponse)
def ask(request: Request, run_id: str) -> HTMLResponse:
    """Show the forms that correct a run."""
    return _page(request, find_run(request, run_id), Fields({}))


@router.post("/edit")
def edit(request: Request, run_id: str, typed: TypedForm) -> Response:
    """Correct sport, distance, duration or start."""
    front, run, fields = front_of(request), find_run(request, run_id), Fields(typed)
    changes = _changes(request, run, fields)
    if not changes and not fields.faults:
        fields.faults["distance"] = "web.edit.nothing"
    return _try(request, run, fields, lambda: edit_run(front.desk, run.id, changes), said="edited")


@router.post("/crop")
def crop(request: Request, run_id: str, typed: TypedForm) -> Response:
    """Keep only a part of a run."""
    desk, run, fields = front_of(request).desk, find_run(request, run_id), Fields(typed)
    from_s, to_s = fields.seconds("crop_from"), fields.seconds("crop_to")
    if from_s is None and to_s is None and not fields.faults:
        fields.faults["crop_from"] = "web.edit.nothing"
    if from_s is not None and to_s is not None and to_s <= from_s:
        fields.faults["crop_to"] = "web.edit.order"
    return _try(
        request,
        run,
        fields,
        lambda: crop_run(desk, run.id, from_s=from_s or 0.0, to_s=to_s),
        said="cropped",
    )


@router.post("/split")
def split(request: Request, run_id: str, typed: TypedForm) -> Response:
    """Cut a run in two."""
    desk, run, fields = front_of(request).desk, find_run(request, run_id), Fields(typed)
    fields.needs("split_at")
    at_s = fields.seconds("split_at") or LONGEST_S
    return _try(request, run, fields, lambda: split_run(desk, run.id, at_s=at_s)[0], said="split")


@router.post("/delete")
def delete(request: Request, run_id: str, _: TypedForm) -> Response:
    """Delete a run until it is restored."""
    desk = front_of(request).desk
    gone = delete_run(desk, find_run(request, run_id).id)
    return RedirectResponse(f"/runs/{gone}/deleted", status_code=303)


@router.get("/deleted", response_class=HTMLResponse)
def tell_deleted(request: Request, run_id: str) -> HTMLResponse:
    """Say that a run was deleted, with the way back."""
    return render(request, "run_deleted.html", run_id=run_id)


@router.post("/restore")
def restore(request: Request, run_id: str, _: TypedForm) -> Response:
    """Bring a deleted run back."""
    try:
        found = restore_run(front_of(request).desk, run_id)
    except OutOfRange:
        raise NotFound("web.no_run") from None
    return RedirectResponse(f"/runs/{found}?said=restored", status_code=303)


@router.post("/shoes")
def tell_shoes(request: Request, run_id: str, typed: TypedForm) -> Response:
    """Tell in which pair a run was run."""
    desk, run, fields = front_of(request).desk, find_run(request, run_id), Fields(typed)
    pairs = {shoe.id: shoe for shoe in find_pairs(desk)}
    if "clear" in typed:
        forget_uses(desk, run.id)
        return RedirectResponse(f"/runs/{run.id}?said=shoes_cleared#shoes", status_code=303)
    km = fields.number("km", low=0.01, high=MOST_KM)
    chosen = fields.choice("shoe", pairs)
    if fields.faults or not chosen:
        raise NotFound("store.no_shoe", shoe=fields.text("shoe")[:40])
    tell_use(desk, pairs[chosen], run.id, km=km, only="also" not in typed)
    return RedirectResponse(f"/runs/{run.id}?said=shoes#shoes", status_code=303)


@router.get("/note", response_class=HTMLResponse)
def ask_note(request: Request, run_id: str) -> HTMLResponse:
    """Show the form for what can be noted about a run."""
    return _note_page(request, find_run(request, run_id), Fields({}))


@router.post("/note")
def note(request: Request, run_id: str, typed: TypedForm) -> Response:
    """Note something about a run; what is left open keeps its earlier words."""
    desk, run, fields = front_of(request).desk, find_run(request, run_id), Fields(typed)
    found = {item.key: _answer(item, fields) for item in NOTED}
    values = {key: value for key, value in found.items() if value is not None}
    if fields.faults:
        return _note_page(request, run, fields)
    day = run.legs[0].local_date
    if values:
        entry = DiaryEntry(day, runs=(RunNote(run.id, values),))
        write_entry(desk, entry, is_backfilled=day < desk.today())
    return RedirectResponse(f"/runs/{run.id}?said=noted#notes", status_code=303)


@router.post("/note/undo")
def undo_note(request: Request, run_id: str, _: TypedForm) -> Response:
    """Take the last change of the day's diary back, unless another day was changed since."""
    run = find_run(request, run_id)
    gone = undo_last_change(front_of(request).desk, only_day=run.legs[0].local_date)
    said = "note_undone" if gone else "note_kept"
    return RedirectResponse(f"/runs/{run.id}?said={said}#notes", status_code=303)


def _try(
    request: Request, run: RunShown, fields: Fields, change: Callable[[], str], *, said: str
) -> Response:
    """Make a change and show the run, or the forms with what is wrong."""
    if not fields.faults:
        try:
            run_id = change()
        except OutOfRange as refused:
            fields.faults["forms"] = refused.message
        else:
            undo = last_correction(front_of(request).desk)
            return RedirectResponse(f"/runs/{run_id}?said={said}&undo={undo}", status_code=303)
    return _page(request, run, fields)


def _changes(request: Request, run: RunShown, fields: Fields) -> list[OneRun]:
    """Return what the form changes; a field that says what stands changes nothing."""
    row, units = run.legs[0], front_of(request).preferences.units
    changes: list[OneRun] = []
    sport = fields.choice("sport", TELLABLE, default=row.sport)
    kind = fields.choice("kind", KINDS)
    stood = row.sub_sport if row.sub_sport in KINDS else ""
    if sport and (sport != row.sport or kind != stood):
        changes.append(SetSport(Sport(sport), kind or (None if sport != row.sport else "")))
    distance_m, moving_s = fields.metres("distance", units), fields.seconds("duration")
    if distance_m is not None:
        changes.append(SetDistance(distance_m))
    if moving_s is not None:
        changes.append(SetDuration(moving_s))
    start = fields.moment("start")
    if start is not None:
        if start.tzinfo is None:
            start = start.replace(tzinfo=UTC) - timedelta(seconds=run.utc_offset_s)
        changes.append(SetStart(start.astimezone(UTC)))
    return changes


def _answer(item: Item, fields: Fields) -> ItemValue | None:
    scale = item.scale
    if scale.kind is Kind.NUMBER:
        value = fields.number(item.key, low=scale.low, high=scale.high)
        if value is not None and not scale.fits(value):
            fields.faults[item.key] = "web.form.bad_number"
        return value
    if scale.kind is Kind.YES_NO:
        said = fields.choice(item.key, ("yes", "no"))
        return None if not said else said == "yes"
    if scale.kind is Kind.CHOICE:
        return fields.choice(item.key, scale.options) or None
    return fields.text(item.key)[:2000] or None


def _page(request: Request, run: RunShown, fields: Fields) -> HTMLResponse:
    words = words_of(request)
    return _form_page(
        request,
        "run_edit.html",
        fields,
        made=run,
        row=run.legs[0],
        start=run.legs[0].start_utc + timedelta(seconds=run.utc_offset_s),
        history=[described(one, words) for one in run.corrections],
        sports=TELLABLE,
        kinds=KINDS,
        units=front_of(request).preferences.units,
    )


def _note_page(request: Request, run: RunShown, fields: Fields) -> HTMLResponse:
    return _form_page(request, "run_note.html", fields, made=run, items=NOTED)


def _form_page(request: Request, template: str, fields: Fields, **values: Any) -> HTMLResponse:
    return render(
        request,
        template,
        status=422 if fields.faults else 200,
        typed=dict(fields.typed),
        faults=fields.faults,
        **values,
    )
