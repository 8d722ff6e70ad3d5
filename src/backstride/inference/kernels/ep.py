"""EP: expectation propagation for eight hyper-parameter points at once.

Each score says that its latent value plus normal noise fell into an interval. A parallel sweep
solves the band with the present sites, takes every site out of its own marginal (cavity), meets
the exact moments of cavity times interval in closed form, and damps. At the fixed point

    log Z = (log |Q0| - log |Q|) / 2 + nu' m / 2
            + sum_i [log Z_i + log(1 + tau_i v_i) / 2 - (m_i**2 / s_i - c_i**2 / v_i) / 2]

with marginals (m, s), cavities (c, v) and the tilted masses Z_i (Rasmussen and Williams 2006,
section 3.6; Minka 2001). The priors of measures are sites as well (`scale_mixture`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.band import (
    couplings,
    factorise,
    forward,
    row_marginal,
    set_row,
    state_variance,
    step_back,
)
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import (
    WIDTH,
    Lanes,
    fill,
    larger,
    load,
    square_root,
    store,
)
from backstride.inference.kernels.normal import interval_moments, logarithm
from backstride.inference.kernels.scale_mixture import update_measures
from backstride.inference.kernels.sites import step_site

#: Site precisions below this are rounding noise. [1 / points**2]
_LEAST_PRECISION: Final = 1e-9
#: Sweeps without damping, then with the first and the second factor: undamped parallel sweeps
#: oscillate on diaries that are all zero.
_FULL_SWEEPS, _HALF_SWEEPS = 8, 25
_HALF_STEP, _SMALL_STEP = 0.6, 0.3
MAX_SWEEPS: Final = 80


@inner
def prior_log_determinant(problem: Problem, work: Work) -> Lanes:
    """Log determinant of the prior precision of states and coefficients, measures left out."""
    n = problem.span[1]
    phi = load(work.par, at.KEEP_FLARE)
    total, first, stop = fill(0.0), problem.measures[0], problem.measures[1]
    for k in range(problem.precision.size):
        if not first <= k < stop:
            total = total + logarithm(load(work.precision, k))
    total = total - n * logarithm(load(work.par, at.VAR_FLARE))
    total = total - n * logarithm(load(work.par, at.VAR_DRIFT))
    return total - (n - 1) * logarithm(1.0 - phi * phi)


@inner
def solve(problem: Problem, work: Work) -> None:
    """Eliminate and factorise; leave the log determinant of the precision in `total[0]`."""
    log_det, _ = forward(problem, work)
    store(work.total, 0, log_det + factorise(work))


@inner
def update_site(
    problem: Problem, work: Work, i: int, marginal: tuple[Lanes, Lanes], step: float
) -> tuple[Lanes, Lanes]:
    """Move one site towards its fixed point; return its evidence term and how far it was."""
    mean, var = marginal
    tau, nu = load(work.tau, i), load(work.nu, i)
    rest = 1.0 - tau * var
    cavity_var = var / rest
    cavity_mean = (mean - var * nu) / rest
    noise = load(work.noise, problem.row_kind[i]) + problem.row_extra[i]
    z, e, first, second = interval_moments(
        cavity_mean, square_root(noise + cavity_var), problem.row_low[i], problem.row_high[i]
    )
    scale = 1.0 / (1.0 + cavity_var * second)
    new_tau = larger(0.0 - second * scale, fill(_LEAST_PRECISION))
    new_nu = (first - cavity_mean * second) * scale
    term = 0.5 * logarithm(z * z * (1.0 + tau * cavity_var)) - e
    term = term + 0.5 * nu * mean
    term = term - 0.5 * (mean * mean / var - cavity_mean * cavity_mean / cavity_var)
    return term, step_site((work.tau, work.nu), i, (new_tau, new_nu), marginal, step)


@inner
def sweep(problem: Problem, work: Work, step: float) -> float:
    """Solve, update every site, leave log Z in `total[1]`; return the largest move in sds."""
    solve(problem, work)
    off_z, off_l, _ = couplings(work)
    variance = (fill(0.0), fill(0.0), fill(0.0))
    determinants = prior_log_determinant(problem, work) - load(work.total, 0)
    evidence, farthest = update_measures(problem, work, step)
    n_state = problem.span[1]
    for t in range(n_state - 1, -1, -1):
        step_back(work, t, t == n_state - 1, off_z, off_l)
        variance = state_variance(work, t, variance, (off_z, off_l))
        spread = variance[0] + 2.0 * variance[1] + variance[2]
        for i in range(problem.row_start[t], problem.row_start[t + 1]):
            set_row(problem, work, i)
            marginal = row_marginal(work, problem.row_kind[i], spread)
            term, far = update_site(problem, work, i, marginal, step)
            evidence = evidence + term
            farthest = larger(farthest, far)
    store(work.total, 1, evidence + 0.5 * determinants)
    store(work.cross, (4, 0), farthest)
    worst = 0.0
    for w in range(WIDTH):
        value = work.cross[4, 0, w]
        if not value <= worst:  # a NaN must win
            worst = value
    return worst


@inner
def settle(problem: Problem, work: Work, tolerance: float, n_sweep: int) -> float:
    """Sweep until no site moves by more than `tolerance` sds; return the last largest move."""
    far = np.inf
    for k in range(n_sweep):
        step = 1.0
        if k >= _HALF_SWEEPS:
            step = _SMALL_STEP
        elif k >= _FULL_SWEEPS:
            step = _HALF_STEP
        far = sweep(problem, work, step)
        if far <= tolerance:
            break
        if problem.measures[0] < problem.measures[1]:
            _begin_again(problem, work)
    return far


@inner
def _begin_again(problem: Problem, work: Work) -> None:
    """Begin anew in lanes that are no numbers any more.

    The site of a measure may have a precision below zero. Taken over from another point, where the
    diary says more, it can make the whole precision negative.
    """
    for w in range(WIDTH):
        if np.isfinite(work.cross[4, 0, w]):
            continue
        for i in range(problem.row_day.size):
            work.tau[i, w] = 0.0
            work.nu[i, w] = 0.0
        for k in range(problem.measures[0], problem.measures[1]):
            work.precision[k, w] = problem.precision[k]
            work.pull[k, w] = 0.0


@inner
def lanes_settled(work: Work, tolerance: float, settled: Array) -> None:
    """Mark the points whose last move was within `tolerance`."""
    for w in range(WIDTH):
        settled[w] = 1.0 if work.cross[4, 0, w] <= tolerance else 0.0
