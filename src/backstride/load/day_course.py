"""Height of the spine from rising to sleep: what the day takes, what runs add, what rest gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import OutOfRange
from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.reference import EasyRunReference
from backstride.load.nodes import as_range, draws, normal_nodes
from backstride.load.priors import (
    DAILY_SWING_MM,
    FAST_SHARE,
    LOADING_MIN,
    RECOVERY_MIN,
    SEAT_UNLOADS,
    SLOW_MIN,
)
from backstride.load.shrinkage import shrinkage_over_day

Array = NDArray[np.float64]

_STEP: Final = timedelta(minutes=15)
"""Step of the course (own choice: a day is then some hundred points)."""


@dataclass(frozen=True, slots=True)
class DayCourse:
    """Loss of spinal height over a day and the night after it.

    Parameters
    ----------
    at : tuple of datetime (n_instant,)
        Aware UTC instants.
    ordinary_mm : tuple of Range (n_instant,)
        Loss of an upright day without legs. [mm]
    loss_mm : tuple of Range (n_instant,)
        The same with the legs of the day; ranges add as if their errors moved together. [mm]
    """

    at: tuple[datetime, ...]
    ordinary_mm: tuple[Range, ...]
    loss_mm: tuple[Range, ...]


def day_course(
    gaits: Sequence[Gait],
    reference: EasyRunReference,
    *,
    rising: datetime,
    bedtime: datetime,
    night: timedelta = timedelta(hours=8),
) -> DayCourse:
    """Follow height from rising through the night.

    Parameters
    ----------
    gaits : sequence of Gait
        Legs of the day in order of time; those that cannot be judged are left out.
    reference : EasyRunReference
        Holds the runner's marathon speed.
    rising, bedtime : datetime
        Aware instants of getting up and of lying down.
    night : timedelta
        How long to follow the recovery after lying down.

    Returns
    -------
    DayCourse
        Standing, walking about and sitting count alike. Discs that have already given way in
        the course of a day give less to a later run (Healey et al. 2008); this is not part of it.

    Raises
    ------
    OutOfRange
        Where the day ends before it begins.
    """
    if bedtime <= rising:
        raise OutOfRange("span_of_days", first=rising.isoformat(), last=bedtime.isoformat())
    count = int((bedtime + night - rising) / _STEP) + 1
    at = tuple(rising + k * _STEP for k in range(count))
    up_s = np.array([(min(instant, bedtime) - rising).total_seconds() for instant in at])
    lying_s = np.array([max((instant - bedtime).total_seconds(), 0.0) for instant in at])
    errors = normal_nodes()
    swing = np.maximum(draws(DAILY_SWING_MM, errors[:, 4]), 1.0)
    recovery = 60.0 * draws(RECOVERY_MIN, errors[:, 3])
    share = FAST_SHARE * _given_way(up_s, 60.0 * draws(LOADING_MIN, errors[:, 1]))
    share += (1.0 - FAST_SHARE) * _given_way(up_s, 60.0 * draws(SLOW_MIN, errors[:, 6]))
    ordinary = swing * share * np.exp(-lying_s[:, None] / recovery)
    kept = tuple(as_range(row) for row in ordinary)
    known = [gait for gait in gaits if gait.known and gait.start >= rising]
    added = _added(known, reference, at)
    return DayCourse(at, kept, tuple(a.plus(b) for a, b in zip(kept, added, strict=True)))


def regained_mm(*, upright_min: float, seated_min: float, running_min: float) -> float:
    """Height that supported sitting before a run gives, and that the run takes again.

    Parameters
    ----------
    upright_min, seated_min, running_min : float
        Time since rising, time seated, time run since. [min]

    Returns
    -------
    float
        Loss in the run over that of a run without the rest before it, at the priors' middles.
        [mm]
    """
    regain = SEAT_UNLOADS.mean * (1.0 - exp(-seated_min / exp(RECOVERY_MIN.mean)))
    total = 0.0
    for share, prior in ((FAST_SHARE, LOADING_MIN), (1.0 - FAST_SHARE, SLOW_MIN)):
        constant = exp(prior.mean)
        given_way = DAILY_SWING_MM.mean * share * (1.0 - exp(-upright_min / constant))
        total += given_way * regain * (1.0 - exp(-running_min / constant))
    return total


def _given_way(seconds: Array, constant_s: Array) -> Array:
    return np.asarray(1.0 - np.exp(-seconds[:, None] / constant_s))


def _added(
    gaits: Sequence[Gait], reference: EasyRunReference, at: Sequence[datetime]
) -> tuple[Range, ...]:
    """Loss that legs add at each instant; 0 before the first."""
    if not gaits:
        return (Range.exactly(0.0),) * len(at)
    start = gaits[0].start
    after_s = max((at[-1] - start).total_seconds(), 0.0)
    found = shrinkage_over_day(gaits, reference, after_s=after_s)
    then = np.array([(instant - start).total_seconds() for instant in found.at])
    now = np.array([(instant - start).total_seconds() for instant in at])
    quantiles = [
        np.interp(now, np.concatenate(([0.0], then)), np.concatenate(([0.0], values)), left=0.0)
        for values in (
            [loss.q05 for loss in found.loss_mm],
            [loss.q50 for loss in found.loss_mm],
            [loss.q95 for loss in found.loss_mm],
        )
    ]
    return tuple(Range(*(float(q[k]) for q in quantiles)) for k in range(len(at)))
