"""Modes: where the posterior of the hyper-parameters peaks, and how widely.

Eight starts climb side by side, spread over the delay and the fast time constant, because these
two and the exponent are where whole modes have been missed. A scan over them then looks for
places that the peaks found do not explain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.evidence import FARTHEST_SD, Evidence
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.priors import MAX_DELAY_DAYS, THETA

Array = NDArray[np.float64]

_MAX_STEPS: Final = 60
_LONGEST_STEP: Final = 1.5
_FLAT: Final = 0.02
_CLIMB_TOLERANCE: Final = 1e-5
#: Step of the differences of gradients that give the curvature. [prior sd]
_CURVATURE_STEP: Final = 0.1
#: A peak is taken to be no wider than 1 / sqrt(0.4), about the prior with half as much again.
_LEAST_CURVATURE: Final = 0.4
#: Peaks this far below the best do not count. [log units]
_NEGLIGIBLE: Final = 7.0
#: Peaks closer than this, in their own sds, are one.
_SAME_SD: Final = 1.0

_FAST, _EXPONENT, _DELAY = (THETA.index(n) for n in ("log_tau_fast", "log_exponent", "delay_logit"))
_SCAN_DELAYS: Final = (0.15, 0.6, 1.0, 1.5, 2.0, 2.6)
_SCAN_FAST: Final = (0.6, 1.5, 3.0, 6.0)
_SCAN_EXPONENTS: Final = (0.6, 1.0, 1.6)


@dataclass(frozen=True, slots=True)
class Mode:
    """One peak of the log posterior, in prior sds.

    Parameters
    ----------
    centre : array (n_theta,)
        Where.
    height : float
        Log posterior there.
    cov : array (n_theta, n_theta)
        Inverse of the negative curvature.
    """

    centre: Array
    height: float
    cov: Array

    @property
    def log_mass(self) -> float:
        """Log of the Laplace estimate of the mass under the peak."""
        d = self.centre.size
        return self.height + 0.5 * float(d * np.log(2.0 * np.pi) + np.linalg.slogdet(self.cov)[1])

    def log_density(self, points: Array) -> Array:
        """Return the log density of the peak's own normal, (n_point,)."""
        root = np.linalg.cholesky(self.cov)
        away = np.linalg.solve(root, (points - self.centre).T)
        d = self.centre.size
        scale = 0.5 * d * np.log(2.0 * np.pi) + np.log(np.diag(root)).sum()
        density: Array = -0.5 * (away**2).sum(axis=0) - float(scale)
        return density


def find_modes(evidence: Evidence) -> list[Mode]:
    """Climb from eight starts, scan, climb from what the scan leaves unexplained."""
    modes = _distinct(evidence, _climb(evidence, _starts(evidence)), [])
    unexplained = _scan(evidence, modes)
    if unexplained.size:
        modes = _distinct(evidence, _climb(evidence, unexplained), modes)
    return modes


def _to_delay(evidence: Evidence, days: float) -> float:
    """Turn a delay in days into prior sds of its logit."""
    logit = float(np.log(days / (MAX_DELAY_DAYS - days)))
    return (logit - float(evidence.mean[_DELAY])) / float(evidence.sd[_DELAY])


def _to_fast(evidence: Evidence, days: float) -> float:
    return (float(np.log(days)) - float(evidence.mean[_FAST])) / float(evidence.sd[_FAST])


def _starts(evidence: Evidence) -> Array:
    """Eight starts: delay and fast time constant, or fast time constant and drift."""
    points = np.zeros((WIDTH, evidence.n_theta))
    if evidence.n_theta > _DELAY:
        combos = [(d, f) for d in (0.4, 1.0, 1.9, 2.6) for f in (0.8, 3.5)]
        for point, (delay, fast) in zip(points, combos, strict=True):
            point[_DELAY], point[_FAST] = _to_delay(evidence, delay), _to_fast(evidence, fast)
    else:
        grid = [(f, s) for f in (0.5, 1.2, 2.5, 6.0) for s in (-1.0, 1.0)]
        for point, (fast, drift) in zip(points, grid, strict=True):
            point[_FAST], point[4] = _to_fast(evidence, fast), drift
    return points


