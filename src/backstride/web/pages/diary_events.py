"""Marks on the time line: a stretch of days begins, ends, or is taken away."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from backstride.domain.diary_parts import Event, EventKind
from backstride.domain.errors import ImpossibleCall
from backstride.web.forms import Typed, TypedForm
from backstride.web.front import front_of
from backstride.web.pages.diary_day import day_page
from backstride.workflows.check_in import newest_change
from backstride.workflows.mark_phases import Marked, end_event, events_at, mark_event, remove_event

router = APIRouter(prefix="/diary/{day}/events")

LONGEST_NOTE: Final = 2000
KINDS: Final = {kind.value: kind for kind in EventKind}


@router.post("", response_class=HTMLResponse)
def begin(request: Request, day: date, form: TypedForm) -> Response:
    """Mark a stretch of days that begins on this one."""
    desk = front_of(request).desk
    if day > desk.today():
        raise ImpossibleCall("future_day", day=day.isoformat())
    kind, note, until = form.get("kind", ""), form.get("about", ""), form.get("until", "")
    faults: dict[str, str] = {}
    if kind not in KINDS:
        faults["kind"] = "web.diary.fault.kind"
    if len(note) > LONGEST_NOTE:
        faults["about"] = "web.diary.fault.about"
    last = _day(until)
    if until and last is None:
        faults["until"] = "web.diary.fault.until"
    elif last is not None and last < day:
        faults["until"] = "web.diary.fault.backwards"
    if faults:
        return day_page(request, day, event={"faults": faults, "typed": dict(form)})
    mark_event(desk, day, Event(KINDS[kind], last, note))
    return _to(request, day, day)


@router.post("/end", response_class=HTMLResponse)
def end(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Let a stretch that is going on end on this day."""
    desk = front_of(request).desk
    found = next((one for one in events_at(desk, day) if _is_meant(one, form)), None)
    if found is None:
        return RedirectResponse(f"/diary/{day.isoformat()}?said=unchanged", status_code=303)
    end_event(desk, found, day)
    return _to(request, day, found.first)


@router.post("/remove", response_class=HTMLResponse)
def remove(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Take a stretch away from the day it begins on."""
    desk = front_of(request).desk
    for one in [one for one in events_at(desk, day) if _is_meant(one, form)]:
        remove_event(desk, one.first, one.event.kind, one.event.note)
        return _to(request, day, one.first)
    return RedirectResponse(f"/diary/{day.isoformat()}?said=unchanged", status_code=303)


def _is_meant(one: Marked, form: Typed) -> bool:
    told: dict[str, Any] = {
        "first": one.first.isoformat(),
        "kind": one.event.kind.value,
        "about": one.event.note,
    }
    return all(form.get(name, "") == value.strip() for name, value in told.items())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _to(request: Request, day: date, first: date) -> RedirectResponse:
    """Go back to the day; the change can be taken back where it was made on it."""
    change = newest_change(front_of(request).desk, day) if first == day else 0
    way = f"/diary/{day.isoformat()}?said=marked&change={change}"
    return RedirectResponse(way, status_code=303)
