"""Gibbs chains: where the chains of the exact sampler start, how they go on and learn to walk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.design import Design
from backstride.inference.kernels import gibbs as kernel
from backstride.inference.kernels.arrays import Problem, Work, allocate
from backstride.inference.kernels.chains import Chains
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.outcomes import NO_EDGE
from backstride.inference.priors import Priors
from backstride.inference.problem import theta_names, theta_prior, to_problem

Array = NDArray[np.float64]

#: Sweeps of one block; the walk learns its shape from each block of the burn-in.
_BLOCK: Final = 500
_LEARN_FROM: Final = 60
#: Share of walks accepted below which steps are shortened; a random walk in many dimensions does
#: best near 0.23 (Roberts, Gelman and Gilks 1997, Ann. Appl. Probab. 7:110-120).
_LEAST_ACCEPTED: Final = 0.15


class Walk:
    """Eight chains of the exact sampler on one diary.

    Parameters
    ----------
    design, priors
        As for `engine.fit`.
    rng : Generator
        Source of chance.
    effect_squares : array (n_loaded,), optional
        As for `gibbs.sample`.
    """

    def __init__(
        self,
        design: Design,
        priors: Priors,
        rng: np.random.Generator,
        effect_squares: Array | None = None,
    ) -> None:
        self.problem: Problem = to_problem(design, priors)
        if effect_squares is not None:
            self.problem.row_extra[:] = design.missing @ effect_squares
        self.work: Work = allocate(self.problem)
        self.n_theta = len(theta_names(design))
        self.width = kernel.N_CONTRAST + self.n_theta + 1 + design.n_coefficient
        self.rng = rng
        self.chains = _start(design, priors, rng)

    def burn(self, n_sweep: int) -> None:
        """Sweep and forget, learning the shape of the random walk."""
        for n in _blocks(n_sweep):
            self.chains.accepted[:] = 0.0
            _learn(self.chains, self._sweep(n), self.n_theta)

    def traces(self, n_sweep: int) -> Iterator[Array]:
        """Yield the draws (n_block, width, WIDTH) of every block of sweeps."""
        for n in _blocks(n_sweep):
            yield self._sweep(n)

    def _sweep(self, n: int) -> Array:
        trace = np.empty((n, self.width, WIDTH))
        kernel.run_gibbs(self.problem, self.work, self.chains, self.rng, trace)
        return trace


def _blocks(n_sweep: int) -> list[int]:
    whole, rest = divmod(n_sweep, _BLOCK)
    return [_BLOCK] * whole + ([rest] if rest else [])


def _start(design: Design, priors: Priors, rng: np.random.Generator) -> Chains:
    """Start dispersed: half a prior sd around the prior mean, felt scores in their intervals."""
    names, n_state = theta_names(design), design.last_day - design.first_day + 1
    n_theta = len(names)
    mean, sd = theta_prior(design, priors, names)
    share = priors.rigid_share if priors.flexible else 1.0
    low, high = design.row_low, design.row_high
    middle = np.where(low <= -NO_EDGE, high - 0.25, 0.5 * (low + high))
    middle = np.where(high >= NO_EDGE, low + 0.25, middle)
    felt = np.repeat(middle[:, None], WIDTH, axis=1)
    return Chains(
        point=0.5 * rng.standard_normal((WIDTH, n_theta)),
        rigid=(rng.random(WIDTH) < share).astype(np.float64),
        trial_rigid=np.zeros(WIDTH),
        rigid_share=np.array([share]),
        mean=mean,
        sd=sd,
        walk=0.1 * np.eye(n_theta),
        felt=felt,
        eta=felt.copy(),
        path=np.zeros((2, n_state, WIDTH)),
        accepted=np.zeros((4, WIDTH)),
        trial=np.zeros((WIDTH, n_theta)),
        theta=np.zeros((WIDTH, n_theta)),
        density=np.zeros((2, WIDTH)),
        normals=np.zeros((design.n_coefficient + 2 * n_state, WIDTH)),
        works=_working(len(design.measures)),
    )


def _working(n_measure: int) -> Array:
    """Start every other chain with measures that do something; needs no chance of its own."""
    return np.tile(np.arange(WIDTH) % 2, (n_measure, 1)).astype(np.float64)


def _learn(chains: Chains, trace: Array, n_theta: int) -> None:
    """Shape the random walk after the later half of a block of the burn-in."""
    n = trace.shape[0]
    if n < _LEARN_FROM:
        return
    first = kernel.N_CONTRAST
    later = np.moveaxis(trace[n // 2 :, first : first + n_theta + 1], 2, 1).reshape(-1, n_theta + 1)
    points, loose = later[:, :n_theta], later[later[:, n_theta] < 0.5, :n_theta]
    # Where shape and delay do nothing they roam over their prior: that is not to be learnt.
    if loose.shape[0] >= _LEARN_FROM:
        points = loose
    cov = np.cov(points.T) + 1e-4 * np.eye(n_theta)
    chains.walk[:] = 2.38 / np.sqrt(n_theta) * np.linalg.cholesky(cov)
    rate = float(chains.accepted[0].mean()) / n
    if rate < _LEAST_ACCEPTED:
        chains.walk[:] *= 0.7
