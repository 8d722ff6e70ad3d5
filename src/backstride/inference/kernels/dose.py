"""Dose: hyper-parameters to natural units, and loads to the fast and the slow compartment.

::

    d_t = L_t**nu              shape < 0, nu = exp(0.6 shape) < 1: more and more does less and less
    d_t = (L_t - c)+ / (1 - c) shape > 0, c = 0.95 tanh(0.6 shape): only what is above c counts
    d_t = L_t                  shape = 0; a typical run is a dose of 1 whatever the shape
    u_t = (1 - f) d_{t-k} + f d_{t-k-1}            k + f = delay
    F_{t+1} = rho_f F_t + (1 - rho_f) u_t          S_{t+1} = rho_s S_t + (1 - rho_s) d_t
"""

from __future__ import annotations

import math

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import WIDTH, Lanes, fill, larger, load, store
from backstride.inference.kernels.normal import exponential

_PAD = at.N_SHIFT - 1
#: As `priors.MAX_DELAY_DAYS`, which kernels do not read.
_MAX_DELAY = 3.0
#: How fast exponent and threshold change with the shape. Own choice: the log of the exponent had a
#: prior sd of 0.4 where it was the whole shape (``inference.md`` section 2), of which only the half
#: below 0 is left; with 0.6 the exponent is 0.30 and the threshold 0.79 of a typical run at 2 prior
#: sds, so that 0.8, the threshold of the grid of coverage, lies inside the prior.
SHAPE_RATE = 0.6
#: Thresholds stay below this, or a typical run would not count and its dose, which is 1, would be a
#: nought over nought. Own choice: close to 1, and of a run 5 % above it still something is left.
MAX_THRESHOLD = 0.95
#: Smallest divisor, so that nought over nought is nought; far below any dose, far above underflow.
_SLOT = 1.0e-300


@inner
def set_parameters(problem: Problem, work: Work, theta: Array) -> None:
    """Turn eight points (WIDTH, n_theta) into natural parameters."""
    _set_body(work, theta)
    for w in range(WIDTH):
        for kind in range(problem.kinds.shape[0]):
            rule, by_loading, by_noise = problem.kinds[kind]
            work.loading[kind, w] = 1.0
            if rule == at.LOADING_FREE:
                work.loading[kind, w] = theta[w, by_loading]
            elif rule == at.LOADING_AVOIDANCE:
                work.loading[kind, w] = -math.exp(theta[w, by_loading])
            work.noise[kind, w] = 1.0
            if by_noise != at.NO_THETA:
                work.noise[kind, w] = math.exp(2.0 * theta[w, by_noise])
        for k in range(problem.precision.size):
            work.precision[k, w] = problem.precision[k]


@inner
def _set_body(work: Work, theta: Array) -> None:
    """Set time constants, noise, shape and delay."""
    for w in range(WIDTH):
        for k in range(3):
            tau = math.exp(theta[w, k])
            keep = math.exp(-1.0 / tau)
            work.par[at.KEEP_FAST + k, w] = keep
            work.par[at.SLOPE_FAST + k, w] = keep / tau
            work.par[at.VAR_FLARE + k, w] = math.exp(2.0 * theta[w, 3 + k])
        logistic = 1.0 / (1.0 + math.exp(-theta[w, 7]))
        delay = _MAX_DELAY * logistic
        _set_shape(work, w, theta[w, 6])
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


@inner
def _set_shape(work: Work, w: int, shape: float) -> None:
    """Set exponent and threshold of one lane, and how they change with the shape."""
    work.par[at.SHAPE, w] = shape
    work.par[at.EXPONENT, w] = 1.0
    work.par[at.THRESHOLD, w] = 0.0
    if shape < 0.0:
        work.par[at.EXPONENT, w] = math.exp(SHAPE_RATE * shape)
        work.par[at.SLOPE_SHAPE, w] = SHAPE_RATE
    else:
        bent = math.tanh(SHAPE_RATE * shape)
        work.par[at.THRESHOLD, w] = MAX_THRESHOLD * bent
        work.par[at.SLOPE_SHAPE, w] = MAX_THRESHOLD * SHAPE_RATE * (1.0 - bent * bent)


@inner
def dose_of(work: Work, log_amount: float) -> Lanes:
    """Return the dose of one run, whose load has this log."""
    bent = exponential(load(work.par, at.EXPONENT) * log_amount)
    threshold = load(work.par, at.THRESHOLD)
    # Of the two branches one is the identity: the dose is whichever bends.
    return larger(bent - threshold, fill(0.0)) / (1.0 - threshold)


@inner
def dose_slope(work: Work, log_amount: float) -> Lanes:
    """Return the derivative of `dose_of` with respect to the shape."""
    threshold = load(work.par, at.THRESHOLD)
    exponent = load(work.par, at.EXPONENT)
    slope = load(work.par, at.SLOPE_SHAPE)
    bent = exponential(exponent * log_amount)
    rest = 1.0 / (1.0 - threshold)
    above = larger(bent - threshold, fill(0.0))
    # 1 where the load is above the threshold, else 0; the slot keeps 0 / 0 away.
    counts = above / larger(above, fill(_SLOT))
    by_power = slope * exponent * log_amount * bent
    by_threshold = slope * counts * (bent - 1.0) * rest * rest
    return _pick(work, by_power, by_threshold)


@inner
def _pick(work: Work, below: Lanes, above: Lanes) -> Lanes:
    """Return `below` in lanes whose shape is below 0, `above` in the others."""
    shape = load(work.par, at.SHAPE)
    falls = larger(0.0 - shape, fill(0.0))
    share = falls / larger(falls, fill(_SLOT))
    return share * below + (1.0 - share) * above


@inner
def mean_dose(problem: Problem, work: Work) -> tuple[Lanes, Lanes]:
    """Mean dose of a run and its derivative with respect to the shape."""
    total, slope, n_run = fill(0.0), fill(0.0), 0
    for t in range(problem.running.size):
        if problem.running[t] > 0.0:
            total = total + dose_of(work, problem.log_load[t])
            slope = slope + dose_slope(work, problem.log_load[t])
            n_run += 1
    scale = 1.0 / max(n_run, 1)
    return total * scale, slope * scale


@inner
def set_compartments(problem: Problem, work: Work) -> None:
    """Fill dose, fast and slow for every day of the table."""
    typical, _ = mean_dose(problem, work)
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
            dose = dose_of(work, problem.log_load[t])
        store(work.dose, t + _PAD, dose)
        late = fill(0.0)
        for j in range(at.N_SHIFT):
            late = late + load(work.shift, j) * load(work.dose, t + _PAD - j)
        fast = late + keep_f * (fast - late)
        slow = dose + keep_s * (slow - dose)


@inner
def dose_gradient(problem: Problem, work: Work, gradient: Array) -> None:
    """Chain `day_gradient` to tau_fast, tau_slow, shape and delay (rows 0, 1, 6, 7)."""
    _, typical_slope = mean_dose(problem, work)
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
            d0 = dose_slope(work, problem.log_load[t])
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
    store(gradient, 6, by_nu)
    store(gradient, 7, by_delay)
