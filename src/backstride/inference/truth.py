"""Truth: one invented runner under the model, and what her loads do, written plainly.

The compiled kernels are tested against these few lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

from backstride.inference.priors import LOOSE, MAX_DELAY_DAYS, RIGID_VALUES, THETA, Priors

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of an invented runner.

    Parameters
    ----------
    theta : array (8,)
        Hyper-parameters in the order of `priors.THETA`, natural; of M3 the shape is 0 and the
        delay logit far below 0.
    coefficients : array (5 + n_covariate,)
        Level, evening, fast, slow, acute, covariates. [points]
    """

    theta: Array
    coefficients: Array


def draw_truth(priors: Priors, rng: np.random.Generator, n_covariate: int = 0) -> Truth:
    """Draw a runner from the prior; under M3 the dose is proportional and nothing is late."""
    mean, sd = priors.theta_prior()
    theta = mean + sd * rng.standard_normal(mean.size)
    if rng.random() < (priors.rigid_share if priors.flexible else 1.0):
        for name, value in zip(LOOSE, RIGID_VALUES, strict=True):
            theta[THETA.index(name)] = value
    beta = priors.coefficient_sd(n_covariate) * rng.standard_normal(5 + n_covariate)
    return Truth(theta, beta)


def expected_score(eta: Array, sd: float, step: float = 1.0) -> Array:
    """Return expected rounded and censored scores [points] of latent values."""
    edges = (np.arange(round(10.0 / step)) + 0.5) * step
    away = (eta[:, None] - edges) / (sd * sqrt(2.0))
    score: Array = step * 0.5 * (1.0 + np.vectorize(erf)(away)).sum(axis=1)
    return score


def dose_of(load: Array, shape: float) -> Array:
    """Return the dose of loads [typical run]; see `priors.Priors` for the shape."""
    if shape < 0.0:
        bent: Array = np.where(load > 0.0, np.maximum(load, 1e-300) ** exp(0.6 * shape), 0.0)
        return bent
    threshold = 0.95 * tanh(0.6 * shape)
    above: Array = np.maximum(load - threshold, 0.0) / (1.0 - threshold)
    return above


def compartments(truth: Truth, load: Array, before: float) -> tuple[Array, Array, Array]:
    """Return dose, fast and slow compartment of every day.

    Parameters
    ----------
    truth : Truth
        Of which the hyper-parameters are used.
    load : array (n_day,)
        In typical runs, all known. [typical run]
    before : float
        Mean daily dose before the first day.
    """
    whole, part = split_delay(truth)
    dose = dose_of(load, truth.theta[6])
    padded = np.concatenate([np.full(whole + 1, before), dose])
    late = (1.0 - part) * padded[1 : 1 + load.size] + part * padded[: load.size]
    return dose, _leaky(late, truth.theta[0], before), _leaky(dose, truth.theta[1], before)


def _leaky(source: Array, log_tau: float, before: float) -> Array:
    keep = exp(-1.0 / exp(log_tau))
    level = np.full(source.size, before)
    for t in range(1, source.size):
        level[t] = keep * level[t - 1] + (1.0 - keep) * source[t - 1]
    return level


def split_delay(truth: Truth) -> tuple[int, float]:
    """Return whole days of the delay and the share that comes a day later."""
    delay = MAX_DELAY_DAYS / (1.0 + exp(-truth.theta[7]))
    whole = min(int(delay), int(MAX_DELAY_DAYS) - 1)
    return whole, delay - whole
