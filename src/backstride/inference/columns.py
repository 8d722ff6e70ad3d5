"""Columns: covariates and measures of a diary, with what is not known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable

Array = NDArray[np.float64]

#: Covariates beyond this many are left out, the least complete first: one effect per two mornings
#: of the shortest diary that may get a verdict would be noise.
MAX_COVARIATES: Final = 8
#: A covariate with fewer known days says nothing worth a parameter.
MIN_COVARIATE_DAYS: Final = 10
#: Measures beyond this many are left out, the most lopsided first.
MAX_MEASURES: Final = 10
#: Days with and days without that a measure needs, as running and rest days do (section 7 of
#: ``inference.md`` asks for eight of each there).
MIN_MEASURE_DAYS: Final = 8
#: A series is taken to hold together from day to day up to this correlation.
_MAX_LAG_ONE: Final = 0.95
#: Neighbouring pairs of known days below which nothing is learnt of that.
_MIN_PAIRS: Final = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """Numbers of each day beside load and pain.

    Parameters
    ----------
    names : tuple of str
        Names, in order.
    values : array (n_column, n_day)
        Known values, and the expectation of unknown ones given the known days around them.
    variance : array (n_column, n_day)
        What is left open: 0 on known days.
    n_measure : int
        How many of the last ones are measures.
    """

    names: tuple[str, ...]
    values: Array
    variance: Array
    n_measure: int = 0


def covariate_columns(table: DailyTable, first: int) -> Columns:
    """Standardise the most complete covariates that vary.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    first : int
        First day that matters; mean and sd are those of the days from there.
    """
    kept: list[tuple[int, str, Array]] = []
    for name, values in _sorted(table.covariates):
        seen = values[first:][np.isfinite(values[first:])]
        if seen.size < MIN_COVARIATE_DAYS or seen.std() <= 1e-9 * max(1.0, abs(seen.mean())):
            continue
        kept.append((-seen.size, name, (values - seen.mean()) / seen.std()))
    kept = sorted(kept, key=lambda item: item[:2])[:MAX_COVARIATES]
    filled = [bridge(item[2]) for item in kept]
    return _stack([item[1] for item in kept], filled, table.n_day)


def measure_columns(table: DailyTable, first: int) -> Columns:
    """Return the measures that were taken and not taken often enough, as shares of a day.

    Parameters
    ----------
    table, first
        As for `covariate_columns`. Measures keep their 0 and 1: an effect is that of doing it.
    """
    kept: list[tuple[int, str, Array]] = []
    for name, values in _sorted(table.measures):
        seen = values[first:][np.isfinite(values[first:])]
        rarer = int(min(np.count_nonzero(seen > 0.5), np.count_nonzero(seen <= 0.5)))
        if rarer >= MIN_MEASURE_DAYS:
            kept.append((-rarer, name, values))
    kept = sorted(kept, key=lambda item: item[:2])[:MAX_MEASURES]
    filled = []
    for _, _, values in kept:
        seen = values[first:][np.isfinite(values[first:])]
        mean, sd = float(seen.mean()), float(seen.std())
        expected, variance = bridge((values - mean) / sd)
        filled.append((np.clip(mean + sd * expected, 0.0, 1.0), sd**2 * variance))
    return _stack([item[1] for item in kept], filled, table.n_day)


def _sorted(columns: Mapping[str, Array]) -> list[tuple[str, Array]]:
    return [(name, np.asarray(columns[name], dtype=np.float64)) for name in sorted(columns)]


def _stack(names: list[str], filled: list[tuple[Array, Array]], n_day: int) -> Columns:
    shape = (len(names), n_day)
    return Columns(
        tuple(names),
        np.array([values for values, _ in filled]).reshape(shape),
        np.array([variance for _, variance in filled]).reshape(shape),
    )


def side_by_side(covariates: Columns, measures: Columns) -> Columns:
    """Put measures under covariates."""
    return Columns(
        covariates.names + measures.names,
        np.concatenate([covariates.values, measures.values]),
        np.concatenate([covariates.variance, measures.variance]),
        len(measures.names),
    )


def bridge(series: Array) -> tuple[Array, Array]:
    """Return expectation and variance of every day of a standardised series.

    Parameters
    ----------
    series : array (n_day,)
        Mean 0 and sd 1 where known, NaN where not.

    Returns
    -------
    tuple of arrays (n_day,)
        Known days are themselves with variance 0. Between them the series is a stationary
        autoregression of first order whose correlation is that of neighbouring known days: the
        nearest known day on either side counts (Brockwell and Davis 2016, section 2.5).
    """
    known = np.flatnonzero(np.isfinite(series))
    if known.size == 0:
        return np.zeros(series.size), np.ones(series.size)
    correlation = _lag_one(series)
    days = np.arange(series.size)
    place = np.searchsorted(known, days, side="right") - 1
    before = known[np.maximum(place, 0)]
    after = known[np.minimum(place + (before != days), known.size - 1)]
    # A day before the first or after the last known one has a neighbour on one side only.
    to_before = np.where(days >= before, correlation ** np.abs(days - before), 0.0)
    to_after = np.where(after >= days, correlation ** np.abs(after - days), 0.0)
    across = to_before * to_after
    scale = 1.0 / np.maximum(1.0 - across**2, 1e-12)
    mean = scale * (
        to_before * (1.0 - to_after**2) * series[before]
        + to_after * (1.0 - to_before**2) * series[after]
    )
    variance = scale * (1.0 - to_before**2) * (1.0 - to_after**2)
    here = np.isfinite(series)
    return np.where(here, series, mean), np.where(here, 0.0, variance)


def _lag_one(series: Array) -> float:
    """Correlation of neighbouring known days, 0 where they are few or it is not positive."""
    pairs = np.isfinite(series[1:]) & np.isfinite(series[:-1])
    if np.count_nonzero(pairs) < _MIN_PAIRS:
        return 0.0
    product = float(np.mean(series[1:][pairs] * series[:-1][pairs]))
    return float(np.clip(product, 0.0, _MAX_LAG_ONE))
