"""Beside the questions: the weekly self-check, and a note that something went worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import with_answers
from backstride.domain.errors import OutOfRange
from backstride.domain.message import Message
from backstride.domain.pain import AdverseEvent, RunPain
from backstride.domain.screen import Reply
from backstride.safety.pain_rule import Borne, pain_band
from backstride.safety.questions import questions
from backstride.web.forms import Typed, TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.pages.safety import past_day
from backstride.web.screen_form import field_of, read_fields
from backstride.workflows.check_safety import note_worsening
from backstride.workflows.keep_diary import find_entry, undo_last_change, write_entry

router = APIRouter(prefix="/safety")

SCORES: Final = ("before", "peak", "one_hour_after", "next_morning", "back_peak")
LADDERS: Final = ("ladder_before", "ladder_after")
TIMES: Final = ("settled_h", "tingling_min")
YES_NO: Final = ("weaker", "woke_at_night")
STEPS: Final = tuple((str(step), Message(f"web.safety.step.{step}")) for step in range(7))
YES_OR_NO: Final = tuple((word, Message(f"safety.yes_no.{word}")) for word in ("yes", "no"))
MOST_NOTE: Final = 1000
"""Longest note. [characters]"""
DURING: Final = "run"
"""A plan or an experiment cannot be followed yet, so what went worse did so under running."""


@dataclass(frozen=True, slots=True)
class Worse:
    """A note that something went worse, as it was typed.

    Parameters
    ----------
    pain : RunPain
        What was noted.
    faults : dict of str to Message
        By name of the field.
    """

    pain: RunPain
    faults: dict[str, Message]


@router.get("/self-check", response_class=HTMLResponse)
def self_check(request: Request) -> HTMLResponse:
    """Show the weekly self-check, with what today's diary holds of it."""
    desk = front_of(request).desk
    entry = find_entry(desk, desk.today())
    noted = {} if entry is None else entry.items
    shown = {
        key: f"{told:g}" if isinstance(told, float) else str(told) for key, told in noted.items()
    }
    return _self_check(request, shown, {})


@router.post("/self-check")
def keep_self_check(request: Request, typed: TypedForm) -> Response:
    """Keep the self-check in the diary; the screen compares it with earlier ones."""
    desk = front_of(request).desk
    read = read_fields(typed, (one for one in questions().values() if one.ask == "self_check"))
    faults = dict(read.faults)
    if not _is_past(typed.get("day", ""), desk.today()):
        faults["day"] = Message("web.safety.fault.day", {"text": typed["day"][:40]})
    if not read.answers and not faults:
        faults[""] = Message("web.safety.fault.nothing")
    if faults:
        return _self_check(request, typed, faults)
    day = past_day(typed.get("day", ""), desk.today())
    items = {key: _item(told) for key, told in read.answers.items()}
    write_entry(desk, with_answers(DiaryEntry(day), items), is_backfilled=day < desk.today())
    return RedirectResponse("/safety?said=self_check", status_code=303)


@router.post("/undo")
def undo(request: Request, _: TypedForm) -> RedirectResponse:
    """Take the last change of the diary back."""
    undone = undo_last_change(front_of(request).desk)
    said = "undone" if undone else "nothing_to_undo"
    return RedirectResponse(f"/safety?said={said}", status_code=303)


@router.get("/worse", response_class=HTMLResponse)
def worse(request: Request) -> HTMLResponse:
    """Show the form for something that went worse."""
    return _worse(request, {}, {})


@router.post("/worse")
def keep_worse(request: Request, typed: TypedForm) -> Response:
    """Keep that something went worse, and say what follows by the pain-monitoring rule."""
    desk = front_of(request).desk
    read = read_worse(typed, desk.today())
    if read.faults:
        return _worse(request, typed, read.faults)
    borne = pain_band(read.pain)
    note_worsening(desk, _event(typed, desk.today(), borne), borne)
    missing = ".".join(borne.missing)
    return RedirectResponse(f"/safety?worse=noted&missing={missing}", status_code=303)


def read_worse(typed: Typed, today: date) -> Worse:
    """Read the form; every fault is named beside its field."""
    faults: dict[str, Message] = {}
    told: dict[str, Any] = {name: _number(typed, name, faults) for name in (*SCORES, *TIMES)}
    told |= {name: _step(typed, name, faults) for name in LADDERS}
    told |= {name: {"yes": True, "no": False}.get(typed.get(name, "")) for name in YES_NO}
    pain = RunPain(**told)
    faults |= _out_of_range(pain)
    if pain == RunPain() and not faults and not typed.get("note"):
        faults[""] = Message("web.safety.fault.nothing")
    if len(typed.get("note", "")) > MOST_NOTE:
        faults["note"] = Message("web.safety.fault.note", {"most": MOST_NOTE})
    if not _is_past(typed.get("day", ""), today):
        faults["day"] = Message("web.safety.fault.day", {"text": typed["day"][:40]})
    return Worse(pain, faults)


def _event(typed: Typed, today: date, borne: Borne) -> AdverseEvent:
    day = past_day(typed.get("day", ""), today)
    return AdverseEvent(day, DURING, borne.band, borne.reasons, typed.get("note", ""))


def _number(typed: Typed, name: str, faults: dict[str, Message]) -> float | None:
    text = typed.get(name, "").replace(",", ".")
    try:
        return float(text) if text else None
    except ValueError:
        faults[name] = Message("web.safety.fault.no_number")
        return None


def _step(typed: Typed, name: str, faults: dict[str, Message]) -> int | None:
    number = _number(typed, name, faults)
    return None if number is None else int(number)


def _out_of_range(pain: RunPain) -> dict[str, Message]:
    try:
        pain_band(pain)
    except OutOfRange as error:
        name, high = str(error.message.params["name"]), error.message.params["high"]
        return {name: Message("web.safety.fault.number", {"low": 0, "high": high})}
    return {}


def _is_past(text: str, today: date) -> bool:
    try:
        return not text or date.fromisoformat(text) <= today
    except ValueError:
        return False


def _item(told: Reply) -> float | str:
    return told if isinstance(told, str) else float(told)


def _self_check(
    request: Request, shown: Mapping[str, str], faults: Mapping[str, Message]
) -> HTMLResponse:
    asked = [one for one in questions().values() if one.ask == "self_check"]
    fields = [field_of(one, shown.get(one.key, ""), fault=faults.get(one.key)) for one in asked]
    return render(
        request,
        "safety_self_check.html",
        status=422 if faults else 200,
        fields=fields,
        faults=faults,
        day=shown.get("day", front_of(request).desk.today().isoformat()),
    )


def _worse(
    request: Request, shown: Mapping[str, str], faults: Mapping[str, Message]
) -> HTMLResponse:
    return render(
        request,
        "safety_worse.html",
        status=422 if faults else 200,
        shown=shown,
        faults=faults,
        scores=SCORES,
        ladders=LADDERS,
        times=TIMES,
        flags=YES_NO,
        steps=STEPS,
        yes_no=YES_OR_NO,
        day=shown.get("day", front_of(request).desk.today().isoformat()),
    )
