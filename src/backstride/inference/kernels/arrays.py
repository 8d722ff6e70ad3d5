"""Arrays: what a kernel reads of one diary, and the lanes it works in."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backstride.inference.kernels.lanes import WIDTH

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Days by which the dose may be shifted, plus one for the share of the next day.
N_SHIFT: Final = 4

# Rows of `Work.par`: what the eight hyper-parameter points mean, in natural units.
(
    KEEP_FAST,  # exp(-1 / tau_fast)
    KEEP_SLOW,
    KEEP_FLARE,
    VAR_FLARE,
    VAR_DRIFT,
    VAR_SCORE,
    SHAPE,  # as in `Priors`: below 0 the dose saturates, above it begins at a threshold
    EXPONENT,  # of the load; 1 where the shape is not below 0
    THRESHOLD,  # of the load; 0 where the shape is not above 0
    SLOPE_SHAPE,  # d log exponent / d shape below 0, d threshold / d shape above
    SLOPE_FAST,  # d keep / d log tau
    SLOPE_SLOW,
    SLOPE_FLARE,
    SLOPE_DELAY,  # d delay / d v
    DELAY,
    N_PAR,
) = range(16)

# Columns of the design matrix; covariates, measures and the other kinds' own columns follow.
LEVEL, EVENING, FAST, SLOW, ACUTE, FIRST_COVARIATE = range(6)

#: Hyper-parameters that every fit has; the others follow.
N_BASE: Final = 8
#: Theta column of the noise of the leg's own scores.
LOG_SD_SCORE: Final = 5
# What the loading of a kind of row is.
LOADING_ONE, LOADING_FREE, LOADING_AVOIDANCE = range(3)
#: No hyper-parameter: a fixed noise of 1.
NO_THETA: Final = -1


class Problem(NamedTuple):
    """One diary as kernels see it; shapes as in `design.Design`.

    Parameters
    ----------
    log_load : array (n_day,)
        Log of the load, 0 on days without a run.
    running : array (n_day,)
        1 on days with a known run, else 0.
    unknown_share : array (n_day,)
        Expected share of a run on unknown days.
    first_share : array (1,)
        The same for the time before the table.
    row_start : array (n_state + 1,)
        Scores of day ``first_day + t`` are ``row_start[t]`` to ``row_start[t + 1]``.
    row_day, row_kind, row_low, row_high, fixed
        As in `Design`.
    row_extra : array (n_row,)
        Variance that a score's missing covariates add to its noise. [points**2]
    precision : array (n_coefficient,)
        Prior precision of the coefficients; of measures, that of their whole prior.
    groups : array (3,)
        Columns of `fixed` after level and evening: covariates and measures, which act through
        the latent state; own columns; own columns that are multiplied by the day's dose.
    kinds : array (n_kind, 3)
        Of each kind of row: what its loading is, and the theta columns of loading and noise.
    measures : array (2,)
        First measure among the coefficients, one past the last.
    mixture : array (4,)
        Prior of a measure's effect: log probability that it does nothing to speak of, log odds
        that it does something, variance of either.
    window_fixed : array (n_window, 2 + n_covariate)
        `fixed` for the mornings of the window.
    span : array (4,)
        First day of the latent process, its length, first and last day of the window.
    score_step : array (1,)
        Grid of the morning scores. [points]
    """

    log_load: Array
    running: Array
    unknown_share: Array
    first_share: Array
    row_start: Integers
    row_day: Integers
    row_kind: Integers
    row_low: Array
    row_high: Array
    fixed: Array
    row_extra: Array
    precision: Array
    window_fixed: Array
    span: Integers
    score_step: Array
    groups: Integers
    kinds: Integers
    measures: Integers
    mixture: Array


class Work(NamedTuple):
    """Lanes of one batch of eight points; the last axis has length `WIDTH`.

    Parameters
    ----------
    par : (N_PAR,)
        Natural hyper-parameters.
    shift, shift_slope : (N_SHIFT,)
        Weights of today's and earlier doses, and their derivative with respect to the delay.
    dose : (n_day + N_SHIFT - 1,)
        Dose, with the days before the table in front.
    fast, slow : (n_day,)
        Compartments.
    noise, loading : (n_kind,)
        Variance of a score of each kind and its loading on the latent state.
    precision, pull : (n_coefficient,)
        Prior precision of the coefficients, and precision times mean; of measures, those of the
        sites that stand for their prior.
    tau, nu : (n_row,)
        Site precision and precision times mean.
    gain : (n_state, 2, n_coefficient + 1)
        ``D**-1`` times the border; the last column belongs to the right-hand side.
    inverse : (n_state, 3)
        ``D**-1``.
    root : (n_coefficient, n_coefficient)
        Inverse of the Cholesky factor of the border's Schur complement.
    schur : (n_coefficient + 1, n_coefficient)
        The complement, and the right-hand side as last row.
    beta : (n_coefficient,)
        Posterior mean of the coefficients.
    total : (2,)
        Log determinant of the posterior precision and the log evidence.
    row, residual, rotated, cross : scratch vectors
    day_gradient : (n_day, 3)
        Derivatives of the log evidence by fast, slow and dose of each day.
    window : (n_window, n_coefficient + 5)
        For each morning of the window: how it leans on the coefficients' standard normals, its
        mean, what the window's running put into the fast and into the slow compartment, and what
        a fifth more of it would put there on top.
    lean : (8, n_coefficient)
        Contrasts: how each leans on the coefficients' standard normals.
    """

    par: Array
    shift: Array
    shift_slope: Array
    dose: Array
    fast: Array
    slow: Array
    noise: Array
    loading: Array
    precision: Array
    pull: Array
    tau: Array
    nu: Array
    gain: Array
    inverse: Array
    root: Array
    schur: Array
    beta: Array
    total: Array
    row: Array
    residual: Array
    rotated: Array
    cross: Array
    day_gradient: Array
    window: Array
    lean: Array


def allocate(problem: Problem) -> Work:
    """Return the lanes for one diary."""
    n_day, n_row = problem.log_load.size, problem.row_day.size
    n_state, n_beta = int(problem.span[1]), problem.precision.size

    def lanes(*shape: int) -> Array:
        return np.zeros((*shape, WIDTH))

    return Work(
        par=lanes(N_PAR),
        shift=lanes(N_SHIFT),
        shift_slope=lanes(N_SHIFT),
        dose=lanes(n_day + N_SHIFT - 1),
        fast=lanes(n_day),
        slow=lanes(n_day),
        noise=lanes(problem.kinds.shape[0]),
        loading=np.ones((problem.kinds.shape[0], WIDTH)),
        precision=lanes(n_beta),
        pull=lanes(n_beta),
        tau=lanes(n_row),
        nu=lanes(n_row),
        gain=lanes(n_state, 2, n_beta + 1),
        inverse=lanes(n_state, 3),
        root=lanes(n_beta, n_beta),
        schur=lanes(n_beta + 1, n_beta),
        beta=lanes(n_beta),
        total=lanes(2),
        row=lanes(n_beta + 1),
        residual=lanes(n_beta),
        rotated=lanes(n_beta),
        cross=lanes(8, n_beta + 1),
        day_gradient=lanes(n_day, 3),
        window=lanes(problem.window_fixed.shape[0], n_beta + 5),
        lean=lanes(8, n_beta),
    )
