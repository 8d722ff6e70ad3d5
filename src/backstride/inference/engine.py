"""Fit: the posterior of one model on one diary, by expectation propagation or, failing, Gibbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.answer import Check, Effect
from backstride.inference.design import Design
from backstride.inference.evidence import Evidence
from backstride.inference.integrate import Integral, integrate, pareto_shape, weigh
from backstride.inference.kernels import contrast
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.summary import effect_from_draws, effect_from_mixture
from backstride.inference.survey import survey

#: Below these the importance sampling is not believed.
MIN_ESS: Final = 60.0
MAX_WEIGHT: Final = 0.1
MAX_KHAT: Final = 0.7
MIN_SETTLED: Final = 0.98


@dataclass(frozen=True, slots=True)
class Settings:
    """How much work a fit may do; the defaults are what `docs/explanation/engine.md` measures.

    Parameters
    ----------
    n_point : int
        Hyper-parameter points of one round of importance sampling.
    n_draw : int
        Draws of the latent path per point.
    target_ess : float
        Further rounds are drawn until this many points are effective.
    """

    n_point: int = 256
    n_draw: int = 16
    target_ess: float = 150.0


_DEFAULT_PRIORS = Priors()
_DEFAULT_SETTINGS = Settings()


def fit(
    design: Design, priors: Priors = _DEFAULT_PRIORS, *, settings: Settings = _DEFAULT_SETTINGS
) -> Posterior:
    """Fit one model to one diary.

    Parameters
    ----------
    design : Design
        The diary, see `build_design`.
    priors : Priors
        What is believed before; `Priors(flexible=False)` is M3.
    settings : Settings
        How much work to do.

    Returns
    -------
    Posterior
        From expectation propagation where all guards hold, else from the exact Gibbs sampler.
    """
    evidence = Evidence(design, priors)
    integral = integrate(
        evidence,
        survey(evidence),
        n_point=settings.n_point,
        n_draw=settings.n_draw,
        target=settings.target_ess,
    )
    return _posterior(integral, priors)


def refit(posterior: Posterior, design: Design, priors: Priors) -> Posterior:
    """Fit again under another prior of the effects, re-using the points of `posterior`."""
    integral = posterior.state
    if not isinstance(integral, Integral) or posterior.model != priors.model:
        return fit(design, priors)
    evidence = Evidence(design, priors)
    again = evidence.posteriors(
        integral.points,
        n_draw=integral.posterior.draw.shape[1],
        seed=0,
        sites=integral.posterior.sites.copy(),
    )
    result = _posterior(weigh(integral.points, integral.log_proposal, again), priors)
    return result if result.trusted else fit(design, priors)


def _posterior(integral: Integral, priors: Priors) -> Posterior:
    weights, inner = integral.weights, integral.posterior
    n_draw = inner.draw.shape[1]
    per_draw = np.repeat(weights / n_draw, n_draw)

    def mixture(mean: int, var: int) -> Effect:
        return effect_from_mixture(weights, inner.moment[:, mean], inner.moment[:, var])

    center = weights @ integral.points
    spread = np.sqrt(weights @ (integral.points - center) ** 2)
    mean, sd = priors.theta_prior()
    means = weights @ inner.coefficient[:, 0]
    variances = weights @ (inner.coefficient[:, 1] + (inner.coefficient[:, 0] - means) ** 2)
    khat = pareto_shape(weights)
    settled = float(weights @ inner.settled)
    checks = (
        Check("ess", integral.ess >= MIN_ESS, integral.ess),
        Check("max_weight", bool(weights.max() <= MAX_WEIGHT), float(weights.max())),
        Check("khat", not khat > MAX_KHAT, khat),
        Check("ep_converged", settled >= MIN_SETTLED, settled),
    )
    return Posterior(
        effect_28d=effect_from_draws(per_draw, inner.draw[:, :, 0].ravel()),
        effect_plus20=effect_from_draws(per_draw, inner.draw[:, :, 1].ravel()),
        standard_28d=mixture(contrast.MEAN_STANDARD, contrast.VAR_STANDARD),
        latent_28d=mixture(contrast.MEAN_28D, contrast.VAR_28D),
        latent_plus20=mixture(contrast.MEAN_PLUS20, contrast.VAR_PLUS20),
        theta_mean=mean + sd * center,
        theta_sd=sd * spread,
        coefficient_mean=means,
        coefficient_sd=np.sqrt(variances),
        engine="ep",
        model=priors.model,
        effect_prior_sd=priors.effect_sd,
        checks=checks,
        log_evidence=integral.log_evidence,
        n_theta=int(weights.size),
        ess=integral.ess,
        max_weight=float(weights.max()),
        khat=khat,
        ep_converged=settled,
        state=integral,
    )
