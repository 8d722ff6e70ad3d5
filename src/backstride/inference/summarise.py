"""Summarise: weighted hyper-parameter points as the posterior that people and pages read."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Check, Effect
from backstride.inference.design import Design
from backstride.inference.integrate import Integral, pareto_shape
from backstride.inference.kernels import contrast
from backstride.inference.kernels.arrays import FIRST_COVARIATE
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.scale_mixture import LEAST_REST
from backstride.inference.measure_prior import tilt
from backstride.inference.posterior import Posterior
from backstride.inference.priors import LOADING, LOOSE, Priors
from backstride.inference.problem import theta_prior
from backstride.inference.rows import DECISION, KINDS
from backstride.inference.summary import effect_from_draws, effect_from_mixture

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


def model_name(design: Design, priors: Priors) -> str:
    """Return the name of a model: M4 where the run decision is in, else that of its priors."""
    return "M4" if DECISION in design.kinds else priors.model


def summarise(integral: Integral, design: Design) -> Posterior:
    """Return the posterior that a weighted set of hyper-parameter points stands for.

    Parameters
    ----------
    integral : Integral
        The points.
    design : Design
        The diary, for the names of what was estimated.
    """
    weights, inner, priors = integral.weights, integral.posterior, integral.priors
    n_draw = inner.draw.shape[1]
    per_draw = np.repeat(weights / n_draw, n_draw)

    def mixture(mean: int, var: int) -> Effect:
        return effect_from_mixture(weights, inner.moment[:, mean], inner.moment[:, var])

    theta_mean, theta_sd = _hyper_parameters(integral, design)
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
        theta_mean=theta_mean,
        theta_sd=theta_sd,
        theta_names=integral.names,
        coefficient_mean=means,
        coefficient_sd=np.sqrt(variances),
        engine="ep",
        model=model_name(design, priors),
        effect_prior_sd=priors.effect_sd,
        checks=_guards(integral, khat=khat, settled=settled),
        log_evidence=integral.log_evidence,
        n_theta=int(weights.size),
        ess=integral.ess,
        max_weight=float(weights.max()),
        khat=khat,
        ep_converged=settled,
        rigid_probability=_rigid_probability(integral),
        measures=_measures(integral, design),
        outcomes=_outcomes(integral, design),
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


def _rigid_probability(integral: Integral) -> float:
    """Posterior probability of M3 under a mixed prior; 0 or 1 where there is one model only."""
    if integral.rigid is None:
        return 0.0 if integral.priors.flexible else 1.0
    return float(integral.weights[integral.rigid].sum())


def _hyper_parameters(integral: Integral, design: Design) -> tuple[Array, Array]:
    """Means and sds; of shape and delay those of the flexible half, M3 has none."""
    mean, sd = theta_prior(design, integral.priors, integral.names)
    centre, spread = np.empty(mean.size), np.empty(mean.size)
    for axis, name in enumerate(integral.names):
        weights = integral.weights
        if name in LOOSE and integral.rigid is not None and not integral.rigid[weights > 0].all():
            weights = np.where(integral.rigid, 0.0, weights)
            weights = weights / weights.sum()
        centre[axis] = weights @ integral.points[:, axis]
        spread[axis] = np.sqrt(weights @ (integral.points[:, axis] - centre[axis]) ** 2)
    return mean + sd * centre, sd * spread


def _measures(integral: Integral, design: Design) -> dict[str, Effect]:
    """Effect of each measure on the next morning.

    At every point its marginal is what the rest of the diary says, a normal, times its prior: a
    mixture of two normals, not the one normal that stands for it in the solve.
    """
    counts = np.flatnonzero(integral.weights > 0.0)
    batch, lane = np.divmod(counts, WIDTH)
    weights, coefficient = integral.weights[counts], integral.posterior.coefficient[counts]
    first, found = FIRST_COVARIATE + len(design.covariates), {}
    for k, name in enumerate(design.measures):
        mean, var = coefficient[:, 0, first + k], coefficient[:, 1, first + k]
        site = integral.posterior.sites[batch, :, design.n_row + k, lane]
        rest = np.maximum(1.0 - site[:, 0] * var, LEAST_REST)
        parts = tilt((mean - var * site[:, 1]) / rest, var / rest, integral.priors)
        found[name] = effect_from_mixture(
            (weights * parts[0]).ravel(), parts[1].ravel(), parts[2].ravel()
        )
    return found


def _outcomes(integral: Integral, design: Design) -> dict[str, Effect]:
    """Effect of the window's running on each further outcome, away from floor and ceiling."""
    inner, found = integral.posterior, {}
    for name in design.kinds[len(KINDS) :]:
        if name == DECISION:
            continue
        axis = integral.names.index(LOADING + name)
        prior = integral.priors.of(LOADING + name)
        loading = prior.mean + prior.sd * integral.points[:, axis]
        found[name] = effect_from_mixture(
            integral.weights,
            loading * inner.moment[:, contrast.MEAN_28D],
            loading**2 * inner.moment[:, contrast.VAR_28D],
        )
    return found
