"""Fit: the posterior of one model on one diary, by expectation propagation or, failing, Gibbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Check, Effect
from backstride.inference.design import NO_EDGE, Design
from backstride.inference.evidence import Evidence
from backstride.inference.gibbs import sample
from backstride.inference.integrate import Integral, integrate, pareto_shape, weigh
from backstride.inference.kernels import contrast
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.summary import effect_from_draws, effect_from_mixture
from backstride.inference.survey import survey

Array = NDArray[np.float64]

#: Fewer effective points than this are not believed.
MIN_ESS: Final = 60.0
#: No single point may carry more of the weight.
MAX_WEIGHT: Final = 0.1
#: Tail shape beyond which importance weights mislead (Vehtari et al. 2024, JMLR 25:72).
MAX_KHAT: Final = 0.7
#: Weight of the points at which expectation propagation settled.
MIN_SETTLED: Final = 0.98
#: Largest excess of the posterior over the proposal at a scanned point, as multiple of the mean
#: weight: one overlooked place may weigh no more than this many points.
MAX_SCAN_WEIGHT: Final = 20.0
#: With more of the scores at one end of the scale the posterior on the score is too far from a
#: mixture of normals; measured in `docs/explanation/engine.md`.
MAX_END_SHARE: Final = 0.85
_SEED: Final = 20_260_903


@dataclass(frozen=True, slots=True)
class Settings:
    """How much work a fit may do; the defaults are what `docs/explanation/engine.md` measures.

    Parameters
    ----------
    n_point : int
        Hyper-parameter points of one round of importance sampling.
    n_draw : int
        Draws of the latent path per point, an even number.
    target_ess : float
        Further rounds are drawn until this many points are effective.
    neighbour_share : float
        Share of this work that `refit` does, where only the sign class counts.
    n_sweep, n_burn : int
        Sweeps of each of eight Gibbs chains where the fast way is not trusted.
    """

    n_point: int = 512
    n_draw: int = 32
    target_ess: float = 150.0
    neighbour_share: float = 0.5
    n_sweep: int = 2000
    n_burn: int = 1000


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
    return _fit(Evidence(design, priors), settings)


def refit(
    posterior: Posterior,
    design: Design,
    priors: Priors,
    *,
    settings: Settings = _DEFAULT_SETTINGS,
) -> Posterior:
    """Fit again under other priors, re-using what `posterior` has worked out.

    Parameters
    ----------
    posterior : Posterior
        A fit of the same design.
    design : Design
        The diary.
    priors : Priors
        Where only `effect_sd` differs, the hyper-parameter points are weighed again; under another
        model the survey starts from the posterior known.
    settings : Settings
        As in `fit`.

    Returns
    -------
    Posterior
        As from `fit`; the guards are the same.
    """
    known = posterior.state
    evidence = Evidence(design, priors)
    if not isinstance(known, Integral):
        return _fit(evidence, settings)
    less = _less(settings)
    if replace(priors, effect_sd=known.priors.effect_sd) == known.priors:
        again = evidence.posteriors(
            known.points,
            n_draw=less.n_draw,
            seed=0,
            sites=known.posterior.sites.copy(),
        )
        integral = weigh(known.points, known.log_proposal, again, priors)
        result = _posterior(replace(integral, overlooked=known.overlooked))
        if result.trusted:
            return result
    evidence.begin_from(known.centre, known.heaviest_sites())
    return _fit(evidence, less)


def _less(settings: Settings) -> Settings:
    share = settings.neighbour_share
    return replace(
        settings,
        n_point=int(share * settings.n_point),
        n_draw=max(2, 2 * int(0.5 * share * settings.n_draw)),
        target_ess=share * settings.target_ess,
    )


def _fit(evidence: Evidence, settings: Settings) -> Posterior:
    """Survey, integrate, look at the guards, fall back to the exact sampler."""
    share = _end_share(evidence.design)
    informed: tuple[Check, ...] = (Check("end_share", None, share),)
    if share <= MAX_END_SHARE:
        integral = integrate(
            evidence,
            survey(evidence),
            n_point=settings.n_point,
            n_draw=settings.n_draw,
            target=settings.target_ess,
        )
        result = _posterior(integral)
        if result.trusted:
            return result
        informed += tuple(replace(check, passed=None) for check in result.checks)
    return _exact(evidence, settings, informed)


def _exact(evidence: Evidence, settings: Settings, informed: tuple[Check, ...]) -> Posterior:
    """Sample exactly; four times longer where the first chains did not settle."""
    for longer in (1, 4):
        result = sample(
            evidence.design,
            evidence.priors,
            n_sweep=longer * settings.n_sweep,
            n_burn=longer * settings.n_burn,
            n_chain=8,
            seed=_SEED,
        )
        if result.trusted:
            break
    return replace(result, checks=result.checks + informed)


def _end_share(design: Design) -> float:
    """Share of the scores at the commoner end of the scale."""
    if design.n_row == 0:
        return 0.0
    low, high = design.row_low <= -NO_EDGE, design.row_high >= NO_EDGE
    return float(max(low.mean(), high.mean()))


def _posterior(integral: Integral) -> Posterior:
    """Summarise a weighted set of hyper-parameter points."""
    weights, inner, priors = integral.weights, integral.posterior, integral.priors
    n_draw = inner.draw.shape[1]
    per_draw = np.repeat(weights / n_draw, n_draw)

    def mixture(mean: int, var: int) -> Effect:
        return effect_from_mixture(weights, inner.moment[:, mean], inner.moment[:, var])

    spread = np.sqrt(weights @ (integral.points - integral.centre) ** 2)
    mean, sd = priors.theta_prior()
    means = weights @ inner.coefficient[:, 0]
    variances = weights @ (inner.coefficient[:, 1] + (inner.coefficient[:, 0] - means) ** 2)
    khat = pareto_shape(weights)
    settled = float(weights @ inner.settled)
    return Posterior(
        effect_28d=effect_from_draws(per_draw, inner.draw[:, :, 0].ravel()),
        effect_plus20=effect_from_draws(per_draw, inner.draw[:, :, 1].ravel()),
        standard_28d=mixture(contrast.MEAN_STANDARD, contrast.VAR_STANDARD),
        latent_28d=mixture(contrast.MEAN_28D, contrast.VAR_28D),
        latent_plus20=mixture(contrast.MEAN_PLUS20, contrast.VAR_PLUS20),
        theta_mean=mean + sd * integral.centre,
        theta_sd=sd * spread,
        coefficient_mean=means,
        coefficient_sd=np.sqrt(variances),
        engine="ep",
        model=priors.model,
        effect_prior_sd=priors.effect_sd,
        checks=_guards(integral, khat=khat, settled=settled),
        log_evidence=integral.log_evidence,
        n_theta=int(weights.size),
        ess=integral.ess,
        max_weight=float(weights.max()),
        khat=khat,
        ep_converged=settled,
        state=integral,
    )


def _guards(integral: Integral, *, khat: float, settled: float) -> tuple[Check, ...]:
    """Test the integral: enough points, none too heavy, no place overlooked."""
    heaviest = float(integral.weights.max())
    return (
        Check("ess", integral.ess >= MIN_ESS, integral.ess),
        Check("max_weight", heaviest <= MAX_WEIGHT, heaviest),
        Check("khat", not khat > MAX_KHAT, khat),
        Check("ep_converged", settled >= MIN_SETTLED, settled),
        Check("mode_agreement", integral.overlooked <= MAX_SCAN_WEIGHT, integral.overlooked),
    )
