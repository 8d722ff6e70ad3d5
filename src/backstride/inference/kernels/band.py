"""Band: the Gaussian solve behind everything, over days, with the coefficients as a border.

Precision of the flares and the drift ``x_t = (z_t, l_t)`` given the sites is block-tridiagonal
with 2 x 2 blocks; the coefficients beta are its dense border ``C``. One forward elimination
``D_t = A_tt - E D_{t-1}**-1 E`` carries the border and the right-hand side along, the Schur
complement of the border is factorised, and one backward sweep gives means and variances.
Cost O(n_state * n_coefficient**2).
"""

from __future__ import annotations

import numpy as np

from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Array, Integers, Problem, Work
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import Lanes, fill, larger, load, square_root, store
from backstride.inference.kernels.normal import logarithm

_PAD = at.N_SHIFT - 1
#: Determinants multiplied before a logarithm is taken.
_LOG_EVERY = 8


@inner
def set_row(problem: Problem, work: Work, i: int) -> None:
    """Write the design of score `i` to `work.row`."""
    t, fixed = problem.row_day[i], problem.fixed
    h, dose = load(work.loading, problem.row_kind[i]), load(work.dose, t + _PAD)
    store(work.row, at.LEVEL, h * fixed[i, 0])
    store(work.row, at.EVENING, fill(fixed[i, 1]))
    store(work.row, at.FAST, h * load(work.fast, t))
    store(work.row, at.SLOW, h * load(work.slow, t))
    store(work.row, at.ACUTE, dose * fixed[i, 1])
    own = at.FIRST_COVARIATE + problem.groups[0]
    dosed = own + problem.groups[1]
    for k in range(at.FIRST_COVARIATE, own):
        store(work.row, k, h * fixed[i, k - 3])
    for k in range(own, dosed):
        store(work.row, k, fill(fixed[i, k - 3]))
    for k in range(dosed, work.beta.shape[0]):
        store(work.row, k, dose * fixed[i, k - 3])


@inner
def felt_columns(problem: Problem, i: int, columns: Integers) -> int:
    """List the columns of score `i` that are not nought, ascending; return how many.

    Measures that were not done, and what is felt on evenings only, leave most of a row empty.
    """
    count = 0
    for k in range(columns.size):
        if k < at.FIRST_COVARIATE or problem.fixed[i, k - 3] != 0.0:
            columns[count] = k
            count += 1
    return count


@inner
def couplings(work: Work) -> tuple[Lanes, Lanes, Lanes]:
    """Off-diagonal precisions of flare and drift, and the end precision of the flare."""
    phi = load(work.par, at.KEEP_FLARE)
    end = 1.0 / (load(work.par, at.VAR_FLARE) * (1.0 - phi * phi))
    return 0.0 - phi * end, -1.0 / load(work.par, at.VAR_DRIFT), end


@inner
def forward(problem: Problem, work: Work) -> tuple[Lanes, Lanes]:
    """Eliminate the days; return the log determinant and the right-hand side's square."""
    n_state, n_beta = problem.span[1], work.beta.shape[0]
    inverse, schur, row = work.inverse, work.schur, work.row
    off_z, off_l, end = couplings(work)
    phi = load(work.par, at.KEEP_FLARE)
    middle = end * (1.0 + phi * phi)
    for j in range(n_beta):
        for k in range(j):
            store(schur, (j, k), fill(0.0))
        store(schur, (j, j), load(work.precision, j))
        store(schur, (n_beta, j), load(work.pull, j))
    felt = np.empty(n_beta, dtype=np.int64)
    p11, p12, p22 = fill(0.0), fill(0.0), fill(0.0)
    log_det, product, square = fill(0.0), fill(1.0), fill(0.0)
    for t in range(n_state):
        border = work.cross
        for k in range(n_beta + 1):
            store(border, (0, k), fill(0.0))
        total = fill(0.0)
        for i in range(problem.row_start[t], problem.row_start[t + 1]):
            set_row(problem, work, i)
            kind = problem.row_kind[i]
            tau, nu, h = load(work.tau, i), load(work.nu, i), load(work.loading, kind)
            total = total + h * h * tau
            store(border, (0, n_beta), load(border, (0, n_beta)) + h * nu)
            n_felt = felt_columns(problem, i, felt)
            for a in range(n_felt):
                j = felt[a]
                weighted = tau * load(row, j)
                store(border, (0, j), load(border, (0, j)) + h * weighted)
                store(schur, (n_beta, j), load(schur, (n_beta, j)) + nu * load(row, j))
                for b in range(a + 1):
                    k = felt[b]
                    store(schur, (j, k), load(schur, (j, k)) + weighted * load(row, k))
        if n_state == 1:
            d11 = 1.0 / load(work.par, at.VAR_FLARE) + total
        elif t in (0, n_state - 1):
            d11 = end + total - off_z * off_z * p11
        else:
            d11 = middle + total - off_z * off_z * p11
        drift = (0.0 - off_l) if t == n_state - 1 else -2.0 * off_l
        d12 = total - off_z * off_l * p12
        d22 = drift + total - off_l * off_l * p22
        det = d11 * d22 - d12 * d12
        scale = 1.0 / det
        p11, p12, p22 = d22 * scale, 0.0 - d12 * scale, d11 * scale
        store(inverse, (t, 0), p11)
        store(inverse, (t, 1), p12)
        store(inverse, (t, 2), p22)
        product = product * det
        if t % _LOG_EVERY == _LOG_EVERY - 1:
            log_det = log_det + logarithm(product)
            product = fill(1.0)
        square = square + _eliminate(work, t, off_z, off_l)
    return log_det + logarithm(product), square


