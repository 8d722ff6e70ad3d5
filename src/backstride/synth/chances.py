"""Every chance of an invented life, drawn before it is lived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from backstride.synth.traits import Traits

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chances:
    """Draws of one life; all arrays have one entry a day, history first.

    Parameters
    ----------
    first_day : date
        Day of row 0.
    n_history : int
        Rows before the diary begins. [d]
    flare : array (n_day,)
        Height of all flares together. [points]
    background : array (n_day,)
        Morning pain before what running adds. [points]
    sitting_h, sleep_0_10 : array (n_day,)
        Hours sat [h] and quality of the night [points], NaN where not written down.
    length : array (n_day,)
        Factor on the length of a run. [1]
    courage : array (n_day,)
        Uniform draw that pain must beat to keep the runner at home. [1]
    felt_noise, evening_noise : array (n_day,)
        What the runner feels beyond the score, and scatter of the evening. [points]
    morning_slip, evening_slip : array (n_day,)
        Scatter of the two ratings. [points]
    follows, catches_up, ill, shrugs, wrote_morning, wrote_evening : array of bool (n_day,)
        Keeps to the plan; makes up for a missed run; is ill; does not bother to write when there
        is little pain; wrote the score down.
    """

    first_day: date
    n_history: int
    flare: Array
    background: Array
    sitting_h: Array
    sleep_0_10: Array
    length: Array
    courage: Array
    felt_noise: Array
    evening_noise: Array
    morning_slip: Array
    evening_slip: Array
    follows: Flags
    catches_up: Flags
    ill: Flags
    shrugs: Flags
    wrote_morning: Flags
    wrote_evening: Flags

    @property
    def n_day(self) -> int:
        """Days of history and diary together."""
        return int(self.flare.size)


def draw_chances(
    traits: Traits, rng: np.random.Generator, *, n_diary: int, n_history: int, first_day: date
) -> Chances:
    """Draw every chance of a life.

    Parameters
    ----------
    traits : Traits
        Who the runner is.
    rng : Generator
        Source of chance.
    n_diary, n_history : int
        Days with a diary, and days of running before it. [d]
    first_day : date
        First day of the history.
    """
    n_day = n_history + n_diary
    flare = _draw_flares(traits, rng, n_day)
    sitting = np.clip(rng.normal(7.0, 2.0, n_day), 0.0, 14.0)
    sleep = np.clip(rng.normal(7.0, 1.5, n_day), 0.0, 10.0)
    in_diary = np.arange(n_day) >= n_history
    chances = Chances(
        first_day=first_day,
        n_history=n_history,
        flare=flare,
        background=_background(traits, rng, flare, sitting=sitting, sleep=sleep),
        sitting_h=_some_missing(np.round(sitting), rng, in_diary),
        sleep_0_10=_some_missing(np.round(sleep), rng, in_diary),
        length=np.exp(rng.normal(0.0, 0.18, n_day)),
        courage=rng.random(n_day),
        felt_noise=rng.normal(0.0, 0.4, n_day),
        evening_noise=rng.normal(0.0, 0.5, n_day),
        morning_slip=traits.slip_sd * rng.normal(size=n_day),
        evening_slip=traits.slip_sd * rng.normal(size=n_day),
        follows=rng.random(n_day) < 0.88,
        catches_up=rng.random(n_day) < 0.45,
        ill=_draw_spells(rng, n_day, per_day=0.008, mean_days=5.0),
        shrugs=rng.random(n_day) < 0.5 * traits.forgets,
        wrote_morning=in_diary & ~_draw_forgetting(traits.forgets, rng, n_day),
        wrote_evening=in_diary & ~_draw_forgetting(1.5 * traits.forgets, rng, n_day),
    )
    return replace(chances, background=chances.background + traits.ill_ache * chances.ill)


def _draw_flares(traits: Traits, rng: np.random.Generator, n_day: int) -> Array:
    """Shot noise: flares at Poisson times, gamma heights with a heavy tail, log-normal lengths."""
    lead = 30
    flare = np.zeros(n_day + lead)
    for onset in np.flatnonzero(rng.random(n_day + lead) < traits.flares_per_day):
        height = traits.flare_height * rng.gamma(2.0, 0.5)
        if rng.random() < 0.1:
            height *= 1.0 + 0.5 * rng.pareto(2.5)
        length = traits.flare_days * np.exp(rng.normal(0.0, 0.6))
        since = np.arange(flare.size - onset)
        flare[onset:] += min(height, 6.0) / (1.0 + (since / length) ** 3)
    return flare[lead:]


def _background(
    traits: Traits, rng: np.random.Generator, flare: Array, *, sitting: Array, sleep: Array
) -> Array:
    """Morning pain of a life without running."""
    n_day = flare.size
    healing = traits.healing * np.exp(-np.arange(n_day) / traits.healing_days)
    season = 0.3 * np.sin(2.0 * np.pi * (np.arange(n_day) / 120.0 + rng.random()))
    sat_yesterday = np.concatenate([[7.0], sitting[:-1]])
    day_to_day = 0.25 * np.clip(rng.standard_t(4.0, n_day), -5.0, 5.0)
    return np.asarray(
        traits.base
        + healing
        + season
        + flare
        + traits.sitting * (sat_yesterday - 7.0)
        + traits.bad_night * (sleep < 5.0)
        + day_to_day
    )


def _draw_spells(
    rng: np.random.Generator, n_day: int, *, per_day: float, mean_days: float
) -> Flags:
    """Draw stretches of days, such as an illness."""
    spell = np.zeros(n_day, dtype=bool)
    for onset in np.flatnonzero(rng.random(n_day) < per_day):
        spell[onset : onset + 1 + rng.poisson(mean_days - 1.0)] = True
    return spell


def _draw_forgetting(share: float, rng: np.random.Generator, n_day: int) -> Flags:
    """Single days and whole stretches without an entry, half of the share each."""
    single = rng.random(n_day) < 0.5 * share
    return single | _draw_spells(rng, n_day, per_day=0.1 * share, mean_days=5.0)


def _some_missing(values: Array, rng: np.random.Generator, in_diary: Flags) -> Array:
    kept = in_diary & (rng.random(values.size) < 0.9)
    return np.where(kept, values, np.nan)
