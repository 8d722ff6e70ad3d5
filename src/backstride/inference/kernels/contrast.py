"""Contrast: what running did over the window, exactly on the latent line and drawn on the score.

Given the hyper-parameters the contrast is ``b_f A_f + b_s A_s`` on the latent line and therefore
normal. On the 0-10 score it is the mean over the window's mornings of ``g(eta) - g(eta - delta)``
with the expected score

    g(eta) = step * sum_k Phi((eta - (k + 1/2) step) / s_y),      k = 0 .. 10 / step - 1

where flares and drift keep what the diary says of them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.band import couplings, rotate, state_variance, step_back
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.dose import dose_of, mean_dose
from backstride.inference.kernels.lanes import Lanes, fill, larger, load, square_root, store
from backstride.inference.kernels.normal import quick_cdf

_PAD = at.N_SHIFT - 1
_HIGHEST = 10.0
STANDARD_DAYS: Final = 28
#: One typical run on every so many days.
STANDARD_EVERY: Final = 2
MORE_LOAD: Final = 1.2
_LOG_MORE = float(np.log(MORE_LOAD))

# Rows of what `contrast_moments` returns.
(
    MEAN_28D,
    VAR_28D,
    MEAN_PLUS20,
    VAR_PLUS20,
    MEAN_STANDARD,
    VAR_STANDARD,
    N_MOMENT,
) = range(7)


@inner
def window_running(problem: Problem, work: Work) -> tuple[Lanes, Lanes]:
    """Write what the window's own running put into both compartments; return their means."""
    first = problem.span[2]
    for t in range(first, problem.span[3] + 1):
        store(work.day_gradient, (t, 2), load(work.dose, t + _PAD))
    return _window_course(problem, work, work.beta.shape[0] + 1)


@inner
def window_more(problem: Problem, work: Work) -> tuple[Lanes, Lanes]:
    """Write what a fifth more load on each of the window's days would add; return the means."""
    first, last = problem.span[2], problem.span[3]
    typical, _ = mean_dose(problem, work)
    total, n_run = fill(0.0), 0
    for t in range(problem.running.size):
        if problem.running[t] > 0.0:
            total = total + dose_of(work, problem.log_load[t] + _LOG_MORE)
            n_run += 1
    typical_more = total * (1.0 / max(n_run, 1)) - typical
    for t in range(first, last + 1):
        more = typical_more * problem.unknown_share[t]
        if problem.running[t] > 0.0:
            more = dose_of(work, problem.log_load[t] + _LOG_MORE)
            more = more - load(work.dose, t + _PAD)
        store(work.day_gradient, (t, 2), more)
    return _window_course(problem, work, work.beta.shape[0] + 3)


@inner
def _window_course(problem: Problem, work: Work, column: int) -> tuple[Lanes, Lanes]:
    """Let the doses in ``day_gradient[:, 2]`` run through both compartments from empty.

    Writes them to two columns of `work.window` and returns their means.
    """
    first, last = problem.span[2], problem.span[3]
    keep_f, keep_s = load(work.par, at.KEEP_FAST), load(work.par, at.KEEP_SLOW)
    fast, slow, sum_f, sum_s = fill(0.0), fill(0.0), fill(0.0), fill(0.0)
    for t in range(first, last + 1):
        store(work.window, (t - first, column), fast)
        store(work.window, (t - first, column + 1), slow)
        sum_f, sum_s = sum_f + fast, sum_s + slow
        late = fill(0.0)
        for j in range(min(at.N_SHIFT, t - first + 1)):
            late = late + load(work.shift, j) * load(work.day_gradient, (t - j, 2))
        dose = load(work.day_gradient, (t, 2))
        fast = late + keep_f * (fast - late)
        slow = dose + keep_s * (slow - dose)
    scale = 1.0 / (last - first + 1)
    return sum_f * scale, sum_s * scale


