"""Survey: where the posterior of the hyper-parameters lies, before it is integrated.

The delay (in M3 the fast time constant) is where the posterior is least normal: it may have several
peaks, kinks at whole days and a tail that only the prior ends. So it gets nodes: at each, the other
hyper-parameters climb to their peak, eight nodes side by side, first coarsely, then where the
profile is high. A scan over delay, fast time constant and shape then looks for places that the
nodes do not explain; from there all hyper-parameters climb freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.climb import climb, covariances
from backstride.inference.evidence import Evidence
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.priors import MAX_DELAY_DAYS
from backstride.inference.proposal import Component, root_of

Array = NDArray[np.float64]

_FAST, _SHAPE, _DELAY = "log_tau_fast", "dose_shape", "delay_logit"
#: First nodes, in prior sds.
_DELAY_NODES: Final = (-2.0, -1.1, -0.4, 0.2, 0.8, 1.4, 2.1, 3.0)
_FAST_NODES: Final = (-2.2, -1.4, -0.7, -0.2, 0.3, 0.9, 1.6, 2.4)
#: Nodes this far below the best do not count. [log units]
_NEGLIGIBLE: Final = 6.0
#: Width of a component along the profile, in units of its cell.
_CELL_SD: Final = 0.6
_WIDEST_CELL: Final = 1.0

_SCAN_DELAYS: Final = (0.15, 0.6, 1.0, 1.5, 2.0, 2.6)
_SCAN_FAST: Final = (0.6, 1.5, 3.0, 6.0)
_SCAN_SHAPES: Final = (-1.0, 0.3, 1.5)
#: A scanned point this much above what the components expect starts a climb. [log units]
_SURPRISE: Final = 1.5


@dataclass(frozen=True, slots=True)
class Survey:
    """What the survey found.

    Parameters
    ----------
    components : tuple of Component
        Pieces of the posterior.
    log_masses : array (n_component,)
        Laplace estimates of the mass of each piece.
    scanned : array (n_scan, n_theta)
        Points of the scan. [prior sd]
    scanned_value : array (n_scan,)
        Log posterior there.
    """

    components: tuple[Component, ...]
    log_masses: Array
    scanned: Array
    scanned_value: Array


@dataclass(slots=True)
class _Nodes:
    """Peaks given the profile coordinate, in its order."""

    at: Array
    value: Array
    sites: Array  # (n_node, 2, n_site)

    def join(self, other: _Nodes, axis: int) -> _Nodes:
        at = np.concatenate([self.at, other.at])
        order = np.argsort(at[:, axis], kind="stable")
        return _Nodes(
            at[order],
            np.concatenate([self.value, other.value])[order],
            np.concatenate([self.sites, other.sites])[order],
        )


def survey(evidence: Evidence) -> Survey:
    """Find the pieces of the posterior and scan for what they leave out."""
    late = evidence.axis(_DELAY)
    axis = late if late >= 0 else evidence.axis(_FAST)
    nodes = _profile(evidence, axis)
    components, masses = _pieces(evidence, nodes, axis)
    scanned = _scan_points(evidence, nodes, axis)
    value = evidence.values(scanned) if scanned.size else np.empty(0)
    if scanned.size:
        more = _surprises(scanned, value, components, masses)
        if more.size:
            extra, extra_masses = _free_climb(evidence, more, nodes)
            components, masses = components + extra, np.append(masses, extra_masses)
    return Survey(tuple(components), masses, scanned, value)


def _profile(evidence: Evidence, axis: int) -> _Nodes:
    """Climb at eight coarse nodes, then at eight more where the profile is high."""
    free = np.arange(evidence.n_theta) != axis
    start = np.tile(evidence.origin, (WIDTH, 1))
    start[:, axis] = _DELAY_NODES if axis == evidence.axis(_DELAY) else _FAST_NODES
    sites = evidence.starting_sites(WIDTH)
    at, value = climb(evidence, start, free, sites)
    coarse = _Nodes(at, value, np.moveaxis(sites[0], -1, 0))
    evidence.start_from(coarse.sites[int(np.argmax(value))])
    places = _refined(at[:, axis], value)
    nearest = np.abs(at[:, axis][None, :] - places[:, None]).argmin(axis=1)
    start = coarse.at[nearest].copy()
    start[:, axis] = places
    sites = np.moveaxis(coarse.sites[nearest], 0, -1)[None].copy()
    at, value = climb(evidence, start, free, sites)
    fine = _Nodes(at, value, np.moveaxis(sites[0], -1, 0))
    nodes = coarse.join(fine, axis)
    evidence.start_from(nodes.sites[int(np.argmax(nodes.value))])
    return nodes


def _refined(places: Array, value: Array) -> Array:
    """Return eight new nodes at even quantiles of the profile read as a density."""
    grid = np.linspace(places[0] - 0.5, places[-1] + 0.5, 1201)
    height = np.interp(grid, places, value) - value.max()
    density = np.exp(0.5 * height) + 1e-12
    total = np.cumsum(density)
    return np.interp((np.arange(WIDTH) + 0.5) / WIDTH, total / total[-1], grid)


def _pieces(evidence: Evidence, nodes: _Nodes, axis: int) -> tuple[list[Component], Array]:
    """One component per node that counts, leaning along the line of peaks."""
    cells = _cells(nodes.at[:, axis])
    counts = np.flatnonzero(
        nodes.value + np.log(cells) > (nodes.value + np.log(cells)).max() - _NEGLIGIBLE
    )
    free = np.arange(evidence.n_theta) != axis
    sites = nodes.sites[counts]
    covs = covariances(evidence, nodes.at[counts], free, sites)
    slopes = np.gradient(nodes.at, nodes.at[:, axis], axis=0)
    components, masses = [], []
    for node, cov in zip(counts, covs, strict=True):
        spread = _CELL_SD * cells[node]
        lean = np.clip(slopes[node], -2.0, 2.0)
        lean[axis] = 1.0
        whole = spread**2 * np.outer(lean, lean)
        whole[np.ix_(free, free)] += cov
        components.append(Component(nodes.at[node], root_of(whole)))
        volume = 0.5 * (free.sum() * np.log(2.0 * np.pi) + np.linalg.slogdet(cov)[1])
        masses.append(nodes.value[node] + volume + np.log(cells[node]))
    return components, np.array(masses)


def _cells(places: Array) -> Array:
    """Width of the cell of each node, at most one prior sd."""
    edges = 0.5 * (places[1:] + places[:-1])
    first = places[0] - _WIDEST_CELL / 2.0
    last = places[-1] + _WIDEST_CELL / 2.0
    widths: Array = np.clip(np.diff(np.concatenate([[first], edges, [last]])), 1e-3, _WIDEST_CELL)
    return widths


def _scan_points(evidence: Evidence, nodes: _Nodes, axis: int) -> Array:
    """Grid over fast time constant and shape at several delays, the rest as at the nodes."""
    if axis != evidence.axis(_DELAY):
        return np.empty((0, evidence.n_theta))
    points, fast_axis, shape_axis = [], evidence.axis(_FAST), evidence.axis(_SHAPE)
    for delay in _SCAN_DELAYS:
        place = _delay_place(evidence, delay)
        base = nodes.at[int(np.abs(nodes.at[:, axis] - place).argmin())]
        for fast in _SCAN_FAST:
            for shape in _SCAN_SHAPES:
                point = base.copy()
                point[axis] = place
                away = np.log(fast) - evidence.mean[fast_axis]
                point[fast_axis] = away / evidence.sd[fast_axis]
                point[shape_axis] = shape
                points.append(point)
    return np.array(points)


def _delay_place(evidence: Evidence, days: float) -> float:
    logit = float(np.log(days / (MAX_DELAY_DAYS - days)))
    axis = evidence.axis(_DELAY)
    return (logit - float(evidence.mean[axis])) / float(evidence.sd[axis])


def _surprises(scanned: Array, value: Array, components: list[Component], masses: Array) -> Array:
    """Return up to eight scanned points that stand out above what the pieces expect."""
    expected = np.logaddexp.reduce(
        [m + c.log_density(scanned) for m, c in zip(masses, components, strict=True)]
    )
    surprise = np.where(value > value.max() - _NEGLIGIBLE, value - expected, -np.inf)
    order = np.argsort(-surprise)[:WIDTH]
    return scanned[order[surprise[order] > _SURPRISE]]


def _free_climb(evidence: Evidence, points: Array, nodes: _Nodes) -> tuple[list[Component], Array]:
    """Climb along all coordinates; return the distinct peaks as components."""
    free = np.ones(evidence.n_theta, dtype=bool)
    sites = evidence.starting_sites(points.shape[0])
    at, value = climb(evidence, points, free, sites)
    lanes = np.moveaxis(sites[0], -1, 0)
    kept: list[int] = []
    for i in np.argsort(-value):
        if value[i] < nodes.value.max() - _NEGLIGIBLE:
            continue
        if all(np.abs(at[i] - at[k]).max() > 0.3 for k in kept):
            kept.append(int(i))
    if not kept:
        return [], np.empty(0)
    covs = covariances(evidence, at[kept], free, lanes[kept])
    d = evidence.n_theta
    masses = [
        value[k] + 0.5 * (d * np.log(2.0 * np.pi) + np.linalg.slogdet(c)[1])
        for k, c in zip(kept, covs, strict=True)
    ]
    return [Component(at[k], root_of(c)) for k, c in zip(kept, covs, strict=True)], np.array(masses)
