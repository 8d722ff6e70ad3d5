"""Effects and posteriors made up for tests, without a fit."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from backstride.domain.answer import Check, Effect
from backstride.inference.posterior import Posterior


def normal_effect(mean: float, sd: float) -> Effect:
    """Return the summary of a normal posterior."""
    q05, q25, q50, q75, q95 = norm.ppf([0.05, 0.25, 0.5, 0.75, 0.95], mean, sd)
    return Effect(
        mean=mean,
        sd=sd,
        q05=float(q05),
        q25=float(q25),
        q50=float(q50),
        q75=float(q75),
        q95=float(q95),
        p_above_0=float(norm.sf(0.0, mean, sd)),
        p_above_delta=float(norm.sf(0.3, mean, sd)),
        p_below_minus_delta=float(norm.cdf(-0.3, mean, sd)),
        p_within_half=float(norm.cdf(0.5, mean, sd) - norm.cdf(-0.5, mean, sd)),
    )


def posterior_of(mean: float, sd: float = 0.15, *, guards_hold: bool = True) -> Posterior:
    """Return a posterior whose contrasts are all the same normal."""
    found = normal_effect(mean, sd)
    return Posterior(
        effect_28d=found,
        effect_plus20=found,
        standard_28d=found,
        latent_28d=found,
        latent_plus20=found,
        theta_mean=np.zeros(8),
        theta_sd=np.ones(8),
        coefficient_mean=np.zeros(5),
        coefficient_sd=np.ones(5),
        engine="ep",
        model="M5",
        effect_prior_sd=1.5,
        checks=(Check("ess", guards_hold, 300.0),),
        log_evidence=0.0,
        n_theta=512,
        ess=300.0,
        max_weight=0.01,
        khat=0.1,
    )
