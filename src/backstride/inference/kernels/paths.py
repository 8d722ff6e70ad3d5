"""Paths: draws of coefficients, flares and drift over every day, eight points side by side.

Given a point and its settled sites everything is normal: coefficients are drawn from the border,
then the days backwards, each given the next.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Integers, Problem, Work
from backstride.inference.kernels.band import couplings, turn_back
from backstride.inference.kernels.compiling import entry, inner
from backstride.inference.kernels.dose import set_compartments, set_parameters
from backstride.inference.kernels.ep import solve
from backstride.inference.kernels.lanes import WIDTH, fill, larger, load, square_root, store

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
    sites : array (n_batch, 2, n_row, WIDTH)
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
        for i in range(problem.row_day.size):
            store(work.tau, i, load(sites, (b, 0, i)))
            store(work.nu, i, load(sites, (b, 1, i)))
        solve(problem, work)
        for r in range(slots.shape[1]):
            if slots[b, r].max() < 0:
                break
            for i in range(scratch.normals.shape[0]):
                for w in range(WIDTH):
                    scratch.normals[i, w] = rng.standard_normal()
            _draw(problem, work, scratch)
            for w in range(WIDTH):
                if slots[b, r, w] >= 0:
                    _write(work, scratch, w, slots[b, r, w], out)


@inner
def _draw(problem: Problem, work: Work, scratch: Scratch) -> None:
    """Draw coefficients, then flare and drift from the last day to the first."""
    n_beta, n_state = work.beta.shape[0], problem.span[1]
    off_z, off_l, _ = couplings(work)
    normals, gain = scratch.normals, work.gain
    for k in range(n_beta):
        store(scratch.beta, k, load(work.beta, k) + turn_back(work, normals, k))
    flare, drift = fill(0.0), fill(0.0)
    for t in range(n_state - 1, -1, -1):
        p11, p12 = load(work.inverse, (t, 0)), load(work.inverse, (t, 1))
        p22 = load(work.inverse, (t, 2))
        mean_z, mean_l = load(gain, (t, 0, n_beta)), load(gain, (t, 1, n_beta))
        for k in range(n_beta):
            mean_z = mean_z - load(gain, (t, 0, k)) * load(scratch.beta, k)
            mean_l = mean_l - load(gain, (t, 1, k)) * load(scratch.beta, k)
        if t < n_state - 1:
            n_z, n_l = off_z * flare, off_l * drift
            mean_z = mean_z - (p11 * n_z + p12 * n_l)
            mean_l = mean_l - (p12 * n_z + p22 * n_l)
        a, b = load(normals, n_beta + 2 * t), load(normals, n_beta + 2 * t + 1)
        root = square_root(p11)
        lower = p12 / root
        flare = mean_z + root * a
        drift = mean_l + lower * a + square_root(larger(p22 - lower * lower, fill(0.0))) * b
        store(scratch.path, (0, t), flare)
        store(scratch.path, (1, t), drift)


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
