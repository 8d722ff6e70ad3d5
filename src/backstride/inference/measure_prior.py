"""Measure prior: nothing to speak of or something, and what a normal likelihood makes of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backstride.inference.priors import Priors

Array = NDArray[np.float64]


def measure_variance(priors: Priors) -> float:
    """Return the variance of the whole prior of a measure's effect. [points**2]."""
    share = priors.working_share
    return (1.0 - share) * priors.idle_sd**2 + share * priors.working_sd**2


def mixture(priors: Priors) -> Array:
    """Return log probability of idle, log odds of working, and both variances, (4,)."""
    share = priors.working_share
    odds = np.log(share / (1.0 - share))
    return np.array([np.log(1.0 - share), odds, priors.idle_sd**2, priors.working_sd**2])


def tilt(mean: Array, var: Array, priors: Priors) -> tuple[Array, Array, Array]:
    """Multiply normal likelihoods of an effect with its prior.

    Parameters
    ----------
    mean, var : array (n,)
        Of the likelihoods. [points, points**2]
    priors : Priors
        The prior.

    Returns
    -------
    tuple of arrays (2, n)
        Probabilities of idle and working, and means and variances of the effect in either case.
    """
    log_idle, log_odds, *variances = mixture(priors)
    prior = np.array(variances)[:, None]
    total = var + prior
    log_mass = np.array([[log_idle], [log_idle + log_odds]]) - 0.5 * (
        np.log(total) + mean**2 / total
    )
    shares = np.exp(log_mass - np.logaddexp.reduce(log_mass))
    return shares, mean * prior / total, var * prior / total
