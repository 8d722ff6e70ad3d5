"""Error nodes: one fixed, even set of joint errors, the same for every run and machine."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.interval import Range
from backstride.domain.prior import Prior

Array = NDArray[np.float64]

N_NODE: Final = 127
"""Number of nodes: a prime, so that each error alone takes 127 evenly spread quantiles."""

_GENERATOR: Final = 75
"""Of all generators of the lattice, one with the least correlation between eight errors (0.11)."""

N_ERROR: Final = 8
"""Errors that the nodes hold side by side."""


@cache
def normal_nodes() -> Array:
    """Return joint standard normal errors.

    A rank-1 lattice (Korobov 1959), shifted so that node 0 has no error at all and nodes come
    in opposite pairs: the middle estimate is the plain formula at the priors' means, and adds
    up exactly.

    Returns
    -------
    array (n_node, n_error)
        Standard normal deviates. [1]
    """
    quantiles = (np.arange(N_NODE) + 0.5) / N_NODE
    normal = NormalDist()
    deviates = np.array([normal.inv_cdf(float(q)) for q in quantiles])
    deviates /= np.sqrt(np.mean(deviates**2))
    steps = np.array([pow(_GENERATOR, k, N_NODE) for k in range(N_ERROR)])
    places = (np.arange(N_NODE)[:, None] * steps + N_NODE // 2) % N_NODE
    nodes: Array = deviates[places]
    nodes.setflags(write=False)
    return nodes


def draws(prior: Prior, error: Array) -> Array:
    """Values of an uncertain number at the nodes.

    Parameters
    ----------
    prior : Prior
        Mean and standard deviation.
    error : array (n_node,)
        Standard normal deviates.

    Returns
    -------
    array (n_node,)
        Values in the prior's unit.
    """
    values = prior.mean + prior.sd * error
    return np.exp(values) if prior.logarithmic else values


def as_range(values: Array) -> Range:
    """Middle and 90 % range of a quantity from its values at the nodes.

    Parameters
    ----------
    values : array (n_node,)
        Node 0 is the estimate without error.

    Returns
    -------
    Range
        The middle is node 0, not the median, so that middles add up.
    """
    ordered = np.sort(values)
    low, high = _quantile(ordered, 0.05), _quantile(ordered, 0.95)
    middle = float(values[0])
    return Range(min(low, middle), middle, max(high, middle))


def _quantile(ordered: Array, share: float) -> float:
    """Quantile by linear interpolation, as `numpy.quantile` defines it, at a tenth of its cost."""
    place = share * (ordered.size - 1)
    below = int(place)
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
