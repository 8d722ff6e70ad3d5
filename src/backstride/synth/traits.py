"""Who an invented runner is: habits, caution, symptoms, style of scoring."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RESPONSE_DAYS: Final = 14
"""Length of the fast response to one run [d]."""

SLOW_DAYS: Final = 90
"""Length of the slow response to one run [d]."""


class Scenario(Enum):
    """What running does to the leg pain of an invented runner."""

    AGGRAVATOR = "aggravator"
    NEUTRAL = "neutral"
    EASING = "easing"
    MIXED = "mixed"
    """A fast aggravation and a slow easing."""
    LOW_PAIN = "low_pain"
    """An aggravator whose pain is mostly 0 to 2."""


class Style(Enum):
    """How a runner turns pain into a number."""

    WHOLE = "whole"
    EVEN = "even"
    HALF = "half"
    FEW = "few"
    """Only 0, 3, 5, 8 and 10: none, mild, middling, bad, worst."""


@dataclass(frozen=True, slots=True)
class Traits:
    """An invented runner; every number is invented, wide on purpose, and none is the model's prior.

    Parameters
    ----------
    week : tuple of str
        Kind of run the habit asks for, Monday first.
    usual_km : float
        Distance of a usual run. [km]
    caution : float
        0 is a stoic, 1 always stays at home in bad pain. [1]
    limit : float
        Pain at which half of that caution acts. [points]
    base, healing, healing_days : float
        Pain without flares or running, the part of it that heals, and how slowly.
        [points], [points], [d]
    response, slow_response : float
        Sum over the mornings that follow of what one usual run does. [points]
    fast_kernel, slow_kernel : array
        How that sum is spread over the mornings that follow.
    dose_power : float
        Exponent of a run's size. [1]
    irritability : float
        Share by which a run does more at the height of a flare. [1]
    soon_after, evening_rise : float
        What a usual run adds the same evening, and what any day adds. [points]
    flares_per_day, flare_height, flare_days : float
        Rate [1/d], mean height [points] and median length [d] of flares.
    bad_night, sitting : float
        What a bad night, and an hour of sitting more than usual, add. [points]
    slip_sd : float
        Scatter of a rating. [points]
    style : Style
        Which numbers are used.
    forgets : float
        Chance that a morning is not written down. [1]
    ill_ache : float
        What each day of an illness adds to the pain. [points]
    """

    week: tuple[str, ...]
    usual_km: float
    caution: float
    limit: float
    base: float
    healing: float
    healing_days: float
    response: float
    slow_response: float
    fast_kernel: Array
    slow_kernel: Array
    dose_power: float
    irritability: float
    soon_after: float
    evening_rise: float
    flares_per_day: float
    flare_height: float
    flare_days: float
    bad_night: float
    sitting: float
    slip_sd: float
    style: Style
    forgets: float
    ill_ache: float = 0.0


def draw_traits(scenario: Scenario, rng: np.random.Generator) -> Traits:
    """Draw a runner of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Fixes sign and rough size of the responses and the level of pain.
    rng : Generator
        Source of chance.
    """
    response, slow = _responses(scenario, rng)
    return Traits(
        week=_draw_week(rng),
        usual_km=float(rng.uniform(5.0, 11.0)),
        caution=float(rng.choice([0.0, 0.4, 0.8, 0.95])),
        limit=float(rng.uniform(3.0, 6.0)),
        base=_draw_base(scenario, rng),
        healing=float(rng.uniform(-0.5, 1.5)) if scenario is not Scenario.LOW_PAIN else 0.0,
        healing_days=float(rng.uniform(20.0, 90.0)),
        response=response,
        slow_response=slow,
        fast_kernel=gamma_kernel(
            shape=2.0, scale_d=float(rng.uniform(0.35, 1.1)), n_day=RESPONSE_DAYS
        ),
        slow_kernel=gamma_kernel(shape=2.0, scale_d=12.0, n_day=SLOW_DAYS),
        dose_power=float(rng.uniform(0.7, 1.3)),
        irritability=float(rng.uniform(0.0, 0.5)),
        soon_after=float(rng.uniform(-0.5, 0.8)),
        evening_rise=float(rng.uniform(-0.3, 0.8)),
        flares_per_day=float(rng.uniform(0.01, 0.06)),
        flare_height=float(rng.uniform(1.0, 2.7)),
        flare_days=float(rng.uniform(1.0, 6.0)),
        bad_night=float(rng.uniform(0.0, 0.5)),
        sitting=float(rng.uniform(-0.05, 0.15)),
        slip_sd=float(rng.uniform(0.2, 0.7)),
        style=Style(rng.choice(["whole", "whole", "whole", "half", "even", "few"])),
        forgets=float(rng.choice([0.02, 0.08, 0.2])),
        ill_ache=float(rng.uniform(0.0, 1.0)),
    )


def gamma_kernel(*, shape: float, scale_d: float, n_day: int) -> Array:
    """Spread a response of sum 1 over mornings: a gamma density seen half a day after the run.

    Parameters
    ----------
    shape : float
        Shape of the gamma density. [1]
    scale_d : float
        Its scale. [d]
    n_day : int
        Length. [d]

    Returns
    -------
    array (n_day,)
        Weights of the first, second, ... morning after the run.
    """
    lag = np.arange(n_day) + 0.5
    weight = lag ** (shape - 1.0) * np.exp(-lag / scale_d)
    return np.asarray(weight / weight.sum())


def _responses(scenario: Scenario, rng: np.random.Generator) -> tuple[float, float]:
    size = float(rng.uniform(0.9, 2.2))
    match scenario:
        case Scenario.AGGRAVATOR | Scenario.LOW_PAIN:
            return size, 0.0
        case Scenario.EASING:
            return -size, 0.0
        case Scenario.MIXED:
            return size, -0.8 * size
        case Scenario.NEUTRAL:
            return 0.0, 0.0


def _draw_base(scenario: Scenario, rng: np.random.Generator) -> float:
    if scenario is Scenario.LOW_PAIN:
        return float(rng.uniform(-0.3, 0.6))
    if scenario is Scenario.EASING:
        return float(rng.uniform(3.0, 5.0))
    return float(rng.uniform(1.0, 3.5))


def _draw_week(rng: np.random.Generator) -> tuple[str, ...]:
    """Draw a week of three to five runs, one of them long, at times one fast and one hilly."""
    week = ["none"] * 7
    days = rng.permutation(6)[: int(rng.integers(2, 5))]
    for day in days:
        week[day] = str(rng.choice(["easy", "easy", "intervals", "hills", "treadmill"]))
    week[6] = "long"
    return tuple(week)
