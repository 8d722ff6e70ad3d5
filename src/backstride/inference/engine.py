"""Fit: the posterior of one model on one diary, by expectation propagation or, failing, Gibbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Check
from backstride.inference.average import average, half, log_share
from backstride.inference.design import Design
from backstride.inference.evidence import Evidence
from backstride.inference.gibbs import sample
from backstride.inference.integrate import Integral, integrate, weigh
from backstride.inference.kernels.arrays import FIRST_COVARIATE
from backstride.inference.outcomes import NO_EDGE
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.rows import KINDS
from backstride.inference.summarise import summarise
from backstride.inference.survey import Survey, survey

Array = NDArray[np.float64]

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
    rigid_share : float
        Share of this many that M3 gets, which has two hyper-parameters less.
    n_draw : int
        Draws of the latent path per point, an even number.
    target_ess : float
        Further rounds are drawn until this many points are effective.
    neighbour_share : float
        Share of this work that `refit` does, where only the sign class counts.
    n_sweep, n_burn : int
        Sweeps of each of eight Gibbs chains where the fast way is not trusted.
    """

    n_point: int = 640
    rigid_share: float = 0.5
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
    return _fit(design, priors, settings)


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
        Where only `effect_sd` differs, the hyper-parameter points are weighed again; one of the
        two models that were averaged is read off.
    settings : Settings
        As in `fit`.

    Returns
    -------
    Posterior
        As from `fit`; the guards are the same.
    """
    known = posterior.state
    if isinstance(known, Integral):
        result = _read_off(known, design, priors) or _weighed_again(known, design, priors, settings)
        if result is not None and result.trusted:
            return result
    return fit(design, priors, settings=_less(settings))


def _read_off(known: Integral, design: Design, priors: Priors) -> Posterior | None:
    """Return one of the two models that were averaged, None where `priors` is neither."""
    if known.rigid is None:
        return None
    for flexible in (True, False):
        if priors == known.priors.pure(flexible=flexible):
            return summarise(half(known, priors, rigid=not flexible), design)
    return None


def _weighed_again(
    known: Integral, design: Design, priors: Priors, settings: Settings
) -> Posterior | None:
    """Weigh the points again under another prior sd of the effects, None for other changes."""
    if replace(priors, effect_sd=known.priors.effect_sd) != known.priors:
        return None
    evidence = Evidence(design, priors)
    evidence.learn_missing(known.effect_squares)
    again = evidence.posteriors(
        known.points,
        n_draw=_less(settings).n_draw,
        seed=0,
        sites=known.posterior.sites.copy(),
    )
    again = replace(again, log_post=again.log_post + log_share(known, priors))
    integral = weigh(known.points, known.log_proposal, again, priors=priors, names=known.names)
    return summarise(
        replace(
            integral,
            overlooked=known.overlooked,
            rigid=known.rigid,
            effect_squares=known.effect_squares,
        ),
        design,
    )


def neighbour_settings() -> Settings:
    """Return the work that a neighbour of the main model gets: only its sign class counts."""
    return _less(_DEFAULT_SETTINGS)


def _less(settings: Settings) -> Settings:
    share = settings.neighbour_share
    return replace(
        settings,
        n_point=int(share * settings.n_point),
        n_draw=max(2, 2 * int(0.5 * share * settings.n_draw)),
        target_ess=share * settings.target_ess,
    )


def _fit(design: Design, priors: Priors, settings: Settings) -> Posterior:
    """Integrate, look at the guards, fall back to the exact sampler."""
    share = _end_share(design)
    informed: tuple[Check, ...] = (Check("end_share", None, share),)
    if share <= MAX_END_SHARE:
        result = summarise(_integral(design, priors, settings), design)
        if result.trusted:
            return result
        informed += tuple(replace(check, passed=None) for check in result.checks)
    return _exact(design, priors, settings, informed)


def _integral(design: Design, priors: Priors, settings: Settings) -> Integral:
    """Integrate over the hyper-parameters of one model, or of both halves of a mixed prior."""
    if not priors.mixed:
        return _pure(Evidence(design, priors), settings)
    fewer = replace(settings, n_point=int(settings.rigid_share * settings.n_point))
    rigid = _pure(Evidence(design, priors.pure(flexible=False)), fewer)
    evidence = Evidence(design, priors.pure(flexible=True))
    origin = np.zeros(evidence.n_theta)
    for axis, name in enumerate(rigid.names):
        origin[evidence.axis(name)] = rigid.centre[axis]
    evidence.begin_from(origin, rigid.heaviest_sites())
    flexible = _pure(evidence, settings, known_squares=rigid.effect_squares)
    whole = average(flexible, rigid, priors)
    return replace(whole, effect_squares=rigid.effect_squares)


def _pure(
    evidence: Evidence, settings: Settings, *, known_squares: Array | None = None
) -> Integral:
    """Survey one model and integrate it."""
    if known_squares is not None:
        evidence.learn_missing(known_squares)
    surveyed = survey(evidence)
    squares = known_squares
    if squares is None:
        squares = _effect_squares(evidence, surveyed)
        evidence.learn_missing(squares)
    integral = integrate(
        evidence,
        surveyed,
        n_point=settings.n_point,
        n_draw=settings.n_draw,
        target=settings.target_ess,
    )
    return replace(integral, effect_squares=squares)


def _effect_squares(evidence: Evidence, surveyed: Survey) -> Array:
    """Return mean squares of the effects of covariates and measures at the heaviest place."""
    if not evidence.design.missing.any():
        return np.zeros(evidence.design.n_loaded)
    heaviest = surveyed.components[int(np.argmax(surveyed.log_masses))].centre
    coefficient = evidence.posteriors(heaviest[None], n_draw=2, seed=0).coefficient[0]
    felt = slice(FIRST_COVARIATE, FIRST_COVARIATE + evidence.design.n_loaded)
    squares: Array = coefficient[0, felt] ** 2 + coefficient[1, felt]
    return squares


def _exact(
    design: Design, priors: Priors, settings: Settings, informed: tuple[Check, ...]
) -> Posterior:
    """Sample exactly; four times longer where the first chains did not settle."""
    for longer in (1, 4):
        result = sample(
            design,
            priors,
            n_sweep=longer * settings.n_sweep,
            n_burn=longer * settings.n_burn,
            n_chain=8,
            seed=_SEED,
        )
        if result.trusted:
            break
    return replace(result, checks=result.checks + informed)


def _end_share(design: Design) -> float:
    """Share of the primary outcome's scores at the commoner end of the scale."""
    scores = design.row_kind < len(KINDS)
    if not scores.any():
        return 0.0
    low, high = design.row_low[scores] <= -NO_EDGE, design.row_high[scores] >= NO_EDGE
    return float(max(low.mean(), high.mean()))
