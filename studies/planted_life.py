"""Runners with planted effects and planted violations of the model.

The equations of the dose response are those of ``docs/explanation/model.md``, so that a cell
without a violation is one in which the model is right; each violation breaks one assumption and
nothing else. Every number that matters is fixed, none is drawn from a prior. The simulator of
`backstride.synth` is the one written apart from the model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import exp, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter
from scipy.special import expit, ndtr, ndtri

from backstride.domain.answer import DailyTable
from backstride.inference.truth import expected_score
from studies.planted_traits import DOSES, USUAL_DOSE, Habits, Planted

Array = NDArray[np.float64]

HISTORY_DAYS: Final = 90
"""Days with load and without scores before the diary [d]."""

TYPICAL_KM: Final = 8.0
"""Easy kilometres of a usual run."""

WEEK: Final = np.array([-0.5, 0.3, -0.2, 0.3, -0.5, 0.1, 0.5])
"""Habit: what each weekday adds to the propensity to run, Monday first. [sd]"""

LONG_RUN: Final = 1.4
"""Length of a Sunday's run in usual runs."""

LOAD_SD: Final = 0.35
"""Sd of the log of a run's length."""

_COVARIATES: Final = ("sitting", "sleep")


@dataclass(frozen=True, slots=True)
class PlantedLife:
    """A lived diary and what is true of it.

    Parameters
    ----------
    table : DailyTable
        What diary and watch know, 90 days of history first.
    planted : Planted
        What was planted.
    load : array (n_day,)
        What was run, unlike what the watch may have recorded. [usual run]
    eta : array (n_day,)
        Latent pain of each morning. [points]
    """

    table: DailyTable
    planted: Planted
    load: Array
    eta: Array

    def true_effect(self, window: tuple[int, int]) -> float:
        """Return the true `effect_28d` of the rows from the first up to, without, the second."""
        inside = np.zeros_like(self.load)
        rows = slice(*window)
        inside[rows] = self.load[rows]
        with_runs = self.eta[rows]
        without = with_runs - response(self.planted, inside, before=0.0)[rows]
        sd = self.planted.sd_score
        return float(np.mean(expected_score(with_runs, sd) - expected_score(without, sd)))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Every chance of a life, drawn before it is lived; arrays (n_day,) unless said."""

    background: Array
    confounder: Array
    covariates: Array
    slip: Array
    courage: Array
    length: Array
    keeps: Array
    weekday: NDArray[np.int64] = field(repr=False)


def live_planted(
    planted: Planted, habits: Habits, *, n_diary: int, rng: np.random.Generator
) -> PlantedLife:
    """Live a runner's days, deciding each morning by how it feels.

    Parameters
    ----------
    planted : Planted
        What is true.
    habits : Habits
        How the runner decides and writes.
    n_diary : int
        Days with a diary. [d]
    rng : Generator
        Source of every chance.
    """
    n_day = HISTORY_DAYS + n_diary
    drawn = _draw(planted, habits, n_day, rng)
    load, eta = _live(planted, habits, drawn)
    return PlantedLife(_table(planted, habits, drawn, load=load, eta=eta), planted, load, eta)


def response(planted: Planted, load: Array, *, before: float) -> Array:
    """Return what running adds to each morning.

    Parameters
    ----------
    planted : Planted
        Effects, time constants, delay and dose.
    load : array (n_day,)
        Of each day. [usual run]
    before : float
        Mean daily dose before the first day. [usual run]

    Returns
    -------
    array (n_day,)
        [points]
    """
    dose = DOSES[planted.dose](load)
    late = np.concatenate([np.full(planted.delay_d, before), dose])[: dose.size]
    fast = _leaky(late, planted.tau_fast, before)
    slow = _leaky(dose, planted.tau_slow, before)
    return np.asarray(planted.b_fast * fast + planted.b_slow * slow)


def _leaky(dose: Array, tau: float, before: float) -> Array:
    keep = exp(-1.0 / tau)
    level, _ = lfilter([0.0, 1.0 - keep], [1.0, -keep], dose, zi=[before])
    return np.asarray(level)


def _draw(planted: Planted, habits: Habits, n_day: int, rng: np.random.Generator) -> _Drawn:
    keep = exp(-1.0 / planted.tau_flare)
    flare = planted.sd_flare * _autoregress(_steps(planted, n_day, rng), keep)
    drift = planted.sd_drift * rng.standard_normal(n_day)
    drift[:HISTORY_DAYS] = 0.0
    covariates = rng.standard_normal((2, n_day))
    hidden = rng.standard_normal(n_day)
    if habits.confounder == "slow":
        hidden = _autoregress(hidden, exp(-1.0 / 5.0))
    seen_by = np.roll(hidden, 1) if habits.confounder == "day" else hidden
    yesterday = np.asarray(planted.covariates) @ np.roll(covariates, 1, axis=1)
    return _Drawn(
        background=planted.level
        + flare
        + np.cumsum(drift)
        + yesterday
        + habits.confounding * seen_by,
        confounder=habits.confounding * hidden,
        covariates=covariates,
        slip=planted.sd_score * rng.standard_normal((2, n_day)),
        courage=rng.random(n_day),
        length=np.exp(LOAD_SD * rng.standard_normal(n_day)),
        keeps=rng.random((5, n_day)),
        weekday=np.arange(n_day) % 7,
    )


def _steps(planted: Planted, n_day: int, rng: np.random.Generator) -> Array:
    """Innovations of the flares, with sd 1, or heavy-tailed with the same middle half."""
    if not planted.heavy:
        return np.asarray(rng.standard_normal(n_day))
    jumps = np.where(rng.random(n_day) < 0.01, rng.uniform(2.0, 5.0, n_day), 0.0)
    return np.asarray(0.6745 / 0.7746 * np.clip(rng.standard_t(2.5, n_day), -8.0, 8.0) + jumps)


def _autoregress(steps: Array, keep: float) -> Array:
    steps = steps * sqrt(1.0 - keep**2)
    steps[0] /= sqrt(1.0 - keep**2)
    return np.asarray(lfilter([1.0], [1.0, -keep], steps))


def _live(planted: Planted, habits: Habits, drawn: _Drawn) -> tuple[Array, Array]:
    """Return load and latent morning pain, day by day."""
    n_day = drawn.slip.shape[1]
    load, eta = np.zeros(n_day), np.zeros(n_day)
    keep_fast, keep_slow = exp(-1.0 / planted.tau_fast), exp(-1.0 / planted.tau_slow)
    fast = slow = before = USUAL_DOSE
    doses = [before] * (planted.delay_d + 1)
    dose_of = DOSES[planted.dose]
    for day in range(n_day):
        eta[day] = drawn.background[day] + planted.b_fast * fast + planted.b_slow * slow
        slip = drawn.slip[0, day] if habits.acts_on == "felt" else 0.0
        felt = min(max(eta[day] + slip, 0.0), 10.0)
        propensity = habits.inclination + WEEK[drawn.weekday[day]] - drawn.confounder[day]
        propensity -= habits.avoidance * (felt - planted.usual_pain)
        if drawn.courage[day] < ndtr(propensity):
            longer = LONG_RUN if drawn.weekday[day] == 6 else 1.0
            load[day] = drawn.length[day] * longer
        doses.append(float(dose_of(load[day])))
        fast = keep_fast * fast + (1.0 - keep_fast) * doses[-1 - planted.delay_d]
        slow = keep_slow * slow + (1.0 - keep_slow) * doses[-1]
    return load, eta


def _table(
    planted: Planted, habits: Habits, drawn: _Drawn, *, load: Array, eta: Array
) -> DailyTable:
    dose = DOSES[planted.dose](load)
    today = np.asarray(planted.covariates) @ drawn.covariates
    yesterday = np.roll(today, 1)
    evening = eta + planted.evening + planted.b_acute * dose + 0.5 * (today - yesterday)
    away = habits.missing_per_point * (eta - planted.usual_pain)
    chance = expit(np.log(habits.missing / (1.0 - habits.missing)) + away)
    in_diary = np.arange(load.size) >= HISTORY_DAYS
    error = np.exp(habits.load_error * _normal(drawn.keeps[4]))
    known = drawn.keeps[2:4] >= habits.missing_covariates
    return DailyTable(
        first_day=date(2024, 1, 1),
        load=TYPICAL_KM * load * error,
        morning=_scores(eta + drawn.slip[0], in_diary & (drawn.keeps[0] >= chance)),
        evening=_scores(evening + drawn.slip[1], in_diary & (drawn.keeps[1] >= chance)),
        reason=("",) * load.size,
        covariates={
            name: np.where(known[row], drawn.covariates[row], np.nan)
            for row, name in enumerate(_COVARIATES)
        },
    )


def _normal(uniform: Array) -> Array:
    """Turn uniform draws into normal ones, so that every cell draws the same chances."""
    return np.asarray(ndtri(np.clip(uniform, 1e-12, 1.0 - 1e-12)))


def _scores(pain: Array, there: NDArray[np.bool_]) -> Array:
    return np.where(there, np.clip(np.rint(pain), 0.0, 10.0), np.nan)
