"""Diary facts: what a diary day says about warning signs, whatever was answered in the screen."""

from __future__ import annotations

from typing import Final

from backstride.domain.body import BodyMark, ladder_step, saddle_mark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.domain.screen import Reply, Statement, StatementKind
from backstride.safety.questions import questions

LADDER: Final = "ladder_step_0_6"
LOAD_PAIN: Final = "run_peak_load_pain_0_10"
SADDLE: Final = "body_map_saddle"


def statement_of(entry: DiaryEntry) -> Statement:
    """Return what a diary day states, by question key; empty where it speaks of nothing asked.

    Parameters
    ----------
    entry : DiaryEntry
        One day. Items of the diary and questions of the screen share their keys; the highest load
        pain of its runs, the saddle and the ladder of its body map are read as well.
    """
    marks = [mark for moment in entry.moments for mark in moment.marks]
    told = {key: _reply(value) for key, value in answers_of(entry).items()}
    told |= _of_runs(entry) | _of_map(marks, told.get(LADDER))
    known = questions()
    fit = {
        key: reply
        for key, reply in told.items()
        if reply is not None and key in known and known[key].takes(reply)
    }
    return Statement(entry.day, StatementKind.DIARY, fit)


def _reply(value: ItemValue) -> Reply | None:
    if isinstance(value, Skipped):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _of_runs(entry: DiaryEntry) -> dict[str, Reply | None]:
    """Return the highest load pain of the day's runs."""
    pains = [_reply(run.values[LOAD_PAIN]) for run in entry.runs if LOAD_PAIN in run.values]
    numbers = [pain for pain in pains if isinstance(pain, int | float)]
    return {LOAD_PAIN: max(numbers)} if numbers else {}


def _of_map(marks: list[BodyMark], told_step: Reply | None) -> dict[str, Reply | None]:
    """Return the saddle and the furthest step of the body map; a step told as a number counts."""
    if not marks:
        return {}
    drawn = ladder_step(marks)
    steps = [step for step in (drawn, told_step) if isinstance(step, int | float)]
    found: dict[str, Reply | None] = {SADDLE: saddle_mark(marks)}
    return found | ({LADDER: max(steps)} if steps else {})
