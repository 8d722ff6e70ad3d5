"""Use case: answer the question, from the store or from a bare table of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backstride.domain.answer import Answer, DailyTable
from backstride.domain.problem import Problem
from backstride.inference.answer import answer_table
from backstride.inference.calendar import build_table
from backstride.readers.daily_table import read_daily
from backstride.store import diary
from backstride.workflows.daily_load import doses_by_day
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
        One row a day.
    problems : tuple of Problem
        Found while reading a table.
    """

    answer: Answer | None
    table: DailyTable | None
    problems: tuple[Problem, ...] = ()


def answer_from_store(desk: Desk, *, as_of: date | None = None) -> Answered:
    """Answer from the runs and the diary of the store.

    Parameters
    ----------
    desk : Desk
        Open.
    as_of : date, optional
        Day the answer is for; the last day of the diary by default.
    """
    with desk.store.reading() as tx:
        table = build_table(diary.entries(tx), doses_by_day(tx), as_of=as_of)
        unit = find_reference(tx, desk.runner()).typical_day_easy_km
    return Answered(answer_table(table, as_of=as_of, unit=unit), table)


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