@inner
def standard_running(work: Work) -> tuple[Lanes, Lanes]:
    """Mean fast and slow compartment over 28 mornings of a run every other day from rest.

    The run is a typical one: its dose is 1 whatever exponent and threshold are.
    """
    keep_f, keep_s = load(work.par, at.KEEP_FAST), load(work.par, at.KEEP_SLOW)
    fast, slow, sum_f, sum_s = fill(0.0), fill(0.0), fill(0.0), fill(0.0)
    for t in range(STANDARD_DAYS):
        late, dose = fill(0.0), fill(0.0)
        for j in range(min(at.N_SHIFT, t + 1)):
            if (t - j) % STANDARD_EVERY == 0:
                late = late + load(work.shift, j)
        if t % STANDARD_EVERY == 0:
            dose = fill(1.0)
        fast = late + keep_f * (fast - late)
        slow = dose + keep_s * (slow - dose)
        sum_f, sum_s = sum_f + fast, sum_s + slow
    return sum_f * (1.0 / STANDARD_DAYS), sum_s * (1.0 / STANDARD_DAYS)


@inner
def _moments(work: Work, fast: Lanes, slow: Lanes) -> tuple[Lanes, Lanes]:
    """Mean and variance of ``b_f fast + b_s slow``."""
    mean = fast * load(work.beta, at.FAST) + slow * load(work.beta, at.SLOW)
    var = fill(0.0)
    for j in range(work.beta.shape[0]):
        lean = fast * load(work.root, (j, at.FAST)) + slow * load(work.root, (j, at.SLOW))
        var = var + lean * lean
    return mean, var


@inner
def contrast_moments(problem: Problem, work: Work, out: Array) -> None:
    """Fill `out` (N_MOMENT, WIDTH) with the exact moments of the linear contrasts."""
    fast, slow = window_running(problem, work)
    mean, var = _moments(work, fast, slow)
    store(out, MEAN_28D, mean)
    store(out, VAR_28D, var)
    fast, slow = window_more(problem, work)
    mean, var = _moments(work, fast, slow)
    store(out, MEAN_PLUS20, mean)
    store(out, VAR_PLUS20, var)
    fast, slow = standard_running(work)
    mean, var = _moments(work, fast, slow)
    store(out, MEAN_STANDARD, mean)
    store(out, VAR_STANDARD, var)


@inner
def coefficient_moments(work: Work, out: Array) -> None:
    """Fill `out` (2, n_coefficient, WIDTH) with means and variances of the coefficients."""
    n_beta = work.beta.shape[0]
    for k in range(n_beta):
        var = fill(0.0)
        for j in range(k, n_beta):
            var = var + load(work.root, (j, k)) * load(work.root, (j, k))
        store(out, (0, k), load(work.beta, k))
        store(out, (1, k), var)


@inner
def window_states(problem: Problem, work: Work) -> tuple[Lanes, Lanes, Lanes]:
    """Fill means and leanings of `work.window`; return the last morning's state variances."""
    off_z, off_l, _ = couplings(work)
    n_state, n_beta, start = problem.span[1], work.beta.shape[0], problem.span[0]
    first, last = problem.span[2] - start, problem.span[3] - start
    var = (fill(0.0), fill(0.0), fill(0.0))
    at_end = var
    for t in range(n_state - 1, first - 1, -1):
        step_back(work, t, t == n_state - 1, off_z, off_l)
        if t >= last:
            var = state_variance(work, t, var, (off_z, off_l))
            at_end = var
        if t > last:
            continue
        mean = load(work.cross, (2, n_beta)) + load(work.cross, (3, n_beta))
        for k in range(n_beta):
            column = fill(0.0)
            if k == at.FAST:
                column = load(work.fast, t + start)
            elif k == at.SLOW:
                column = load(work.slow, t + start)
            elif k != at.ACUTE:
                column = fill(problem.window_fixed[t - first, k if k < 2 else k - 3])
            part = column - (load(work.cross, (2, k)) + load(work.cross, (3, k)))
            store(work.residual, k, part)
            mean = mean + part * load(work.beta, k)
        rotate(work, work.residual)
        for k in range(n_beta):
            store(work.window, (t - first, k), load(work.rotated, k))
        store(work.window, (t - first, n_beta), mean)
    return at_end


