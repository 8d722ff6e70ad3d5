"""Warning signs: what holds today and what to do, what came of it, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from backstride.domain.message import Message
from backstride.domain.screen import Reply, Triage
from backstride.safety.advice import known_countries
from backstride.safety.pain_rule import measures
from backstride.safety.questions import questions
from backstride.safety.standing import VISIT
from backstride.safety.triage_json import option_words, private_words
from backstride.store.screens import KeptStatement
from backstride.web.faults import Refused
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.workflows.check_safety import record_outcome, set_country
from backstride.workflows.review_safety import SafetyReview, response_to_newest, review_safety

router = APIRouter(prefix="/safety")

SAID: Final = (
    "kept",
    "country",
    "self_check",
    "undone",
    "nothing_to_undo",
    *questions()[VISIT].options,
)
"""What a page may be told to say after a change."""
ELSEWHERE: Final = "ZZ"
"""Code that ISO 3166-1 leaves to its users: a country whose numbers are not certain."""
MOST_SHOWN: Final = 60
"""Rows of the history that are shown."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice of a result by what it is for.

    Parameters
    ----------
    first : Message
        What to do now.
    found, phone, also, held_back, rest : list of Message
        What was told, what to say on the phone, what else to do, what is not shown, and what
        stands below every result.
    """

    first: Message
    found: list[Message]
    phone: list[Message]
    also: list[Message]
    held_back: list[Message]
    rest: list[Message]


@router.get("", response_class=HTMLResponse)
def show(request: Request, said: str = "", worse: str = "", missing: str = "") -> HTMLResponse:
    """Show what holds today."""
    front = front_of(request)
    triage = front.triage
    asked = tuple(name for name in missing.split(".") if name in {one.id for one in measures()})
    return render(
        request,
        "safety.html",
        said=said if said in SAID else "",
        response=response_to_newest(front.desk, asked) if worse else None,
        triage=triage,
        advice=sort_advice(triage),
        open_questions=[(key, private_words(questions()[key])) for key in triage.unanswered],
        outcomes=_options(VISIT),
        errors={},
        typed={},
        **_history(review_safety(front.desk)),
    )


@router.post("/outcome")
def note_outcome(request: Request, typed: TypedForm) -> RedirectResponse:
    """Keep what came of an advice; having been seen ends what was said before it."""
    desk = front_of(request).desk
    outcome = typed.get(VISIT, "")
    if not questions()[VISIT].takes(outcome):
        raise Refused("web.safety.fault.outcome", status=422)
    record_outcome(desk, outcome, day=past_day(typed.get("day", ""), desk.today()))
    return RedirectResponse(f"/safety?said={outcome}", status_code=303)


@router.post("/country")
def choose_country(request: Request, typed: TypedForm) -> RedirectResponse:
    """Keep where the runner is, for the numbers to call."""
    code = typed.get("country", "").upper()
    if code and not (len(code) == len(ELSEWHERE) and code.isascii() and code.isalpha()):
        raise Refused("cli.bad_country", status=422, text=code[:40])
    set_country(front_of(request).desk, code)
    return RedirectResponse("/safety?said=country#numbers", status_code=303)


def past_day(text: str, today: date) -> date:
    """Return a day up to today; today where none was typed.

    Raises
    ------
    Refused
        Where it is no day, or a later one.
    """
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if day > today:
        raise Refused("web.safety.fault.day", status=422, text=text[:40])
    return day


def sort_advice(triage: Triage) -> Advice:
    """Return the advice of a result by what it is for."""
    first, *others = triage.advice
    sorted_ = Advice(first, [], [], [], [], [])
    for message in others:
        kind = message.key.split(".")[1]
        by_kind = {
            "found": sorted_.found,
            "phone": sorted_.phone,
            "say": sorted_.phone,
            "also": sorted_.also,
            "effect": sorted_.held_back,
        }
        by_kind.get(kind, sorted_.rest).append(message)
    return sorted_


def _history(review: SafetyReview) -> dict[str, Any]:
    codes = known_countries()
    told = review.told_country
    extra = [told] if told not in (*codes, ELSEWHERE, "") else []
    return {
        "review": review,
        "told": review.told[:MOST_SHOWN],
        "stated": [(kept, _replies(kept)) for kept in review.stated[:MOST_SHOWN]],
        "countries": codes,
        "further_countries": extra,
        "elsewhere": ELSEWHERE,
        "outcome": review.outcome and review.outcome.statement.answers[VISIT],
    }


def _replies(kept: KeptStatement) -> list[tuple[Message, Message | Reply]]:
    """Return what was stated as questions and answers, both in words."""
    known = questions()
    return [
        (Message(f"safety.ask.{key}"), _in_words(key, reply))
        for key, reply in kept.statement.answers.items()
        if key in known
    ]


def _in_words(key: str, reply: Reply) -> Message | Reply:
    question = questions()[key]
    fits = isinstance(reply, str) and reply in question.accepts
    return option_words(question, str(reply)) if fits else reply


def _options(key: str) -> list[tuple[str, Message]]:
    question = questions()[key]
    return [(option, option_words(question, option)) for option in question.options]
