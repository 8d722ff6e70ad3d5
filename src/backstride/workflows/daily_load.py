"""Use case: what is known of every day's running, from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from backstride.domain.dose import DailyDose, RunDose
from backstride.load.daily import DatedDose, daily_doses
from backstride.store import corrections, coverage, diary, legs
from backstride.store.coverage import CoveredRange
from backstride.store.store import Transaction

LONGEST_SILENCE: Final = timedelta(days=14)
"""Days between two imports of one device that still count as covered: whoever brings in single
runs as they come has told of the rest days between them; a longer silence is unknown, not rest.
Own choice; a whole folder or archive covers all days from its first run to its last."""


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
    dated = dated_doses(counted_legs(legs.find(tx)))
    no_run_days = {entry.day for entry in diary.entries(tx) if entry.no_run_reason is not None}
    no_run_days |= corrections.no_run_days(tx)
    days = {leg.day for leg in dated} | no_run_days
    if not days:
        return ()
    covered = covered_spans(coverage.ranges(tx))
    last = max(days | {end for _, end in covered})
    return daily_doses(dated, first=min(days), last=last, covered=covered, no_run_days=no_run_days)


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
    no_run_days = {entry.day for entry in entries if entry.no_run_reason is not None}
    no_run_days |= corrections.no_run_days(tx)
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
