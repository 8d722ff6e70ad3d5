"""Use case: show which days the imports tell about, and of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backstride.domain.dose import DailyDose, LoadState
from backstride.store import coverage
from backstride.store.coverage import CoveredRange
from backstride.workflows.daily_load import doses_by_day, joined_ranges
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is known of days.

    Parameters
    ----------
    covered : tuple of CoveredRange
        Days of which a source would have told, had there been a run; by source.
    unknown : tuple of (date, date)
        Stretches of days, both included, of which nobody told, from the first known day to today:
        neither a run nor a rest.
    """

    covered: tuple[CoveredRange, ...]
    unknown: tuple[tuple[date, date], ...]


def show_horizon(desk: Desk) -> Horizon:
    """Return what is known of the days up to today."""
    with desk.store.reading() as tx:
        return horizon_of(doses_by_day(tx), coverage.ranges(tx), today=desk.today())


def horizon_of(
    doses: Sequence[DailyDose], ranges: Iterable[CoveredRange], *, today: date
) -> Horizon:
    """Do as `show_horizon` with loads and covered days that are known already.

    Parameters
    ----------
    doses : sequence of DailyDose
        As `doses_by_day` returns them.
    ranges : iterable of CoveredRange
        As `coverage.ranges` returns them.
    today : date
        Days are told of up to here, or up to the last day that something is known of.
    """
    covered = joined_ranges(ranges)
    if not doses:
        return Horizon(tuple(covered), ())
    today = max(today, doses[-1].day)
    later = (today - doses[-1].day).days
    # a day with a run that cannot be judged has a problem that says so, and needs no confirmation
    silent = [dose.day for dose in doses if dose.state is LoadState.UNKNOWN and not dose.problems]
    silent += [doses[-1].day + timedelta(days=number + 1) for number in range(later)]
    return Horizon(tuple(covered), tuple(stretches(silent)))


def stretches(days: list[date]) -> list[tuple[date, date]]:
    """Join days that follow one another, both ends included."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
