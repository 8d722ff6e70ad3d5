"""Mixture: distribution function of a weighted mixture of normals on a grid."""

from __future__ import annotations

from backstride.inference.kernels.arrays import Array
from backstride.inference.kernels.compiling import entry
from backstride.inference.kernels.lanes import fill, load, store
from backstride.inference.kernels.normal import normal_cdf


@entry
def mixture_cdf(grid: Array, weights: Array, means: Array, sds: Array, out: Array) -> None:
    """Fill `out` with the mixture's distribution function.

    Parameters
    ----------
    grid, out : array (n_batch, WIDTH)
        Where, and the result.
    weights, means, sds : array (n_component,)
        The mixture; weights sum to one.
    """
    for b in range(grid.shape[0]):
        total = fill(0.0)
        for c in range(weights.size):
            scale = 1.0 / sds[c]
            total = total + weights[c] * normal_cdf((load(grid, b) - means[c]) * scale)
        store(out, b, total)
