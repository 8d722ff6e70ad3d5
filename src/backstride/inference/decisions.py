"""Decisions: how pain keeps a runner from running, learnt from mornings that have a score.

A morning without a score leaves the way open by which pain makes rest and rest looks like relief:
nobody knows what the runner decided by. The decision itself says something about it. On mornings
with a score the decision depends on what is recorded, adds nothing about pain, and is used only to
learn, by a probit regression, how this runner decides; on mornings without one it becomes a row of
the model (M4). Taking it as a row everywhere would count the scatter of a score twice, once in the
score and once in the decision that followed from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, log, pi, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.inference.priors import Normal, Priors

Array = NDArray[np.float64]

#: Reasons for a day without a run that say nothing about pain.
_UNRELATED: Final = frozenset({"planned", "other"})
#: Pretended days behind the share of a weekday. Own choice: in a diary of four weeks a weekday
#: then speaks for itself by half, in one of half a year by seven eighths.
_PRETENDED: Final = 4.0
#: Scored mornings with, and without, a run below which nothing is learnt from them; as many days
#: of either sort as the minimal-data rule asks for (``inference.md`` section 7).
_LEAST_DECISIONS: Final = 8
#: Prior sds of intercept, weekday and day before. [sds of the decision] Own choice: two sds of the
#: intercept leave anything from never to always open on a painless morning, two of the others take
#: an even chance to one of 0.02 or 0.98.
_HABIT_SDS: Final = (2.0, 1.0, 1.0)
#: Prior of what a point of pain takes from the propensity; the median of `Priors.log_avoidance`.
#: Own choice of the sd: two of them reach from running because of pain (-0.6) to a caution with
#: which two points of pain turn nine runs of ten into one of sixteen (1.4).
_AVOIDANCE: Final = Normal(0.4, 0.5)
#: Avoidance is taken to be at least the first [sds a point], or its log would have no bound: at
#: 0.03 the whole scale moves the propensity by 0.3 sds, next to nothing. Its relative uncertainty
#: lies between the others: not surer than a tenth, since caution changes over a diary, and not much
#: less sure than the prior of one of whom nothing is known (0.6). All own choice.
_LEAST_AVOIDANCE, _SURE, _UNSURE = 0.03, 0.1, 0.8
#: Sd of the propensity's level where it was learnt. [sds of the decision] Own choice: mornings
#: without a score are other mornings than those it was learnt from; half an sd takes an even chance
#: to 0.31 or 0.69.
_LEVEL_SD: Final = 0.5
#: Newton's steps at most; a probit regression of four columns is at its mode after five to eight.
_STEPS: Final = 30
#: Below this Mills' ratio is the distance itself to three digits; the distribution function would
#: underflow at -38. [sd]
_TAIL: Final = -30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Decisions on mornings with a score.

    Parameters
    ----------
    score : array (n_seen,)
        Of the morning. [points]
    ran : array of bool (n_seen,)
        What was decided.
    propensity : array (n_seen,)
        To run, as the probit regression has it at its mode. [sd]
    """

    score: Array
    ran: NDArray[np.bool_]
    propensity: Array


@dataclass(frozen=True, slots=True)
class Decisions:
    """The runner's way of deciding.

    Parameters
    ----------
    day : array (n_row,)
        Mornings without a score whose decision is known and had to do with the day's state.
    ran : array of bool (n_row,)
        What was decided.
    offset : array (n_row,)
        Propensity to run on a painless morning. [sd]
    log_avoidance : Normal
        What is known of the log of the avoidance. [1/points]
    level_sd : float
        What is not known of the propensity's level. [sd]
    seen : Seen or None
        The decisions it was learnt from, None where they were too few.
    """

    day: NDArray[np.int64]
    ran: NDArray[np.bool_]
    offset: Array
    log_avoidance: Normal
    level_sd: float
    seen: Seen | None = None


