"""Paths: draws of coefficients, flares and drift over every day, eight points side by side.

Given a point and its settled sites everything is normal: coefficients are drawn from the border,
then the days backwards, each given the next.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Integers, Problem, Work
from backstride.inference.kernels.band import draw_path
from backstride.inference.kernels.compiling import entry, inner
from backstride.inference.kernels.dose import set_compartments, set_parameters
from backstride.inference.kernels.ep import solve
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.sites import load_sites

_PAD = at.N_SHIFT - 1


class Paths(NamedTuple):
    """Where draws are written, one row a draw.

    Parameters
    ----------
    natural : array (n_draw, N_PAR)
        Natural hyper-parameters, columns as the rows of `Work.par`.
    loading, noise : array (n_draw, n_kind)
        Loading on the latent state, and variance of a score, of each kind of row.
    coefficient : array (n_draw, n_coefficient)
        Coefficients. [points]
    flare, drift : array (n_draw, n_state)
        Flare and drift of each day. [points]
    dose, fast, slow : array (n_draw, n_day)
        Dose and compartments of each day of the table.
    """

    natural: Array
    loading: Array
    noise: Array
    coefficient: Array
    flare: Array
    drift: Array
    dose: Array
    fast: Array
    slow: Array


class Scratch(NamedTuple):
    """Lanes of one draw per point.

    Parameters
    ----------
    normals : array (n_coefficient + 2 * n_state, WIDTH)
        Standard normals.
    beta : array (n_coefficient, WIDTH)
        Drawn coefficients.
    path : array (2, n_state, WIDTH)
        Drawn flare and drift.
    """

    normals: Array
    beta: Array
    path: Array


@entry
def run_paths(
    problem: Problem,
    work: Work,
    theta: Array,
    sites: Array,
    slots: Integers,
    scratch: Scratch,
    rng: np.random.Generator,
    out: Paths,
) -> None:
    """Draw from each point as often as it has slots.

    Parameters
    ----------
    theta : array (n_batch, WIDTH, n_theta)
        Hyper-parameter points.
    sites : array (n_batch, 2, n_site, WIDTH)
        Their settled sites.
    slots : array (n_batch, n_repeat, WIDTH)
        Row of `out` for each draw, -1 for none; a point's slots come before its -1.
    scratch : Scratch
        Room to work in.
    rng : Generator
        Source of the normals.
    out : Paths
        Filled.
    """
    for b in range(theta.shape[0]):
        set_parameters(problem, work, theta[b])
        set_compartments(problem, work)
        load_sites(problem, work, sites[b])
        solve(problem, work)
        for r in range(slots.shape[1]):
            if slots[b, r].max() < 0:
                break
            for i in range(scratch.normals.shape[0]):
                for w in range(WIDTH):
                    scratch.normals[i, w] = rng.standard_normal()
            draw_path(problem, work, scratch.normals, scratch.beta, scratch.path)
            for w in range(WIDTH):
                if slots[b, r, w] >= 0:
                    _write(work, scratch, w, slots[b, r, w], out)


@inner
def _write(work: Work, scratch: Scratch, w: int, row: int, out: Paths) -> None:
    """Copy one lane to its row."""
    for k in range(at.N_PAR):
        out.natural[row, k] = work.par[k, w]
    for k in range(work.noise.shape[0]):
        out.loading[row, k] = work.loading[k, w]
        out.noise[row, k] = work.noise[k, w]
    for k in range(scratch.beta.shape[0]):
        out.coefficient[row, k] = scratch.beta[k, w]
    for t in range(out.flare.shape[1]):
        out.flare[row, t] = scratch.path[0, t, w]
        out.drift[row, t] = scratch.path[1, t, w]
    for t in range(out.fast.shape[1]):
        out.dose[row, t] = work.dose[t + _PAD, w]
        out.fast[row, t] = work.fast[t, w]
        out.slow[row, t] = work.slow[t, w]


def allocate_paths(problem: Problem, n_draw: int) -> tuple[Paths, Scratch]:
    """Return room for the draws and to work in."""
    n_day, n_state = problem.log_load.size, int(problem.span[1])
    n_beta = problem.precision.size

    def rows(n_column: int) -> Array:
        return np.zeros((n_draw, n_column))

    paths = Paths(
        natural=rows(at.N_PAR),
        loading=rows(problem.kinds.shape[0]),
        noise=rows(problem.kinds.shape[0]),
        coefficient=rows(n_beta),
        flare=rows(n_state),
        drift=rows(n_state),
        dose=rows(n_day),
        fast=rows(n_day),
        slow=rows(n_day),
    )
    scratch = Scratch(
        normals=np.zeros((n_beta + 2 * n_state, WIDTH)),
        beta=np.zeros((n_beta, WIDTH)),
        path=np.zeros((2, n_state, WIDTH)),
    )
    return paths, scratch
