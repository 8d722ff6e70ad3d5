"""Priors of the dose-response model, in the natural units of the diary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Order of the hyper-parameters that every diary has; those of `extra_names` follow.
THETA: Final = (
    "log_tau_fast",
    "log_tau_slow",
    "log_tau_flare",
    "log_sd_flare",
    "log_sd_drift",
    "log_sd_score",
    "dose_shape",
    "delay_logit",
)

#: What M3 does not learn: the dose is proportional to the load and nothing is late.
LOOSE: Final = ("dose_shape", "delay_logit")

#: Natural values of those two in M3.
RIGID_VALUES: Final = (0.0, -50.0)

#: Hyper-parameter of the run decision, and prefixes of those of an outcome.
AVOIDANCE: Final = "log_avoidance"
LOADING, OUTCOME_SD = "loading.", "log_sd."

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
        True is model M5 (dose shape and delay are learnt); False is M3 (proportional, no delay).
    rigid_share : float
        In M5, the prior probability that M3 is the truth after all; the answer averages over both.
        At 0 shape and delay are learnt as if they surely mattered.
    level_sd : float
        Sd of the level of pain at the first diary day: the whole scale is possible. [points]
    evening_sd : float
        Sd of the usual difference of evening and morning score. [points]
    acute_sd : float
        Sd of the bump in the evening after one typical run. [points]
    covariate_sd : float
        Sd of the effect of one standard deviation of a covariate. [points]
    log_tau_fast : Normal
        Log of the time constant of the fast effect [day]; 2.5 days, from a few hours to two weeks.
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
    dose_shape : Normal
        Below 0 the dose saturates (load to the power ``exp(0.6 s)``), above 0 only what exceeds a
        threshold counts (``0.95 tanh(0.6 s)`` typical runs); 0 is proportional.
    delay_logit : Normal
        Delay of the fast effect is ``3 / (1 + exp(-v))`` days with this prior on ``v``.
    log_avoidance : Normal
        Log of what one point of pain takes from the propensity to run [1/points], in M4.
    idle_sd, working_sd : float
        Sd of the effect of a measure that does nothing to speak of, and of one that does. [points]
        Three sds of the first are the 0.3 points from which a measure is called; two sds of the
        second are 2 points, as for `effect_sd`.
    working_share : float
        Prior probability that a measure does something, each on its own.
    loading : Normal
        How much another symptom, read on a 0-10 scale, moves with one point of the leg's state.
    outcome_log_sd : Normal
        Log of the sd of one score of another symptom. [points]
    own_sd : float
        Sd of another symptom's level, and of the propensity to run where nothing is known of it.
        [points, sds of the decision]
    """

    effect_sd: float = 1.5
    flexible: bool = True
    rigid_share: float = 0.5
    level_sd: float = 5.0
    evening_sd: float = 1.0
    acute_sd: float = 1.0
    covariate_sd: float = 0.5
    log_tau_fast: Normal = Normal(log(2.5), 1.0)
    log_tau_slow: Normal = Normal(log(30.0), 0.4)
    log_tau_flare: Normal = Normal(log(5.0), 0.7)
    log_sd_flare: Normal = Normal(0.0, 0.6)
    log_sd_drift: Normal = Normal(log(0.04), 0.8)
    log_sd_score: Normal = Normal(log(0.6), 0.4)
    dose_shape: Normal = Normal(0.0, 1.0)
    delay_logit: Normal = Normal(-1.5, 1.2)
    log_avoidance: Normal = Normal(log(0.4), 0.6)
    idle_sd: float = 0.1
    working_sd: float = 1.0
    working_share: float = 0.5
    loading: Normal = Normal(0.7, 0.5)
    outcome_log_sd: Normal = Normal(0.0, 0.5)
    own_sd: float = 5.0

    @property
    def mixed(self) -> bool:
        """True where both M3 and the flexible model have prior mass."""
        return self.flexible and 0.0 < self.rigid_share < 1.0

    @property
    def model(self) -> str:
        """Name of the model: ``M5``, ``M3``, or ``M5_flexible`` without any mass on M3."""
        if not self.flexible:
            return "M3"
        return "M5" if self.rigid_share > 0.0 else "M5_flexible"

    def pure(self, *, flexible: bool) -> Priors:
        """Return one of the two models that are averaged, alone."""
        return replace(self, flexible=flexible, rigid_share=0.0)

    def of(self, name: str) -> Normal:
        """Return the prior of one hyper-parameter, by its name in a vector ``theta``."""
        if name.startswith(LOADING):
            return self.loading
        if name.startswith(OUTCOME_SD):
            return self.outcome_log_sd
        prior: Normal = getattr(self, name)
        return prior

    def theta_prior(
        self, names: tuple[str, ...] = THETA
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return means and sds of hyper-parameters, each (n_theta,)."""
        rows = [self.of(name) for name in names]
        return np.array([r.mean for r in rows]), np.array([r.sd for r in rows])

    def coefficient_sd(self, n_covariate: int) -> NDArray[np.float64]:
        """Return sds of level, evening, fast, slow, acute and covariates, (5 + n_covariate,)."""
        base = [self.level_sd, self.evening_sd, self.effect_sd, self.effect_sd, self.acute_sd]
        return np.array(base + [self.covariate_sd] * n_covariate)
