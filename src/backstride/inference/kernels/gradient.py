"""Gradient: derivatives of the EP evidence with respect to the hyper-parameters, in closed form.

At the fixed point log Z is stationary in the sites and in the cavities, so only the explicit
dependence counts (Seeger 2005; Rasmussen and Williams 2006, section 5.5.2):

- flare and drift: expectation of d log p(x | theta) under the posterior, which needs the
  variances of z_t and l_t, their lag-one covariances and the coefficients' share of them;
- noise: ``sum_i s**2 (d2 log Z_i + (d log Z_i)**2)`` at the cavities;
- design: ``d log Z / d X_ik = (nu_i - tau_i m_i) beta_k - tau_i (V (X_i - C' A**-1 h))_k``, chained
  to the time constants, the exponent and the delay by `dose.dose_gradient`.
"""

from __future__ import annotations

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Problem, Work
from backstride.inference.kernels.band import (
    couplings,
    rotate,
    row_marginal,
    set_row,
    state_variance,
    step_back,
    turn_back,
)
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.dose import dose_gradient
from backstride.inference.kernels.lanes import Lanes, fill, load, square_root, store
from backstride.inference.kernels.normal import interval_moments

_PAD = at.N_SHIFT - 1


@inner
def evidence_gradient(problem: Problem, work: Work, gradient: Array) -> None:
    """Fill `gradient` (n_theta, WIDTH) after a `solve` with settled sites."""
    off_z, off_l, _ = couplings(work)
    n_state, n_beta = problem.span[1], work.beta.shape[0]
    for t in range(work.day_gradient.shape[0]):
        for k in range(3):
            store(work.day_gradient, (t, k), fill(0.0))
    var = (fill(0.0), fill(0.0), fill(0.0))
    later_z, later_l = fill(0.0), fill(0.0)
    squares, lags, steps = fill(0.0), fill(0.0), fill(0.0)
    for k in range(gradient.shape[0]):
        store(gradient, k, fill(0.0))
    first_square, last_square = fill(0.0), fill(0.0)
    for t in range(n_state - 1, -1, -1):
        last = t == n_state - 1
        step_back(work, t, last, off_z, off_l)
        later_var = var
        var = state_variance(work, t, var, (off_z, off_l))
        flare, drift = _state_mean(work, 2), _state_mean(work, 3)
        own, across, apart = _border_share(work, last)
        square = flare * flare + var[0] + own
        squares = squares + square
        if last:
            last_square = square
        else:
            cov_z, cov_l = _lag_covariance(work, t, later_var, (off_z, off_l))
            lags = lags + flare * later_z + cov_z + across
            step = later_l - drift
            steps = steps + step * step + var[2] + later_var[2] - 2.0 * cov_l + apart
        if t == 0:
            first_square = square
            steps = steps + drift * drift + var[2] + rotate(work, work.cross[3])
        later_z, later_l = flare, drift
        spread = var[0] + 2.0 * var[1] + var[2]
        for i in range(problem.row_start[t], problem.row_start[t + 1]):
            _row_gradient(problem, work, i, spread, gradient)
        for k in range(n_beta):
            store(work.cross, (6, k), load(work.cross, (2, k)))
            store(work.cross, (7, k), load(work.cross, (3, k)))
    _flare_gradient(problem, work, (squares, lags, first_square, last_square), gradient)
    store(gradient, 4, steps / load(work.par, at.VAR_DRIFT) - n_state)
    dose_gradient(problem, work, gradient)


@inner
def _state_mean(work: Work, row: int) -> Lanes:
    """Posterior mean of z (row 2) or l (row 3) of the present day."""
    n_beta = work.beta.shape[0]
    mean = load(work.cross, (row, n_beta))
    for k in range(n_beta):
        mean = mean - load(work.cross, (row, k)) * load(work.beta, k)
    return mean


@inner
def _border_share(work: Work, last: bool) -> tuple[Lanes, Lanes, Lanes]:
    """Coefficients' share of var z_t, of cov(z_t, z_{t+1}) and of var(l_{t+1} - l_t)."""
    own = rotate(work, work.cross[2])
    across, drift = fill(0.0), fill(0.0)
    n_beta = work.beta.shape[0]
    if not last:
        for k in range(n_beta):
            store(work.cross, (4, k), load(work.rotated, k))
        rotate(work, work.cross[6])
        for k in range(n_beta):
            across = across + load(work.rotated, k) * load(work.cross, (4, k))
            store(work.residual, k, load(work.cross, (7, k)) - load(work.cross, (3, k)))
        drift = rotate(work, work.residual)
    return own, across, drift


@inner
def _lag_covariance(
    work: Work, t: int, later: tuple[Lanes, Lanes, Lanes], off: tuple[Lanes, Lanes]
) -> tuple[Lanes, Lanes]:
    """Cov(z_t, z_{t+1}) and cov(l_t, l_{t+1}) given beta: the diagonal of ``-D**-1 E V_{t+1}``."""
    p11, p12 = load(work.inverse, (t, 0)), load(work.inverse, (t, 1))
    p22 = load(work.inverse, (t, 2))
    s11, s12, s22 = later
    cov_z = 0.0 - (p11 * off[0] * s11 + p12 * off[1] * s12)
    cov_l = 0.0 - (p12 * off[0] * s12 + p22 * off[1] * s22)
    return cov_z, cov_l


