"""What other activities put on the back: hours of each, on a common scale only where one exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import log
from typing import Final

import numpy as np

from backstride.domain.activity import Sport
from backstride.domain.dose import RunDose
from backstride.domain.errors import OutOfRange
from backstride.domain.interval import Range
from backstride.domain.prior import Prior
from backstride.load.nodes import as_range, draws, normal_nodes
from backstride.load.priors import FAST_SHARE, LOADING_MIN, SLOW_MIN


class Kind(Enum):
    """Activity beside running; the value is the name of its column."""

    WALKING = "walk_easy_km"
    CYCLING = "cycling_h"
    SWIMMING = "swimming_h"
    DEEP_WATER_RUNNING = "deep_water_running_h"
    ELLIPTICAL = "elliptical_h"
    ROWING = "rowing_h"
    STRENGTH = "strength_h"
    LIFTING = "lifting_h"
    SITTING = "sitting_h"


PEAK_OVER_RUN: Final[dict[Kind, Prior]] = {
    Kind.WALKING: Prior(
        log(0.57),
        0.4,
        "1",
        "L3-4 peak 1.6 (1.0 to 2.5) body weights (Cappozzo 1984) over 2.8 of a jog, triangulated",
        "C",
        logarithmic=True,
    ),
    Kind.CYCLING: Prior(
        log(0.5),
        0.35,
        "1",
        "implants in four people: peaks grow with power, in two of them beyond walking at high "
        "power (PLoS One 9:e0095497)",
        "D",
        logarithmic=True,
    ),
    Kind.ROWING: Prior(
        log(1.64),
        0.4,
        "1",
        "4.6 body weights (Morris et al. 2000; Hosea & Hannafin 2012, recalled) over 2.8 of a jog",
        "D",
        logarithmic=True,
    ),
    Kind.LIFTING: Prior(
        log(1.7),
        0.25,
        "1",
        "disc pressure lifting 20 kg 1.1 to 2.3 MPa over 0.95 jogging, one man (Wilke et al. 1999)",
        "C",
        logarithmic=True,
    ),
    Kind.STRENGTH: Prior(log(1.7), 0.4, "1", "taken to be like lifting", "D", logarithmic=True),
    Kind.SITTING: Prior(
        log(0.45),
        0.35,
        "1",
        "disc pressure 0.30 slouched, 0.46 upright, 0.83 bent fully, over 0.95 jogging, one man "
        "(Wilke et al. 1999)",
        "C",
        logarithmic=True,
    ),
}
"""Peak lumbar load over that of an easy running step [1]. Missing: no direct measurement is known.
A peak says nothing of hours, so these are never summed with kilometres."""

SHRINKAGE_GOAL_MM: Final[dict[Kind, Prior]] = {
    Kind.DEEP_WATER_RUNNING: Prior(
        log(8.3),
        0.5,
        "mm",
        "2.92 mm (SD 1.7) in 30 min at 80 % of peak oxygen uptake, 0.64 of a treadmill (Dowzer et "
        "al. 1998)",
        "C",
        logarithmic=True,
    ),
    Kind.STRENGTH: Prior(
        log(17.0),
        0.5,
        "mm",
        "5.4 mm in two rounds of a circuit (Leatt et al. 1986), taken to last 25 min",
        "D",
        logarithmic=True,
    ),
}
"""Loss of spinal height that the activity tends to, as `SHRINKAGE_MM` of running [mm]: the same
two parts give the loss in its time. Missing: no study of stature is known."""

_WORDS: Final = (
    (
        Kind.DEEP_WATER_RUNNING,
        ("deep_water", "water_run", "aqua_run", "aqua_jog", "aquajog", "pool_run"),
    ),
    (Kind.ELLIPTICAL, ("elliptical", "crosstrainer", "cross_trainer")),
    (Kind.ROWING, ("rowing",)),
    (Kind.STRENGTH, ("strength", "weight_training", "weighttraining")),
)
"""Words of files that name an activity without a sport of its own."""

_BY_SPORT: Final = {
    Sport.WALKING: Kind.WALKING,
    Sport.HIKING: Kind.WALKING,
    Sport.CYCLING: Kind.CYCLING,
    Sport.SWIMMING: Kind.SWIMMING,
    Sport.STRENGTH: Kind.STRENGTH,
    Sport.ROWING: Kind.ROWING,
}


@dataclass(frozen=True, slots=True)
class Exposure:
    """One activity's exposure.

    Parameters
    ----------
    kind : Kind
        Activity; `Kind.value` names its column.
    amount : Range
        Hours, or easy kilometres of walks and hikes. [h] or [easy km]
    shrinkage_mm : Range or None
        Loss of spinal height over what an upright day takes; None where nobody measured it. [mm]
    peak_over_run : Range or None
        Peak lumbar load over that of an easy running step; None where it is not known. [1]
    """

    kind: Kind
    amount: Range
    shrinkage_mm: Range | None = None
    peak_over_run: Range | None = None


def kind_of(sport: Sport, sub_sport: str = "") -> Kind | None:
    """Name the exposure of a leg.

    Parameters
    ----------
    sport : Sport
        What was done.
    sub_sport : str
        The file's own word.

    Returns
    -------
    Kind or None
        None for running on land, and for what is not known.
    """
    word = sub_sport.strip().lower().replace(" ", "_").replace("-", "_")
    for kind, parts in _WORDS:
        if word and any(part in word for part in parts):
            return kind
    return _BY_SPORT.get(sport)


def exposure_of_time(kind: Kind, hours: float) -> Exposure:
    """Find the exposure of an activity by its duration.

    Parameters
    ----------
    kind : Kind
        Any but walking, whose steps tell more.
    hours : float
        Duration. [h]

    Returns
    -------
    Exposure
        On the scale of shrinkage where stature was measured, in hours always.

    Raises
    ------
    OutOfRange
        Where the duration is negative, longer than a day or not a number, or the kind is walking.
    """
    if kind is Kind.WALKING or not 0.0 <= hours <= 24.0:
        raise OutOfRange("exposure_hours", hours=hours)
    goal = SHRINKAGE_GOAL_MM.get(kind)
    return Exposure(
        kind,
        Range.exactly(hours),
        None if goal is None else _shrinkage(goal, 60.0 * hours),
        _peak(kind),
    )


def exposure_of_walk(dose: RunDose) -> Exposure | None:
    """Find the exposure of a walk or hike from its dose.

    Parameters
    ----------
    dose : RunDose
        Dose of the leg.

    Returns
    -------
    Exposure or None
        In easy kilometres, the unit of runs; None where the walk could not be judged.
    """
    if dose.walk_easy_km is None:
        return None
    return Exposure(Kind.WALKING, dose.walk_easy_km, dose.shrinkage_mm, _peak(Kind.WALKING))


def daily_columns(exposures: Iterable[Exposure]) -> dict[str, Range]:
    """Sum exposures to the columns of a day.

    Parameters
    ----------
    exposures : iterable of Exposure
        Of one day.

    Returns
    -------
    dict of str to Range
        By column name; a kind that did not occur has none. Kinds are never added to each other.
    """
    found: dict[str, Range] = {}
    for exposure in exposures:
        column = exposure.kind.value
        before = found.get(column, Range.exactly(0.0))
        found[column] = before.plus(exposure.amount)
    return found


def _peak(kind: Kind) -> Range | None:
    prior = PEAK_OVER_RUN.get(kind)
    return None if prior is None else as_range(draws(prior, normal_nodes()[:, 0]))


def _shrinkage(goal: Prior, minutes: float) -> Range:
    errors = normal_nodes()
    fast = 1.0 - np.exp(-minutes / draws(LOADING_MIN, errors[:, 1]))
    slow = 1.0 - np.exp(-minutes / draws(SLOW_MIN, errors[:, 6]))
    return as_range(draws(goal, errors[:, 0]) * (FAST_SHARE * fast + (1.0 - FAST_SHARE) * slow))
