"""Measures: what can be tried, how to record it with one tap, and what one's own records say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from backstride.domain.answer_parts import MeasureEffect
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of, with_answers
from backstride.domain.diary_parts import PHASES, Event, EventKind
from backstride.inference.comparable import LEAST_COMPARABLE
from backstride.report.learning import Said, said_by_section
from backstride.report.measure_words import measure_in_words
from backstride.web.faults import Refused
from backstride.web.forms import TypedForm
from backstride.web.front import Front, front_of
from backstride.web.page import render
from backstride.web.speech import words_of
from backstride.workflows.keep_diary import find_entry, undo_last_change, write_entry
from backstride.workflows.list_measures import MeasureRow
from backstride.workflows.mark_phases import end_event, find_going_on, mark_event

router = APIRouter(prefix="/prevention")

TAPS: Final = ("warm_up", "cool_down", "form_drill", "strength")
"""Items that are done or left on a day."""
SAID: Final = ("noted", "begun", "ended", "unchanged", "undone", "nothing_to_undo")
MOST_NOTE: Final = 200
"""Longest name of what is tried, or of a pair of shoes. [characters]"""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can be tried.

    Parameters
    ----------
    name : str
        Section of what is known.
    taps : tuple of str
        Diary items that one tap records.
    phase : EventKind or None
        Stretch of days that begins and ends.
    has_shoes : bool
        Whether a pair of shoes is named.
    """

    name: str
    taps: tuple[str, ...] = ()
    phase: EventKind | None = None
    has_shoes: bool = False

    @property
    def said(self) -> tuple[Said, ...]:
        """What is known of it."""
        return said_by_section()[self.name]


TOPICS: Final = (
    Topic("warm_up", ("warm_up", "cool_down")),
    Topic("form", ("form_drill",), EventKind.CADENCE),
    Topic("shoes", has_shoes=True),
    Topic("strength", ("strength",)),
    Topic("cross", phase=EventKind.MEASURE),
)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What a runner's own records say of one measure.

    Parameters
    ----------
    name : str
        In words.
    row : MeasureRow
        How often it was done and left.
    effect : MeasureEffect or None
        What it went along with; None where that is not known.
    n_missing : int
        Comparable days that are still missing. [d]
    """

    name: str
    row: MeasureRow
    effect: MeasureEffect | None
    n_missing: int


@router.get("", response_class=HTMLResponse)
def show(request: Request, said: str = "") -> HTMLResponse:
    """Show what can be tried and what one's own records say."""
    front = front_of(request)
    entry = find_entry(front.desk, front.desk.today())
    return render(
        request,
        "prevention.html",
        said=said if said in SAID else "",
        topics=TOPICS,
        noted={} if entry is None else answers_of(entry),
        going_on=front.tried,
        needed=LEAST_COMPARABLE,
        **_own(request, front),
    )


@router.post("/day")
def note_day(request: Request, typed: TypedForm) -> RedirectResponse:
    """Keep that something was done today, or left."""
    desk = front_of(request).desk
    key, done = typed.get("item", ""), typed.get("done", "")
    if key not in TAPS or done not in ("yes", "no"):
        raise Refused("web.measures.fault.tap", status=422)
    write_entry(desk, with_answers(DiaryEntry(desk.today()), {key: done == "yes"}))
    return _back("noted", key)


@router.post("/shoes")
def note_shoes(request: Request, typed: TypedForm) -> RedirectResponse:
    """Keep the pair that is run in from today on."""
    desk = front_of(request).desk
    pair = _words(typed.get("shoes", ""))
    write_entry(desk, with_answers(DiaryEntry(desk.today()), {"shoes": pair}))
    return _back("noted", "shoes")


@router.post("/begin")
def begin(request: Request, typed: TypedForm) -> RedirectResponse:
    """Keep that something begins today and goes on."""
    desk = front_of(request).desk
    kind = _kind(typed.get("kind", ""))
    note = typed.get("note", "")
    note = _words(note) if note or kind is EventKind.MEASURE else ""
    begun = mark_event(desk, desk.today(), Event(kind, None, note))
    return _back("begun" if begun else "unchanged", kind.value)


@router.post("/end")
def end(request: Request, typed: TypedForm) -> RedirectResponse:
    """Keep that something that goes on ends today."""
    desk = front_of(request).desk
    kind = _kind(typed.get("kind", ""))
    first, note = typed.get("first", ""), typed.get("note", "")
    found = find_going_on(desk, kind, by=desk.today())
    meant = [one for one in found if (one.first.isoformat(), one.event.note) == (first, note)]
    ended = bool(meant) and end_event(desk, meant[0], desk.today())
    return _back("ended" if ended else "unchanged", kind.value)


@router.post("/undo")
def undo(request: Request, _: TypedForm) -> RedirectResponse:
    """Take the last change of the diary back."""
    undone = undo_last_change(front_of(request).desk)
    return _back("undone" if undone else "nothing_to_undo", "")


def _own(request: Request, front: Front) -> dict[str, Any]:
    """Return what the records say, and whether something keeps it back."""
    standing = front.answers.standing(front.desk)
    answered = standing.answered
    is_withheld = bool(answered and answered.is_withheld)
    effects: dict[str, MeasureEffect] = {}
    if answered is not None and answered.answer is not None and not is_withheld:
        effects = {one.name: one for one in answered.answer.measures}
    say = words_of(request).say
    own = [
        OwnRow(
            name=measure_in_words(row.name, say, row.against),
            row=row,
            effect=effects.get(row.name),
            n_missing=max(0, LEAST_COMPARABLE - row.days.n_comparable),
        )
        for row in front.measures
    ]
    return {
        "own": own,
        "is_withheld": is_withheld,
        "is_fresh": standing.is_fresh,
        "is_failed": bool(standing.failed),
        "has_effects": bool(effects),
    }


def _kind(name: str) -> EventKind:
    found = next((kind for kind in PHASES if kind.value == name), None)
    if found is None:
        raise Refused("web.measures.fault.tap", status=422)
    return found


def _words(text: str) -> str:
    if not text or len(text) > MOST_NOTE:
        raise Refused("web.measures.fault.words", status=422, most=MOST_NOTE)
    return text


def _back(said: str, at: str) -> RedirectResponse:
    anchor = f"#{at}" if at else ""
    return RedirectResponse(f"/prevention?said={said}{anchor}", status_code=303)
