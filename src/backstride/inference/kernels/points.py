"""Points: the kernel Python calls, one pass over hyper-parameter points in batches of eight."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.compiling import entry
from backstride.inference.kernels.contrast import (
    N_MOMENT,
    coefficient_moments,
    contrast_moments,
    draw_scores,
)
from backstride.inference.kernels.dose import set_compartments, set_parameters
from backstride.inference.kernels.ep import MAX_SWEEPS, lanes_settled, settle, solve
from backstride.inference.kernels.gradient import evidence_gradient
from backstride.inference.kernels.lanes import WIDTH, load, store
from backstride.inference.kernels.sites import keep_sites, load_sites

#: What a pass works out beside the evidence.
EVIDENCE: Final = 0
GRADIENT: Final = 1
POSTERIOR: Final = 2


class Output(NamedTuple):
    """Results of a pass; the last axis of each has length `WIDTH`.

    Parameters
    ----------
    value : array (n_batch, 2, WIDTH)
        Log evidence, and 1 where expectation propagation settled.
    gradient : array (n_batch, n_theta, WIDTH)
        Derivatives of the log evidence.
    moment : array (n_batch, N_MOMENT, WIDTH)
        Exact moments of the linear contrasts.
    coefficient : array (n_batch, 2, n_coefficient, WIDTH)
        Means and variances of the coefficients.
    draw : array (n_batch, 2 * n_pair, 2, WIDTH)
        `effect_28d` and `effect_plus20` on the score scale.
    """

    value: Array
    gradient: Array
    moment: Array
    coefficient: Array
    draw: Array


@entry
def run_points(
    problem: Problem,
    work: Work,
    theta: Array,
    sites: Array,
    normals: Array,
    output: Output,
    tolerance: float,
    wanted: int,
) -> None:
    """Work through hyper-parameter points.

    Parameters
    ----------
    theta : array (n_batch, WIDTH, n_theta)
        Hyper-parameter points.
    sites : array (n_batch, 2, n_site, WIDTH)
        Sites to start from, overwritten by the settled ones.
    normals : array (n_batch, n_pair, n_coefficient + 2 * n_window, WIDTH)
        Standard normals for the draws.
    output : Output
        Filled as far as `wanted` says.
    tolerance : float
        Largest move of a settled site. [sd]
    wanted : int
        `EVIDENCE`, `GRADIENT` or `POSTERIOR`.
    """
    for b in range(theta.shape[0]):
        set_parameters(problem, work, theta[b])
        set_compartments(problem, work)
        load_sites(problem, work, sites[b])
        settle(problem, work, tolerance, MAX_SWEEPS)
        lanes_settled(work, tolerance, output.value[b, 1])
        store(output.value, (b, 0), load(work.total, 1))
        if wanted == GRADIENT:
            solve(problem, work)
            evidence_gradient(problem, work, output.gradient[b])
        elif wanted == POSTERIOR:
            contrast_moments(problem, work, output.moment[b])
            coefficient_moments(work, output.coefficient[b])
            draw_scores(problem, work, normals[b], output.draw[b])
        keep_sites(problem, work, sites[b])


def allocate_output(n_batch: int, n_theta: int, n_coefficient: int, n_draw: int) -> Output:
    """Return room for the results of a pass."""
    return Output(
        value=np.zeros((n_batch, 2, WIDTH)),
        gradient=np.zeros((n_batch, n_theta, WIDTH)),
        moment=np.zeros((n_batch, N_MOMENT, WIDTH)),
        coefficient=np.zeros((n_batch, 2, n_coefficient, WIDTH)),
        draw=np.zeros((n_batch, n_draw, 2, WIDTH)),
    )
