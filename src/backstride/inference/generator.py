"""Generator: invented diaries from the model itself, for calibration studies.

The runner decides each day by the morning's pain whether to run, so that load and pain depend on
each other in both directions, as in life. The simulator of `synth/` is written apart from this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.inference.design import WINDOW_DAYS
from backstride.inference.priors import Priors
from backstride.inference.truth import (
    Truth,
    compartments,
    dose_of,
    draw_truth,
    expected_score,
    split_delay,
)

Array = NDArray[np.float64]

#: Easy kilometres of an invented runner's typical run.
TYPICAL_RUN_KM: Final = 8.0


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How an invented runner runs and keeps a diary.

    Parameters
    ----------
    n_history : int
        Days with load and without scores before the diary. [day]
    run_share : float
        Share of days with a run on a painless morning.
    avoidance : float
        How many sds of the propensity to run one point of morning pain takes away.
    load_sd : float
        Sd of the log of a run's load.
    missing : float
        Share of scores not written down.
    missing_per_point : float
        What one point of pain adds to that share.
    acts_on : str
        ``score``: decides by what was written down, else as on a painless morning;
        ``felt``: decides by the latent pain.
    evening : bool
        Whether the diary has evenings.
    score_step : float
        1 or 0.5. [points]
    """

    n_history: int = 90
    run_share: float = 0.6
    avoidance: float = 0.25
    load_sd: float = 0.35
    missing: float = 0.15
    missing_per_point: float = 0.0
    acts_on: str = "score"
    evening: bool = True
    score_step: float = 1.0


@dataclass(frozen=True, slots=True)
class Simulated:
    """An invented diary and its truth.

    Parameters
    ----------
    table : DailyTable
        History and diary.
    truth : Truth
        What made it.
    effect_28d, effect_plus20 : float
        True effects over the last 28 days on the score scale, same flares and drift. [points]
    latent_28d : float
        The first of them without rounding, floor and ceiling. [points]
    typical_run : float
        The unit of load that `truth` speaks of; give it to `build_design`.
    """

    table: DailyTable
    truth: Truth
    effect_28d: float
    effect_plus20: float
    latent_28d: float
    typical_run: float = TYPICAL_RUN_KM


@dataclass(slots=True)
class _Days:
    """Day by day, filled by the loop."""

    load: Array
    eta: Array
    morning: Array
    evening: Array
    covariates: Array


def simulate(
    priors: Priors,
    n_day: int,
    rng: np.random.Generator,
    *,
    truth: Truth | None = None,
    behaviour: Behaviour | None = None,
    n_covariate: int = 0,
) -> Simulated:
    """Invent a runner and a diary.

    Parameters
    ----------
    priors : Priors
        What the runner is drawn from where `truth` is not given.
    n_day : int
        Days of the diary, without the history.
    rng : Generator
        Source of chance.
    truth, behaviour : optional
        A given runner, a given way of running and writing.
    n_covariate : int
        Covariates ``c0``, ``c1``, ...

    Returns
    -------
    Simulated
    """
    behaviour = behaviour or Behaviour()
    truth = truth or draw_truth(priors, rng, n_covariate)
    days = _live(truth, behaviour, n_day, rng)
    table = _diary(days)
    plain = days.eta
    rested = plain - _window_part(truth, days.load)
    more = _window_part(truth, 1.2 * days.load) - _window_part(truth, days.load)
    sd = exp(truth.theta[5])
    window = slice(-WINDOW_DAYS, None)
    step = behaviour.score_step
    observed = expected_score(plain[window], sd, step)
    fifth = expected_score((plain + more)[window], sd, step)
    return Simulated(
        table=table,
        truth=truth,
        effect_28d=float((observed - expected_score(rested[window], sd, step)).mean()),
        effect_plus20=float((fifth - observed).mean()),
        latent_28d=float((plain - rested)[window].mean()),
    )


def _window_part(truth: Truth, load: Array) -> Array:
    """Return what the running of the last 28 days adds to each morning [points]."""
    inside = np.zeros_like(load)
    inside[-WINDOW_DAYS:] = load[-WINDOW_DAYS:]
    _, fast, slow = compartments(truth, inside, 0.0)
    added: Array = truth.coefficients[2] * fast + truth.coefficients[3] * slow
    return added


