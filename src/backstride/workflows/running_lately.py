"""Use case: what was run lately: four weeks day by day, the longest run, the mean so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.dose import DailyDose, LoadState
from backstride.domain.interval import Range
from backstride.store import legs
from backstride.workflows.daily_load import counted_legs, doses_between
from backstride.workflows.wiring import Desk

WINDOW_DAYS: Final = 28
"""Days that the mean looks at [d], as the answer does."""
LONGEST_DAYS: Final = 30
"""Days in which the longest run is looked for [d] (Frandsen and others 2025)."""
MOST_LONGER: Final = 1.1
"""A run beyond this many times the longest went along with more injuries (Frandsen 2025)."""


@dataclass(frozen=True, slots=True)
class DayRun:
    """Running of one day.

    Parameters
    ----------
    day : date
        Which.
    state : LoadState
        Known, known to be none, or unknown.
    distance_m, duration_s : float
        Of the day's runs, as far as they were recorded. [m], [s]
    easy_km : Range or None
        Load of the day. [easy km]
    """

    day: date
    state: LoadState
    distance_m: float
    duration_s: float
    easy_km: Range | None


@dataclass(frozen=True, slots=True)
class LongestRun:
    """The longest run of the last 30 days by distance.

    Parameters
    ----------
    day : date
        When it was run.
    activity_id : str
        Which.
    distance_m : float
        How far. [m]
    """

    day: date
    activity_id: str
    distance_m: float

    @property
    def limit_m(self) -> float:
        """Distance in metres beyond which a run would be much longer than any of late."""
        return MOST_LONGER * self.distance_m


@dataclass(frozen=True, slots=True)
class RunningLately:
    """What was run lately.

    Parameters
    ----------
    days : tuple of DayRun (28,)
        Ending today.
    longest : LongestRun or None
        None where no run of the last 30 days has a distance.
    mean_easy_km : Range or None
        Mean load a day over the days of the window whose load is known; None where there is none.
        [easy km per day]
    n_known : int
        Days of the window whose load is known. [d]
    """

    days: tuple[DayRun, ...]
    longest: LongestRun | None
    mean_easy_km: Range | None
    n_known: int

    @property
    def n_run_days(self) -> int:
        """Number of days with a run."""
        return sum(day.duration_s > 0.0 or day.distance_m > 0.0 for day in self.days)

    @property
    def distance_m(self) -> float:
        """Distance of the whole window in metres."""
        return sum(day.distance_m for day in self.days)


def running_lately(desk: Desk) -> RunningLately:
    """Return what was run in the last four weeks."""
    today = desk.today()
    first = today - timedelta(days=LONGEST_DAYS - 1)
    with desk.store.reading() as tx:
        doses = {dose.day: dose for dose in doses_between(tx, first, today)}
        found = legs.find(tx, first_day=first, last_day=today, sports=[Sport.RUNNING])
        runs = counted_legs(found)
    by_day: dict[date, list[legs.LegRow]] = {}
    for run in runs:
        by_day.setdefault(run.local_date, []).append(run)
    window = [today - timedelta(days=back) for back in reversed(range(WINDOW_DAYS))]
    days = tuple(_day(doses[day], by_day.get(day, [])) for day in window)
    known = [day.easy_km for day in days if day.easy_km is not None]
    return RunningLately(
        days=days,
        longest=_longest(runs),
        mean_easy_km=_mean(known),
        n_known=len(known),
    )


def _day(dose: DailyDose, runs: list[legs.LegRow]) -> DayRun:
    return DayRun(
        day=dose.day,
        state=dose.state,
        distance_m=sum(run.distance_m or 0.0 for run in runs),
        duration_s=sum(run.timer_s or run.elapsed_s or 0.0 for run in runs),
        easy_km=dose.easy_km,
    )


def _mean(loads: list[Range]) -> Range | None:
    """Return the mean of loads whose errors move together: one runner, one estimator."""
    if not loads:
        return None
    total = Range.exactly(0.0)
    for load in loads:
        total = total.plus(load)
    n_load = len(loads)
    return Range(total.q05 / n_load, total.q50 / n_load, total.q95 / n_load)


def _longest(runs: list[legs.LegRow]) -> LongestRun | None:
    """Return the longest activity; legs of one are joined."""
    lengths: dict[str, float] = {}
    days: dict[str, date] = {}
    for run in runs:
        lengths[run.activity_id] = lengths.get(run.activity_id, 0.0) + (run.distance_m or 0.0)
        days.setdefault(run.activity_id, run.local_date)
    run_id = max(lengths, key=lambda one: lengths[one], default=None)
    if run_id is None or not lengths[run_id]:
        return None
    return LongestRun(days[run_id], run_id, lengths[run_id])
