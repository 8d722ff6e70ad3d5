"""Use case: what is known of every day's running, from the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backstride.domain.diary import DiaryEntry
from backstride.domain.dose import DailyDose, RunDose
from backstride.load.daily import DatedDose, daily_doses
from backstride.store import corrections, coverage, diary, legs
from backstride.store.coverage import CoveredRange
from backstride.store.store import Transaction

LONGEST_SILENCE: Final = timedelta(days=14)
"""Days between two imports of one device that still count as covered: whoever brings in single
runs as they come has told of the rest days between them; a longer silence is unknown, not rest.
Own choice; a whole folder or archive covers all days from its first run to its last."""


@dataclass(frozen=True, slots=True)
class Running:
    """Everything that is known of running but what the diary says.

    Parameters
    ----------
    rows : tuple of LegRow
        Every leg in order of time, those that wait for a decision too.
    covered : tuple of CoveredRange
        Days of which a source would have told, by source, as `coverage.ranges` has them.
    rest_days : frozenset of date
        Days of which the runner confirmed, apart from the diary, that there was no run.
    """

    rows: tuple[legs.LegRow, ...]
    covered: tuple[CoveredRange, ...]
    rest_days: frozenset[date]


def gather_running(tx: Transaction) -> Running:
    """Gather every leg and the days that are known to be without one."""
    return Running(legs.find(tx), coverage.ranges(tx), frozenset(corrections.no_run_days(tx)))


def days_without_run(entries: Iterable[DiaryEntry]) -> frozenset[date]:
    """Return the days of which the diary says why there was no run."""
    return frozenset(entry.day for entry in entries if entry.no_run_reason is not None)


def doses_by_day(tx: Transaction) -> tuple[DailyDose, ...]:
    """Return every day from the first run to the last day that anything is known of.

    A run that was recorded twice counts once; one that waits for a decision whether it is another
    recording does not count beside the other.

    Parameters
    ----------
    tx : Transaction
        Any.

    Returns
    -------
    tuple of DailyDose (n_day,)
        Empty where there is no run and no word of a day without one.
    """
    return doses_of(gather_running(tx), days_without_run(diary.entries(tx)))


def doses_of(running: Running, told_none: frozenset[date]) -> tuple[DailyDose, ...]:
    """Do as `doses_by_day` with what was gathered.

    Parameters
    ----------
    running : Running
        As `gather_running` returns it.
    told_none : frozenset of date
        As `days_without_run` returns it.
    """
    span = _span(running, told_none)
    if span is None:
        return ()
    return daily_doses(
        dated_doses(counted_legs(running.rows)),
        first=span[0],
        last=span[1],
        covered=covered_spans(running.covered),
        no_run_days=told_none | running.rest_days,
    )


def _span(running: Running, told_none: frozenset[date]) -> tuple[date, date] | None:
    """Return the first day with a run or a word of none, and the last day that is covered."""
    days = {row.local_date for row in running.rows if row.held_with is None}
    days |= told_none | running.rest_days
    if not days:
        return None
    return min(days), max(days.union(one.last_day for one in running.covered))


@dataclass(frozen=True, slots=True)
class Summed:
    """Days as they were summed, and what they were summed from.

    Parameters
    ----------
    running : Running
        The runs.
    told_none : frozenset of date
        Days of which the diary said that there was no run.
    doses : tuple of DailyDose
        As `doses_of` returned them.
    """

    running: Running
    told_none: frozenset[date]
    doses: tuple[DailyDose, ...]


def sum_again(running: Running, told_none: frozenset[date], before: Summed | None) -> Summed:
    """Do as `doses_of`, summing only days of which the diary now says otherwise.

    Parameters
    ----------
    running, told_none
        As of `doses_of`.
    before : Summed or None
        What this returned before.
    """
    if before is not None and before.running is running and before.told_none == told_none:
        return before
    span = _span(running, told_none)
    is_same = before is not None and before.running is running and before.doses
    if before is None or span is None or not is_same or span[0] != before.doses[0].day:
        return Summed(running, told_none, doses_of(running, told_none))
    changed = before.told_none ^ told_none
    until = before.doses[-1].day
    rows = [row for row in counted_legs(running.rows) if row.local_date in changed]
    summed = daily_doses(
        dated_doses(rows),
        first=min(until, span[1], *changed),
        last=span[1],
        covered=covered_spans(running.covered),
        no_run_days=told_none | running.rest_days,
    )
    anew = {dose.day: dose for dose in summed if dose.day in changed or dose.day > until}
    kept = tuple(anew.pop(one.day, one) for one in before.doses if one.day <= span[1])
    return Summed(running, told_none, (*kept, *anew.values()))


def doses_between(tx: Transaction, first: date, last: date) -> tuple[DailyDose, ...]:
    """Return every day of a stretch, both ends included, without reading the years around it.

    Parameters
    ----------
    tx : Transaction
        Any.
    first, last : date
        The runner's days.

    Returns
    -------
    tuple of DailyDose (n_day,)
        As `doses_by_day` has them; a day that it does not reach is unknown.
    """
    dated = dated_doses(counted_legs(legs.find(tx, first_day=first, last_day=last)))
    entries = diary.entries(tx, first_day=first, last_day=last)
    no_run_days = days_without_run(entries) | corrections.no_run_days(tx)
    covered = covered_spans(coverage.ranges(tx))
    return daily_doses(dated, first=first, last=last, covered=covered, no_run_days=no_run_days)


def dated_doses(rows: Iterable[legs.LegRow]) -> list[DatedDose]:
    """Return what each leg put on the back, with its day."""
    return [DatedDose(row.local_date, row.sport, row.dose or RunDose()) for row in rows]


def counted_legs(rows: Iterable[legs.LegRow]) -> list[legs.LegRow]:
    """Leave out legs that wait for a decision whether they are another recording of a run."""
    return [row for row in rows if row.held_with is None]


def covered_spans(ranges: Iterable[CoveredRange]) -> list[tuple[date, date]]:
    """Return the days, both ends included, that any source covers, source by source."""
    return [(found.first_day, found.last_day) for found in joined_ranges(ranges)]


def joined_ranges(ranges: Iterable[CoveredRange]) -> list[CoveredRange]:
    """Join the ranges of each source over silences that still count as covered."""
    joined: list[CoveredRange] = []
    for found in ranges:
        last = joined[-1] if joined and joined[-1].source == found.source else None
        if last is not None and found.first_day - last.last_day <= LONGEST_SILENCE:
            last_day = max(last.last_day, found.last_day)
            joined[-1] = CoveredRange(found.source, last.first_day, last_day)
        else:
            joined.append(found)
    return joined
