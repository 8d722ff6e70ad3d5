"""Gibbs: the exact posterior by simulation, fallback of the fit and its verifier."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Check, Effect
from backstride.domain.errors import OutOfRange
from backstride.inference.design import Design
from backstride.inference.gibbs_chains import Walk
from backstride.inference.kernels import gibbs as kernel
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.posterior import Posterior
from backstride.inference.priors import LOADING, LOOSE, Priors
from backstride.inference.problem import theta_names, theta_prior
from backstride.inference.rows import DECISION, KINDS
from backstride.inference.summarise import model_name
from backstride.inference.summary import effect_from_draws

Array = NDArray[np.float64]

#: Fewer effective draws of `effect_28d` are not believed.
MIN_ESS: Final = 200.0
#: Chains that differ more than this have not met (Vehtari et al. 2021, Bayesian Anal. 16:667).
MAX_RHAT: Final = 1.05
#: Sweeps beyond which draws are kept in single precision.
_LONG: Final = 20_000


def sample(
    design: Design,
    priors: Priors,
    *,
    n_sweep: int,
    n_burn: int,
    n_chain: int,
    seed: int,
    effect_squares: Array | None = None,
) -> Posterior:
    """Draw from the exact posterior.

    Parameters
    ----------
    design, priors
        As for `engine.fit`.
    n_sweep, n_burn : int
        Kept and discarded sweeps of each chain.
    n_chain : int
        Chains, 1 to 8; eight cost no more than one.
    seed : int
        The same seed gives the same draws.
    effect_squares : array (n_loaded,), optional
        Mean squares of the effects of covariates, from which missing ones widen the noise; those
        of the prior where not given.

    Returns
    -------
    Posterior
        With `draws` of `effect_28d` (n_chain * n_sweep,), chain after chain.

    Raises
    ------
    OutOfRange
        More chains than lanes, or no sweep.
    """
    if not 1 <= n_chain <= WIDTH or n_sweep < 1:
        raise OutOfRange("gibbs_chains", n_chain=n_chain, n_sweep=n_sweep, n_max=WIDTH)
    walk = Walk(design, priors, np.random.Generator(np.random.PCG64(seed)), effect_squares)
    walk.burn(n_burn)
    kind = np.float32 if n_sweep > _LONG else np.float64
    kept = [trace[:, :, :n_chain].astype(kind) for trace in walk.traces(n_sweep)]
    draws = np.moveaxis(np.concatenate(kept), 2, 0)
    return _posterior(draws, design, priors)


def _posterior(draws: Array, design: Design, priors: Priors) -> Posterior:
    """Summarise draws (n_chain, n_sweep, contrasts, hyper-parameters, rigid, coefficients)."""
    effect = draws[:, :, kernel.DRAW_28D].astype(np.float64)
    flat = draws.reshape(-1, draws.shape[2]).astype(np.float64)
    weights = np.full(effect.size, 1.0 / effect.size)

    def summary(values: Array) -> Effect:
        return effect_from_draws(weights, values)

    effects = [summary(flat[:, k]) for k in range(kernel.N_CONTRAST)]
    ess, rhat = effective_draws(effect), split_rhat(effect)
    names = theta_names(design)
    first = kernel.N_CONTRAST + len(names) + 1
    points, rigid = flat[:, kernel.N_CONTRAST : first - 1], flat[:, first - 1] > 0.5
    coefficients = flat[:, first:]
    mean, sd = theta_prior(design, priors, names)
    kept = [k for k, name in enumerate(names) if priors.flexible or name not in LOOSE]
    centre, spread = _hyper_parameters(points, rigid, names)
    measures = 5 + len(design.covariates)
    return Posterior(
        effect_28d=effects[kernel.DRAW_28D],
        effect_plus20=effects[kernel.DRAW_PLUS20],
        standard_28d=effects[kernel.DRAW_STANDARD],
        latent_28d=effects[kernel.LATENT_28D],
        latent_plus20=effects[kernel.LATENT_PLUS20],
        theta_mean=(mean + sd * centre)[kept],
        theta_sd=(sd * spread)[kept],
        coefficient_mean=coefficients.mean(axis=0),
        coefficient_sd=coefficients.std(axis=0),
        engine="gibbs",
        model=model_name(design, priors),
        effect_prior_sd=priors.effect_sd,
        checks=(
            Check("gibbs_ess", ess >= MIN_ESS, ess),
            Check("gibbs_rhat", rhat <= MAX_RHAT, rhat),
        ),
        log_evidence=float("nan"),
        n_theta=effect.size,
        ess=ess,
        max_weight=float("nan"),
        khat=float("nan"),
        mcse=effects[kernel.DRAW_28D].sd / float(np.sqrt(max(ess, 1.0))),
        draws=effect.ravel(),
        theta_names=tuple(names[k] for k in kept),
        rigid_probability=float(rigid.mean()),
        measures={
            name: summary(coefficients[:, k]) for k, name in enumerate(design.measures, measures)
        },
        outcomes={
            kind: summary(
                (mean + sd * points)[:, names.index(LOADING + kind)] * flat[:, kernel.LATENT_28D]
            )
            for kind in design.kinds[len(KINDS) :]
            if kind != DECISION
        },
    )


def _hyper_parameters(
    points: Array, rigid: NDArray[np.bool_], names: tuple[str, ...]
) -> tuple[Array, Array]:
    """Means and sds in prior sds; shape and delay where they are free."""
    centre, spread = points.mean(axis=0), points.std(axis=0)
    if not rigid.all():
        for k, name in enumerate(names):
            if name in LOOSE:
                centre[k], spread[k] = points[~rigid, k].mean(), points[~rigid, k].std()
    return centre, spread


def _autocovariance(chain: Array) -> Array:
    n = chain.size
    padded = np.fft.rfft(chain - chain.mean(), 2 * n)
    result: Array = np.fft.irfft(padded * np.conj(padded))[:n] / n
    return result


def effective_draws(draws: Array) -> float:
    """Effective number of draws of several chains (n_chain, n_sweep), Geyer's initial sequence.

    Vehtari et al. (2021), Bayesian Analysis 16:667, without rank normalisation.
    """
    m, n = draws.shape
    if n < 8:
        return float(m)
    covariances = np.array([_autocovariance(chain) for chain in draws])
    within = float((covariances[:, 0] * n / (n - 1.0)).mean())
    between = float(draws.mean(axis=1).var(ddof=1)) if m > 1 else 0.0
    total = within * (n - 1.0) / n + between
    if total <= 0.0:
        return float(m * n)
    rho = 1.0 - (within - covariances.mean(axis=0)) / total
    pairs = rho[: 2 * (n // 2)].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0.0)
    pairs = np.minimum.accumulate(pairs[: negative[0] if negative.size else pairs.size])
    time = max(2.0 * float(pairs.sum()) - 1.0, 1.0 / np.log10(m * n))
    return float(m * n / time)


def split_rhat(draws: Array) -> float:
    """Return the split R-hat of chains (n_chain, n_sweep); 1 where they agree."""
    n = draws.shape[1] // 2
    if n < 4:
        return float("inf")
    halves = np.concatenate([draws[:, :n], draws[:, n : 2 * n]])
    within = float(halves.var(axis=1, ddof=1).mean())
    if within <= 0.0:
        return 1.0
    between = float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt((n - 1.0) / n + between / within))
