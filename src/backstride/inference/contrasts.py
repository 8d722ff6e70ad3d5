"""Contrasts: what other running in the window would have made of its mornings, draw by draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from backstride.domain.errors import OutOfRange, ShapeMismatch
from backstride.inference.curves import dose_of
from backstride.inference.design import Design
from backstride.inference.draws import PathDraws, window_latent
from backstride.inference.kernels import arrays as at
from backstride.inference.outcomes import HIGHEST

Array = NDArray[np.float64]


def contrast_of_loads(
    draws: PathDraws, design: Design, load: Array, against: Array, *, on_score: bool = True
) -> Array:
    """Return the mean difference over the window's mornings of two courses of running.

    Flares, drift and covariates are held at what they were drawn to be: only the running of the
    window is set to one course or the other.

    Parameters
    ----------
    draws : PathDraws
        Of a fit of the design.
    design : Design
        The diary; its window says which mornings.
    load, against : array (n_window,)
        Running of each day of the window. [typical run]
    on_score : bool
        Whether rounding, floor and ceiling of the score count.

    Returns
    -------
    array (n_draw,)
        Mean of the mornings under `load` less that under `against`. [points]

    Raises
    ------
    ShapeMismatch
        A course is not as long as the window.
    OutOfRange
        A load is negative or not a number.
    """
    own = window_load(design)
    for course in (load, against):
        if course.shape != own.shape:
            raise ShapeMismatch("window_length", n_found=course.size, n_expected=own.size)
        if not (np.isfinite(course) & (course >= 0.0)).all():
            raise OutOfRange("window_load")
    base = _window_running(draws, own)
    more, less = (_window_running(draws, course) - base for course in (load, against))
    if not on_score:
        difference: Array = (more - less).mean(axis=1)
        return difference
    latent = window_latent(draws, design)
    sd = draws.hyper["sd_score"]
    step = design.score_step
    scores: Array = expected_scores(latent + more, sd, step) - expected_scores(
        latent + less, sd, step
    )
    return np.asarray(scores.mean(axis=1))


def window_load(design: Design) -> Array:
    """Return the running of each day of the window as it was in typical runs, (n_window,).

    An unknown day has the share of running days around it, times one typical run.
    """
    window = slice(design.window[0], design.window[1] + 1)
    unknown = design.unknown_share[window]
    load: Array = np.where(unknown > 0.0, unknown, design.load[window])
    return load


def expected_scores(latent: Array, sd: Array, step: float) -> Array:
    """Return expected rounded and censored scores of latent values.

    Parameters
    ----------
    latent : array (n_draw, n_day)
        Latent values. [points]
    sd : array (n_draw,)
        Scatter of one score. [points]
    step : float
        Grid of the scores. [points]
    """
    total = np.zeros_like(latent)
    for k in range(round(HIGHEST / step)):
        total += ndtr((latent - (k + 0.5) * step) / sd[:, None])
    scores: Array = step * total
    return scores


def _window_running(draws: PathDraws, load: Array) -> Array:
    """Return what a course of running from empty does to each morning, (n_draw, n_day)."""
    dose = dose_of(draws, load)
    n_draw, n_day = dose.shape
    keep_fast = np.exp(-1.0 / draws.hyper["tau_fast_d"])
    keep_slow = np.exp(-1.0 / draws.hyper["tau_slow_d"])
    whole = np.floor(draws.hyper["delay_d"]).astype(np.int64)
    part = draws.hyper["delay_d"] - whole
    padded = np.concatenate([np.zeros((n_draw, 4)), dose], axis=1)
    fast, slow = np.zeros(n_draw), np.zeros(n_draw)
    beta, row = draws.coefficients, np.arange(n_draw)
    effect = np.empty((n_draw, n_day))
    for t in range(n_day):
        effect[:, t] = beta[:, at.FAST] * fast + beta[:, at.SLOW] * slow
        late = (1.0 - part) * padded[row, t + 4 - whole] + part * padded[row, t + 3 - whole]
        fast = keep_fast * fast + (1.0 - keep_fast) * late
        slow = keep_slow * slow + (1.0 - keep_slow) * dose[:, t]
    return effect
