"""Priors of the dose-response model, in the natural units of the diary."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Order of the hyper-parameters in every vector ``theta`` and every array of them.
THETA: Final = (
    "log_tau_fast",
    "log_tau_slow",
    "log_tau_flare",
    "log_sd_flare",
    "log_sd_drift",
    "log_sd_score",
    "log_exponent",
    "delay_logit",
)

#: Number of hyper-parameters of M3, which are the first of those of M5.
N_THETA_RIGID: Final = 6

#: The dose reaches the fast compartment at most this many days late.
MAX_DELAY_DAYS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Normal:
    """Mean and standard deviation of a normal prior."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Priors:
    """What is believed before the first diary day.

    There is no published distribution of any of these numbers for running and sciatica. Each one
    is a weak opinion, argued for in ``docs/explanation/model.md`` together with the simulations
    that tested it; they are to be fitted again when there are many runners.

    Parameters
    ----------
    effect_sd : float
        Sd of the fast and of the slow effect of one typical run every day. [points] Two sds are 3
        points, more than the 2 points that patients call a definite change on the 0-10 scale
        (Farrar et al. 2001, Pain 94:149-158). The sensitivity panel uses 0.75, 1.5 and 3.
    flexible : bool
        True is model M5 (dose exponent and delay are learnt); False is M3 (exponent 1, no delay).
    level_sd : float
        Sd of the level of pain at the first diary day: the whole scale is possible. [points]
    evening_sd : float
        Sd of the usual difference of evening and morning score. [points]
    acute_sd : float
        Sd of the bump in the evening after one typical run. [points]
    covariate_sd : float
        Sd of the effect of one standard deviation of a covariate. [points]
    log_tau_fast : Normal
        Log of the time constant of the fast effect [day]; 1.5 days, from a few hours to a week.
    log_tau_slow : Normal
        Log of the time constant of the slow effect [day]; tissue adapts over about a month.
    log_tau_flare : Normal
        Log of the time constant of a flare without a known cause [day].
    log_sd_flare : Normal
        Log of the stationary sd of flares. [points]
    log_sd_drift : Normal
        Log of the sd of the daily step of the slow drift. [points per square root of a day]
    log_sd_score : Normal
        Log of the sd of one score around what is felt. [points]
    log_exponent : Normal
        Log of the exponent by which a run's dose grows with its load; 1 is proportional.
    delay_logit : Normal
        Delay of the fast effect is ``3 / (1 + exp(-v))`` days with this prior on ``v``.
    """

    effect_sd: float = 1.5
    flexible: bool = True
    level_sd: float = 5.0
    evening_sd: float = 1.0
    acute_sd: float = 1.0
    covariate_sd: float = 0.5
    log_tau_fast: Normal = Normal(log(1.5), 0.8)
    log_tau_slow: Normal = Normal(log(30.0), 0.4)
    log_tau_flare: Normal = Normal(log(5.0), 0.7)
    log_sd_flare: Normal = Normal(0.0, 0.6)
    log_sd_drift: Normal = Normal(log(0.04), 0.8)
    log_sd_score: Normal = Normal(log(0.6), 0.4)
    log_exponent: Normal = Normal(0.0, 0.4)
    delay_logit: Normal = Normal(-1.5, 1.2)

    @property
    def model(self) -> str:
        """Name of the model: ``M5`` or ``M3``."""
        return "M5" if self.flexible else "M3"

    @property
    def n_theta(self) -> int:
        """Number of hyper-parameters."""
        return len(THETA) if self.flexible else N_THETA_RIGID

    def theta_prior(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return means and sds of the hyper-parameters, each (n_theta,)."""
        rows = [getattr(self, name) for name in THETA[: self.n_theta]]
        return np.array([r.mean for r in rows]), np.array([r.sd for r in rows])

    def coefficient_sd(self, n_covariate: int) -> NDArray[np.float64]:
        """Return sds of level, evening, fast, slow, acute and covariates, (5 + n_covariate,)."""
        base = [self.level_sd, self.evening_sd, self.effect_sd, self.effect_sd, self.acute_sd]
        return np.array(base + [self.covariate_sd] * n_covariate)
