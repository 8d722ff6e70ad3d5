"""Prior width of `effect_28d`: how wide the answer was before the diary spoke."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.design import Design
from backstride.inference.lattice import normal_lattice
from backstride.inference.priors import LOOSE, MAX_DELAY_DAYS, THETA, Priors
from backstride.inference.truth import dose_of

Array = NDArray[np.float64]

N_DRAW: Final = 256
"""Points of the quasi-Monte-Carlo rule; four times as many move the width by less than 1 %."""


def prior_sd_28d(design: Design, priors: Priors) -> float:
    """Return the prior standard deviation of the effect of the window's running.

    Parameters
    ----------
    design : Design
        Its loads and its window count, its scores do not.
    priors : Priors
        Priors of the effects and of the hyper-parameters.

    Returns
    -------
    float
        Standard deviation away from floor and ceiling, to be compared with that of
        `Posterior.latent_28d`. [points]
    """
    first, last = design.window
    load = design.load[first : last + 1]
    theta = _draw_theta(priors)
    tau_fast, tau_slow = np.exp(theta["log_tau_fast"]), np.exp(theta["log_tau_slow"])
    shape = theta.get("dose_shape", np.zeros(N_DRAW))
    delay = np.zeros(N_DRAW)
    if "delay_logit" in theta:
        delay = MAX_DELAY_DAYS / (1.0 + np.exp(-theta["delay_logit"]))
    if priors.mixed:
        # Every so many points are of M3, as often as the prior has it.
        rigid = np.floor(np.arange(1, N_DRAW + 1) * priors.rigid_share) > np.floor(
            np.arange(N_DRAW) * priors.rigid_share
        )
        shape, delay = np.where(rigid, 0.0, shape), np.where(rigid, 0.0, delay)
    dose = np.array([dose_of(load, s) for s in shape])
    fast = _mean_response(_delayed(dose, delay), tau_fast)
    slow = _mean_response(dose, tau_slow)
    return float(priors.effect_sd * np.sqrt(np.mean(fast**2 + slow**2)))


def _draw_theta(priors: Priors) -> dict[str, Array]:
    names = tuple(name for name in THETA if priors.flexible or name not in LOOSE)
    means, sds = priors.theta_prior(names)
    _, _, normals = normal_lattice(N_DRAW, means.size, seed=0)
    points = means + sds * normals
    return dict(zip(names, points.T, strict=True))


def _delayed(dose: Array, delay: Array) -> Array:
    """Shift each row of doses by its own delay, a part of a day by interpolation."""
    whole = np.floor(delay).astype(int)
    part = (delay - whole)[:, None]
    padded = np.pad(dose, ((0, 0), (int(MAX_DELAY_DAYS) + 1, 0)))
    column = np.arange(dose.shape[1])[None, :] + int(MAX_DELAY_DAYS) + 1 - whole[:, None]
    row = np.arange(dose.shape[0])[:, None]
    return np.asarray((1.0 - part) * padded[row, column] + part * padded[row, column - 1])


def _mean_response(dose: Array, tau: Array) -> Array:
    """Mean over the window's mornings of a compartment that starts empty."""
    keep = np.exp(-1.0 / tau)
    state, total = np.zeros(tau.size), np.zeros(tau.size)
    for day in range(dose.shape[1]):
        total += state
        state = keep * state + (1.0 - keep) * dose[:, day]
    return np.asarray(total / dose.shape[1])
