"""Lattice: evenly spread points for integrals over the hyper-parameters."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Generating vector for up to 2**20 points (Cools, Kuo and Nuyens 2006, SIAM J. Sci. Comput.
#: 28:2162-2188, order-2 weights; Nuyens, "Magic Point Shop", exod2_base2_m20_CKN).
GENERATOR: Final = np.array(
    [
        *(1, 182667, 469891, 498753, 110745, 446247, 250185, 118627, 245333, 283199, 408519),
        *(391023, 246327, 126539, 399185, 461527, 300343),
    ]
)


@lru_cache(maxsize=32)
def lattice(n_point: int, n_dim: int, seed: int) -> Array:
    """Return points of a randomly shifted rank-1 lattice in the open unit cube.

    Parameters
    ----------
    n_point : int
        Number of points; powers of two are best.
    n_dim : int
        At most 12.
    seed : int
        Of the shift; the same seed gives the same points.

    Returns
    -------
    array (n_point, n_dim)
        Folded by the baker's transform, which raises the order of convergence for integrands
        that are not periodic (Hickernell 2002). Read-only.
    """
    shift = np.random.default_rng([seed, n_dim]).random(n_dim)
    points = np.outer(np.arange(n_point), GENERATOR[:n_dim]) / n_point + shift
    folded = 1.0 - np.abs(2.0 * (points % 1.0) - 1.0)
    result: Array = np.clip(folded, 1e-12, 1.0 - 1e-12)
    result.setflags(write=False)
    return result


@lru_cache(maxsize=32)
def normal_lattice(n_point: int, n_dim: int, seed: int) -> tuple[Array, Array, Array]:
    """Return lattice points as one uniform, one chi-square over its mean, and normals.

    Returns
    -------
    tuple of arrays
        (n_point,) uniform; (n_point,) chi-square with ten degrees of freedom over ten;
        (n_point, n_dim) standard normal. Read-only.
    """
    points = lattice(n_point, n_dim + 2, seed)
    inverse = NormalDist().inv_cdf
    normals = np.array([inverse(p) for p in points[:, 2:].ravel()]).reshape(n_point, n_dim)
    spread = chi_square_10(points[:, 1]) / 10.0
    for values in (normals, spread):
        values.setflags(write=False)
    return points[:, 0], spread, normals


def chi_square_10(probability: Array) -> Array:
    """Invert the chi-square distribution with ten degrees of freedom, a sum of five terms.

    ``P(X > x) = exp(-h) (1 + h + h**2/2 + h**3/6 + h**4/24)`` with ``h = x / 2``; bisection.
    """
    low, high = np.zeros_like(probability), np.full_like(probability, 60.0)
    for _ in range(60):
        h = 0.5 * (low + high)
        tail = np.exp(-h) * (1.0 + h * (1.0 + h / 2.0 * (1.0 + h / 3.0 * (1.0 + h / 4.0))))
        below = 1.0 - tail < probability
        low, high = np.where(below, h, low), np.where(below, high, h)
    return low + high


@lru_cache(maxsize=8)
def normal_bank(shape: tuple[int, ...], seed: int) -> Array:
    """Return standard normals, the same for the same shape and seed. Read-only."""
    values = np.random.default_rng(seed).standard_normal(shape)
    values.setflags(write=False)
    return values
