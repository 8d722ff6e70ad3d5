"""Gibbs walk: chains that stop now and then, so that somebody can look at where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.design import Design
from backstride.inference.gibbs import _blocks, _learn, _start
from backstride.inference.kernels import gibbs as kernel
from backstride.inference.kernels.arrays import allocate
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.priors import Priors
from backstride.inference.problem import theta_names, to_problem

Array = NDArray[np.float64]

#: Sweeps before the first stop and between stops.
_BURN: Final = 1500
_THIN: Final = 8


def walk_on(
    design: Design, priors: Priors, n_stop: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array, Array]]:
    """Yield where eight chains stand, again and again.

    Parameters
    ----------
    design, priors
        As for `engine.fit`.
    n_stop : int
        How often.
    rng : Generator
        Source of chance.

    Yields
    ------
    tuple of arrays
        Hyper-parameters (WIDTH, n_theta) as the kernels read them, scores as felt before rounding
        (n_row, WIDTH), and the variance of each score (n_row, WIDTH). Draws from their joint
        posterior; overwritten at the next stop.
    """
    problem = to_problem(design, priors)
    work = allocate(problem)
    chains = _start(design, priors, rng)
    n_theta = len(theta_names(design))
    width = kernel.N_CONTRAST + n_theta + 1 + design.n_coefficient
    for n in _blocks(_BURN):
        trace = np.empty((n, width, WIDTH))
        chains.accepted[:] = 0.0
        kernel.run_gibbs(problem, work, chains, rng, trace)
        _learn(chains, trace, n_theta)
    trace = np.empty((_THIN, width, WIDTH))
    for _ in range(n_stop):
        kernel.run_gibbs(problem, work, chains, rng, trace)
        yield chains.theta, chains.felt, work.noise[design.row_kind] + problem.row_extra[:, None]
