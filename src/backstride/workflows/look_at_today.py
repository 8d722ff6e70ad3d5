"""Use case: what today looks like, from the last days alone, so that the page is there at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.completeness import Completeness, assess_completeness
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_value import Score
from backstride.domain.dose import LoadState
from backstride.load.daily import daily_doses
from backstride.store import corrections, coverage, diary, diary_lookup, leg_search, legs
from backstride.store.legs import LegRow
from backstride.store.store import Transaction
from backstride.workflows.daily_load import counted_legs, covered_spans, dated_doses
from backstride.workflows.show_horizon import stretches
from backstride.workflows.wiring import Desk

WEEK_D: Final = 7
LATELY_D: Final = 28
"""Days that are looked at for completeness and for days of which nobody told; the window of the
answer. [d]"""


@dataclass(frozen=True, slots=True)
class RunOfDay:
    """One run of a day.

    Parameters
    ----------
    id : str
        Of the run.
    distance_m, moving_s : float or None
        How far, how long. [m] [s]
    """

    id: str
    distance_m: float | None
    moving_s: float | None


@dataclass(frozen=True, slots=True)
class DayAtAGlance:
    """One day of the week behind.

    Parameters
    ----------
    day : date
        The day.
    entry : DiaryEntry or None
        What was said of it.
    runs : tuple of RunOfDay
        What was run.
    is_known : bool
        Whether it is known if there was a run.
    """

    day: date
    entry: DiaryEntry | None
    runs: tuple[RunOfDay, ...]
    is_known: bool

    @property
    def morning(self) -> Score:
        """Leg score of the morning, as it was given."""
        return None if self.entry is None else self.entry.leg_morning

    @property
    def evening(self) -> Score:
        """Leg score of the evening, as it was given."""
        return None if self.entry is None else self.entry.leg_evening


@dataclass(frozen=True, slots=True)
class TodayLooks:
    """What today looks like.

    Parameters
    ----------
    entry, yesterday : DiaryEntry or None
        What was said of today and of yesterday.
    change : int
        Number of the newest change of today's entry.
    week : tuple of DayAtAGlance
        The last seven days, today last.
    completeness : Completeness
        Of the mornings of the last four weeks, or since the diary began.
    first_day : date or None
        Where the diary begins.
    silent : tuple of (date, date)
        Stretches of the last four weeks of which nobody told whether there was a run.
    n_held : int
        Runs of the last four weeks that may be two recordings of one.
    has_runs : bool
        Whether any run was brought, however long ago.
    """

    entry: DiaryEntry | None
    yesterday: DiaryEntry | None
    change: int
    week: tuple[DayAtAGlance, ...]
    completeness: Completeness
    first_day: date | None
    silent: tuple[tuple[date, date], ...]
    n_held: int
    has_runs: bool


def look_at_today(desk: Desk) -> TodayLooks:
    """Return what today looks like."""
    today = desk.today()
    since = today - timedelta(days=LATELY_D - 1)
    with desk.store.reading() as tx:
        entries = {entry.day: entry for entry in diary.entries(tx, first_day=since, last_day=today)}
        rows = legs.find(tx, first_day=since, last_day=today)
        first_day = diary_lookup.first_day(tx)
        mornings = diary.mornings(tx, first_day=since, last_day=today)
        unknown = _unknown_days(tx, entries, rows, first=since, last=today)
        change = diary_lookup.newest_change(tx, today)
        has_runs = bool(rows) or leg_search.count(tx, leg_search.Sought()) > 0
    first = max(since, first_day or today)
    known = first_day is not None or bool(rows)
    week = [today - timedelta(days=back) for back in range(WEEK_D - 1, -1, -1)]
    return TodayLooks(
        entry=entries.get(today),
        yesterday=entries.get(today - timedelta(days=1)),
        change=change,
        week=tuple(_glance(day, entries, rows, unknown) for day in week),
        completeness=assess_completeness(mornings, first=first, last=today),
        first_day=first_day,
        silent=tuple(stretches(sorted(unknown - {today}))) if known else (),
        n_held=len({row.activity_id for row in rows if row.held_with is not None}),
        has_runs=has_runs,
    )


def glance_at(desk: Desk, first: date, last: date) -> list[DayAtAGlance]:
    """Return every day of a stretch, both ends included."""
    with desk.store.reading() as tx:
        entries = {one.day: one for one in diary.entries(tx, first_day=first, last_day=last)}
        rows = legs.find(tx, first_day=first, last_day=last)
        unknown = _unknown_days(tx, entries, rows, first=first, last=last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [_glance(day, entries, rows, unknown) for day in days]


def find_first_day(desk: Desk) -> date | None:
    """Return the first day that has an entry, None where none has."""
    with desk.store.reading() as tx:
        return diary_lookup.first_day(tx)


def _unknown_days(
    tx: Transaction,
    entries: dict[date, DiaryEntry],
    rows: tuple[LegRow, ...],
    *,
    first: date,
    last: date,
) -> set[date]:
    none = {day for day, entry in entries.items() if entry.no_run_reason is not None}
    days = daily_doses(
        dated_doses(counted_legs(rows)),
        first=first,
        last=last,
        covered=covered_spans(coverage.ranges(tx)),
        no_run_days=none | corrections.no_run_days(tx),
    )
    return {one.day for one in days if one.state is LoadState.UNKNOWN and not one.problems}


def _glance(
    day: date, entries: dict[date, DiaryEntry], rows: tuple[LegRow, ...], unknown: set[date]
) -> DayAtAGlance:
    return DayAtAGlance(day, entries.get(day), _runs(day, rows), day not in unknown)


def _runs(day: date, rows: tuple[LegRow, ...]) -> tuple[RunOfDay, ...]:
    found: dict[str, RunOfDay] = {}
    for row in counted_legs(rows):
        if row.local_date == day and row.sport is Sport.RUNNING:
            before = found.get(row.activity_id, RunOfDay(row.activity_id, None, None))
            found[row.activity_id] = RunOfDay(
                row.activity_id,
                _plus(before.distance_m, row.distance_m),
                _plus(before.moving_s, row.moving_s),
            )
    return tuple(found.values())


def _plus(one: float | None, other: float | None) -> float | None:
    return other if one is None else one + (other or 0.0)
