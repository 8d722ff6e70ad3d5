"""Fit: the posterior of one model on one diary, by expectation propagation or, failing, Gibbs."""

from __future__ import annotations

from dataclasses import dataclass

from backstride.inference.design import Design
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors

_DEFAULT_PRIORS = Priors()


@dataclass(frozen=True, slots=True)
class Settings:
    """How much work a fit may do; the defaults are what `docs/explanation/engine.md` measures.

    Parameters
    ----------
    n_point : int
        Hyper-parameter points of one round of importance sampling.
    n_draw : int
        Draws of the latent path per point.
    """

    n_point: int = 512
    n_draw: int = 32


_DEFAULT_SETTINGS = Settings()


def fit(
    design: Design, priors: Priors = _DEFAULT_PRIORS, *, settings: Settings = _DEFAULT_SETTINGS
) -> Posterior:
    """Fit one model to one diary."""
    raise NotImplementedError


def refit(posterior: Posterior, design: Design, priors: Priors) -> Posterior:
    """Fit again under another prior of the effects, re-using what `posterior` has worked out."""
    raise NotImplementedError
