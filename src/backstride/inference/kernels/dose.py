"""Dose: hyper-parameters to natural units, and loads to the fast and the slow compartment.

::

    d_t = L_t**nu                                  0 on a rest day
    u_t = (1 - f) d_{t-k} + f d_{t-k-1}            k + f = delay
    F_{t+1} = rho_f F_t + (1 - rho_f) u_t          S_{t+1} = rho_s S_t + (1 - rho_s) d_t
"""

from __future__ import annotations

import math

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import WIDTH, Lanes, fill, load, store
from backstride.inference.kernels.normal import exponential

_PAD = at.N_SHIFT - 1
_MAX_DELAY = 3.0


@inner
def set_parameters(work: Work, theta: Array) -> None:
    """Turn eight points (WIDTH, n_theta) into natural parameters; six columns mean M3."""
    flexible = theta.shape[1] > 6
    for w in range(WIDTH):
        for k in range(3):
            tau = math.exp(theta[w, k])
            keep = math.exp(-1.0 / tau)
            work.par[at.KEEP_FAST + k, w] = keep
            work.par[at.SLOPE_FAST + k, w] = keep / tau
            work.par[at.VAR_FLARE + k, w] = math.exp(2.0 * theta[w, 3 + k])
        logistic = 1.0 / (1.0 + math.exp(-theta[w, 7])) if flexible else 0.0
        delay = _MAX_DELAY * logistic
        work.par[at.EXPONENT, w] = math.exp(theta[w, 6]) if flexible else 1.0
        work.par[at.DELAY, w] = delay
        work.par[at.SLOPE_DELAY, w] = delay * (1.0 - logistic)
        whole = min(int(delay), at.N_SHIFT - 2)
        for j in range(at.N_SHIFT):
            work.shift[j, w] = 0.0
            work.shift_slope[j, w] = 0.0
        work.shift[whole, w] = 1.0 - (delay - whole)
        work.shift[whole + 1, w] = delay - whole
        work.shift_slope[whole, w] = -1.0
        work.shift_slope[whole + 1, w] = 1.0
        work.noise[0, w] = work.par[at.VAR_SCORE, w]
        work.noise[1, w] = work.par[at.VAR_SCORE, w]


@inner
def mean_dose(problem: Problem, exponent: Lanes) -> tuple[Lanes, Lanes]:
    """Mean dose of a run and its derivative with respect to log(exponent)."""
    total, slope, n_run = fill(0.0), fill(0.0), 0
    for t in range(problem.running.size):
        if problem.running[t] > 0.0:
            power = exponent * problem.log_load[t]
            dose = exponential(power)
            total = total + dose
            slope = slope + dose * power
            n_run += 1
    scale = 1.0 / max(n_run, 1)
    return total * scale, slope * scale


@inner
def set_compartments(problem: Problem, work: Work) -> None:
    """Fill dose, fast and slow for every day of the table."""
    exponent = load(work.par, at.EXPONENT)
    typical, _ = mean_dose(problem, exponent)
    before = typical * problem.first_share[0]
    for j in range(_PAD):
        store(work.dose, j, before)
    keep_f, keep_s = load(work.par, at.KEEP_FAST), load(work.par, at.KEEP_SLOW)
    fast, slow = before, before
    for t in range(problem.log_load.size):
        store(work.fast, t, fast)
        store(work.slow, t, slow)
        dose = typical * problem.unknown_share[t]
        if problem.running[t] > 0.0:
            dose = exponential(exponent * problem.log_load[t])
        store(work.dose, t + _PAD, dose)
        late = fill(0.0)
        for j in range(at.N_SHIFT):
            late = late + load(work.shift, j) * load(work.dose, t + _PAD - j)
        fast = late + keep_f * (fast - late)
        slow = dose + keep_s * (slow - dose)


@inner
def dose_gradient(problem: Problem, work: Work, gradient: Array) -> None:
    """Chain `day_gradient` to tau_fast, tau_slow, exponent and delay (rows 0, 1, 6, 7)."""
    exponent = load(work.par, at.EXPONENT)
    _, typical_slope = mean_dose(problem, exponent)
    keep_f, keep_s = load(work.par, at.KEEP_FAST), load(work.par, at.KEEP_SLOW)
    slope_f, slope_s = load(work.par, at.SLOPE_FAST), load(work.par, at.SLOPE_SLOW)
    slope_delay = load(work.par, at.SLOPE_DELAY)
    before = typical_slope * problem.first_share[0]
    # Derivatives of the doses of today and the days before, newest first.
    d0, d1, d2, d3 = before, before, before, before
    fast_tau, slow_tau, fast_delay = fill(0.0), fill(0.0), fill(0.0)
    fast_nu, slow_nu = before, before
    by_fast, by_slow, by_nu, by_delay = fill(0.0), fill(0.0), fill(0.0), fill(0.0)
    for t in range(problem.log_load.size):
        by_f, by_s = load(work.day_gradient, (t, 0)), load(work.day_gradient, (t, 1))
        dose = load(work.dose, t + _PAD)
        d3, d2, d1 = d2, d1, d0
        d0 = typical_slope * problem.unknown_share[t]
        if problem.running[t] > 0.0:
            d0 = dose * exponent * problem.log_load[t]
        by_fast = by_fast + by_f * fast_tau
        by_slow = by_slow + by_s * slow_tau
        by_delay = by_delay + by_f * fast_delay
        by_nu = by_nu + by_f * fast_nu + by_s * slow_nu + load(work.day_gradient, (t, 2)) * d0
        late, moved = fill(0.0), fill(0.0)
        for j in range(at.N_SHIFT):
            earlier = load(work.dose, t + _PAD - j)
            late = late + load(work.shift, j) * earlier
            moved = moved + load(work.shift_slope, j) * earlier
        late_nu = load(work.shift, 0) * d0 + load(work.shift, 1) * d1
        late_nu = late_nu + load(work.shift, 2) * d2 + load(work.shift, 3) * d3
        moved = moved * slope_delay
        fast_tau = keep_f * fast_tau + slope_f * (load(work.fast, t) - late)
        slow_tau = keep_s * slow_tau + slope_s * (load(work.slow, t) - dose)
        fast_delay = moved + keep_f * (fast_delay - moved)
        fast_nu = late_nu + keep_f * (fast_nu - late_nu)
        slow_nu = d0 + keep_s * (slow_nu - d0)
    store(gradient, 0, by_fast)
    store(gradient, 1, by_slow)
    if gradient.shape[0] > 6:
        store(gradient, 6, by_nu)
        store(gradient, 7, by_delay)