def learn_decisions(table: DailyTable, scores: Array, usable: NDArray[np.bool_]) -> Decisions:
    """Learn how a runner decides, and name the mornings about which the decision tells something.

    Parameters
    ----------
    table : DailyTable
        One row a day. Days without a run that was planned, or that had another reason than
        symptoms, are left out.
    scores : array (n_day,)
        Morning scores. [points]
    usable : array (n_day,)
        Days that count.
    """
    reasons = table.reason or ("",) * table.n_day
    ran = table.load > 0.0
    unrelated = np.array([reason in _UNRELATED for reason in reasons], dtype=bool) & ~ran
    decided = usable & np.isfinite(table.load) & ~unrelated
    seen, day = decided & np.isfinite(scores), np.flatnonzero(decided & ~np.isfinite(scores))
    habits = np.column_stack(
        [np.ones(table.n_day), _weekday_habit(table, ran, usable), np.append(False, ran[:-1])]
    ).astype(np.float64)
    rarer = min(np.count_nonzero(seen & ran), np.count_nonzero(seen & ~ran))
    if rarer < _LEAST_DECISIONS:
        priors = Priors()
        return Decisions(day, ran[day], np.zeros(day.size), priors.log_avoidance, priors.own_sd)
    centre = float(scores[seen].mean())
    columns = np.column_stack([habits[seen], centre - scores[seen]])
    mean, sd = _probit(columns, ran[seen])
    avoidance = max(float(mean[3]), _LEAST_AVOIDANCE)
    spread = float(np.clip(sd[3] / avoidance, _SURE, _UNSURE))
    # The latent state is the score without its scatter, which the decision felt as well.
    scatter = exp(Priors().log_sd_score.mean)
    felt = avoidance / sqrt(1.0 + (avoidance * scatter) ** 2)
    offset = habits[day] @ mean[:3] + avoidance * centre
    return Decisions(
        day,
        ran[day],
        offset * felt / avoidance,
        Normal(log(felt), spread),
        _LEVEL_SD,
        Seen(scores[seen], ran[seen], columns @ mean),
    )


def _weekday_habit(table: DailyTable, ran: NDArray[np.bool_], usable: NDArray[np.bool_]) -> Array:
    """Tell how much each day's weekday inclines to running, by the runner's own weeks, in sds.

    Shares of running days, each weekday's drawn towards the share of all days by half a week of
    pretended days (a beta prior), as standard normal quantiles less that of all days.
    """
    weekday = (table.first_day.weekday() + np.arange(table.n_day)) % 7
    known = np.isfinite(table.load)
    if usable.any():
        known[np.flatnonzero(usable)[-1] + 1 :] = False
    overall = (np.count_nonzero(ran & known) + 1.0) / (np.count_nonzero(known) + 2.0)
    n_ran = np.bincount(weekday[known], ran[known].astype(float), minlength=7)
    n_known = np.bincount(weekday[known], minlength=7)
    share = (n_ran + _PRETENDED * overall) / (n_known + _PRETENDED)
    quantile = NormalDist().inv_cdf
    inclined: Array = np.array([quantile(s) - quantile(overall) for s in share])[weekday]
    return inclined


def run_chance(propensity: Array) -> Array:
    """Return the probability of a run at a propensity in sds, (n_row,).

    Written out because loading a library of special functions takes longer than an answer may.
    """
    return np.array([0.5 * erfc(-x / sqrt(2.0)) for x in propensity])


def _mills(reach: Array) -> Array:
    """Density over distribution function of the standard normal, far into the left tail."""
    cdf = run_chance(reach)
    density = np.exp(-0.5 * reach**2) / sqrt(2.0 * pi)
    # Below -30 the ratio is the distance itself to three digits.
    ratio: Array = np.where(reach > _TAIL, density / np.maximum(cdf, 1e-300), -reach)
    return ratio


def _probit(columns: Array, ran: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Return mode and sds of a probit regression with normal priors, by Newton's method."""
    centre = np.array([0.0, 0.0, 0.0, _AVOIDANCE.mean])
    precision = np.diag(np.array([*_HABIT_SDS, _AVOIDANCE.sd]) ** -2.0)
    sign = np.where(ran, 1.0, -1.0)
    at = centre.copy()
    for _ in range(_STEPS):
        reach = sign * (columns @ at)
        ratio = _mills(reach)
        curved = columns * (ratio * (ratio + reach))[:, None]
        hessian = columns.T @ curved + precision
        step = np.linalg.solve(hessian, columns.T @ (sign * ratio) - precision @ (at - centre))
        at = at + step
        if np.abs(step).max() < 1e-8:
            break
    return at, np.sqrt(np.diag(np.linalg.inv(hessian)))
