"""The body map of a day: touch a site, choose the word and how much; every site is a link."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from backstride.domain.body import drawn_sites
from backstride.domain.body_words import OFFERED, QualityGroup
from backstride.domain.diary import DiaryEntry
from backstride.domain.errors import ImpossibleCall
from backstride.domain.message import Message
from backstride.readers.day_times import time_in
from backstride.readers.felt_text import read_mark
from backstride.readers.table_cells import Refused as Unreadable
from backstride.report.body_map import render_body_map
from backstride.report.body_style import style_sheet
from backstride.report.body_ways import Ways
from backstride.web.diary_words import speech_of
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.speech import words_of
from backstride.workflows.keep_diary import find_entry
from backstride.workflows.mark_body import add_mark, moment_now, note_nothing_felt, remove_mark

router = APIRouter()

VIEWS: Final = ("front", "back")
LEVELS: Final = tuple(f"{half / 2:g}" for half in range(1, 21))


@router.get("/body-map.css")
def send_style() -> Response:
    """Send the look of the map, which a page may not hold within itself."""
    text = "\n".join(style_sheet(f"map-{view}") for view in VIEWS)
    headers = {"cache-control": "max-age=86400"}
    return Response(text, media_type="text/css; charset=utf-8", headers=headers)


@router.get("/diary/{day}/map", response_class=HTMLResponse)
def show(request: Request, day: date, site: str = "", at: str = "") -> HTMLResponse:
    """Show the map of a day."""
    return _page(request, day, site=site, at=at)


@router.post("/diary/{day}/map", response_class=HTMLResponse)
def mark(request: Request, day: date, form: TypedForm) -> Response:
    """Set a mark, take one away, or keep that nothing is felt anywhere."""
    desk = front_of(request).desk
    if day > desk.today():
        raise ImpossibleCall("future_day", day=day.isoformat())
    at = _clock(form.get("at", ""))
    if form.get("do") == "nothing":
        note_nothing_felt(desk, day, at)
        return _to(day, at)
    site, quality = form.get("site", ""), form.get("quality", "")
    found = read_mark(" ".join((site, quality, form.get("level", ""))))
    if isinstance(found, Unreadable):
        fault = Message(f"web.map.fault.{'quality' if site else 'site'}")
        return _page(request, day, site=site, at=form.get("at", ""), typed=dict(form), fault=fault)
    change = remove_mark if form.get("do") == "remove" else add_mark
    change(desk, day, at, found)
    return _to(day, at)


def _page(
    request: Request,
    day: date,
    *,
    site: str,
    at: str,
    typed: dict[str, str] | None = None,
    fault: Message | None = None,
) -> HTMLResponse:
    front, words = front_of(request), words_of(request)
    if day > front.desk.today():
        raise ImpossibleCall("future_day", day=day.isoformat())
    entry = find_entry(front.desk, day) or DiaryEntry(day)
    now = _clock(at) if at else moment_now(front.desk, entry, day)
    shown = next((one for one in entry.moments if one.at == now), None)
    marks = () if shown is None else shown.marks
    told = "" if now is None else now.strftime("%H:%M")
    end = f"&at={told}#mark" if told else "#mark"
    ways = Ways(f"/diary/{day.isoformat()}/map?site=", end, site)
    maps = {
        view: Markup(  # noqa: S704 - our own drawing; every word in it is escaped there
            render_body_map(marks, words.say, view=view, name=f"map-{view}", ways=ways)
        )
        for view in VIEWS
    }
    return render(
        request,
        "diary_map.html",
        status=422 if fault else 200,
        day=day,
        site=site if site in {one.id for one in drawn_sites()} else "",
        sites=[one.id for one in drawn_sites()],
        at=told,
        moments=entry.moments,
        shown=shown,
        maps=maps,
        groups=_groups(),
        levels=LEVELS,
        typed=typed or {},
        fault=fault,
        speech=speech_of(request),
    )


def _groups() -> list[tuple[str, list[str]]]:
    """Return the words to choose from, by what they speak of."""
    found: dict[QualityGroup, list[str]] = {}
    for quality, group in OFFERED.items():
        found.setdefault(group, []).append(quality)
    return [(group.value, words) for group, words in found.items()]


def _clock(text: str) -> time | None:
    found: Any = time_in(text) if text else None
    return None if isinstance(found, Unreadable) else found


def _to(day: date, at: time | None) -> RedirectResponse:
    told = "" if at is None else f"?at={at:%H:%M}"
    return RedirectResponse(f"/diary/{day.isoformat()}/map{told}", status_code=303)
