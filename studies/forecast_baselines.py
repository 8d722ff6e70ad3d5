"""Three plain forecasts to beat, each a full distribution and tuned on the past alone.

Each says where the score will be and spreads it like its own past errors at the same horizon: every
past error counts, smoothed a little, with a normal distribution worth a few errors beside them, and
rounded and cut to the grid of the diary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]

#: Past errors that the normal distribution is worth.
_N_NORMAL: Final = 5.0
#: Sd of the smoothing of a past error. [grid step]
_SMOOTHING: Final = 0.3
#: Sd of the error that is assumed before there is any. [points]
_FIRST_SD: Final = 1.5
_ALPHAS: Final = np.linspace(0.05, 1.0, 20)
_RIDGE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Past:
    """What is known in the evening of a day.

    Parameters
    ----------
    morning, evening : array (n_day,)
        Scores, NaN where missing. [points]
    load : array (n_day,)
        Loads, NaN where unknown.
    """

    morning: Array
    evening: Array
    load: Array


Baseline = Callable[[Past, int], tuple[float, Array]]


def persistence(past: Past, horizon: int) -> tuple[float, Array]:
    """Say that the last score stays; return it and the past errors of saying so."""
    last = _carried(past.morning)
    return float(last[-1]), _errors(last, past.morning, horizon)


def smoothing(past: Past, horizon: int) -> tuple[float, Array]:
    """Exponential smoothing; the weight is that which would have erred least at this horizon."""
    levels = [_smooth(past.morning, alpha) for alpha in _ALPHAS]
    errors = [_errors(level, past.morning, horizon) for level in levels]
    costs = [float(e @ e) if e.size else 0.0 for e in errors]
    best = int(np.argmin(costs))
    return float(levels[best][-1]), errors[best]


def regression(past: Past, horizon: int) -> tuple[float, Array]:
    """Ridge regression on scores and loads up to the day; errors leave one out."""
    columns = _features(past)
    y = past.morning[horizon:]
    usable = np.isfinite(y) & np.isfinite(columns[: y.size]).all(axis=1)
    if usable.sum() < 4:
        return persistence(past, horizon)
    x, y = columns[: y.size][usable], y[usable]
    centre, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.column_stack([np.ones(y.size), (x - centre) / scale])
    penalty = np.diag([0.0] + [_RIDGE] * x.shape[1])
    inverse = np.linalg.inv(z.T @ z + penalty)
    beta = inverse @ z.T @ y
    leverage = np.einsum("ij,jk,ik->i", z, inverse, z)
    errors = (y - z @ beta) / np.maximum(1.0 - leverage, 0.1)
    now = np.append(1.0, (columns[-1] - centre) / scale)
    return float(now @ beta), errors


BASELINES: Final[dict[str, Baseline]] = {
    "persistence": persistence,
    "smoothing": smoothing,
    "regression": regression,
}


def distribution(centre: float, errors: Array, grid: Array) -> Array:
    """Return the probability of each score of the grid.

    Parameters
    ----------
    centre : float
        Where the score is expected. [points]
    errors : array (n,)
        Past errors at the same horizon. [points]
    grid : array (n_score,)
        Scores of the diary. [points]
    """
    step = float(grid[1] - grid[0])
    edges = grid[:-1] + 0.5 * step
    sd = np.sqrt((errors @ errors + _FIRST_SD**2) / (errors.size + 1.0))
    below = _N_NORMAL * ndtr((edges - centre) / sd)
    below += ndtr((edges - centre - errors[:, None]) / (_SMOOTHING * step)).sum(axis=0)
    below = np.concatenate([[0.0], below / (_N_NORMAL + errors.size), [1.0]])
    p_score: Array = np.diff(below)
    return p_score


def _carried(values: Array) -> Array:
    """Fill a missing value with the last one; before the first with the first."""
    known = np.isfinite(values)
    if not known.any():
        return np.full(values.size, 2.0)
    place = np.maximum.accumulate(np.where(known, np.arange(values.size), -1))
    first = int(np.flatnonzero(known)[0])
    filled: Array = values[np.where(place < 0, first, place)]
    return filled


def _smooth(values: Array, alpha: float) -> Array:
    level = np.empty(values.size)
    state = float(_carried(values)[0])
    for day, value in enumerate(values):
        if np.isfinite(value):
            state += alpha * (float(value) - state)
        level[day] = state
    return level


def _errors(said: Array, values: Array, horizon: int) -> Array:
    """Past errors of what was said `horizon` days before, from the first known score on."""
    known = np.flatnonzero(np.isfinite(values))
    first = int(known[0]) if known.size else 0
    error = values[first + horizon :] - said[first : values.size - horizon]
    result: Array = error[np.isfinite(error)]
    return result


def _features(past: Past) -> Array:
    """Score, week's mean score, evening, load and week's mean load, (n_day, 5)."""
    score = _carried(past.morning)
    evening = np.where(np.isfinite(past.evening), past.evening, score)
    load = np.where(np.isfinite(past.load), past.load, np.nanmean(past.load))
    return np.column_stack([score, _week(score), evening, load, _week(load)])


def _week(values: Array) -> Array:
    sums = np.cumsum(np.concatenate([np.zeros(7), values]))
    days = np.minimum(np.arange(values.size) + 1, 7)
    mean: Array = (sums[7:] - sums[:-7]) / days
    return mean
