"""``/diary``: read and write days; a stamp keeps two writers from overwriting one another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response

from backstride.domain.diary import DiaryEntry
from backstride.report.diary_json import entry_as_json
from backstride.web.api.models import Day, DayChange
from backstride.web.api.wire import OnDay, Since, Until, faults, stamp_of
from backstride.web.faults import Refused
from backstride.web.front import Front, front_of
from backstride.web.speech import words_of
from backstride.workflows.change_day import Change, apply_change, read_change
from backstride.workflows.keep_diary import find_entry
from backstride.workflows.review_diary import list_days

router = APIRouter(prefix="/diary", tags=["diary"])

SHOWN_DAYS = 366
"""How far back is listed where no first day is given. [d]"""

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=200, description="Stamp of the day as it was read."),
]


@router.get("", response_model=list[Day], responses=faults())
def list_diary(request: Request, since: Since = None, until: Until = None) -> list[dict[str, Any]]:
    """List the days that have an entry, oldest first; a year where no first day is given."""
    front = front_of(request)
    last = until or front.desk.today()
    first = since or max(date.min + timedelta(SHOWN_DAYS), last) - timedelta(SHOWN_DAYS)
    return [entry_as_json(entry) for entry in list_days(front.desk, first_day=first, last_day=last)]


@router.get("/{day}", response_model=Day, responses=faults(404))
def show_day(request: Request, day: OnDay) -> Response:
    """Show a day; its stamp stands in the header ``ETag``."""
    entry = find_entry(front_of(request).desk, day)
    if entry is None:
        raise Refused("web.api.no_entry", status=404, day=day.isoformat())
    return _day(entry)


@router.patch("/{day}", response_model=Day, responses=faults(404, 412))
def change_day(
    request: Request, day: OnDay, change: DayChange, if_match: IfMatch = None
) -> Response:
    """Add to a day or change it; what is not named stays as it was."""
    front = front_of(request)
    read = read_change(change.answers, change.note)
    if isinstance(read, dict):
        say = words_of(request).say
        raise Refused(
            "web.api.bad_answers",
            status=422,
            faults={key: say(message) for key, message in read.items()},
            n=len(read),
        )
    return _written(front, day, read, if_match)


@router.delete("/{day}", status_code=204, responses=faults(404, 412))
def remove_day(request: Request, day: OnDay, if_match: IfMatch = None) -> Response:
    """Take a day's entry back; the history keeps it."""
    front = front_of(request)
    if find_entry(front.desk, day) is None:
        raise Refused("web.api.no_entry", status=404, day=day.isoformat())
    apply_change(front.desk, day, None, is_current=_matcher(if_match))
    return Response(status_code=204)


def _written(front: Front, day: date, change: Change, if_match: str | None) -> Response:
    entry = apply_change(front.desk, day, change, is_current=_matcher(if_match))
    return _day(entry or DiaryEntry(day))


def _matcher(if_match: str | None) -> Any:
    """Return what tells whether a day is still as it was read; anything is where no stamp came."""
    if if_match is None or if_match.strip() == "*":
        return None
    return lambda entry: stamp_of(entry) == if_match.strip()


def _day(entry: DiaryEntry) -> Response:
    return JSONResponse(entry_as_json(entry), headers={"etag": stamp_of(entry)})