@inner
def expected_score(eta: Lanes, inverse_sd: Lanes, step: float) -> Lanes:
    """Return the expected rounded and censored score of a latent value."""
    total = fill(0.0)
    for k in range(int(_HIGHEST / step + 0.5)):
        total = total + quick_cdf((eta - (k + 0.5) * step) * inverse_sd)
    return total * step


@inner
def _contrasts(
    etas: tuple[Lanes, Lanes, Lanes], inverse_sd: Lanes, step: float
) -> tuple[Lanes, Lanes]:
    """Score observed less score rested, and score after more running less score observed."""
    observed = expected_score(etas[0], inverse_sd, step)
    rested = expected_score(etas[1], inverse_sd, step)
    return observed - rested, expected_score(etas[2], inverse_sd, step) - observed


@inner
def draw_scores(problem: Problem, work: Work, normals: Array, out: Array) -> None:
    """Draw the contrasts on the score scale in antithetic pairs.

    Parameters
    ----------
    normals : array (n_pair, n_coefficient + 2 * n_window, WIDTH)
        Standard normals.
    out : array (2 * n_pair, 2, WIDTH)
        `effect_28d` and `effect_plus20`. [points]
    """
    end = window_states(problem, work)
    n_beta, n_window = work.beta.shape[0], work.window.shape[0]
    start = problem.span[2] - problem.span[0]
    off_z, off_l, _ = couplings(work)
    inverse_sd = 1.0 / square_root(load(work.noise, 0))
    step = problem.score_step[0]
    for d in range(normals.shape[0]):
        by_fast, by_slow = fill(0.0), fill(0.0)
        for j in range(n_beta):
            by_fast = by_fast + load(work.root, (j, at.FAST)) * load(normals, (d, j))
            by_slow = by_slow + load(work.root, (j, at.SLOW)) * load(normals, (d, j))
        sum_a, sum_b, more_a, more_b = fill(0.0), fill(0.0), fill(0.0), fill(0.0)
        flare, drift = fill(0.0), fill(0.0)
        for t in range(n_window - 1, -1, -1):
            v11, v12, v22 = end
            mean_z, mean_l = fill(0.0), fill(0.0)
            if t < n_window - 1:
                v11 = load(work.inverse, (start + t, 0))
                v12 = load(work.inverse, (start + t, 1))
                v22 = load(work.inverse, (start + t, 2))
                n_z, n_l = off_z * flare, off_l * drift
                mean_z = 0.0 - (v11 * n_z + v12 * n_l)
                mean_l = 0.0 - (v12 * n_z + v22 * n_l)
            root = square_root(v11)
            a, b = load(normals, (d, n_beta + 2 * t)), load(normals, (d, n_beta + 2 * t + 1))
            lower = v12 / root
            flare = mean_z + root * a
            drift = mean_l + lower * a + square_root(larger(v22 - lower * lower, fill(0.0))) * b
            away = flare + drift
            for k in range(n_beta):
                away = away + load(work.window, (t, k)) * load(normals, (d, k))
            mean = load(work.window, (t, n_beta))
            fast = load(work.window, (t, n_beta + 1))
            slow = load(work.window, (t, n_beta + 2))
            centre = fast * load(work.beta, at.FAST) + slow * load(work.beta, at.SLOW)
            delta = fast * by_fast + slow * by_slow
            fast = load(work.window, (t, n_beta + 3))
            slow = load(work.window, (t, n_beta + 4))
            centre_more = fast * load(work.beta, at.FAST) + slow * load(work.beta, at.SLOW)
            more = fast * by_fast + slow * by_slow
            up, down = mean + away, mean - away
            part = _contrasts((up, up - centre - delta, up + centre_more + more), inverse_sd, step)
            sum_a, more_a = sum_a + part[0], more_a + part[1]
            part = _contrasts(
                (down, down - centre + delta, down + centre_more - more), inverse_sd, step
            )
            sum_b, more_b = sum_b + part[0], more_b + part[1]
        scale = 1.0 / n_window
        store(out, (2 * d, 0), sum_a * scale)
        store(out, (2 * d, 1), more_a * scale)
        store(out, (2 * d + 1, 0), sum_b * scale)
        store(out, (2 * d + 1, 1), more_b * scale)