class _Body:
    """Fast and slow compartment of a living runner, one day after the other."""

    def __init__(self, truth: Truth, before: float) -> None:
        self.keep = tuple(exp(-1.0 / exp(log_tau)) for log_tau in truth.theta[:2])
        self.shape = float(truth.theta[6])
        self.whole, self.part = split_delay(truth)
        self.doses = [before] * (self.whole + 1)
        self.fast = self.slow = before

    def dose(self, load: float) -> float:
        return float(dose_of(np.array([load]), self.shape)[0])

    def sleep(self, load: float) -> None:
        """Turn today's load into tomorrow's compartments."""
        self.doses.append(self.dose(load))
        late = (1.0 - self.part) * self.doses[-1 - self.whole]
        late += self.part * self.doses[-2 - self.whole]
        self.fast = self.keep[0] * self.fast + (1.0 - self.keep[0]) * late
        self.slow = self.keep[1] * self.slow + (1.0 - self.keep[1]) * self.doses[-1]


def _live(truth: Truth, behaviour: Behaviour, n_day: int, rng: np.random.Generator) -> _Days:
    """Live through history and diary, deciding each morning whether to run."""
    n, beta = behaviour.n_history + n_day, truth.coefficients
    flare, drift = _noise(truth.theta, n, behaviour.n_history, rng)
    covariates = rng.standard_normal((beta.size - 5, n))
    yesterday = np.concatenate([np.zeros((beta.size - 5, 1)), covariates[:, :-1]], axis=1)
    background = beta[0] + flare + drift + beta[5:] @ yesterday
    by_evening = beta[1] + 0.5 * beta[5:] @ (covariates - yesterday)
    body = _Body(truth, behaviour.run_share)
    days = _Days(np.zeros(n), np.zeros(n), np.full(n, np.nan), np.full(n, np.nan), covariates)
    sd, step = exp(truth.theta[5]), behaviour.score_step
    for t in range(n):
        days.eta[t] = background[t] + beta[2] * body.fast + beta[3] * body.slow
        score = _round(days.eta[t] + sd * rng.standard_normal(), step)
        written = rng.random() >= behaviour.missing + behaviour.missing_per_point * score
        pain = days.eta[t] if behaviour.acts_on == "felt" else (score if written else 0.0)
        days.load[t] = _decide(behaviour, pain, rng)
        late = days.eta[t] + by_evening[t] + beta[4] * body.dose(days.load[t])
        late_score = _round(late + sd * rng.standard_normal(), step)
        late_written = behaviour.evening and rng.random() >= behaviour.missing
        if t >= behaviour.n_history:
            days.morning[t] = score if written else np.nan
            days.evening[t] = late_score if late_written else np.nan
        body.sleep(days.load[t])
    return days


def _decide(behaviour: Behaviour, pain: float, rng: np.random.Generator) -> float:
    """Return today's load in typical runs: none, or one give or take."""
    inclination = NormalDist().inv_cdf(behaviour.run_share) - behaviour.avoidance * pain
    runs, size = rng.standard_normal() < inclination, rng.standard_normal()
    return exp(behaviour.load_sd * size) if runs else 0.0


def _noise(theta: Array, n: int, start: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Flares, stationary from the first day, and a drift that begins with the diary."""
    keep, sd = exp(-1.0 / exp(theta[2])), exp(theta[3])
    flare = sd * rng.standard_normal(n)
    for t in range(1, n):
        flare[t] = keep * flare[t - 1] + sqrt(1.0 - keep**2) * flare[t]
    steps = exp(theta[4]) * rng.standard_normal(n)
    steps[:start] = 0.0
    return flare, np.cumsum(steps)


def _round(value: float, step: float) -> float:
    return float(np.clip(np.rint(value / step) * step, 0.0, 10.0))


def _diary(days: _Days) -> DailyTable:
    covariates = {f"c{k}": row for k, row in enumerate(days.covariates)}
    return DailyTable(
        first_day=date(2025, 1, 1),
        load=days.load * TYPICAL_RUN_KM,
        morning=days.morning,
        evening=days.evening,
        reason=("",) * days.load.size,
        covariates=covariates,
    )