@inner
def _eliminate(work: Work, t: int, off_z: Lanes, off_l: Lanes) -> Lanes:
    """Carry border and right-hand side over day `t`; return the latter's share of r' A**-1 r."""
    gain, border, schur = work.gain, work.cross, work.schur
    n_beta = work.beta.shape[0]
    p11, p12 = load(work.inverse, (t, 0)), load(work.inverse, (t, 1))
    p22 = load(work.inverse, (t, 2))
    for k in range(n_beta + 1):
        v_z, v_l = load(border, (0, k)), load(border, (0, k))
        if t > 0:
            v_z = v_z - off_z * load(gain, (t - 1, 0, k))
            v_l = v_l - off_l * load(gain, (t - 1, 1, k))
        u_z, u_l = p11 * v_z + p12 * v_l, p12 * v_z + p22 * v_l
        store(border, (0, k), v_z)
        store(border, (1, k), v_l)
        store(gain, (t, 0, k), u_z)
        store(gain, (t, 1, k), u_l)
        for j in range(min(k + 1, n_beta)):
            part = u_z * load(border, (0, j)) + u_l * load(border, (1, j))
            store(schur, (k, j), load(schur, (k, j)) - part)
    last_z, last_l = load(border, (0, n_beta)), load(border, (1, n_beta))
    return load(gain, (t, 0, n_beta)) * last_z + load(gain, (t, 1, n_beta)) * last_l


@inner
def factorise(work: Work) -> Lanes:
    """Cholesky of the complement, its inverse root and beta; return its log determinant."""
    schur, root, n = work.schur, work.root, work.beta.shape[0]
    log_det = fill(0.0)
    for j in range(n):
        for k in range(j + 1):
            value = load(schur, (j, k))
            for m in range(k):
                value = value - load(schur, (j, m)) * load(schur, (k, m))
            if j == k:
                log_det = log_det + logarithm(value)
                store(schur, (j, j), square_root(value))
            else:
                store(schur, (j, k), value / load(schur, (k, k)))
    for k in range(n):
        store(root, (k, k), 1.0 / load(schur, (k, k)))
        for j in range(k + 1, n):
            value = fill(0.0)
            for m in range(k, j):
                value = value - load(schur, (j, m)) * load(root, (m, k))
            store(root, (j, k), value / load(schur, (j, j)))
    for j in range(n):
        value = fill(0.0)
        for k in range(j + 1):
            value = value + load(root, (j, k)) * load(schur, (n, k))
        store(work.rotated, j, value)
    for k in range(n):
        store(work.beta, k, turn_back(work, work.rotated, k))
    return log_det


@inner
def turn_back(work: Work, source: Array, k: int) -> Lanes:
    """Return one entry of ``root.T @ source``: standard normals become coefficients."""
    value = fill(0.0)
    for j in range(k, work.beta.shape[0]):
        value = value + load(work.root, (j, k)) * load(source, j)
    return value