def _climb(evidence: Evidence, points: Array) -> list[tuple[float, Array]]:
    """Quasi-Newton ascent (BFGS with halving) of up to eight points side by side."""
    n, d = points.shape
    sites = evidence.starting_sites(n)
    x = points.copy()
    value, gradient = evidence.gradients(x, sites, _CLIMB_TOLERANCE)
    inverse = np.repeat(0.3 * np.eye(d)[None], n, axis=0)
    step = _ascent(inverse, gradient)
    fresh = np.ones(n, dtype=bool)
    active = np.abs(gradient).max(axis=1) > _FLAT
    for _ in range(_MAX_STEPS):
        if not active.any():
            break
        trial = np.where(active[:, None], np.clip(x + step, -FARTHEST_SD, FARTHEST_SD), x)
        new_value, new_gradient = evidence.gradients(trial, sites, _CLIMB_TOLERANCE)
        gain = (gradient * (trial - x)).sum(axis=1)
        for i in np.flatnonzero(active):
            if new_value[i] >= value[i] + 1e-4 * gain[i]:
                _learn(inverse[i], trial[i] - x[i], gradient[i] - new_gradient[i], bool(fresh[i]))
                fresh[i] = False
                x[i], value[i], gradient[i] = trial[i], new_value[i], new_gradient[i]
                step[i] = _ascent(inverse[i : i + 1], gradient[i : i + 1])[0]
                active[i] = bool(np.abs(gradient[i]).max() > _FLAT)
            else:
                step[i] *= 0.35
                active[i] = bool(np.abs(step[i]).max() > 1e-4)
    best = int(np.argmax(value))
    evidence.start_from(sites[best // WIDTH], best % WIDTH)
    return [(float(value[i]), x[i]) for i in range(n)]


def _ascent(inverse: Array, gradient: Array) -> Array:
    step = np.einsum("nij,nj->ni", inverse, gradient)
    length = np.linalg.norm(step, axis=1, keepdims=True)
    capped: Array = step * np.minimum(1.0, _LONGEST_STEP / np.maximum(length, 1e-12))
    return capped


def _learn(inverse: Array, move: Array, change: Array, fresh: bool) -> None:
    """Update one inverse curvature in place from a move and the fall of the gradient."""
    product = float(move @ change)
    if product <= 1e-10:
        return
    if fresh:
        inverse[:] = np.eye(move.size) * (product / float(change @ change))
    turned = inverse @ change
    inverse += (1.0 + change @ turned / product) * np.outer(move, move) / product
    inverse -= (np.outer(turned, move) + np.outer(move, turned)) / product


def _distinct(
    evidence: Evidence, peaks: list[tuple[float, Array]], modes: list[Mode]
) -> list[Mode]:
    """Add the peaks that are not yet among `modes`, with their curvature."""
    kept = list(modes)
    highest = max([p[0] for p in peaks] + [m.height for m in modes])
    for height, centre in sorted(peaks, key=lambda p: -p[0]):
        if height < highest - _NEGLIGIBLE or any(_near(m, centre) for m in kept):
            continue
        kept.append(Mode(centre, height, _curvature(evidence, centre)))
    return [m for m in kept if m.height >= highest - _NEGLIGIBLE]


def _near(mode: Mode, centre: Array) -> bool:
    away = np.linalg.solve(np.linalg.cholesky(mode.cov), centre - mode.centre)
    return bool(np.linalg.norm(away) < _SAME_SD)


def _curvature(evidence: Evidence, centre: Array) -> Array:
    """Invert the negative second derivatives, from central differences of gradients."""
    d = centre.size
    shifts = _CURVATURE_STEP * np.eye(d)
    points = np.concatenate([centre + shifts, centre - shifts])
    sites = evidence.starting_sites(2 * d)
    _, gradient = evidence.gradients(points, sites, _CLIMB_TOLERANCE)
    second = (gradient[d:] - gradient[:d]) / (2.0 * _CURVATURE_STEP)
    values, vectors = np.linalg.eigh(0.5 * (second + second.T))
    cov: Array = (vectors / np.maximum(values, _LEAST_CURVATURE)) @ vectors.T
    return cov


def _scan(evidence: Evidence, modes: list[Mode]) -> Array:
    """Return up to eight points of a scan that stand out above the peaks found."""
    best = max(modes, key=lambda m: m.height)
    if evidence.n_theta <= _DELAY:
        return np.empty((0, evidence.n_theta))
    points = []
    for delay in _SCAN_DELAYS:
        for fast in _SCAN_FAST:
            for exponent in _SCAN_EXPONENTS:
                point = best.centre.copy()
                point[_DELAY] = _to_delay(evidence, delay)
                point[_FAST] = _to_fast(evidence, fast)
                point[_EXPONENT] = np.log(exponent) / evidence.sd[_EXPONENT]
                points.append(point)
    grid = np.array(points)
    value = evidence.values(grid)
    explained = np.logaddexp.reduce([m.log_mass + m.log_density(grid) for m in modes])
    surprise = np.where(value > best.height - _NEGLIGIBLE, value - explained, -np.inf)
    order = np.argsort(-surprise)[:WIDTH]
    return grid[order[surprise[order] > 1.0]]
