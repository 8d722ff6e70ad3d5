"""Gibbs walk: chains that stop now and then, so that somebody can look at where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.design import Design
from backstride.inference.gibbs_chains import Walk
from backstride.inference.priors import Priors

Array = NDArray[np.float64]

#: Sweeps before the first stop and between stops.
_BURN: Final = 1500
_THIN: Final = 8


def walk_on(
    design: Design, priors: Priors, n_stop: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
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
        Hyper-parameters (WIDTH, n_theta) as the kernels read them, and the sites (2, n_site,
        WIDTH) that scores as felt before rounding, and measures that are known to do something or
        not, amount to. Draws from their joint posterior; the first is overwritten at the next stop.
    """
    walk = Walk(design, priors, rng)
    walk.burn(_BURN)
    idle, working = walk.problem.mixture[2:]
    for _ in range(n_stop):
        for _ in walk.traces(_THIN):
            pass
        noise = walk.work.noise[design.row_kind] + walk.problem.row_extra[:, None]
        works = walk.chains.works
        known = np.where(works > 0.0, 1.0 / working, 1.0 / idle)
        precision = np.concatenate([1.0 / noise, known])
        pull = np.concatenate([walk.chains.felt / noise, np.zeros_like(works)])
        yield walk.chains.theta, np.stack([precision, pull])
