"""Posterior: what a fit returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Check, Effect
from backstride.inference.priors import THETA

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Posterior summaries of one model on one diary.

    Parameters
    ----------
    effect_28d, effect_plus20 : Effect
        Running of the window against none, and a fifth more of it, in points of the 0-10 score
        (rounding, floor and ceiling included), flares and drift held at what they were.
    standard_28d : Effect
        Mean of 28 mornings under half a typical run a day from rest, against rest, in points away
        from floor and ceiling: it depends on no diary.
    latent_28d, latent_plus20 : Effect
        The first two without rounding, floor and ceiling.
    theta_mean, theta_sd : array (n_theta,)
        Hyper-parameters in the order of `theta_names`; shape and delay are those of the flexible
        half of a mixed prior.
    coefficient_mean, coefficient_sd : array (n_coefficient,)
        Level, evening, fast, slow, acute, covariates, measures, own columns. [points]
    engine : str
        ``ep`` or ``gibbs``.
    model : str
        ``M5``, one of its halves ``M3`` and ``M5_flexible``, or ``M4`` with the run decision.
    effect_prior_sd : float
        `Priors.effect_sd` of this fit. [points]
    checks : tuple of Check
        Guards of the computation; every one passed unless `engine` is ``gibbs`` and even that
        did not settle.
    log_evidence : float
        Log marginal likelihood of the model; NaN from ``gibbs``.
    n_theta : int
        Hyper-parameter points, or draws, behind the numbers.
    ess, max_weight, khat : float
        Effective sample size, largest weight and tail shape of the importance weights; for
        ``gibbs`` the effective number of draws of `effect_28d`, NaN and NaN.
    mcse : float
        Monte-Carlo standard error of the mean of `effect_28d` where sampled, else NaN. [points]
    ep_converged : float
        Share of points at which expectation propagation settled.
    draws : array (n_draw,) or None
        Draws of `effect_28d` on the score scale where sampled.
    theta_names : tuple of str
        What the hyper-parameters are.
    rigid_probability : float
        Posterior probability that the dose is proportional and nothing is late (M3).
    measures : dict of str to Effect
        Effect of each measure on the next morning. [points]
    outcomes : dict of str to Effect
        Effect of the window's running on each further outcome on its 0-10 reading, without
        rounding, floor and ceiling. [points]
    state : object
        What `refit` needs to look at another prior, and draws are made from.
    """

    effect_28d: Effect
    effect_plus20: Effect
    standard_28d: Effect
    latent_28d: Effect
    latent_plus20: Effect
    theta_mean: Array
    theta_sd: Array
    coefficient_mean: Array
    coefficient_sd: Array
    engine: str
    model: str
    effect_prior_sd: float
    checks: tuple[Check, ...]
    log_evidence: float
    n_theta: int
    ess: float
    max_weight: float
    khat: float
    mcse: float = float("nan")
    ep_converged: float = 1.0
    draws: Array | None = None
    theta_names: tuple[str, ...] = THETA
    rigid_probability: float = 0.0
    measures: dict[str, Effect] = field(default_factory=dict)
    outcomes: dict[str, Effect] = field(default_factory=dict)
    state: Any = field(default=None, repr=False, compare=False)

    @property
    def trusted(self) -> bool:
        """True where no guard failed."""
        return all(check.passed is not False for check in self.checks)
