"""What people compute from load and pain, turned into the same question as ours.

Each method gives what the running of the last 28 days did to the morning score, with the 90 %
interval that it would print itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from backstride.domain.answer import DailyTable

Array = NDArray[np.float64]

WINDOW_DAYS: Final = 28
ACUTE_DAYS, CHRONIC_DAYS = 7, 28
LEAST_BEFORE: Final = 28
"""Days before a lay-off that a comparison needs [d]."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a method finds. [points].

    Parameters
    ----------
    value, low, high : float
        Effect of the window's running, and its 90 % interval.
    """

    value: float
    low: float
    high: float

    def times(self, factor: float) -> Estimate:
        """Return the estimate for another amount of running."""
        ends = sorted((factor * self.low, factor * self.high))
        return Estimate(factor * self.value, *ends)


def regress(outcome: Array, columns: list[Array]) -> Estimate:
    """Fit ordinary least squares to the complete days and return the slope of the first column.

    Parameters
    ----------
    outcome : array (n_day,)
        NaN where missing.
    columns : list of array (n_day,)
        Regressors; an intercept is added.
    """
    design = np.column_stack([*columns, np.ones(outcome.size)])
    there = np.isfinite(outcome) & np.isfinite(design).all(axis=1)
    x, y = design[there], outcome[there]
    inverse = np.linalg.pinv(x.T @ x)
    slopes = inverse @ x.T @ y
    left = y.size - x.shape[1]
    variance = float(((y - x @ slopes) ** 2).sum()) / left
    half = float(student.ppf(0.95, left)) * float(np.sqrt(variance * inverse[0, 0]))
    return Estimate(float(slopes[0]), float(slopes[0]) - half, float(slopes[0]) + half)


def same_morning(table: DailyTable) -> Estimate:
    """Regress the morning's pain on the load of the same day."""
    return regress(table.morning, [table.load]).times(_mean_of_window(table.load))


def same_evening(table: DailyTable) -> Estimate:
    """Regress the evening's pain on the load of the same day."""
    return regress(table.evening, [table.load]).times(_mean_of_window(table.load))


def yesterday(table: DailyTable) -> Estimate:
    """Regress the morning's pain on yesterday's load."""
    load = _yesterday(table.load)
    return regress(table.morning, [load]).times(_mean_of_window(load))


def yesterday_adjusted(table: DailyTable) -> Estimate:
    """Regress the morning's pain on yesterday's load and yesterday's morning pain."""
    load = _yesterday(table.load)
    found = regress(table.morning, [load, _yesterday(table.morning)])
    return found.times(_mean_of_window(load))


def acute_chronic(table: DailyTable) -> Estimate:
    """Regress the morning's pain on the acute:chronic ratio of the load until yesterday."""
    acute = _mean_before(table.load, ACUTE_DAYS)
    chronic = _mean_before(table.load, CHRONIC_DAYS)
    ratio = np.where(chronic > 0.0, acute / np.maximum(chronic, 1e-12), np.nan)
    return regress(table.morning, [ratio]).times(float(np.nanmean(ratio[-WINDOW_DAYS:])))


def lay_off(table: DailyTable) -> Estimate | None:
    """Compare the longest lay-off with what a structural time series foretells for it.

    Parameters
    ----------
    table : DailyTable
        Missing mornings are joined by straight lines, as the program asks for a full series.

    Returns
    -------
    Estimate or None
        CausalImpact (Brodersen et al. 2015, doi:10.1214/14-AOAS788) on the mornings after each day
        of the lay-off, sign turned; None where no lay-off has four weeks of mornings before it.
    """
    from causal_impact import CausalImpact  # noqa: PLC0415 - only in the environment of this study
    from pandas import DataFrame  # noqa: PLC0415

    scored = np.flatnonzero(np.isfinite(table.morning))
    first, last = int(scored[0]), int(scored[-1])
    days = np.arange(first, last + 1)
    mornings = np.interp(days, scored, table.morning[scored])
    start, length = longest_rest(table.load[first:last])
    if length == 0 or start + 1 < LEAST_BEFORE:
        return None
    impact = CausalImpact(
        DataFrame({"pain": mornings[: start + length + 1]}),
        [0, start],
        [start + 1, start + length],
        alpha=0.10,
    )
    found = impact.summary_stats
    low, high = found["ci_lower"], found["ci_upper"]
    return Estimate(found["point_effect_mean"], low, high).times(-1.0)


def longest_rest(load: Array) -> tuple[int, int]:
    """Return first day and length of the longest stretch without a run, after four weeks. [d]."""
    best, begun = (0, 0), None
    for day, value in enumerate([*load, np.inf]):
        if value == 0.0:
            begun = day if begun is None else begun
        elif begun is not None:
            if begun >= LEAST_BEFORE and day - begun > best[1]:
                best = (begun, day - begun)
            begun = None
    return best


METHODS: Final[dict[str, Callable[[DailyTable], Estimate | None]]] = {
    "same_morning": same_morning,
    "same_evening": same_evening,
    "yesterday": yesterday,
    "yesterday_adjusted": yesterday_adjusted,
    "acute_chronic": acute_chronic,
    "lay_off": lay_off,
}


def _yesterday(values: Array) -> Array:
    return np.concatenate([[np.nan], values[:-1]])


def _mean_of_window(load: Array) -> float:
    return float(np.nanmean(load[-WINDOW_DAYS:]))


def _mean_before(load: Array, n_day: int) -> Array:
    """Mean of the `n_day` days before each day; NaN where there are fewer."""
    total = np.concatenate([[0.0], np.cumsum(load)])
    mean = np.full(load.size, np.nan)
    mean[n_day:] = (total[n_day : load.size] - total[: load.size - n_day]) / n_day
    return mean
