"""Use case: list what was done about it, how often, and whether it can be judged yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry
from backstride.domain.dose import DailyDose
from backstride.inference.calendar import cut_rows, day_of, lay_days
from backstride.inference.comparable import MeasureDays, count_days
from backstride.inference.phases import find_shoes, names_going_on
from backstride.store import diary
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a runner.

    Parameters
    ----------
    name : str
        As in `DailyTable.measures`.
    days : MeasureDays
        How often it was done and left since the diary began.
    first_done, last_done : date
        First and last day it was done or in force.
    goes_on : bool
        True for a phase that has begun and not ended.
    against : str
        The pair of most runs, for shoes; else empty.
    """

    name: str
    days: MeasureDays
    first_done: date
    last_done: date
    goes_on: bool = False
    against: str = ""


def list_measures(desk: Desk) -> tuple[MeasureRow, ...]:
    """Return every measure that was done or in force at least once, the most done first."""
    with desk.store.reading() as tx:
        return measures_of(diary.entries(tx), doses_by_day(tx), today=desk.today())


def measures_of(
    every: Sequence[DiaryEntry], doses: Sequence[DailyDose], *, today: date
) -> tuple[MeasureRow, ...]:
    """Do as `list_measures` with a diary and loads that are known already.

    Parameters
    ----------
    every : sequence of DiaryEntry
        The whole diary in order of day.
    doses : sequence of DailyDose
        As `doses_by_day` returns them.
    today : date
        Later days are left out.
    """
    entries = [entry for entry in every if entry.day <= today]
    if not entries:
        return ()
    table = lay_days(entries, doses, as_of=today, whole_diary=True)
    begun = (entries[0].day - table.first_day).days
    noted = cut_rows(table, begun, table.n_day)
    told = {entry.day: entry for entry in entries}
    shoes = find_shoes(told, noted.first_day, noted.load)
    facts = _Facts(names_going_on(told, today), shoes.usual)
    rows = [_row(noted, name, facts) for name in noted.measures if _was_done(noted, name)]
    return tuple(sorted(rows, key=lambda row: (-row.days.n_done, row.name)))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the columns do not show: phases that go on, and the pair of most runs."""

    going_on: frozenset[str]
    usual_shoes: str


def _was_done(table: DailyTable, name: str) -> bool:
    return bool(np.any(table.measures[name] == 1.0))


def _row(table: DailyTable, name: str, facts: _Facts) -> MeasureRow:
    done = np.flatnonzero(table.measures[name] == 1.0)
    kind = name.partition(".")[0]
    return MeasureRow(
        name=name,
        days=count_days(table, name),
        first_done=day_of(table, int(done[0])),
        last_done=day_of(table, int(done[-1])),
        goes_on=name in facts.going_on,
        against=facts.usual_shoes if kind == "shoes" else "",
    )