@inner
def step_back(work: Work, t: int, last: bool, off_z: Lanes, off_l: Lanes) -> None:
    """Back-substitute border and right-hand side at day `t` into rows 2 and 3 of `work.cross`."""
    cross, gain = work.cross, work.gain
    p11, p12 = load(work.inverse, (t, 0)), load(work.inverse, (t, 1))
    p22 = load(work.inverse, (t, 2))
    for k in range(work.beta.shape[0] + 1):
        u_z, u_l = load(gain, (t, 0, k)), load(gain, (t, 1, k))
        if not last:
            n_z, n_l = off_z * load(cross, (2, k)), off_l * load(cross, (3, k))
            u_z = u_z - (p11 * n_z + p12 * n_l)
            u_l = u_l - (p12 * n_z + p22 * n_l)
        store(cross, (2, k), u_z)
        store(cross, (3, k), u_l)


@inner
def state_variance(
    work: Work, t: int, later: tuple[Lanes, Lanes, Lanes], off: tuple[Lanes, Lanes]
) -> tuple[Lanes, Lanes, Lanes]:
    """Variances of (z_t, l_t) given beta, from those of the next day (zeros on the last)."""
    p11, p12 = load(work.inverse, (t, 0)), load(work.inverse, (t, 1))
    p22 = load(work.inverse, (t, 2))
    off_z, off_l = off
    a11, a12, a21, a22 = p11 * off_z, p12 * off_l, p12 * off_z, p22 * off_l
    s11, s12, s22 = later
    b11, b12 = a11 * s11 + a12 * s12, a11 * s12 + a12 * s22
    b21, b22 = a21 * s11 + a22 * s12, a21 * s12 + a22 * s22
    return p11 + b11 * a11 + b12 * a12, p12 + b11 * a21 + b12 * a22, p22 + b21 * a21 + b22 * a22


@inner
def rotate(work: Work, source: Array) -> Lanes:
    """Multiply a vector by `root` into `work.rotated`; return the squared length."""
    total = fill(0.0)
    for j in range(work.beta.shape[0]):
        value = fill(0.0)
        for k in range(j + 1):
            value = value + load(work.root, (j, k)) * load(source, k)
        store(work.rotated, j, value)
        total = total + value * value
    return total


@inner
def draw_path(problem: Problem, work: Work, normals: Array, beta: Array, path: Array) -> None:
    """Turn standard normals into coefficients, then flare and drift from the last day to the first.

    Follows `forward` and `factorise`. `beta` (n_coefficient, WIDTH) may be `work.beta` itself;
    `path` (2, n_state, WIDTH) receives flare and drift.
    """
    n_beta, n_state, gain = beta.shape[0], problem.span[1], work.gain
    off_z, off_l, _ = couplings(work)
    for k in range(n_beta):
        store(beta, k, load(work.beta, k) + turn_back(work, normals, k))
    flare, drift = fill(0.0), fill(0.0)
    for t in range(n_state - 1, -1, -1):
        p11, p12 = load(work.inverse, (t, 0)), load(work.inverse, (t, 1))
        p22 = load(work.inverse, (t, 2))
        mean_z, mean_l = load(gain, (t, 0, n_beta)), load(gain, (t, 1, n_beta))
        for k in range(n_beta):
            mean_z = mean_z - load(gain, (t, 0, k)) * load(beta, k)
            mean_l = mean_l - load(gain, (t, 1, k)) * load(beta, k)
        if t < n_state - 1:
            n_z, n_l = off_z * flare, off_l * drift
            mean_z = mean_z - (p11 * n_z + p12 * n_l)
            mean_l = mean_l - (p12 * n_z + p22 * n_l)
        a, b = load(normals, n_beta + 2 * t), load(normals, n_beta + 2 * t + 1)
        root = square_root(p11)
        lower = p12 / root
        flare = mean_z + root * a
        drift = mean_l + lower * a + square_root(larger(p22 - lower * lower, fill(0.0))) * b
        store(path, (0, t), flare)
        store(path, (1, t), drift)


@inner
def row_marginal(work: Work, kind: int, spread: Lanes) -> tuple[Lanes, Lanes]:
    """Mean and variance of one score's latent value, from `work.row` and the day's back-solve."""
    n_beta = work.beta.shape[0]
    h = load(work.loading, kind)
    mean = h * (load(work.cross, (2, n_beta)) + load(work.cross, (3, n_beta)))
    for k in range(n_beta):
        part = load(work.row, k) - h * (load(work.cross, (2, k)) + load(work.cross, (3, k)))
        store(work.residual, k, part)
        mean = mean + part * load(work.beta, k)
    return mean, h * h * spread + rotate(work, work.residual)
