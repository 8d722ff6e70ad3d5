"""Use case: answer the question, from the store or from a bare table of days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from typing import Final

import numpy as np

from backstride.domain.answer import Answer, DailyTable, Verdict
from backstride.domain.message import Message, Parameter
from backstride.domain.problem import Problem
from backstride.domain.screen import ScreenEffect, Triage
from backstride.inference.answer import answer_table
from backstride.inference.calendar import build_table, day_of
from backstride.inference.comparable import LEAST_COMPARABLE, keep_comparable, too_few
from backstride.inference.data_rule import count_data
from backstride.inference.sides import scored_sides, side_tables
from backstride.readers.daily_columns import MEASURE
from backstride.readers.daily_table import read_daily
from backstride.store import diary
from backstride.workflows.check_safety import current_triage
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.day_exposures import with_exposures
from backstride.workflows.derive_load import find_reference
from backstride.workflows.settle_older import settle_older
from backstride.workflows.wiring import Desk

MISTYPED_GAP_DAYS: Final = 60
"""Rows after today that stand so far apart from the others are taken for mistyped dates [d]: longer
than the gap that a diary may have and still get an answer."""


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
    settle_older(desk)
    with desk.store.reading() as tx:
        entries, doses = list(diary.entries(tx)), list(doses_by_day(tx))
        table = with_exposures(tx, build_table(entries, doses, as_of=as_of))
        sides = side_tables(entries, doses, as_of=as_of)
        sides = {leg: with_exposures(tx, side) for leg, side in sides.items()}
        unit = find_reference(tx, desk.runner()).typical_day_easy_km
    if triage.asks_for(ScreenEffect.HIDE_ANSWER):
        return Answered(_withheld(table, as_of), None, triage=triage)
    answer = answer_table(table, as_of=as_of, unit=unit, sides=sides)
    if triage.asks_for(ScreenEffect.HIDE_LOAD):
        hidden = replace(answer, typical_run=None, running=None, outlook=())
        return Answered(hidden, None, triage=triage)
    return Answered(answer, table, triage=triage)


def answer_from_table(data: bytes, *, today: date | None = None) -> Answered:
    """Answer from a table with the columns date, load, leg_morning and leg_evening.

    Measures with too few comparable days are named and left out.

    Parameters
    ----------
    data : bytes
        A CSV file; see the reference of the daily table.
    today : date, optional
        Rows about later days are refused where they stand apart, as after a mistyped year, and
        named where the table runs on into them; any day may be where not given.
    """
    days = read_days(data, today=today)
    if days.table is None:
        return Answered(None, None, days.problems)
    return Answered(answer_table(days.table, sides=days.sides), days.table, days.problems)


def answer_from_days(table: DailyTable) -> Answered:
    """Answer from days that stand in no file."""
    return Answered(answer_table(table), table)


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a bare table, made ready.

    Parameters
    ----------
    table : DailyTable or None
        One row a day; None where the table could not be read at all.
    problems : tuple of Problem
        Found while reading.
    sides : dict of str to DailyTable
        The same days with the scores of one leg.
    """

    table: DailyTable | None
    problems: tuple[Problem, ...]
    sides: dict[str, DailyTable] = field(default_factory=dict)


def read_days(data: bytes, *, today: date | None = None) -> Days:
    """Read a table of days as `answer_from_table` takes it."""
    reading = read_daily(data)
    gap = None if today is None else _gap_ahead(reading.table, today)
    if gap is not None and gap > MISTYPED_GAP_DAYS:
        without = read_daily(data, today=today)
        reading = reading if without.table is None else without
    if reading.table is None:
        return Days(None, reading.problems)
    problems = (*reading.problems, *_left_out(reading.table))
    if gap is not None and gap <= MISTYPED_GAP_DAYS and today is not None:
        told: dict[str, Parameter] = {"today": today.isoformat()}
        problems += (Problem("table.days_ahead", "", told),)
    sides = {leg: keep_comparable(side) for leg, side in scored_sides(reading.sides).items()}
    return Days(keep_comparable(reading.table), problems, sides)


def _gap_ahead(table: DailyTable | None, today: date) -> float | None:
    """Return the days between the last row up to today and the first after it.

    None where no row is about a later day, or all are: then it is the clock that is in doubt. A
    table that is too long to be read has a gap without end.
    """
    if table is None:
        return inf
    columns = [table.load, table.morning, table.evening]
    told = np.flatnonzero(np.isfinite(columns).any(axis=0))
    row = (today - table.first_day).days
    later, earlier = told[told > row], told[told <= row]
    return int(later[0] - earlier[-1]) if later.size and earlier.size else None


def _left_out(table: DailyTable) -> list[Problem]:
    """Name the measures that were done or left too seldom to be judged."""
    return [
        Problem(
            "measures.too_few",
            f"{MEASURE}{name}",
            {
                "n_done": days.n_done,
                "n_without": days.n_without,
                "n_comparable": days.n_comparable,
                "n_needed": LEAST_COMPARABLE,
            },
        )
        for name, days in too_few(table).items()
    ]


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
