"""Schedule: how sure a diary of given rows would make the contrasts, whatever its scores say.

Given hyper-parameters and site precisions the posterior variance of a linear contrast depends on
the rows alone, not on the scores.
"""

from __future__ import annotations

from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.compiling import entry
from backstride.inference.kernels.contrast import contrast_moments
from backstride.inference.kernels.dose import set_compartments, set_parameters
from backstride.inference.kernels.ep import solve
from backstride.inference.kernels.lanes import fill, load, store


@entry
def run_schedule(problem: Problem, work: Work, theta: Array, precision: Array, out: Array) -> None:
    """Work out the contrasts' moments of hyper-parameter points under given site precisions.

    Parameters
    ----------
    theta : array (n_batch, WIDTH, n_theta)
        Hyper-parameter points.
    precision : array (n_batch, n_site, WIDTH)
        Precision of each site, scores before measures; means are taken to be zero. [1 / points**2]
    out : array (n_batch, N_MOMENT, WIDTH)
        Filled; of the moments only the variances mean anything.
    """
    for b in range(theta.shape[0]):
        set_parameters(problem, work, theta[b])
        set_compartments(problem, work)
        n_row, first = problem.row_day.size, problem.measures[0]
        for i in range(n_row):
            store(work.tau, i, load(precision, (b, i)))
            store(work.nu, i, fill(0.0))
        for k in range(first, problem.measures[1]):
            store(work.precision, k, load(precision, (b, n_row + k - first)))
        solve(problem, work)
        contrast_moments(problem, work, out[b])
