"""Where a truth lies in a posterior: the probability below it."""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from backstride.domain.answer import Effect
from backstride.inference.integrate import Integral
from backstride.inference.kernels import contrast
from backstride.inference.posterior import Posterior

Array = NDArray[np.float64]

COEFFICIENTS: Final = {"b_fast": 2, "b_slow": 3, "b_acute": 4}
"""Place of the effects among the coefficients."""

MIXTURES: Final = {
    "latent_28d": (contrast.MEAN_28D, contrast.VAR_28D),
    "standard_28d": (contrast.MEAN_STANDARD, contrast.VAR_STANDARD),
}
"""Rows of the moments of the linear contrasts."""

QUANTITIES: Final = ("effect_28d", *MIXTURES, *COEFFICIENTS)

_LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


def place(posterior: Posterior, quantity: str, truth: float) -> float:
    """Return the posterior probability that a quantity is below its truth.

    Parameters
    ----------
    posterior : Posterior
        A fit.
    quantity : str
        One of `QUANTITIES`.
    truth : float
        Its true value. [points]

    Returns
    -------
    float
        Exact for a fit by expectation propagation: from all weighted points, and for `effect_28d`
        from all draws. After the exact sampler `effect_28d` has its draws; of the other
        quantities only summaries are kept, between which a normal shape is laid.
    """
    if isinstance(posterior.state, Integral):
        return _in_integral(posterior.state, quantity, truth)
    if quantity == "effect_28d" and posterior.draws is not None:
        weights = np.full(posterior.draws.size, 1.0 / posterior.draws.size)
        return below(weights, posterior.draws, truth)
    if quantity in COEFFICIENTS:
        at = COEFFICIENTS[quantity]
        mean, sd = posterior.coefficient_mean[at], posterior.coefficient_sd[at]
        return float(ndtr((truth - mean) / sd))
    effect: Effect = getattr(posterior, quantity)
    return between_quantiles(effect, truth)


def below(weights: Array, draws: Array, truth: float) -> float:
    """Weight of the draws below a value, half of those that equal it."""
    return float(weights[draws < truth].sum() + 0.5 * weights[draws == truth].sum())


def between_quantiles(effect: Effect, truth: float) -> float:
    """Probability below a value: normal scores of five quantiles, joined by straight lines."""
    values = np.array([effect.q05, effect.q25, effect.q50, effect.q75, effect.q95])
    values += 1e-12 * np.arange(5)
    scores = np.array([NormalDist().inv_cdf(level) for level in _LEVELS])
    if truth < values[0]:
        score = scores[0] + (truth - values[0]) * _slope(values[:2], scores[:2])
    elif truth > values[-1]:
        score = scores[-1] + (truth - values[-1]) * _slope(values[-2:], scores[-2:])
    else:
        score = np.interp(truth, values, scores)
    return float(ndtr(score))


def _slope(values: Array, scores: Array) -> float:
    return float((scores[1] - scores[0]) / (values[1] - values[0]))


def _in_integral(integral: Integral, quantity: str, truth: float) -> float:
    weights, inner = integral.weights, integral.posterior
    if quantity == "effect_28d":
        n_draw = inner.draw.shape[1]
        return below(np.repeat(weights / n_draw, n_draw), inner.draw[:, :, 0].ravel(), truth)
    if quantity in MIXTURES:
        mean, var = (inner.moment[:, row] for row in MIXTURES[quantity])
    else:
        mean, var = inner.coefficient[:, :, COEFFICIENTS[quantity]].T
    return float(weights @ ndtr((truth - mean) / np.sqrt(np.maximum(var, 1e-24))))
