"""A simulator of a runner's habits and symptoms, written apart from the model's equations.

Flares come as marked shot noise with heavy tails, running acts through a gamma-shaped response,
pain feeds back on the decision to run, and scores are given in the runner's own style. Every chance
of a life is drawn before it is lived, so that the same life can be lived again with other running:
that is how the true effect is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.synth.chances import Chances, draw_chances
from backstride.synth.reporting import expected_score, report
from backstride.synth.traits import SLOW_DAYS, Scenario, Traits, draw_traits

Array = NDArray[np.float64]


class Kind(Enum):
    """What sort of run a day was meant to hold."""

    NONE = "none"
    EASY = "easy"
    LONG = "long"
    INTERVALS = "intervals"
    HILLS = "hills"
    TREADMILL = "treadmill"


INTENSITY: Final = {
    Kind.NONE: 0.0,
    Kind.EASY: 1.0,
    Kind.LONG: 1.0,
    Kind.INTERVALS: 1.25,
    Kind.HILLS: 1.15,
    Kind.TREADMILL: 0.95,
}
"""Weight of one kilometre of each kind in the simulated dose; invented."""


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to one invented runner; all arrays have one entry a day, history first.

    Parameters
    ----------
    traits : Traits
        Who the runner is.
    chances : Chances
        Every draw the life was lived with.
    kind : tuple of Kind
        Sort of run, `NONE` on a day without one.
    km : array (n_day,)
        Distance run. [km]
    dose : array (n_day,)
        Distance times intensity, the load that acts. [easy km]
    pain_morning, pain_evening : array (n_day,)
        Pain felt, unrounded and not bounded. [points]
    morning, evening : array (n_day,)
        Scores as written down, NaN where not. [points]
    reason : tuple of str
        Why there was no run, where it was noted.
    """

    traits: Traits
    chances: Chances
    kind: tuple[Kind, ...]
    km: Array
    dose: Array
    pain_morning: Array
    pain_evening: Array
    morning: Array
    evening: Array
    reason: tuple[str, ...]

    @property
    def n_day(self) -> int:
        """Days of history and diary together."""
        return int(self.km.size)

    def day(self, row: int) -> date:
        """Return the day of a row."""
        return self.chances.first_day + timedelta(days=row)


def simulate(
    scenario: Scenario,
    rng: np.random.Generator,
    *,
    n_diary: int = 120,
    n_history: int = 90,
    first_day: date = date(2026, 1, 5),
) -> Life:
    """Draw a runner of a scenario and live that life once.

    Parameters
    ----------
    scenario : Scenario
        What running does to the leg pain.
    rng : Generator
        Source of every chance.
    n_diary, n_history : int
        Days with a diary, and days of running before it. [d]
    first_day : date
        First day of the history.
    """
    traits = draw_traits(scenario, rng)
    chances = draw_chances(traits, rng, n_diary=n_diary, n_history=n_history, first_day=first_day)
    return live(traits, chances)


def live(traits: Traits, chances: Chances) -> Life:
    """Live a life day by day: wake, feel, decide, run, feel again, write down.

    Parameters
    ----------
    traits : Traits
        Who the runner is.
    chances : Chances
        Draws made beforehand.
    """
    n_day = chances.n_day
    kinds, reasons = [Kind.NONE] * n_day, [""] * n_day
    km, dose, pain = np.zeros(n_day), np.zeros(n_day), np.zeros(n_day)
    push = np.zeros(n_day + SLOW_DAYS)
    owed = False
    for day in range(n_day):
        pain[day] = chances.background[day] + push[day]
        planned = _plan(traits, chances, day, owed=owed)
        kinds[day], km[day], reasons[day] = _decide(traits, chances, day, planned, pain=pain[day])
        owed = planned is not Kind.NONE and kinds[day] is Kind.NONE
        dose[day] = km[day] * INTENSITY[kinds[day]]
        _respond(push, traits, day, dose[day] * _irritation(traits, chances, day))
    evening = _evening(traits, chances, pain, dose)
    life = Life(
        traits, chances, tuple(kinds), km, dose, pain, evening, pain, evening, tuple(reasons)
    )
    return _write_down(life)


