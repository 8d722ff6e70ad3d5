"""Proposal: a mixture of heavy-tailed peaks to draw hyper-parameter points from."""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log, pi
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.lattice import normal_lattice

Array = NDArray[np.float64]

#: Degrees of freedom of the t distributions drawn from.
_FREEDOM: Final = 10.0
#: Peaks are drawn from this much wider than they are.
_WIDER: Final = 1.15
#: Share of the points that range over the whole prior of delay, fast time constant, shape.
_WIDE_SHARE: Final = 0.15
#: No peak gets a smaller share.
_LEAST_SHARE: Final = 0.01
_ROVING: Final = ("log_tau_fast", "dose_shape", "delay_logit")


@dataclass(frozen=True, slots=True)
class Component:
    """One multivariate t distribution with ten degrees of freedom.

    Parameters
    ----------
    centre : array (n_theta,)
        In prior sds.
    root : array (n_theta, n_theta)
        Lower Cholesky factor of the scale.
    """

    centre: Array
    root: Array

    def log_density(self, points: Array) -> Array:
        """Return the log density, (n_point,)."""
        d = self.centre.size
        away = np.linalg.solve(self.root, (points - self.centre).T)
        constant = lgamma(0.5 * (_FREEDOM + d)) - lgamma(0.5 * _FREEDOM)
        constant -= 0.5 * d * log(_FREEDOM * pi) + float(np.log(np.diag(self.root)).sum())
        squares = (away**2).sum(axis=0)
        result: Array = constant - 0.5 * (_FREEDOM + d) * np.log1p(squares / _FREEDOM)
        return result


@dataclass(frozen=True, slots=True)
class Proposal:
    """Mixture of components.

    Parameters
    ----------
    components : tuple of Component
        The last one roves over the prior.
    shares : array (n_component,)
        Sum to one.
    names : tuple of str
        What the coordinates are.
    """

    components: tuple[Component, ...]
    shares: Array
    names: tuple[str, ...]

    def log_densities(self, points: Array) -> Array:
        """Return log share plus log density of each component, (n_component, n_point)."""
        rows = [c.log_density(points) for c in self.components]
        result: Array = np.log(self.shares)[:, None] + np.array(rows)
        return result

    def log_density(self, points: Array) -> Array:
        """Return the log density of the mixture, (n_point,)."""
        result: Array = np.logaddexp.reduce(self.log_densities(points))
        return result

    def points(self, n_point: int, seed: int) -> Array:
        """Draw lattice points, (n_point, n_theta); one coordinate picks the component."""
        d = self.components[0].centre.size
        which, spread, normals = normal_lattice(n_point, d, seed)
        edges = np.cumsum(self.shares)
        index = np.minimum(np.searchsorted(edges, which * edges[-1]), edges.size - 1)
        scaled = normals / np.sqrt(spread)[:, None]
        roots = np.array([c.root for c in self.components])[index]
        centres = np.array([c.centre for c in self.components])[index]
        result: Array = centres + np.einsum("nij,nj->ni", roots, scaled)
        return result


def first_proposal(
    components: tuple[Component, ...], log_masses: Array, names: tuple[str, ...]
) -> Proposal:
    """Build the first proposal: the surveyed pieces by their mass, and one that roves."""
    mass = np.exp(log_masses - log_masses.max())
    shares = np.maximum(mass / mass.sum(), _LEAST_SHARE)
    shares *= (1.0 - _WIDE_SHARE) / shares.sum()
    wider = [Component(c.centre, _WIDER * c.root) for c in components]
    heaviest = components[int(np.argmax(log_masses))]
    roving = _roving(heaviest.centre, heaviest.root @ heaviest.root.T, names)
    return Proposal((*wider, roving), np.append(shares, _WIDE_SHARE), names)


def _roving(centre: Array, cov: Array, names: tuple[str, ...]) -> Component:
    """Widen a peak to the whole prior in the directions where modes have been missed."""
    free = np.array([name in _ROVING for name in names])
    wide: Array = np.where(np.outer(~free, ~free), cov, 0.0) + np.diag(free.astype(float))
    return Component(np.where(free, 0.0, centre), _WIDER * root_of(wide))


def adapt(proposal: Proposal, points: Array, weights: Array) -> Proposal:
    """Move every component to the weighted points it is responsible for.

    One step of expectation-maximisation (Cappe et al. 2008, Stat. Comput. 18:447-459); a component
    with too few effective points keeps its shape.
    """
    joint = proposal.log_densities(points)
    owned = np.exp(joint - np.logaddexp.reduce(joint)) * weights
    components, shares = [], []
    for component, own in zip(proposal.components[:-1], owned[:-1], strict=True):
        total = float(own.sum())
        shares.append(max(total, _LEAST_SHARE))
        components.append(_moved(component, points, own / max(total, 1e-300)))
    main = components[int(np.argmax(shares))]
    scale = (1.0 - _WIDE_SHARE) / sum(shares)
    cov = main.root @ main.root.T / _WIDER**2
    components.append(_roving(main.centre, cov, proposal.names))
    shared = np.append(np.array(shares) * scale, _WIDE_SHARE)
    return Proposal(tuple(components), shared, proposal.names)


def _moved(component: Component, points: Array, own: Array) -> Component:
    d = component.centre.size
    effective = 1.0 / max(float((own**2).sum()), 1e-300)
    if effective < 2.0 * d:
        return component
    centre = own @ points
    cov = (own[:, None] * (points - centre)).T @ (points - centre)
    before = component.root @ component.root.T / _WIDER**2
    trust = effective / (effective + 4.0 * d)
    blended = trust * cov + (1.0 - trust) * before
    return Component(centre, _WIDER * root_of(blended))


def root_of(cov: Array) -> Array:
    """Return the lower Cholesky factor."""
    root: Array = np.linalg.cholesky(cov).astype(np.float64)
    return root
