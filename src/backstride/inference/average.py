"""Average: M3 and the flexible model as one posterior, each by its evidence.

The prior of M5 has a lump: with probability `Priors.rigid_share` the dose is proportional and
nothing is late (M3), else shape and delay are free. Both halves are integrated on their own; the
points of M3 are then written into the larger space, at shape 0 and no delay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.evidence import FARTHEST_SD
from backstride.inference.integrate import Integral, join_posteriors, weigh
from backstride.inference.priors import LOOSE, Priors

Array = NDArray[np.float64]

#: Where the points of M3 stand on the axes it does not learn [prior sd]: shape 0, and a delay of
#: less than a thousandth of a day.
_RIGID_PLACE: Final = {"dose_shape": 0.0, "delay_logit": -FARTHEST_SD}
_HALF_LOG_TAU: Final = 0.5 * float(np.log(2.0 * np.pi))


def average(flexible: Integral, rigid: Integral, priors: Priors) -> Integral:
    """Put the two halves of a mixed prior together.

    Parameters
    ----------
    flexible, rigid : Integral
        Of ``priors.pure(flexible=True)`` and ``priors.pure(flexible=False)``, same design.
    priors : Priors
        The mixed prior.

    Returns
    -------
    Integral
        Weighted points of both; `rigid` tells them apart.
    """
    n_flexible, n_rigid = flexible.weights.size, rigid.weights.size
    n_point = n_flexible + n_rigid
    is_rigid = np.arange(n_point) >= n_flexible
    points = np.concatenate([flexible.points, _written_into(rigid, flexible.names)])
    log_proposal = np.concatenate(
        [
            flexible.log_proposal + np.log(n_flexible / n_point),
            rigid.log_proposal + np.log(n_rigid / n_point),
        ]
    )
    posterior = join_posteriors([flexible.posterior, rigid.posterior])
    share = np.where(is_rigid, priors.rigid_share, 1.0 - priors.rigid_share)
    posterior = replace(posterior, log_post=posterior.log_post + np.log(share))
    whole = weigh(points, log_proposal, posterior, priors=priors, names=flexible.names)
    by_weight = float(whole.weights[~is_rigid].sum()) * n_point / n_flexible
    return replace(whole, rigid=is_rigid, overlooked=flexible.overlooked * by_weight)


def _written_into(rigid: Integral, names: tuple[str, ...]) -> Array:
    """Return the points of M3 in the coordinates of the flexible model."""
    points = np.empty((rigid.points.shape[0], len(names)))
    for axis, name in enumerate(names):
        points[:, axis] = (
            _RIGID_PLACE[name] if name in LOOSE else rigid.points[:, rigid.names.index(name)]
        )
    return points


def log_share(integral: Integral, priors: Priors) -> Array:
    """Return what a mixed prior adds to the density of points that were taken as flexible.

    Parameters
    ----------
    integral : Integral
        Averaged.
    priors : Priors
        Mixed.

    Returns
    -------
    array (n_point,)
        Log prior probability of the half, for points of M3 less the density on the two axes that
        it does not have.
    """
    if integral.rigid is None:
        return np.zeros(integral.weights.size)
    places = [_RIGID_PLACE[name] for name in LOOSE]
    spurious = sum(-0.5 * place**2 - _HALF_LOG_TAU for place in places)
    result: Array = np.where(
        integral.rigid,
        np.log(priors.rigid_share) - spurious,
        np.log(1.0 - priors.rigid_share),
    )
    return result


def half(integral: Integral, priors: Priors, *, rigid: bool) -> Integral:
    """Return one of the two halves of an averaged integral, as if it were the only model.

    Parameters
    ----------
    integral : Integral
        Averaged.
    priors : Priors
        Those of the half.
    rigid : bool
        M3, or else the flexible model.
    """
    if integral.rigid is None:
        return integral
    chosen = integral.rigid == rigid
    weights = np.where(chosen, integral.weights, 0.0)
    total = float(weights.sum())
    share = integral.priors.rigid_share if rigid else 1.0 - integral.priors.rigid_share
    return replace(
        integral,
        priors=priors,
        weights=weights / total if total > 0.0 else chosen / chosen.sum(),
        log_evidence=integral.log_evidence + float(np.log(max(total, 1e-300) / share)),
        overlooked=0.0,
    )
