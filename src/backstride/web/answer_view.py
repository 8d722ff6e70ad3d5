"""What the Answer page says, put in its order: nothing is computed, everything is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request

from backstride.domain.answer import Answer, Check
from backstride.domain.answer_parts import MeasureWord
from backstride.domain.message import Message, Parameter
from backstride.domain.screen import ScreenEffect, Triage
from backstride.inference.answer_reasons import headline
from backstride.inference.verdict import RULE
from backstride.report.measure_words import measure_in_words
from backstride.web.answer_charts import Charts, Shown, tongue_of, unit_in_words, without_load
from backstride.web.answer_plan import Plan
from backstride.web.answers import Standing, Worked
from backstride.web.formats import Formats
from backstride.web.front import Front, front_of
from backstride.web.speech import tag_of_request, words_of
from backstride.workflows.imagine_mornings import USUAL, Imagined
from backstride.workflows.show_course import Marks

NO_PLAN: Final = Plan()

SHARE_CLAUSES: Final = frozenset({"decision_share", "share_at_0", "share_at_10"})
"""Clauses of the minimal-data rule that are told in per cent."""

COUNTED: Final = (
    "diary_days",
    "mornings",
    "run_days_with_next_morning",
    "rest_days_with_next_morning",
)
"""Clauses that grow day by day, told with a bar."""

OF_KNOWN_DAYS: Final = frozenset({"decision_share", "load_spread"})
"""Clauses that say nothing while it is known of no day whether there was a run."""

TOLD_BY_BARS: Final = frozenset(
    f"answer.data.{name}"
    for name in ("few_diary_days", "few_mornings", "few_run_pairs", "few_rest_pairs")
)
"""Reasons that a bar tells as well."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why, by where it stands on the page.

    Parameters
    ----------
    why, lacking, blocked, doubts, then : tuple of Message
        What the posterior says; what is too little; why no verdict stands; what could be wrong;
        what to record next.
    """

    why: tuple[Message, ...] = ()
    lacking: tuple[Message, ...] = ()
    blocked: tuple[Message, ...] = ()
    doubts: tuple[Message, ...] = ()
    then: tuple[Message, ...] = ()


_PLACES: Final = {
    "why": "why",
    "outcome": "why",
    "window": "why",
    "data": "lacking",
    "withheld": "lacking",
    "blocked": "blocked",
    "doubt": "doubts",
    "next": "then",
}


def sort_reasons(answer: Answer) -> Reasons:
    """Put the reasons of an answer where they belong."""
    found: dict[str, list[Message]] = {}
    for reason in answer.reasons:
        if not (answer.progress and reason.key in TOLD_BY_BARS):
            found.setdefault(_PLACES[reason.key.split(".")[1]], []).append(reason)
    return Reasons(**{place: tuple(reasons) for place, reasons in found.items()})


@dataclass(frozen=True, slots=True)
class View:
    """One showing of the page.

    Parameters
    ----------
    shown : Shown
        What it is about.
    standing : Standing
        How new the answer is.
    charts : Charts
        Draws.
    share : int
        Of the usual running, for the next mornings. [%]
    zoom : str
        Of the line of time.
    is_sample : bool
        Whether it is the invented runner's.
    formats : Formats
        Writes numbers.
    plan : Plan
        The runner's own for the coming days.
    """

    shown: Shown
    standing: Standing
    charts: Charts
    share: int
    zoom: str
    is_sample: bool
    formats: Formats
    plan: Plan = NO_PLAN

    @property
    def state(self) -> str:
        """``fresh``, ``working`` or ``failed``."""
        if self.standing.failed:
            return "failed"
        return "fresh" if self.standing.is_fresh else "working"

    @property
    def is_all_ready(self) -> bool:
        """Whether nothing is being worked out any more."""
        imagined = self.shown.imagined
        return self.state != "working" and (imagined.found is not None or bool(imagined.failed))


def is_withheld(triage: Triage) -> bool:
    """Whether the safety screen keeps the answer back."""
    return triage.asks_for(ScreenEffect.HIDE_ANSWER)


def view_of(
    request: Request, *, zoom: str, share: int, is_sample: bool = False, plan: Plan = NO_PLAN
) -> View:
    """Gather what the page shows now, without waiting for anything."""
    front = front_of(request)
    words = words_of(request)
    formats = Formats(tag_of_request(request), front.preferences.units)
    if is_sample:
        shown, standing = _of_sample(front)
        tongue = tongue_of(words, formats, words.say("web.answer.sample.stamp"))
    else:
        shown, standing = _of_runner(front, plan)
        tongue = tongue_of(words, formats)
    charts = Charts(shown, tongue, zoom=zoom, share=share)
    return View(shown, standing, charts, share, zoom, is_sample, formats, plan)


def _of_runner(front: Front, plan: Plan) -> tuple[Shown, Standing]:
    standing = front.answers.standing(front.desk)
    triage, answered = front.triage, standing.answered
    shows_load = not triage.asks_for(ScreenEffect.HIDE_LOAD)
    answer = None if answered is None else answered.answer
    if answer is not None and not shows_load:
        answer = without_load(answer)
    table = None if answered is None else answered.table
    if is_withheld(triage):
        answer = table = None
    elif table is None:
        table = front.days
    may_imagine = not triage.asks_for(ScreenEffect.STOP_IMPACT)
    imagined: Worked[Imagined] = Worked()
    planned = None
    if not shows_load or not may_imagine or is_withheld(triage):
        imagined = Worked(Imagined())
    elif answer is not None:
        imagined = front.answers.imagined(front.desk)
        if imagined.found is not None and _fits(plan, imagined.found):
            planned = front.answers.planned(front.desk, plan.loads, patience_s=0.0)
    shown = Shown(answer, table, front.marks, imagined, "/answer", shows_load, may_imagine, planned)
    return shown, standing


def _fits(plan: Plan, imagined: Imagined) -> bool:
    """Whether a plan holds a load for each day that is forecast."""
    usual = imagined.forecasts.get(USUAL)
    return usual is not None and len(plan.loads) == len(usual.plan("planned").loads)


def _of_sample(front: Front) -> tuple[Shown, Standing]:
    worked = front.answers.sample()
    base = "/answer/sample"
    if worked.found is None:
        standing = Standing(None, is_fresh=False, failed=worked.failed)
        return Shown(None, None, Marks(), Worked(), base), standing
    answered = worked.found.answered
    shown = Shown(answered.answer, answered.table, Marks(), Worked(worked.found.imagined), base)
    return shown, Standing(answered, is_fresh=True)


def page_values(view: View, request: Request) -> dict[str, Any]:
    """Return everything that the template of the page needs."""
    answer = view.shown.answer
    values: dict[str, Any] = {
        "answer": answer,
        "charts": view.charts.all(),
        "rule": RULE,
    }
    if answer is not None:
        say = words_of(request).say
        values |= {
            "unit": unit_in_words(answer.load_unit, say),
            "headline": headline(answer.verdict, answer.outcome),
            "reasons": sort_reasons(answer),
            "checks": sort_checks(answer.checks),
            "measures": _measures(answer, say),
            "progress": _progress(answer),
        }
    return values


def sort_checks(checks: tuple[Check, ...]) -> dict[str, list[Check]]:
    """Sort checks into those that failed, those that held, and those that only inform."""
    return {
        "failed": [one for one in checks if one.passed is False],
        "held": [one for one in checks if one.passed],
        "inform": [one for one in checks if one.passed is None],
    }


def _measures(answer: Answer, say: Any) -> list[Message]:
    said = []
    for one in answer.measures:
        effect = one.effect
        params: dict[str, Parameter] = {
            "measure": measure_in_words(one.name, say),
            "q05": effect.q05,
            "q50": effect.q50,
            "q95": effect.q95,
            "size": abs(effect.q50),
        }
        said.append(Message(f"answer.measure.{one.word.value}", params))
    if any(one.word is not MeasureWord.UNCLEAR for one in answer.measures):
        said.append(Message("page.measures.doubt"))
    return said


def _progress(answer: Answer) -> dict[str, Any] | None:
    """Return how far the diary has come, where a clause is not met and nothing was fitted."""
    lacking = [clause for clause in answer.progress if not clause.is_met]
    if not lacking or answer.effect_28d is not None:
        return None
    named = {clause.name: clause for clause in answer.progress}
    told = []
    is_known = any(named[name].found for name in COUNTED[2:] if name in named)
    for clause in lacking:
        if clause.name not in COUNTED and (is_known or clause.name not in OF_KNOWN_DAYS):
            scale = 100.0 if clause.name in SHARE_CLAUSES else 1.0
            told.append(
                Message(
                    f"page.progress.{clause.name}",
                    {"found": scale * clause.found, "needed": scale * clause.needed},
                )
            )
    counted = [named[name] for name in COUNTED if name in named]
    return {"days": named["diary_days"], "counted": counted, "lacking": told}
