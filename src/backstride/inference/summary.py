"""Summary: an `Effect` from a mixture of normals or from weighted draws."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Effect
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.mixture import mixture_cdf

Array = NDArray[np.float64]

#: Smallest effect that counts as harm or help. [points]
DELTA: Final = 0.3
#: Effects below this are of no importance. [points]
HALF: Final = 0.5
_QUANTILES: Final = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
_N_GRID: Final = 1024
_REACH_SD: Final = 9.0


def effect_from_mixture(weights: Array, means: Array, variances: Array) -> Effect:
    """Summarise a weighted mixture of normals, exactly up to a grid of a thousand points.

    Parameters
    ----------
    weights, means, variances : array (n_component,)
        The mixture; weights sum to one.
    """
    mean = float(weights @ means)
    sd = float(np.sqrt(weights @ (variances + (means - mean) ** 2)))
    if sd <= 1e-12:
        return effect_from_draws(np.ones(1), np.array([mean]))
    sds = np.sqrt(np.maximum(variances, (1e-4 * sd) ** 2))
    grid = np.linspace(mean - _REACH_SD * sd, mean + _REACH_SD * sd, _N_GRID)
    levels = np.array([0.0, DELTA, -DELTA, HALF, -HALF])
    cdf = _cdf(np.concatenate([grid, levels, np.zeros(3)]), weights, means, sds)
    below = cdf[_N_GRID : _N_GRID + levels.size]
    quantiles = np.interp(_QUANTILES, cdf[:_N_GRID], grid)
    return _effect((mean, sd), quantiles, below)


def _cdf(points: Array, weights: Array, means: Array, sds: Array) -> Array:
    values = np.empty((points.size // WIDTH, WIDTH))
    mixture_cdf(points.reshape(values.shape), weights, means, sds, values)
    return values.ravel()


def effect_from_draws(weights: Array, draws: Array) -> Effect:
    """Summarise weighted draws.

    Parameters
    ----------
    weights, draws : array (n_draw,)
        Weights sum to one.
    """
    order = np.argsort(draws, kind="stable")
    weights, draws = weights[order], draws[order]
    mean = float(weights @ draws)
    sd = float(np.sqrt((weights * (draws - mean) ** 2).sum()))
    middle = np.cumsum(weights) - 0.5 * weights
    quantiles = np.interp(_QUANTILES, middle, draws)
    levels = (0.0, DELTA, -DELTA, HALF, -HALF)
    below = np.array([weights[draws <= level].sum() for level in levels])
    return _effect((mean, sd), quantiles, below)


def _effect(moments: tuple[float, float], quantiles: Array, below: Array) -> Effect:
    """Put numbers together; `below` is P(effect <= x) at 0, +-0.3, +-0.5."""
    q05, q25, q50, q75, q95 = (float(q) for q in quantiles)
    share = np.clip(below, 0.0, 1.0)
    return Effect(
        mean=moments[0],
        sd=moments[1],
        q05=q05,
        q25=q25,
        q50=q50,
        q75=q75,
        q95=q95,
        p_above_0=float(1.0 - share[0]),
        p_above_delta=float(1.0 - share[1]),
        p_below_minus_delta=float(share[2]),
        p_within_half=float(share[3] - share[4]),
    )
