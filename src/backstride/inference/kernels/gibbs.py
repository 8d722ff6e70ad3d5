"""Gibbs: the exact sampler, eight chains side by side on the same banded solve.

One sweep, each step leaving the posterior as it is:

1. s_y given the latent path, the felt scores y* integrated out (interval probabilities);
2. y* given the path: normals truncated to the scores' intervals;
3. theta given y*, path and coefficients integrated out: a random walk, then joint draws from the
   prior of shape, delay and whether there is either at all, without and with the fast time
   constant, which jump between modes;
4. path and coefficients given y* and theta: one draw by back-substitution;
5. whether each measure does something, given its coefficient. In steps 3 and 4 it is known, so that
   the prior of every coefficient is normal.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.band import draw_path, factorise, forward, set_row
from backstride.inference.kernels.chains import Chains
from backstride.inference.kernels.compiling import entry, inner
from backstride.inference.kernels.contrast import (
    expected_score,
    standard_running,
    window_more,
    window_running,
)
from backstride.inference.kernels.dose import set_compartments, set_parameters
from backstride.inference.kernels.ep import prior_log_determinant
from backstride.inference.kernels.lanes import WIDTH, fill, load, square_root, store
from backstride.inference.kernels.normal import exponential, interval_moments, logarithm
from backstride.inference.kernels.truncated import truncated_normal

_FAST, _SCORE, _SHAPE, _DELAY = 0, 5, 6, 7
#: Logit of a delay that is none.
_NO_DELAY: Final = -50.0
#: Kinds of proposal: the walk, and the two sorts of jump.
_N_KIND: Final = 3
#: Sd of the random walk of log s_y. [prior sd]
_SCORE_WALK: Final = 0.25

# Columns of the trace, before hyper-parameters and coefficients.
DRAW_28D, DRAW_PLUS20, DRAW_STANDARD, LATENT_28D, LATENT_PLUS20, N_CONTRAST = range(6)


@entry
def run_gibbs(
    problem: Problem, work: Work, chains: Chains, rng: np.random.Generator, trace: Array
) -> None:
    """Sweep once for each row of `trace`.

    Its columns are N_CONTRAST contrasts, n_theta hyper-parameters, `rigid` and n_beta coefficients.
    """
    share = chains.rigid_share[0]
    for s in range(trace.shape[0]):
        _set_point(problem, work, chains, (chains.point, chains.rigid))
        _walk_score(problem, work, chains, rng)
        _set_point(problem, work, chains, (chains.point, chains.rigid))
        _draw_felt(problem, work, chains, rng)
        _log_density(problem, work, chains, 0)
        for kind in range(_N_KIND if share < 1.0 else 1):
            _propose(chains, rng, kind)
            _set_point(problem, work, chains, (chains.trial, chains.trial_rigid))
            _log_density(problem, work, chains, 1)
            _accept(chains, rng, kind)
        _set_point(problem, work, chains, (chains.point, chains.rigid))
        _log_density(problem, work, chains, 0)
        for i in range(chains.normals.shape[0]):
            for w in range(WIDTH):
                chains.normals[i, w] = rng.standard_normal()
        draw_path(problem, work, chains.normals, work.beta, chains.path)
        _set_latent(problem, work, chains)
        _draw_works(problem, work, chains, rng)
        _record(problem, work, chains, trace[s])


@inner
def _set_point(problem: Problem, work: Work, chains: Chains, place: tuple[Array, Array]) -> None:
    """Turn a point in prior sds, and whether it is rigid, into parameters and compartments."""
    point, rigid = place
    for w in range(WIDTH):
        for k in range(point.shape[1]):
            chains.theta[w, k] = chains.mean[k] + chains.sd[k] * point[w, k]
        if rigid[w] > 0.0:
            chains.theta[w, _SHAPE] = 0.0
            chains.theta[w, _DELAY] = _NO_DELAY
    set_parameters(problem, work, chains.theta)
    set_compartments(problem, work)
    idle, working = problem.mixture[2], problem.mixture[3]
    for k in range(chains.works.shape[0]):
        for w in range(WIDTH):
            variance = working if chains.works[k, w] > 0.0 else idle
            work.precision[problem.measures[0] + k, w] = 1.0 / variance


@inner
def _log_density(problem: Problem, work: Work, chains: Chains, row: int) -> None:
    """Log density of y* given theta, path and coefficients integrated out, up to a constant."""
    outside = fill(0.0)
    for i in range(problem.row_day.size):
        noise = load(work.noise, problem.row_kind[i]) + problem.row_extra[i]
        felt = load(chains.felt, i)
        tau = 1.0 / noise
        store(work.tau, i, tau)
        store(work.nu, i, felt * tau)
        outside = outside + felt * felt * tau + logarithm(noise)
    log_det, square = forward(problem, work)
    log_det = log_det + factorise(work)
    for k in range(work.beta.shape[0]):
        square = square + load(work.rotated, k) * load(work.rotated, k)
    value = 0.5 * (prior_log_determinant(problem, work) - log_det + square - outside)
    store(chains.density, row, value)


@inner
def _walk_score(problem: Problem, work: Work, chains: Chains, rng: np.random.Generator) -> None:
    """Walk log s_y with the felt scores integrated out."""
    before, after = fill(0.0), fill(0.0)
    for w in range(WIDTH):
        work.total[0, w] = chains.sd[_SCORE] * _SCORE_WALK * rng.standard_normal()
    factor = exponential(2.0 * load(work.total, 0))
    for i in range(problem.row_day.size):
        if problem.kinds[problem.row_kind[i], 2] != at.LOG_SD_SCORE:
            continue
        noise, extra = load(work.noise, problem.row_kind[i]), problem.row_extra[i]
        eta, low, high = load(chains.eta, i), problem.row_low[i], problem.row_high[i]
        z, e, _, _ = interval_moments(eta, square_root(noise + extra), low, high)
        before = before + (logarithm(z) - e)
        z, e, _, _ = interval_moments(eta, square_root(noise * factor + extra), low, high)
        after = after + (logarithm(z) - e)
    store(work.total, 1, after - before)
    for w in range(WIDTH):
        old = chains.point[w, _SCORE]
        new = old + work.total[0, w] / chains.sd[_SCORE]
        ratio = work.total[1, w] + 0.5 * (old * old - new * new)
        if math.log(1.0 - rng.random()) < ratio:
            chains.point[w, _SCORE] = new
            chains.accepted[3, w] += 1.0


@inner
def _draw_felt(problem: Problem, work: Work, chains: Chains, rng: np.random.Generator) -> None:
    """Draw y* between the bounds of each score."""
    for w in range(WIDTH):
        for i in range(problem.row_day.size):
            sd = math.sqrt(work.noise[problem.row_kind[i], w] + problem.row_extra[i])
            eta = chains.eta[i, w]
            low, high = (problem.row_low[i] - eta) / sd, (problem.row_high[i] - eta) / sd
            chains.felt[i, w] = eta + sd * truncated_normal(rng, low, high)


@inner
def _propose(chains: Chains, rng: np.random.Generator, kind: int) -> None:
    """Propose a random walk (0) or prior draws of shape, delay and rigidity (1, 2).

    The second jump draws the fast time constant as well.
    """
    n_theta = chains.point.shape[1]
    for w in range(WIDTH):
        chains.trial_rigid[w] = chains.rigid[w]
        for k in range(n_theta):
            chains.trial[w, k] = chains.point[w, k]
        if kind == 0:
            scale = 1.0 if rng.random() < 0.8 else 0.3
            for j in range(n_theta):
                step = scale * rng.standard_normal()
                for k in range(j, n_theta):
                    chains.trial[w, k] += chains.walk[k, j] * step
        else:
            chains.trial_rigid[w] = 1.0 if rng.random() < chains.rigid_share[0] else 0.0
            chains.trial[w, _SHAPE] = rng.standard_normal()
            chains.trial[w, _DELAY] = rng.standard_normal()
            if kind > 1:
                chains.trial[w, _FAST] = rng.standard_normal()


@inner
def _accept(chains: Chains, rng: np.random.Generator, kind: int) -> None:
    """Accept or reject lane by lane; a prior draw needs no prior in its ratio."""
    n_theta = chains.point.shape[1]
    for w in range(WIDTH):
        ratio = chains.density[1, w] - chains.density[0, w]
        if kind == 0:
            for k in range(n_theta):
                old, new = chains.point[w, k], chains.trial[w, k]
                ratio += 0.5 * (old * old - new * new)
        if math.log(1.0 - rng.random()) < ratio:
            for k in range(n_theta):
                chains.point[w, k] = chains.trial[w, k]
            chains.rigid[w] = chains.trial_rigid[w]
            chains.density[0, w] = chains.density[1, w]
            chains.accepted[kind, w] += 1.0


@inner
def _set_latent(problem: Problem, work: Work, chains: Chains) -> None:
    """Work out the latent value behind each score from the drawn path."""
    for i in range(problem.row_day.size):
        set_row(problem, work, i)
        t = problem.row_day[i] - problem.span[0]
        state = load(chains.path, (0, t)) + load(chains.path, (1, t))
        eta = load(work.loading, problem.row_kind[i]) * state
        for k in range(work.beta.shape[0]):
            eta = eta + load(work.row, k) * load(work.beta, k)
        store(chains.eta, i, eta)


@inner
def _draw_works(problem: Problem, work: Work, chains: Chains, rng: np.random.Generator) -> None:
    """Draw whether each measure does something, given its effect."""
    log_odds, idle, working = problem.mixture[1], problem.mixture[2], problem.mixture[3]
    for k in range(chains.works.shape[0]):
        for w in range(WIDTH):
            effect = work.beta[problem.measures[0] + k, w]
            ratio = log_odds + 0.5 * math.log(idle / working)
            ratio += 0.5 * effect * effect * (1.0 / idle - 1.0 / working)
            share = 1.0 / (1.0 + math.exp(-ratio))
            chains.works[k, w] = 1.0 if rng.random() < share else 0.0


@inner
def _record(problem: Problem, work: Work, chains: Chains, out: Array) -> None:
    """Write contrasts, hyper-parameters and coefficients of this sweep."""
    n_theta, n_beta = chains.point.shape[1], work.beta.shape[0]
    fast_mean, slow_mean = window_running(problem, work)
    more_fast, more_slow = window_more(problem, work)
    by_fast, by_slow = load(work.beta, at.FAST), load(work.beta, at.SLOW)
    inverse_sd = 1.0 / square_root(load(work.noise, 0))
    step = problem.score_step[0]
    total, total_more = fill(0.0), fill(0.0)
    start, n_window = problem.span[2], work.window.shape[0]
    for t in range(n_window):
        day = start + t - problem.span[0]
        eta = load(chains.path, (0, day)) + load(chains.path, (1, day))
        eta = eta + by_fast * load(work.fast, start + t) + by_slow * load(work.slow, start + t)
        for k in range(n_beta):
            if k not in (at.FAST, at.SLOW, at.ACUTE):
                fixed = problem.window_fixed[t, k if k < at.FAST else k - 3]
                eta = eta + load(work.beta, k) * fixed
        delta = by_fast * load(work.window, (t, n_beta + 1))
        delta = delta + by_slow * load(work.window, (t, n_beta + 2))
        more = by_fast * load(work.window, (t, n_beta + 3))
        more = more + by_slow * load(work.window, (t, n_beta + 4))
        score = expected_score(eta, inverse_sd, step)
        total = total + (score - expected_score(eta - delta, inverse_sd, step))
        total_more = total_more + (expected_score(eta + more, inverse_sd, step) - score)
    latent = by_fast * fast_mean + by_slow * slow_mean
    standard_fast, standard_slow = standard_running(work)
    store(out, DRAW_28D, total * (1.0 / n_window))
    store(out, DRAW_PLUS20, total_more * (1.0 / n_window))
    store(out, DRAW_STANDARD, by_fast * standard_fast + by_slow * standard_slow)
    store(out, LATENT_28D, latent)
    store(out, LATENT_PLUS20, by_fast * more_fast + by_slow * more_slow)
    for k in range(n_theta):
        for w in range(WIDTH):
            out[N_CONTRAST + k, w] = chains.point[w, k]
            out[N_CONTRAST + n_theta, w] = chains.rigid[w]
    for k in range(n_beta):
        store(out, N_CONTRAST + n_theta + 1 + k, load(work.beta, k))
