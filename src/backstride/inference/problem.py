"""Problem: a design and its priors as the arrays that kernels read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backstride.inference.design import Design
from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.arrays import Problem
from backstride.inference.measure_prior import measure_variance, mixture
from backstride.inference.priors import (
    AVOIDANCE,
    LOADING,
    OUTCOME_SD,
    THETA,
    Priors,
)
from backstride.inference.rows import DECISION, KINDS, LEVEL, SAME_EVENING


def theta_names(design: Design) -> tuple[str, ...]:
    """Return the hyper-parameters of a design in the order of the kernels' columns."""
    names = list(THETA)
    for kind in design.kinds[len(KINDS) :]:
        names += [AVOIDANCE] if kind == DECISION else [LOADING + kind, OUTCOME_SD + kind]
    return tuple(names)


def theta_prior(
    design: Design, priors: Priors, names: tuple[str, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return means and sds of hyper-parameters; the runner's own avoidance outweighs the prior."""
    if design.avoidance is not None:
        priors = replace(priors, log_avoidance=design.avoidance)
    return priors.theta_prior(names)


def to_problem(design: Design, priors: Priors) -> Problem:
    """Lay a design out for the kernels."""
    first, last = design.first_day, design.last_day
    days = np.arange(first, last + 2)
    running = design.load > 0.0
    log_load = np.zeros(design.n_day)
    log_load[running] = np.log(design.load[running])
    names = theta_names(design)
    first_measure = at.FIRST_COVARIATE + len(design.covariates)
    return Problem(
        log_load=log_load,
        running=running.astype(np.float64),
        unknown_share=design.unknown_share,
        first_share=np.array([design.first_share]),
        row_start=np.searchsorted(design.row_day, days).astype(np.int64),
        row_day=design.row_day.astype(np.int64),
        row_kind=design.row_kind.astype(np.int64),
        row_low=design.row_low,
        row_high=design.row_high,
        fixed=design.fixed,
        row_extra=design.missing @ _effect_squares(design, priors),
        precision=_coefficient_sd(design, priors) ** -2.0,
        window_fixed=design.window_fixed,
        span=np.array([first, last - first + 1, *design.window], dtype=np.int64),
        score_step=np.array([design.score_step]),
        groups=np.array([design.n_loaded, len(design.own), len(design.dosed)], dtype=np.int64),
        kinds=np.array([_kind(kind, names) for kind in design.kinds], dtype=np.int64),
        measures=first_measure + np.array([0, len(design.measures)], dtype=np.int64),
        mixture=mixture(priors),
    )


def _kind(kind: str, names: tuple[str, ...]) -> tuple[int, int, int]:
    """Return what the loading of a kind is, and the theta columns of loading and noise."""
    if kind in KINDS:
        return at.LOADING_ONE, at.NO_THETA, at.LOG_SD_SCORE
    if kind == DECISION:
        return at.LOADING_AVOIDANCE, names.index(AVOIDANCE), at.NO_THETA
    return at.LOADING_FREE, names.index(LOADING + kind), names.index(OUTCOME_SD + kind)


def _coefficient_sd(design: Design, priors: Priors) -> NDArray[np.float64]:
    """Prior sds of the coefficients."""
    own = [_own_sd(name, design, priors) for name in design.own]
    return np.concatenate(
        [
            priors.coefficient_sd(len(design.covariates)),
            np.full(len(design.measures), measure_variance(priors) ** 0.5),
            own,
            [priors.acute_sd] * len(design.dosed),
        ]
    )


def _own_sd(name: str, design: Design, priors: Priors) -> float:
    if name == LEVEL + DECISION:
        return design.decision_sd
    return priors.acute_sd if name.startswith(SAME_EVENING) else priors.own_sd


def _effect_squares(design: Design, priors: Priors) -> NDArray[np.float64]:
    """Mean squares of the effects of covariates and measures before anything is learnt."""
    return np.array(
        [priors.covariate_sd**2] * len(design.covariates)
        + [measure_variance(priors)] * len(design.measures)
    )
