"""Who a planted runner is: effects, noise and habits, every number given.

The equations behind them are those of ``docs/explanation/model.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

USUAL_DOSE: Final = 0.36
"""Mean daily dose of these runners. [usual run]"""

DOSES: Final[dict[str, Callable[[Array], Array]]] = {
    "proportional": lambda load: load,
    "threshold": lambda load: 2.9 * np.maximum(load - 0.8, 0.0),
    "gate": lambda load: np.where(load > 0.8, 1.2 * load, 0.0),
    "saturating": lambda load: 1.5 * load / (load + 0.5),
}
"""Dose of a load in usual runs. *threshold* counts what lies above 0.8, *gate* the whole of a run
above 0.8; the factors keep the mean dose of a run near that of *proportional*."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What is true of a runner's pain.

    Parameters
    ----------
    b_fast, b_slow, b_acute : float
        Effects of one usual run every day, and its bump the same evening. [points]
    tau_fast, tau_slow, tau_flare : float
        Time constants. [d]
    sd_flare, sd_drift, sd_score : float
        Flares, daily step of the drift, one rating. [points]
    level, evening : float
        Pain without running, and what an evening adds. [points]
    covariates : tuple of float
        Effects of one sd of sitting and of sleep. [points]
    delay_d : int
        Whole days by which the fast effect is late. [d]
    dose : str
        A key of `DOSES`.
    heavy : bool
        Flares with t(2.5) steps and jumps, at the same typical size.
    """

    b_fast: float = 0.0
    b_slow: float = 0.0
    b_acute: float = 0.3
    tau_fast: float = 1.5
    tau_slow: float = 30.0
    tau_flare: float = 5.0
    sd_flare: float = 1.0
    sd_drift: float = 0.04
    sd_score: float = 0.6
    level: float = 3.0
    evening: float = 0.3
    covariates: tuple[float, float] = (0.3, -0.3)
    delay_d: int = 0
    dose: str = "proportional"
    heavy: bool = False

    @property
    def usual_pain(self) -> float:
        """Pain the runner is used to, usual running included: what a decision starts from."""
        return self.level + USUAL_DOSE * (self.b_fast + self.b_slow)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a runner decides, and what is written down.

    Parameters
    ----------
    inclination : float
        Propensity to run on a morning with the usual pain. [sd]
    avoidance : float
        What one point of pain takes away from it. [sd per point]
    acts_on : str
        ``felt``: the score as the runner would give it, written down or not; ``latent``: the pain
        without the scatter of the score.
    missing : float
        Share of scores that are not there on a morning with the usual pain.
    missing_per_point : float
        What one point of pain adds to the log odds of a missing score.
    missing_covariates : float
        Share of covariate days that are not there.
    load_error : float
        Sd of the log of the error of a recorded load.
    confounder : str
        Empty; ``slow``: a state of five days that hurts and keeps from running; ``day``: keeps
        from running today, hurts tomorrow, and leaves no trace in this morning's score.
    confounding : float
        Its size. [points, and sd of the propensity]
    """

    inclination: float = -0.65
    avoidance: float = 0.8
    acts_on: str = "felt"
    missing: float = 0.25
    missing_per_point: float = 0.3
    missing_covariates: float = 0.15
    load_error: float = 0.0
    confounder: str = ""
    confounding: float = 0.0