@inner
def _row_gradient(problem: Problem, work: Work, i: int, spread: Lanes, gradient: Array) -> None:
    """Add one score's part to `day_gradient`, and to the derivatives of noise and loading."""
    set_row(problem, work, i)
    kind, t = problem.row_kind[i], problem.row_day[i]
    mean, var = row_marginal(work, kind, spread)
    tau, nu = load(work.tau, i), load(work.nu, i)
    pull, h = nu - tau * mean, load(work.loading, kind)
    for column in range(2):
        part = h * _column_gradient(work, at.FAST + column, pull, tau)
        store(work.day_gradient, (t, column), load(work.day_gradient, (t, column)) + part)
    part = problem.fixed[i, 1] * _column_gradient(work, at.ACUTE, pull, tau)
    first_dosed = at.FIRST_COVARIATE + problem.groups[0] + problem.groups[1]
    for k in range(first_dosed, work.beta.shape[0]):
        if problem.fixed[i, k - 3] != 0.0:
            part = part + problem.fixed[i, k - 3] * _column_gradient(work, k, pull, tau)
    store(work.day_gradient, (t, 2), load(work.day_gradient, (t, 2)) + part)
    by_noise = problem.kinds[kind, 2]
    if by_noise != at.NO_THETA:
        rest = 1.0 - tau * var
        noise = load(work.noise, kind)
        sd = square_root(noise + problem.row_extra[i] + var / rest)
        _, _, first, second = interval_moments(
            (mean - var * nu) / rest, sd, problem.row_low[i], problem.row_high[i]
        )
        own = noise * (second + first * first)
        store(gradient, by_noise, load(gradient, by_noise) + own)
    if problem.kinds[kind, 0] != at.LOADING_ONE:
        _loading_gradient(problem, work, i, (spread, pull, tau), gradient)


@inner
def _column_gradient(work: Work, k: int, pull: Lanes, tau: Lanes) -> Lanes:
    """Return how log Z changes with one entry of the row whose residual is `work.rotated`."""
    return pull * load(work.beta, k) - tau * turn_back(work, work.rotated, k)


@inner
def _loading_gradient(
    problem: Problem, work: Work, i: int, at_row: tuple[Lanes, Lanes, Lanes], gradient: Array
) -> None:
    """Add one row's derivative by its loading: the latent state moves with it as a column does.

    ``d log Z / d h = (nu - tau m) E[u] - tau Cov(eta, u)`` for ``eta = h u + own part``, and
    ``d h`` is ``h d log(h)`` for an avoidance.
    """
    spread, pull, tau = at_row
    kind, t, n_beta = problem.row_kind[i], problem.row_day[i], work.beta.shape[0]
    h = load(work.loading, kind)
    for k in range(n_beta):
        store(work.cross, (5, k), load(work.rotated, k))
    mean = load(work.cross, (2, n_beta)) + load(work.cross, (3, n_beta))
    own = at.FIRST_COVARIATE + problem.groups[0]
    for k in range(n_beta):
        part = fill(0.0) - (load(work.cross, (2, k)) + load(work.cross, (3, k)))
        if k == at.LEVEL:
            part = part + problem.fixed[i, 0]
        elif k == at.FAST:
            part = part + load(work.fast, t)
        elif k == at.SLOW:
            part = part + load(work.slow, t)
        elif at.FIRST_COVARIATE <= k < own:
            part = part + problem.fixed[i, k - 3]
        store(work.residual, k, part)
        mean = mean + part * load(work.beta, k)
    rotate(work, work.residual)
    shared = h * spread
    for k in range(n_beta):
        shared = shared + load(work.rotated, k) * load(work.cross, (5, k))
    value = pull * mean - tau * shared
    if problem.kinds[kind, 0] == at.LOADING_AVOIDANCE:
        value = value * h
    column = problem.kinds[kind, 1]
    store(gradient, column, load(gradient, column) + value)


@inner
def _flare_gradient(
    problem: Problem, work: Work, moments: tuple[Lanes, Lanes, Lanes, Lanes], gradient: Array
) -> None:
    """Set the derivatives by log tau_flare and log sd_flare from the second moments of z."""
    squares, lags, first, last = moments
    n = problem.span[1]
    phi, var = load(work.par, at.KEEP_FLARE), load(work.par, at.VAR_FLARE)
    rest = 1.0 - phi * phi
    steps = (squares - first) - 2.0 * phi * lags + phi * phi * (squares - last)
    store(gradient, 3, (first + steps / rest) / var - n)
    by_phi = (n - 1) * phi / rest - phi * steps / (rest * rest * var)
    by_phi = by_phi - (phi * (squares - last) - lags) / (rest * var)
    store(gradient, 2, by_phi * load(work.par, at.SLOPE_FLARE))
