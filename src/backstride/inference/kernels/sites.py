"""Sites: the normal factors that stand for scores and for the priors of measures."""

from __future__ import annotations

from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import Lanes, absolute, larger, load, square_root, store


@inner
def load_sites(problem: Problem, work: Work, sites: Array) -> None:
    """Take the sites (2, n_site, WIDTH) of eight points: scores, then measures."""
    n_row, first = problem.row_day.size, problem.measures[0]
    for i in range(n_row):
        store(work.tau, i, load(sites, (0, i)))
        store(work.nu, i, load(sites, (1, i)))
    for k in range(first, problem.measures[1]):
        store(work.precision, k, load(sites, (0, n_row + k - first)))
        store(work.pull, k, load(sites, (1, n_row + k - first)))


@inner
def keep_sites(problem: Problem, work: Work, sites: Array) -> None:
    """Give back the sites of eight points."""
    n_row, first = problem.row_day.size, problem.measures[0]
    for i in range(n_row):
        store(sites, (0, i), load(work.tau, i))
        store(sites, (1, i), load(work.nu, i))
    for k in range(first, problem.measures[1]):
        store(sites, (0, n_row + k - first), load(work.precision, k))
        store(sites, (1, n_row + k - first), load(work.pull, k))


@inner
def step_site(
    sites: tuple[Array, Array],
    i: int,
    wanted: tuple[Lanes, Lanes],
    marginal: tuple[Lanes, Lanes],
    step: float,
) -> Lanes:
    """Move a site's precision and pull part of the way; return the whole way in sds."""
    mean, var = marginal
    tau, nu = load(sites[0], i), load(sites[1], i)
    move_tau, move_nu = wanted[0] - tau, wanted[1] - nu
    store(sites[0], i, tau + step * move_tau)
    store(sites[1], i, nu + step * move_nu)
    return larger(absolute(move_tau) * var, absolute(move_nu - mean * move_tau) * square_root(var))
