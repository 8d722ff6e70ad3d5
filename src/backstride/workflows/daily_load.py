"""Use case: what is known of every day's running, from the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.dose import DailyDose, RunDose
from backstride.load.daily import DatedDose, daily_doses
from backstride.store import coverage, diary, legs
from backstride.store.coverage import CoveredRange
from backstride.store.legs import LegRow
from backstride.store.store import Transaction

LONGEST_SILENCE: Final = timedelta(days=14)
"""Days between two imports of one device that still count as covered: whoever brings in single
runs as they come has told of the rest days between them; a longer silence is unknown, not rest.
Own choice; a whole folder or archive covers all days from its first run to its last."""

SAME_RUN_SHARE: Final = 0.5
"""Share of the shorter of two recordings that lies within the other, from which on they are one
run: two watches, or a watch and its upload. Own choice."""


def doses_by_day(tx: Transaction) -> tuple[DailyDose, ...]:
    """Return every day from the first run to the last day that anything is known of.

    Parameters
    ----------
    tx : Transaction
        Any.

    Returns
    -------
    tuple of DailyDose (n_day,)
        Empty where there is no run and no word of a day without one.
    """
    rows = distinct_legs(legs.find(tx))
    dated = [DatedDose(row.local_date, row.sport, row.dose or RunDose()) for row in rows]
    no_run_days = [entry.day for entry in diary.entries(tx) if entry.no_run_reason is not None]
    days = [leg.day for leg in dated] + no_run_days
    if not days:
        return ()
    covered = covered_spans(coverage.ranges(tx))
    return daily_doses(
        dated, first=min(days), last=max(days), covered=covered, no_run_days=set(no_run_days)
    )


def covered_spans(ranges: Iterable[CoveredRange]) -> list[tuple[date, date]]:
    """Join the ranges of each source over silences that still count as covered."""
    spans: list[tuple[date, date]] = []
    source = None
    for found in ranges:
        if spans and found.source == source and found.first_day - spans[-1][1] <= LONGEST_SILENCE:
            first, last = spans.pop()
            spans.append((first, max(last, found.last_day)))
        else:
            spans.append((found.first_day, found.last_day))
        source = found.source
    return spans


def distinct_legs(rows: Sequence[LegRow]) -> list[LegRow]:
    """Leave out recordings of a leg that a richer recording holds already.

    Nothing is deleted: the store keeps both, only a day's load counts the run once.
    """
    kept: list[LegRow] = []
    for row in rows:
        twin = next((other for other in kept[-4:] if _is_same(other, row)), None)
        if twin is None:
            kept.append(row)
        elif _richness(row) > _richness(twin):
            kept[kept.index(twin)] = row
    return kept


def _is_same(one: LegRow, other: LegRow) -> bool:
    if one.activity_id == other.activity_id or one.sport is not other.sport:
        return False
    if one.sport is Sport.UNKNOWN:
        return False
    one_s, other_s = _length_s(one), _length_s(other)
    offset_s = (other.start - one.start).total_seconds()
    shared_s = min(one_s, offset_s + other_s) - max(0.0, offset_s)
    return shared_s > SAME_RUN_SHARE * max(min(one_s, other_s), 1.0)


def _length_s(row: LegRow) -> float:
    return row.elapsed_s or row.timer_s or row.moving_s or 0.0


def _richness(row: LegRow) -> tuple[bool, bool, int]:
    """Return what makes one recording of a run better than another: dynamics, cadence, samples."""
    gait = None if row.dose is None else row.dose.gait
    has_dynamics = gait is not None and gait.running_dynamics
    has_load = row.dose is not None and row.dose.easy_km is not None
    return has_load, has_dynamics, row.n_sample or 0
