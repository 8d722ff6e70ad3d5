"""Integrate: importance sampling over the hyper-parameters, in rounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.evidence import Evidence, PointPosterior
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.priors import Priors
from backstride.inference.proposal import Proposal, adapt, first_proposal
from backstride.inference.survey import Survey

Array = NDArray[np.float64]

_MAX_ROUNDS: Final = 4
#: Another round is drawn where the tail of the weights is longer than this.
_LONG_TAIL: Final = 0.6


@dataclass(frozen=True, slots=True)
class Integral:
    """Weighted hyper-parameter points.

    Parameters
    ----------
    priors : Priors
        What was believed before.
    points : array (n_point, n_theta)
        In prior sds.
    weights : array (n_point,)
        Sum to one.
    log_proposal : array (n_point,)
        Log density of the mixture of all rounds.
    posterior : PointPosterior
        What was worked out at each point.
    log_evidence : float
        Log marginal likelihood of the model.
    names : tuple of str
        What the coordinates of a point are.
    overlooked : float
        Largest weight that a scanned point would have, as multiple of the mean weight.
    rigid : array of bool (n_point,) or None
        Where M3 and the flexible model are averaged: the points of M3, whose shape is 0 and whose
        delay is nil. None where there is one model only.
    effect_squares : array (n_loaded,)
        Mean squares of the effects of covariates, from which missing ones widen the noise.
    """

    priors: Priors
    points: Array
    weights: Array
    log_proposal: Array
    posterior: PointPosterior
    log_evidence: float
    names: tuple[str, ...]
    overlooked: float = 0.0
    rigid: NDArray[np.bool_] | None = None
    effect_squares: Array = field(default_factory=lambda: np.empty(0))

    @property
    def ess(self) -> float:
        """Effective number of points (Kish)."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def centre(self) -> Array:
        """Posterior mean of the hyper-parameters in prior sds, (n_theta,)."""
        mean: Array = self.weights @ self.points
        return mean

    def heaviest_sites(self) -> Array:
        """Return the settled sites (2, n_site) of the point with most weight."""
        batch, lane = divmod(int(np.argmax(self.weights)), WIDTH)
        sites: Array = self.posterior.sites[batch, :, :, lane]
        return sites


@dataclass(frozen=True, slots=True)
class _Round:
    """One round: what was drawn from, what was drawn, what it gave."""

    proposal: Proposal
    points: Array
    posterior: PointPosterior


def integrate(
    evidence: Evidence, surveyed: Survey, *, n_point: int, n_draw: int, target: float
) -> Integral:
    """Draw rounds of points until enough of them are effective.

    Parameters
    ----------
    evidence : Evidence
        What is integrated.
    surveyed : Survey
        Where its mass lies.
    n_point : int
        Points of a round, rounded up to whole batches.
    n_draw : int
        Draws of the latent path per point.
    target : float
        Wanted effective number of points; at most four rounds.
    """
    n_point = -(-n_point // WIDTH) * WIDTH
    rounds: list[_Round] = []
    proposal = first_proposal(surveyed.components, surveyed.log_masses, evidence.names)
    for index in range(_MAX_ROUNDS):
        points = proposal.points(n_point, index)
        posterior = evidence.posteriors(points, n_draw=n_draw, seed=index)
        rounds.append(_Round(proposal, points, posterior))
        integral = _combine(rounds, evidence, surveyed)
        if integral.ess >= target and not pareto_shape(integral.weights) > _LONG_TAIL:
            break
        proposal = adapt(proposal, integral.points, tempered(integral.weights))
    return integral


def _combine(rounds: list[_Round], evidence: Evidence, surveyed: Survey) -> Integral:
    """Weigh the points of all rounds against the mixture of all proposals (Owen and Zhou 2000)."""
    points = np.concatenate([r.points for r in rounds])

    def log_mixture(at: Array) -> Array:
        density: Array = np.logaddexp.reduce([r.proposal.log_density(at) for r in rounds])
        mixed: Array = density - np.log(len(rounds))
        return mixed

    integral = weigh(
        points,
        log_mixture(points),
        join_posteriors([r.posterior for r in rounds]),
        priors=evidence.priors,
        names=evidence.names,
    )
    if not surveyed.scanned.size:
        return integral
    excess = surveyed.scanned_value - log_mixture(surveyed.scanned) - integral.log_evidence
    return replace(integral, overlooked=float(np.exp(min(excess.max(), 50.0))))


def weigh(
    points: Array,
    log_proposal: Array,
    posterior: PointPosterior,
    *,
    priors: Priors,
    names: tuple[str, ...],
) -> Integral:
    """Turn densities into weights; a point whose evidence is not a number weighs nothing."""
    ratio = np.where(np.isfinite(posterior.log_post), posterior.log_post - log_proposal, -np.inf)
    highest = float(ratio.max())
    raw = np.exp(ratio - highest)
    return Integral(
        priors=priors,
        points=points,
        weights=raw / raw.sum(),
        log_proposal=log_proposal,
        posterior=posterior,
        log_evidence=highest + float(np.log(raw.mean())),
        names=names,
    )


def join_posteriors(parts: list[PointPosterior]) -> PointPosterior:
    """Put the points of several rounds, or of several models, one after the other."""
    names = ("log_post", "settled", "moment", "coefficient", "draw", "sites")
    joined = {n: np.concatenate([getattr(p, n) for p in parts]) for n in names}
    return replace(parts[0], **joined)


def tempered(weights: Array) -> Array:
    """Flatten weights until they hold at least a tenth of the points, to learn a shape from."""
    power = 1.0
    for _ in range(12):
        flat = weights**power
        flat = flat / flat.sum()
        if 1.0 / (flat**2).sum() >= 0.1 * weights.size:
            break
        power *= 0.7
    return flat


def pareto_shape(weights: Array) -> float:
    """Estimate the tail shape of importance weights; above 0.7 they are not to be trusted.

    Method of Zhang and Stephens (2009) on the largest fifth of the weights, with the weak prior
    of Vehtari et al. (2024, J. Mach. Learn. Res. 25:72).
    """
    n = weights.size
    n_tail = int(min(0.2 * n, 3.0 * np.sqrt(n)))
    ordered = np.sort(weights)
    tail = ordered[-n_tail:] - ordered[-n_tail - 1]
    tail = tail[tail > 0.0]
    if tail.size < 5:
        return float("nan")
    n_tail = tail.size
    n_grid = 30 + int(np.sqrt(n_tail))
    quarter = tail[int(n_tail / 4 + 0.5) - 1]
    j = np.arange(1, n_grid + 1)
    b = 1.0 / tail[-1] + (1.0 - np.sqrt(n_grid / (j - 0.5))) / 3.0 / quarter
    k = np.log1p(-b[:, None] * tail[None, :]).mean(axis=1)
    likelihood = n_tail * (np.log(-b / k) - k - 1.0)
    weight = 1.0 / np.exp(likelihood[None, :] - likelihood[:, None]).sum(axis=1)
    mean_b = float((b * weight).sum() / weight.sum())
    shape = float(np.log1p(-mean_b * tail).mean())
    return float((n_tail * shape + 10.0 * 0.5) / (n_tail + 10.0))
