"""Spinal shrinkage: how much height discs lose while running and regain after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.reference import EasyRunReference
from backstride.load.nodes import as_range, draws, normal_nodes
from backstride.load.priors import (
    DAILY_SWING_MM,
    FAST_SHARE,
    LOADING_MIN,
    RECOVERY_MIN,
    SHRINKAGE_MM,
    SLOW_MIN,
    SPEED_POWER,
)

Array = NDArray[np.float64]

_PIECE_S: Final = 120.0
"""The course is followed two minutes by two [s]: short beside time constants of 30 min."""

_AFTER_S: Final = 600.0
"""Step of the course after the last leg [s]."""


@dataclass(frozen=True, slots=True)
class Course:
    """Pieces of time, each first in motion, then at rest.

    Parameters
    ----------
    end_s : array (n_piece,)
        End of each piece since the start of the course. [s]
    moving_s, resting_s : array (n_piece,)
        Time in motion and at rest. [s]
    speed_mps : array (n_piece,)
        Mean speed in motion, weighted towards the fast as the loss is. [m/s]
    speed_sd : array (n_piece,)
        Relative error of it. [1]
    """

    end_s: Array
    moving_s: Array
    resting_s: Array
    speed_mps: Array
    speed_sd: Array


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """Loss of spinal height over time, over what an upright day takes anyway.

    Parameters
    ----------
    at : tuple of datetime (n_piece,)
        Aware UTC instants.
    loss_mm : tuple of Range (n_piece,)
        Loss at each. [mm]
    """

    at: tuple[datetime, ...]
    loss_mm: tuple[Range, ...]


def estimate_shrinkage(gait: Gait, reference: EasyRunReference) -> Range | None:
    """Loss of spinal height by the end of a leg, over what an upright day takes anyway.

    A fast and a slow part, each loaded towards a share of what running tends to, which grows
    with speed over the runner's own marathon speed; recovery at rest; never more than the swing
    of a day. Slope and cadence do not enter.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    reference : EasyRunReference
        Holds the runner's marathon speed.

    Returns
    -------
    Range or None
        Loss; None where the leg cannot be judged. [mm]
    """
    if not gait.known:
        return None
    return as_range(_follow(course_of(gait), reference)[-1])


def shrinkage_over_day(
    gaits: Sequence[Gait], reference: EasyRunReference, *, after_s: float = 0.0
) -> Shrinkage:
    """Loss of spinal height through the legs of a day and the time between and after them.

    Parameters
    ----------
    gaits : sequence of Gait
        Legs in order of time; those that cannot be judged are left out.
    reference : EasyRunReference
        Holds the runner's marathon speed.
    after_s : float
        How long to follow the recovery after the last leg. [s]

    Returns
    -------
    Shrinkage
        Empty where no leg can be judged. Lying, sitting and standing between legs are all
        counted as rest; the loss of an ordinary day without running is not part of it.
    """
    known = [gait for gait in gaits if gait.known]
    if not known:
        return Shrinkage((), ())
    start = known[0].start
    pieces: list[Course] = []
    end_s = 0.0
    for gait in known:
        begin_s = (gait.start - start).total_seconds()
        pieces.append(_rest(end_s, max(begin_s - end_s, 0.0), _AFTER_S))
        leg = course_of(gait)
        leg = replace(leg, end_s=leg.end_s + begin_s)
        pieces.append(leg)
        end_s = float(leg.end_s[-1])
    pieces.append(_rest(end_s, after_s, _AFTER_S))
    course = Course(
        *(
            np.concatenate([getattr(piece, name) for piece in pieces])
            for name in ("end_s", "moving_s", "resting_s", "speed_mps", "speed_sd")
        )
    )
    loss = _follow(course, reference)
    instants = tuple(start + timedelta(seconds=float(end)) for end in course.end_s)
    return Shrinkage(instants, tuple(as_range(row) for row in loss))


def course_of(gait: Gait) -> Course:
    """Cut a leg into pieces of motion and rest.

    Parameters
    ----------
    gait : Gait
        Form of a leg with at least one sample.

    Returns
    -------
    Course
        At most one piece per sample; a gap of any length is one rest.
    """
    elapsed = _elapsed_s(gait)
    minute = np.floor(gait.time_s / _PIECE_S)
    first = np.concatenate(([0], np.flatnonzero(np.diff(minute) > 0.0) + 1))
    seconds = np.where(gait.moving, gait.duration_s, 0.0)
    speed = np.where(gait.moving & np.isfinite(gait.speed_mps), gait.speed_mps, 0.0)
    moving = np.add.reduceat(seconds, first)
    span = np.add.reduceat(elapsed, first)
    powered = np.add.reduceat(seconds * speed**SPEED_POWER.mean, first)
    mean = powered / np.where(moving > 0.0, moving, 1.0)
    resting = np.maximum(span - moving, 0.0)
    speed_mps = mean ** (1.0 / SPEED_POWER.mean)
    speed_sd = np.full(moving.size, gait.speed_sd)
    return Course(np.cumsum(moving + resting), moving, resting, speed_mps, speed_sd)


def _elapsed_s(gait: Gait) -> Array:
    """Time each sample stands for with pauses and gaps, array (n_sample,)."""
    if gait.n_sample == 1:
        return gait.duration_s
    step = np.diff(gait.time_s)
    elapsed = np.zeros(gait.n_sample)
    elapsed[1:] += 0.5 * step
    elapsed[:-1] += 0.5 * step
    return elapsed


def _rest(start_s: float, length_s: float, piece_s: float) -> Course:
    n_piece = int(np.ceil(length_s / piece_s)) if length_s > 0.0 else 0
    resting = np.full(n_piece, length_s / max(n_piece, 1))
    nothing = np.zeros(n_piece)
    return Course(start_s + np.cumsum(resting), nothing, resting, nothing, nothing)


def _follow(course: Course, reference: EasyRunReference) -> Array:
    """Loss at the end of each piece at every node, array (n_piece, n_node)."""
    errors = normal_nodes()
    loading = 60.0 * np.stack([draws(LOADING_MIN, errors[:, 1]), draws(SLOW_MIN, errors[:, 6])])
    recovery = 60.0 * draws(RECOVERY_MIN, errors[:, 3])
    marathon = reference.marathon_speed_mps * np.maximum(
        1.0 + reference.marathon_speed_sd * errors[:, 5], 0.5
    )
    power = np.maximum(draws(SPEED_POWER, errors[:, 2]), 0.5)
    swing = np.maximum(draws(DAILY_SWING_MM, errors[:, 4]), 1.0)
    factor = np.maximum(1.0 + course.speed_sd[:, None] * errors[:, 7], 0.3)
    share = course.speed_mps[:, None] * factor / marathon
    goal = draws(SHRINKAGE_MM, errors[:, 0]) * share**power
    moving, resting = course.moving_s[:, None], course.resting_s[:, None]
    up = np.exp(-moving[:, None] / loading)
    down, rest = np.exp(-moving / recovery), np.exp(-resting / recovery)
    targets = goal[:, None] * np.array([[FAST_SHARE], [1.0 - FAST_SHARE]])
    loss = np.zeros((2, errors.shape[0]))
    series = np.empty(goal.shape)
    for piece in range(goal.shape[0]):
        missing = targets[piece] - loss
        loss = targets[piece] - missing * np.where(missing > 0.0, up[piece], down[piece])
        loss *= rest[piece]
        whole = loss[0] + loss[1]
        np.minimum(whole, swing, out=series[piece])
        if (whole > swing).any():
            loss *= series[piece] / np.where(whole > 0.0, whole, 1.0)
    return series
