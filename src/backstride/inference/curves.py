"""Curves: what running does by dose, by delay and day by day, from draws of the posterior."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.answer_parts import Curve, DayByDay, RunningPicture
from backstride.inference.draws import PathDraws
from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.contrast import STANDARD_DAYS, STANDARD_EVERY

Array = NDArray[np.float64]

LOADS: Final = tuple(0.25 * k for k in range(9))
"""Sizes of a run at which the response is told [typical run]: none to twice the usual."""

MORNINGS: Final = 7
"""Mornings after a run that are followed [d]."""

TRAILING_DAYS: Final = 28
"""Days of running that a day's effect looks back on, as many as `effect_28d` does [d]."""

_LEVELS: Final = (0.05, 0.5, 0.95)


def picture_running(draws: PathDraws, table: DailyTable) -> RunningPicture:
    """Return the effect of running along dose, delay and time.

    Parameters
    ----------
    draws : PathDraws
        Of the fit of this table.
    table : DailyTable
        One row a day, for the dates.
    """
    return RunningPicture(
        dose_response=_curve(LOADS, dose_response(draws, np.array(LOADS))),
        delay_profile=_curve(
            tuple(float(k) for k in range(1, MORNINGS + 1)), delay_profile(draws, MORNINGS)
        ),
        day_by_day=_day_by_day(draws, table),
    )


def dose_response(draws: PathDraws, loads: Array) -> Array:
    """Return what a run of each size does when run every other day for 28 days from rest.

    Parameters
    ----------
    draws : PathDraws
        Draws.
    loads : array (n_load,)
        Sizes of the run. [typical run]

    Returns
    -------
    array (n_draw, n_load)
        Mean over the 28 mornings, against rest; at 1 it is `standard_28d`. [points]
    """
    runs = np.arange(STANDARD_DAYS) % STANDARD_EVERY == 0
    # A run on day s has reached morning t of 0, ..., 27 after t - s nights.
    reached = _responses(draws, STANDARD_DAYS)
    total = np.concatenate([np.zeros((draws.n_draw, 1)), np.cumsum(reached, axis=1)], axis=1)
    left = STANDARD_DAYS - 1 - np.flatnonzero(runs)
    per_dose = total[:, left].sum(axis=1) / STANDARD_DAYS
    response: Array = per_dose[:, None] * dose_of(draws, loads)
    return response


def delay_profile(draws: PathDraws, n_morning: int) -> Array:
    """Return what one typical run does to each morning after it, (n_draw, n_morning)."""
    return _responses(draws, n_morning)


def day_effects(draws: PathDraws) -> Array:
    """Return what the running of the 28 days before it did to each morning of the diary.

    Returns
    -------
    array (n_draw, n_state)
        From `draws.first_day` on, away from floor and ceiling. [points]
    """
    fast = _recent(draws.fast, draws.hyper["tau_fast_d"])
    slow = _recent(draws.slow, draws.hyper["tau_slow_d"])
    beta = draws.coefficients
    effects: Array = beta[:, [at.FAST]] * fast + beta[:, [at.SLOW]] * slow
    return effects[:, draws.first_day : draws.last_day + 1]


def _recent(level: Array, tau: Array) -> Array:
    """Take away what a compartment (n_draw, n_day) holds of running longer ago than 28 days."""
    before = np.repeat(level[:, :1], level.shape[1], axis=1)
    before[:, TRAILING_DAYS:] = level[:, :-TRAILING_DAYS]
    age = np.minimum(np.arange(level.shape[1]), TRAILING_DAYS)
    recent: Array = level - np.exp(-age[None, :] / tau[:, None]) * before
    return recent


def _responses(draws: PathDraws, n_morning: int) -> Array:
    """Return the effect of a dose of 1 on each morning after it, (n_draw, n_morning)."""
    age = np.arange(n_morning, dtype=np.float64)[None, :]
    keep_fast = np.exp(-1.0 / draws.hyper["tau_fast_d"])[:, None]
    keep_slow = np.exp(-1.0 / draws.hyper["tau_slow_d"])[:, None]
    delay = draws.hyper["delay_d"]
    whole = np.floor(delay)
    part = (delay - whole)[:, None]
    fast = (1.0 - part) * _leak(keep_fast, age - whole[:, None])
    fast = fast + part * _leak(keep_fast, age - whole[:, None] - 1.0)
    beta = draws.coefficients
    effect: Array = beta[:, [at.FAST]] * fast + beta[:, [at.SLOW]] * _leak(keep_slow, age)
    return effect


def _leak(keep: Array, age: Array) -> Array:
    """Return what a compartment holds of a dose of 1 that reached it `age` nights before."""
    held: Array = np.where(age >= 0.0, (1.0 - keep) * keep ** np.maximum(age, 0.0), 0.0)
    return held


def dose_of(draws: PathDraws, loads: Array) -> Array:
    """Return the dose of a run of each size under each draw, (n_draw, n_load)."""
    exponent = draws.hyper["exponent"][:, None]
    threshold = draws.hyper["threshold"][:, None]
    bent = np.where(loads > 0.0, np.maximum(loads, 1e-300)[None, :] ** exponent, 0.0)
    dose: Array = np.maximum(bent - threshold, 0.0) / (1.0 - threshold)
    return dose


def _curve(at_places: tuple[float, ...], effects: Array) -> Curve:
    q05, q50, q95 = _bands(effects)
    return Curve(at=at_places, q05=q05, q50=q50, q95=q95)


def _day_by_day(draws: PathDraws, table: DailyTable) -> DayByDay:
    q05, q50, q95 = _bands(day_effects(draws))
    first = table.first_day + timedelta(days=draws.first_day)
    return DayByDay(first_day=first, q05=q05, q50=q50, q95=q95)


def _bands(effects: Array) -> tuple[tuple[float, ...], ...]:
    """Quantiles of every column."""
    rows = np.quantile(effects, _LEVELS, axis=0)
    return tuple(tuple(float(value) for value in row) for row in rows)