def relive(life: Life, window: tuple[int, int], factor: float) -> Array:
    """Live the same life with the window's running set to a multiple of what was run.

    Parameters
    ----------
    life : Life
        As it was lived.
    window : tuple of int
        First row and one past the last row.
    factor : float
        0 is no running, 1 the running as it was.

    Returns
    -------
    array (n_day,)
        Pain felt in the morning. [points]
    """
    start, stop = window
    dose = life.dose.copy()
    dose[start:stop] *= factor
    push = np.zeros(life.n_day + SLOW_DAYS)
    for day in range(life.n_day):
        _respond(push, life.traits, day, dose[day] * _irritation(life.traits, life.chances, day))
    return life.chances.background + push[: life.n_day]


def daily_table(life: Life) -> DailyTable:
    """Return what a diary and a watch know of a life: loads, scores, reasons and covariates."""
    return DailyTable(
        first_day=life.chances.first_day,
        load=life.dose,
        morning=life.morning,
        evening=life.evening,
        reason=life.reason,
        covariates={
            "sitting_h": life.chances.sitting_h,
            "sleep_0_10": life.chances.sleep_0_10,
        },
    )


def true_effect(
    life: Life, window: tuple[int, int], *, less: float = 0.0, more: float = 1.0
) -> float:
    """Return the true mean difference of the expected morning score over a window.

    Parameters
    ----------
    life : Life
        As it was lived.
    window : tuple of int
        First row and one past the last row.
    less, more : float
        Multiples of the window's running that are compared; by default none and all of it, which
        is `effect_28d` for a window of 28 days.

    Returns
    -------
    float
        Points of the 0-10 score.
    """
    rows = slice(*window)
    with_more = expected_score(relive(life, window, more)[rows], life.traits)
    with_less = expected_score(relive(life, window, less)[rows], life.traits)
    return float(np.mean(with_more - with_less))


def _plan(traits: Traits, chances: Chances, day: int, *, owed: bool) -> Kind:
    """Return what the week's habit asks for, or a run owed from yesterday."""
    planned = Kind(traits.week[(chances.first_day.weekday() + day) % 7])
    if planned is Kind.NONE and owed and chances.catches_up[day]:
        return Kind.EASY
    return planned if chances.follows[day] or planned is Kind.NONE else Kind.NONE


def _decide(
    traits: Traits, chances: Chances, day: int, planned: Kind, *, pain: float
) -> tuple[Kind, float, str]:
    """Return kind and distance of the day's run, or the reason for none."""
    if planned is Kind.NONE:
        return Kind.NONE, 0.0, "planned"
    if chances.ill[day]:
        return Kind.NONE, 0.0, "other"
    felt = pain + chances.felt_noise[day]
    p_skip = traits.caution / (1.0 + math.exp(-(felt - traits.limit) / 0.7))
    if chances.courage[day] < p_skip:
        return Kind.NONE, 0.0, "symptoms"
    shortened = 1.0 - 0.5 * p_skip
    length = 1.6 if planned is Kind.LONG else 1.0
    return planned, traits.usual_km * length * shortened * chances.length[day], ""


def _irritation(traits: Traits, chances: Chances, day: int) -> float:
    """How much more a run does while a flare is up."""
    return 1.0 + traits.irritability * min(float(chances.flare[day]), 3.0) / 3.0


def _respond(push: Array, traits: Traits, day: int, dose: float) -> None:
    """Add what one day's running does to the mornings after it."""
    if dose <= 0.0:
        return
    size = (dose / traits.usual_km) ** traits.dose_power
    fast, slow = traits.fast_kernel, traits.slow_kernel
    push[day + 1 : day + 1 + fast.size] += traits.response * size * fast
    push[day + 1 : day + 1 + slow.size] += traits.slow_response * size * slow


def _evening(traits: Traits, chances: Chances, pain: Array, dose: Array) -> Array:
    """Worst pain since the morning: rises with sitting and right after a run."""
    after = pain + traits.evening_rise + traits.soon_after * dose / traits.usual_km
    return np.maximum(pain, after + chances.evening_noise)


def _write_down(life: Life) -> Life:
    """Turn pain into scores in the runner's style, and drop what was not written."""
    traits, chances = life.traits, life.chances
    morning = report(life.pain_morning + chances.morning_slip, traits.style)
    evening = report(life.pain_evening + chances.evening_slip, traits.style)
    wrote = chances.wrote_morning & ~(chances.shrugs & (morning <= 1.0))
    morning[~wrote] = np.nan
    evening[~chances.wrote_evening] = np.nan
    noted = wrote | chances.wrote_evening
    reason = tuple(why if there else "" for why, there in zip(life.reason, noted, strict=True))
    return replace(life, morning=morning, evening=evening, reason=reason)
