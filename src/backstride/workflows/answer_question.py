"""Use case: answer the question, from the store or from a bare table of days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from backstride.domain.answer import Answer, DailyTable, Verdict
from backstride.domain.message import Message
from backstride.domain.problem import Problem
from backstride.domain.screen import ScreenEffect, Triage
from backstride.inference.answer import answer_table
from backstride.inference.calendar import build_table, day_of
from backstride.inference.data_rule import count_data
from backstride.readers.daily_table import read_daily
from backstride.store import diary
from backstride.workflows.check_safety import current_triage
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.day_exposures import with_exposures
from backstride.workflows.derive_load import find_reference
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the days it was found in, and what was odd about them.

    Parameters
    ----------
    answer : Answer or None
        None where the table could not be read at all.
    table : DailyTable or None
        One row a day; None as well where its load is not to be shown.
    problems : tuple of Problem
        Found while reading a table.
    triage : Triage or None
        What the safety screen says, to be shown first; None for a bare table of days.
    """

    answer: Answer | None
    table: DailyTable | None
    problems: tuple[Problem, ...] = ()
    triage: Triage | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether the safety screen keeps the answer back."""
        return self.triage is not None and self.triage.asks_for(ScreenEffect.HIDE_ANSWER)


def answer_from_store(desk: Desk, *, as_of: date | None = None) -> Answered:
    """Answer from the runs and the diary of the store; the safety screen comes first.

    Parameters
    ----------
    desk : Desk
        Open.
    as_of : date, optional
        Day the answer is for; the last day of the diary by default.
    """
    triage = current_triage(desk)
    with desk.store.reading() as tx:
        table = build_table(diary.entries(tx), doses_by_day(tx), as_of=as_of)
        table = with_exposures(tx, table)
        unit = find_reference(tx, desk.runner()).typical_day_easy_km
    if triage.asks_for(ScreenEffect.HIDE_ANSWER):
        return Answered(_withheld(table, as_of), None, triage=triage)
    answer = answer_table(table, as_of=as_of, unit=unit)
    if triage.asks_for(ScreenEffect.HIDE_LOAD):
        return Answered(replace(answer, typical_run=None), None, triage=triage)
    return Answered(answer, table, triage=triage)


def answer_from_table(data: bytes) -> Answered:
    """Answer from a table with the columns date, load, leg_morning and leg_evening.

    Parameters
    ----------
    data : bytes
        A CSV file; see the reference of the daily table.
    """
    reading = read_daily(data)
    if reading.table is None:
        return Answered(None, None, reading.problems)
    return Answered(answer_table(reading.table), reading.table, reading.problems)


def _withheld(table: DailyTable, as_of: date | None) -> Answer:
    """Return an answer that says nothing but why, and what data there are."""
    last_day = day_of(table, table.n_day - 1) if table.n_day else table.first_day
    return Answer(
        as_of=as_of or last_day,
        window=None,
        verdict=Verdict.CANNOT_TELL,
        robust=False,
        reasons=(Message("answer.withheld.safety"),),
        effect_28d=None,
        effect_plus20=None,
        standard_28d=None,
        data=count_data(table),
    )
