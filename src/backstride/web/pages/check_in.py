"""Check-in: what a form or a phone says of a day, kept once, and both words where two differ."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import JSONResponse, Response

from backstride.domain.diary_facts import Told, is_fact
from backstride.domain.message import Message
from backstride.web.asked import Faults, read_form, read_text, text_of, typed_texts
from backstride.web.diary_words import speech_of
from backstride.web.faults import Refused
from backstride.web.forms import Typed, TypedForm
from backstride.web.front import Front, front_of
from backstride.web.page import render
from backstride.web.pages.diary_day import day_page
from backstride.web.pages.today import today_page
from backstride.web.speech import words_of
from backstride.workflows.check_in import CheckedIn, Sent, check_in, seen_facts, settle, two_words
from backstride.workflows.place_in_time import day_in

router = APIRouter()

SENT_ID: Final = re.compile(r"[0-9a-zA-Z-]{8,64}")
MOST_WAS: Final = 50
"""Earlier words of one fact that a phone may bring along."""
THERE: Final = "there"


@router.get("/check-in/token")
def tell_token(request: Request) -> JSONResponse:
    """Tell a page of ours that was opened without a connection what to send along."""
    return JSONResponse({"token": front_of(request).token})


@router.post("/check-in")
def receive(request: Request, form: TypedForm) -> JSONResponse:
    """Take what a script sends, as soon as it is tapped or when there is a connection again."""
    front = front_of(request)
    sent, faults = _read_sent(front, form)
    if faults:
        say = words_of(request).say
        told = {name: say(fault) for name, fault in faults.items()}
        return JSONResponse({"state": "faults", "faults": told}, status_code=422)
    found = check_in(front.desk, sent)
    state = "clash" if found.clashes else "known" if found.was_known else "saved"
    return JSONResponse({"state": state, "change": found.change})


@router.post("/diary/{day}", response_class=HTMLResponse)
def save(request: Request, day: date, form: TypedForm) -> Response:
    """Save the form of a day."""
    front = front_of(request)
    told, faults = read_form(form)
    if faults:
        typed = typed_texts(form)
        if form.get("back") == "today" and day == front.desk.today():
            return today_page(request, typed=typed, faults=faults)
        return day_page(request, day, typed=typed, faults=faults)
    seen = form.get("seen", "")
    base = seen_facts(front.desk, day, int(seen)) if seen.isdecimal() and len(seen) < 18 else {}
    facts = {name: Told(value, (base.get(name),)) for name, value in told.items()}
    found = check_in(front.desk, Sent(day, facts))
    if found.clashes:
        return RedirectResponse("/diary/two-words", status_code=303)
    return RedirectResponse(_back(form, day, found), status_code=303)


@router.get("/diary/two-words", response_class=HTMLResponse)
def show_two_words(request: Request) -> HTMLResponse:
    """Show what was said twice, and let the runner choose fact by fact."""
    speech = speech_of(request)
    days: dict[date, list[dict[str, Any]]] = {}
    for one in two_words(front_of(request).desk):
        options = [(THERE, speech.value(one.name, one.there))]
        options += [(f"={text_of(told)}", speech.value(one.name, told)) for told in one.told]
        fact = {"name": one.name, "words": speech.name(one.name), "there": text_of(one.there)}
        days.setdefault(one.day, []).append(fact | {"options": options})
    return render(request, "two_words.html", days=days)


@router.post("/diary/two-words/{day}")
def choose(request: Request, day: date, form: TypedForm) -> RedirectResponse:
    """Take the runner's word."""
    chosen: dict[str, Told] = {}
    for name, text in form.items():
        if is_fact(name):
            there = _checked(name, form.get(f"{THERE}:{name}", ""))
            value = there if text == THERE else _checked(name, text.removeprefix("="))
            chosen[name] = Told(value, (there,))
    desk = front_of(request).desk
    found = settle(desk, day, chosen)
    if two_words(desk):
        return RedirectResponse("/diary/two-words", status_code=303)
    way = f"/diary/{day.isoformat()}?said=settled&change={found.change}"
    return RedirectResponse(way, status_code=303)


def _back(form: Typed, day: date, found: CheckedIn) -> str:
    said = "saved" if found.change else "unchanged"
    where = "/" if form.get("back") == "today" else f"/diary/{day.isoformat()}"
    return f"{where}?said={said}&change={found.change}"


def _checked(name: str, text: str) -> Any:
    value = read_text(name, text)
    if isinstance(value, Message):
        raise Refused("web.check_in.unreadable", status=422)
    return value


def _read_sent(front: Front, form: Typed) -> tuple[Sent, Faults]:
    """Read what a script sends; what no page of ours can send is refused."""
    try:
        day, said = date.fromisoformat(form["day"]), datetime.fromisoformat(form["said"])
        fields = json.loads(form["fields"])
        rows = {
            str(name): (str(one["value"]), [str(was) for was in one["was"][:MOST_WAS]])
            for name, one in fields.items()
        }
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Refused("web.check_in.unreadable", status=400) from None
    if not SENT_ID.fullmatch(form.get("id", "")) or not all(map(is_fact, rows)):
        raise Refused("web.check_in.unreadable", status=400)
    told: dict[str, Told] = {}
    faults: Faults = {}
    for name, (text, was) in rows.items():
        value = read_text(name, text)
        if isinstance(value, Message):
            faults[name] = value
            continue
        before = [read_text(name, one) for one in was]
        told[name] = Told(value, tuple(one for one in before if not isinstance(one, Message)))
    said = said if said.tzinfo else said.replace(tzinfo=UTC)
    said_on = day_in(front.desk.runner().zone, min(said, datetime.now(UTC)))
    return Sent(day, told, said_on, form["id"]), faults
