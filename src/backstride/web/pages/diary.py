"""The diary: a month at a time, its gaps, and the ways out of it as a table and as reminders."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from backstride.readers.day_times import time_in
from backstride.readers.table_cells import Refused as Unreadable
from backstride.report.diary_csv import render_diary_csv
from backstride.report.reminders import Reminder, render_reminders
from backstride.web.diary_words import speech_of
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.speech import words_of
from backstride.workflows.look_at_today import find_first_day, glance_at
from backstride.workflows.review_diary import find_completeness, find_identity, list_days

router = APIRouter(prefix="/diary")

ATTACHED: Final = "attachment; filename="
TIMES: Final = {"morning": "07:00", "evening": "20:30", "week": "18:00"}
"""When is reminded, where nothing else is chosen; as `backstride diary reminders` has it."""
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@router.get("", response_class=HTMLResponse)
def show(request: Request, month: str = "") -> HTMLResponse:
    """Show a month."""
    front = front_of(request)
    desk, today = front.desk, front.desk.today()
    begun = find_first_day(desk)
    first = _month(month, today)
    last = min(first.replace(day=monthrange(first.year, first.month)[1]), today)
    glances = glance_at(desk, first, last)
    monday = first - timedelta(days=first.weekday())
    since = max(first, begun or last)
    found = find_completeness(desk, first_day=since, last_day=last)
    marks = {since + timedelta(days=k): one.value for k, one in enumerate(found.mornings)}
    return render(
        request,
        "diary.html",
        glances=glances,
        marks=marks,
        found=found,
        begun=begun,
        first=first,
        n_blank=first.weekday(),
        head=[monday + timedelta(days=k) for k in range(7)],
        earlier=_earlier(first) if begun is not None and begun < first else None,
        later=_later(first) if _later(first) <= today else None,
        speech=speech_of(request),
    )


@router.get("/diary.csv")
def download(request: Request) -> Response:
    """Send the whole diary as a table that can be read back without loss."""
    text = "\ufeff" + render_diary_csv(list_days(front_of(request).desk))
    name = f'{ATTACHED}"backstride-diary.csv"'
    headers = {"content-disposition": name}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/reminders", response_class=HTMLResponse)
def show_reminders(request: Request) -> HTMLResponse:
    """Offer reminders at fixed times as a calendar file."""
    return _reminders_page(request, dict(TIMES) | {"weekday": "sunday"}, ())


@router.get("/reminders.ics")
def send_reminders(request: Request) -> Response:
    """Send the calendar file, or the page again where a time cannot be read."""
    typed = {name: request.query_params.get(name, "").strip() for name in (*TIMES, "weekday")}
    times = {name: time_in(typed[name]) for name in TIMES if typed[name]}
    faults = [name for name, found in times.items() if isinstance(found, Unreadable)]
    if faults or not times:
        return _reminders_page(request, typed, tuple(faults), is_empty=not times)
    named = typed["weekday"] if typed["weekday"] in WEEKDAYS else "sunday"
    weekday = WEEKDAYS.index(named)
    occasions = (("morning", "morning", None, 1), ("evening", "evening", None, 1))
    weekly = (("week", "week", weekday, 1), ("month", "week", weekday, 4))
    chosen = [
        Reminder(name, at, on, every)
        for name, typed_as, on, every in (*occasions, *weekly)
        if not isinstance(at := times.get(typed_as), Unreadable) and at is not None
    ]
    runner = find_identity(front_of(request).desk)
    text = render_reminders(chosen, words_of(request).say, now=datetime.now(UTC), runner=runner)
    headers = {"content-disposition": f'{ATTACHED}"backstride-reminders.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def _reminders_page(
    request: Request, typed: dict[str, str], faults: tuple[str, ...], *, is_empty: bool = False
) -> HTMLResponse:
    values: dict[str, Any] = {"typed": typed, "faults": faults, "is_empty": is_empty}
    status = 422 if faults or is_empty else 200
    return render(request, "reminders.html", status=status, weekdays=WEEKDAYS, **values)


def _month(text: str, today: date) -> date:
    """Return the first day of a month told as YYYY-MM; of the present one where it cannot be."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today
    return min(first, today).replace(day=1)


def _earlier(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _later(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
