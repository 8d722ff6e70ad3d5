"""One day of the diary: every item, marks, what was changed when, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from backstride.domain.diary_parts import EventKind
from backstride.domain.errors import ImpossibleCall
from backstride.web.asked import Faults, ask
from backstride.web.diary_words import speech_of
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.pages.today import SAID, check_in_values
from backstride.workflows.check_in import newest_change, undo_change
from backstride.workflows.correct_runs import confirm_no_run
from backstride.workflows.keep_diary import remove_entry
from backstride.workflows.look_at_today import glance_at
from backstride.workflows.mark_phases import events_at
from backstride.workflows.review_diary import list_changes
from backstride.workflows.take_back_no_run import is_no_run_confirmed, take_back_no_run

router = APIRouter(prefix="/diary")


@router.get("/{day}", response_class=HTMLResponse)
def show(request: Request, day: date, said: str = "", change: int = 0) -> HTMLResponse:
    """Show one day."""
    return day_page(request, day, said=said, change=change)


def day_page(
    request: Request,
    day: date,
    *,
    said: str = "",
    change: int = 0,
    typed: dict[str, str] | None = None,
    faults: Faults | None = None,
    event: dict[str, Any] | None = None,
) -> HTMLResponse:
    """Return the page of a day, with what was typed where it cannot be kept.

    Raises
    ------
    ImpossibleCall
        Where the day lies in the future.
    """
    front = front_of(request)
    desk, today = front.desk, front.desk.today()
    if day > today:
        raise ImpossibleCall("future_day", day=day.isoformat())
    glance = glance_at(desk, day, day)[0]
    asking = ask(glance.entry, glance.runs, typed=typed, faults=faults)
    changes = list_changes(desk, day)
    return render(
        request,
        "diary_day.html",
        status=422 if faults or (event and event["faults"]) else 200,
        said=said if said in SAID else "",
        undo=change,
        glance=glance,
        entry=glance.entry,
        speech=speech_of(request),
        changes=changes[::-1],
        last_standing=_last_standing(changes),
        events=events_at(desk, day),
        kinds=[kind.value for kind in EventKind],
        typed_event=event or {"faults": {}, "typed": {}},
        is_confirmed=is_no_run_confirmed(desk, day),
        before=day - timedelta(days=1) if day > date.min else None,
        after=day + timedelta(days=1) if day < today else None,
        back="day",
        **check_in_values(request, day, asking, newest_change(desk, day)),
    )


@router.post("/{day}/undo", response_class=HTMLResponse)
def undo(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Take one change back, where it is the last of its day."""
    number = form.get("change", "")
    is_number = number.isdecimal() and len(number) < 18
    taken = undo_change(front_of(request).desk, int(number)) if is_number else None
    return _to(form, day, "undone" if taken else "not_undone")


@router.post("/{day}/no-run", response_class=HTMLResponse)
def confirm(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Keep that there was no run on a day, or from it to a later one."""
    until = form.get("until", "")
    last = date.fromisoformat(until) if _is_day(until) else day
    confirm_no_run(front_of(request).desk, day, last)
    return _to(form, day, "no_run")


@router.post("/{day}/no-run/undo", response_class=HTMLResponse)
def unconfirm(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Take back that there was no run."""
    taken = take_back_no_run(front_of(request).desk, day)
    return _to(form, day, "undone" if taken else "not_undone")


@router.post("/{day}/remove", response_class=HTMLResponse)
def remove(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Take the whole day away; its history stays, and it can be taken back."""
    desk = front_of(request).desk
    removed = remove_entry(desk, day)
    return _to(form, day, "removed" if removed else "unchanged", newest_change(desk, day))


def _to(form: dict[str, str], day: date, said: str, change: int = 0) -> RedirectResponse:
    where = "/" if form.get("back") == "today" else f"/diary/{day.isoformat()}"
    return RedirectResponse(f"{where}?said={said}&change={change}", status_code=303)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _last_standing(changes: list[Any]) -> int:
    """Return the number of the newest change that was not taken back, 0 where none stands."""
    undone = {one.who.partition(":")[2] for one in changes if one.who.startswith("undo:")}
    standing = [
        one.id for one in changes if str(one.id) not in undone and not one.who.startswith("undo")
    ]
    return standing[-1] if standing else 0
