"""Today: the check-in first, then what today looks like."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstride.domain.answer import Answer
from backstride.domain.body import LADDER
from backstride.domain.message import Message
from backstride.domain.screen import ScreenEffect
from backstride.inference.answer_reasons import headline
from backstride.inference.data_rule import RULE
from backstride.web.asked import Asking, Faults, Field, ask, read_text
from backstride.web.diary_words import LADDER_ITEM, DiaryWords, speech_of
from backstride.web.front import Front, front_of
from backstride.web.page import render
from backstride.workflows.check_in import two_words
from backstride.workflows.look_at_today import RunOfDay, TodayLooks, look_at_today
from backstride.workflows.place_in_time import today_in

router = APIRouter()

EVENING_H: Final = 15
"""Hour from which the evening is asked first. [h, own choice]"""
SAID: Final = (
    "saved",
    "unchanged",
    "undone",
    "not_undone",
    "no_run",
    "settled",
    "marked",
    "removed",
)
"""What a page may be told to say that was done."""


@router.get("/", response_class=HTMLResponse)
def show(request: Request, said: str = "", change: int = 0) -> HTMLResponse:
    """Show today."""
    return today_page(request, said=said, change=change)


def today_page(
    request: Request,
    *,
    said: str = "",
    change: int = 0,
    typed: dict[str, str] | None = None,
    faults: Faults | None = None,
) -> HTMLResponse:
    """Return the page, with what was typed where it cannot be kept."""
    front = front_of(request)
    looks = look_at_today(front.desk)
    asking = ask(looks.entry, looks.week[-1].runs, typed=typed, faults=faults)
    values = check_in_values(request, looks.week[-1].day, asking, looks.change)
    return render(
        request,
        "today.html",
        status=422 if faults else 200,
        looks=looks,
        said=said if said in SAID else "",
        undo=change,
        occasions=_occasions(front),
        two_words=len(two_words(front.desk)),
        yesterday=looks.week[-1].day - timedelta(days=1),
        asks_yesterday=_asks_yesterday(looks),
        answer=_answer(front, looks),
        back="today",
        **values,
    )


def check_in_values(
    request: Request, day: date | None, asking: Asking, seen: int = 0
) -> dict[str, Any]:
    """Return what the form of a day needs; without a day it is the form of a phone's own today."""
    speech = speech_of(request)
    return {
        "day": day,
        "asking": asking,
        "seen": seen,
        "is_later": day is not None and day < front_of(request).desk.today(),
        "is_offline": day is None,
        "fact_name": speech.name,
        "number_of": speech.number,
        "option_words": lambda field, option: _option_words(field, option, speech),
        "run_title": lambda run: _run_title(run, speech),
    }


def _option_words(field: Field, option: str, speech: DiaryWords) -> str:
    """Return an answer to choose in words; one that cannot be kept as it was typed."""
    value = read_text(field.name, option)
    if isinstance(value, Message):
        return option
    if field.key == LADDER_ITEM and isinstance(value, float) and value.is_integer():
        return speech.words.say(f"body.ladder.{LADDER[int(value)]}")
    return speech.value(field.name, value)


def _run_title(run: RunOfDay, speech: DiaryWords) -> str:
    say = speech.words.say
    if not run.id:
        return say("web.check_in.group.run_unrecorded")
    return say("web.check_in.group.run", distance=speech.formats.distance(run.distance_m))


def _occasions(front: Front) -> tuple[str, str]:
    hour = today_in(front.desk.runner().zone).hour
    return ("evening", "morning") if hour >= EVENING_H else ("morning", "evening")


def _asks_yesterday(looks: TodayLooks) -> bool:
    """Whether yesterday belongs to the diary and says nothing of the morning."""
    glance = looks.week[-2]
    begun = looks.first_day is not None and looks.first_day <= glance.day
    return begun and glance.morning is None


def _answer(front: Front, looks: TodayLooks) -> dict[str, Any]:
    """Return the answer in one line, or how far the diary has come towards one.

    Before the diary is long enough no answer is asked for: nothing could come of it.
    """
    today = looks.week[-1].day
    n_day = 0 if looks.first_day is None else (today - looks.first_day).days + 1
    progress = {"day": min(n_day, RULE.least_diary_days), "of": RULE.least_diary_days}
    if n_day < RULE.least_diary_days:
        return {"kind": "early", **progress}
    standing = front.answers.standing(front.desk)
    answered = standing.answered
    if answered is None or answered.answer is None:
        return {"kind": "working", **progress}
    if answered.is_withheld or front.triage.asks_for(ScreenEffect.HIDE_ANSWER):
        return {"kind": "withheld", **progress}
    said = _line(answered.answer)
    return {"kind": "said", "line": said, "is_fresh": standing.is_fresh, **progress}


def _line(answer: Answer) -> Message:
    return headline(answer.verdict, answer.outcome)
