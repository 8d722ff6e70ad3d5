"""Climb: quasi-Newton ascent of up to eight points of the log posterior, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.evidence import FARTHEST_SD, Evidence

Array = NDArray[np.float64]

_MAX_STEPS: Final = 60
_LONGEST_STEP: Final = 1.5
#: A gradient below this counts as flat: the point is within a few hundredths of its sd.
_FLAT: Final = 0.05
_SHORTEST_STEP: Final = 1e-3
#: Largest move of a settled site while climbing. [sd]
_TOLERANCE: Final = 1e-3
#: Step of the differences of gradients that give the curvature. [prior sd]
_CURVATURE_STEP: Final = 0.1
#: A peak is taken to be no wider than 1 / sqrt(0.4), about the prior and half as much again.
_LEAST_CURVATURE: Final = 0.4


@dataclass(slots=True)
class _Climber:
    """State of the ascent; every array has one row a point."""

    at: Array
    value: Array
    gradient: Array
    inverse: Array
    step: Array
    fresh: NDArray[np.bool_]
    active: NDArray[np.bool_]


def climb(
    evidence: Evidence, points: Array, free: NDArray[np.bool_], sites: Array
) -> tuple[Array, Array]:
    """Ascend from each point along the free coordinates.

    Parameters
    ----------
    evidence : Evidence
        What is climbed.
    points : array (n_point, n_theta)
        Where to start. [prior sd]
    free : array (n_theta,)
        Coordinates that may move.
    sites : array (n_batch, 2, n_site, WIDTH)
        Sites to start from; overwritten by those at the peaks.

    Returns
    -------
    tuple of arrays
        Peaks (n_point, n_theta) and log posterior there (n_point,).
    """
    value, gradient = evidence.gradients(points, sites, _TOLERANCE)
    gradient = np.where(free, gradient, 0.0)
    n, d = points.shape
    inverse = np.repeat(0.3 * np.eye(d)[None], n, axis=0)
    climber = _Climber(
        at=points.copy(),
        value=value,
        gradient=gradient,
        inverse=inverse,
        step=_ascent(inverse, gradient),
        fresh=np.ones(n, dtype=bool),
        active=np.abs(gradient).max(axis=1) > _FLAT,
    )
    for _ in range(_MAX_STEPS):
        if not climber.active.any():
            break
        trial = np.clip(climber.at + climber.step, -FARTHEST_SD, FARTHEST_SD)
        trial = np.where(climber.active[:, None], trial, climber.at)
        value, gradient = evidence.gradients(trial, sites, _TOLERANCE)
        _move(climber, trial, value, np.where(free, gradient, 0.0))
    return climber.at, climber.value


def _move(climber: _Climber, trial: Array, value: Array, gradient: Array) -> None:
    """Accept each trial that rises enough (Armijo), shorten the step of the others."""
    hoped = (climber.gradient * (trial - climber.at)).sum(axis=1)
    for i in np.flatnonzero(climber.active):
        if value[i] >= climber.value[i] + 1e-4 * hoped[i]:
            _learn(climber, int(i), trial[i] - climber.at[i], climber.gradient[i] - gradient[i])
            climber.at[i], climber.value[i], climber.gradient[i] = trial[i], value[i], gradient[i]
            climber.step[i] = _ascent(climber.inverse[i : i + 1], gradient[i : i + 1])[0]
            climber.active[i] = bool(np.abs(gradient[i]).max() > _FLAT)
        else:
            climber.step[i] *= 0.35
            climber.active[i] = bool(np.abs(climber.step[i]).max() > _SHORTEST_STEP)


def _ascent(inverse: Array, gradient: Array) -> Array:
    step = np.einsum("nij,nj->ni", inverse, gradient)
    length = np.linalg.norm(step, axis=1, keepdims=True)
    capped: Array = step * np.minimum(1.0, _LONGEST_STEP / np.maximum(length, 1e-12))
    return capped


def _learn(climber: _Climber, i: int, move: Array, change: Array) -> None:
    """Update one inverse curvature from a move and the fall of the gradient (BFGS)."""
    product = float(move @ change)
    if product <= 1e-10:
        return
    inverse = climber.inverse[i]
    if climber.fresh[i]:
        inverse[:] = np.eye(move.size) * (product / float(change @ change))
        climber.fresh[i] = False
    turned = inverse @ change
    inverse += (1.0 + change @ turned / product) * np.outer(move, move) / product
    inverse -= (np.outer(turned, move) + np.outer(move, turned)) / product


def covariances(
    evidence: Evidence, peaks: Array, free: NDArray[np.bool_], sites: Array
) -> list[Array]:
    """Invert the negative curvature at each peak along the free coordinates.

    Parameters
    ----------
    peaks : array (n_peak, n_theta)
        Where.
    free : array (n_theta,)
        Coordinates that count.
    sites : array (n_batch, 2, n_site, WIDTH)
        Settled sites at the peaks.

    Returns
    -------
    list of array (n_free, n_free)
        From central differences of gradients.
    """
    d = peaks.shape[1]
    index = np.flatnonzero(free)
    shifts = _CURVATURE_STEP * np.eye(d)[index]
    points = np.concatenate([np.concatenate([p + shifts, p - shifts]) for p in peaks])
    start = evidence.spread_sites(sites, np.repeat(np.arange(peaks.shape[0]), 2 * index.size))
    _, gradient = evidence.gradients(points, start, _TOLERANCE)
    result = []
    for g in gradient[:, index].reshape(peaks.shape[0], 2, index.size, index.size):
        second = (g[1] - g[0]) / (2.0 * _CURVATURE_STEP)
        values, vectors = np.linalg.eigh(0.5 * (second + second.T))
        result.append((vectors / np.maximum(values, _LEAST_CURVATURE)) @ vectors.T)
    return result
