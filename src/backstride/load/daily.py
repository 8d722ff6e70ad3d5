"""From legs to days: known, confirmed zero, or unknown; never a guess in between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.dose import DailyDose, LoadState, RunDose
from backstride.domain.errors import OutOfRange
from backstride.domain.interval import Range
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem
from backstride.load.dose import WALKS

_NOTHING: Final = Range.exactly(0.0)


@dataclass(frozen=True, slots=True)
class DatedDose:
    """The dose of one leg and the day it belongs to.

    Parameters
    ----------
    day : date
        Day on the runner's own calendar.
    sport : Sport
        What was done, the runner's correction included.
    dose : RunDose
        What it put on the back.
    """

    day: date
    sport: Sport
    dose: RunDose


def daily_doses(
    legs: Sequence[DatedDose],
    *,
    first: date,
    last: date,
    covered: Sequence[tuple[date, date]] = (),
    no_run_days: Collection[date] = (),
) -> tuple[DailyDose, ...]:
    """Sum legs to days.

    Parameters
    ----------
    legs : sequence of DatedDose
        Legs in any order, duplicates already settled; those outside the span are left out.
    first, last : date
        Span of the days, both included.
    covered : sequence of (date, date)
        Spans, ends included, that a source covers: its horizon of import.
    no_run_days : collection of date
        Days on which the runner said there was no run.

    Returns
    -------
    tuple of DailyDose (n_day,)
        A day with a run that cannot be judged is unknown, however much else is known of it; a
        day without a run is zero only where a source covers it or the runner said so.

    Raises
    ------
    OutOfRange
        Where the span ends before it begins.
    """
    if last < first:
        raise OutOfRange("span_of_days", first=first.isoformat(), last=last.isoformat())
    by_day: dict[date, list[DatedDose]] = {}
    for leg in legs:
        by_day.setdefault(leg.day, []).append(leg)
    zero = _covered_days(covered, first, last) | set(no_run_days)
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    return tuple(_one_day(day, by_day.get(day, []), day in zero, no_run_days) for day in days)


def _covered_days(covered: Sequence[tuple[date, date]], first: date, last: date) -> set[date]:
    found: set[date] = set()
    told = first
    for start, end in sorted(covered):
        day = max(start, told)
        stop = min(end, last)
        while day <= stop:
            found.add(day)
            day += timedelta(days=1)
        told = max(told, day)
    return found


def _one_day(
    day: date, legs: list[DatedDose], covered: bool, no_run_days: Collection[date]
) -> DailyDose:
    if not legs:
        state, load = (LoadState.ZERO, _NOTHING) if covered else (LoadState.UNKNOWN, None)
        return DailyDose(day, state, load)
    walk = _total([leg.dose.walk_easy_km for leg in legs if leg.sport in WALKS])
    runs = [leg.dose.easy_km for leg in legs if leg.sport is Sport.RUNNING]
    unnamed = sum(leg.sport is Sport.UNKNOWN for leg in legs)
    problems = _day_problems(day, runs, unnamed, told_none=day in no_run_days)
    if unnamed or any(load is None for load in runs):
        return DailyDose(day, LoadState.UNKNOWN, None, walk, problems)
    if runs:
        return DailyDose(day, LoadState.KNOWN, _total(runs), walk, problems)
    if covered:
        return DailyDose(day, LoadState.ZERO, _NOTHING, walk, problems)
    return DailyDose(day, LoadState.UNKNOWN, None, walk, problems)


def _total(loads: Sequence[Range | None]) -> Range | None:
    total = None
    for load in loads:
        if load is not None:
            total = load if total is None else total.plus(load)
    return total


def _day_problems(
    day: date, runs: Sequence[Range | None], unnamed: int, *, told_none: bool
) -> tuple[Problem, ...]:
    n_unknown = sum(load is None for load in runs)
    if not (n_unknown or unnamed or (told_none and runs)):
        return ()
    where = day.isoformat()
    found: list[Problem] = []
    params: dict[str, Parameter]
    if n_unknown:
        params = {"n_unknown": n_unknown, "n_run": len(runs)}
        found.append(Problem("load.run_without_load", where, params))
    if unnamed:
        params = {"n_leg": unnamed}
        found.append(Problem("load.sport_unknown", where, params))
    if told_none and runs:
        params = {"n_run": len(runs)}
        found.append(Problem("load.run_on_a_day_without", where, params))
    return tuple(found)
