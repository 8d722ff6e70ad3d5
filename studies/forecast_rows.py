"""One forecast from one day of one diary, beside the plain ones, compared with what came."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.forecast import Forecast
from backstride.domain.message import Message
from backstride.inference.answer import LONGEST_DIARY_DAYS
from backstride.inference.calendar import HISTORY_DAYS, cut_rows, day_of, diary_rows
from backstride.inference.design import Design, build_design
from backstride.inference.engine import fit
from backstride.inference.forecast import N_MORNING, forecast, usual_level
from studies.forecast_baselines import BASELINES, Past, distribution
from studies.forecast_scores import crps, pit

Array = NDArray[np.float64]
MakeDesign = Callable[[DailyTable], Design]

MODEL: Final = "model"
METHODS: Final = (MODEL, *BASELINES)
"""Backstride's forecast and the plain ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """One morning that was forecast.

    Parameters
    ----------
    group : str
        Scenario, or name of a real diary.
    number : int
        Number of the runner within the group.
    day : int
        Days of diary behind the forecast. [d]
    horizon : int
        Mornings ahead, 1 to 7.
    cluster : str
        Mornings of one cluster are not independent: the runner, or the week that was forecast.
    score : float
        What came. [points]
    model, persistence, smoothing, regression : float
        Continuous ranked probability scores. [points]
    pit_low, pit_high : float
        The model's predictive distribution function below and at the score.
    p_flare : float
        Forecast chance that this morning is a flare.
    is_flare : bool
        Whether it was.
    week_chance : float
        Forecast chance of a flare within the seven mornings.
    week_flared : float
        1 where one came, 0 where none did, NaN where a score is missing.
    planned_mean, none_mean : float
        Forecast means under the running of the last weeks and under none. [points]
    rest_score : float
        What would have come without any running after today; NaN where nobody knows. [points]
    rest_none, rest_planned : float
        Continuous ranked probability scores for that of the forecast under no running, and of the
        one under usual running. [points]
    engine : str
        ``ep`` or ``gibbs``.
    cpu_s : float
        Processor time of fit and forecast. [s]
    """

    group: str
    number: int
    day: int
    horizon: int
    cluster: str
    score: float
    model: float
    persistence: float
    smoothing: float
    regression: float
    pit_low: float
    pit_high: float
    p_flare: float
    is_flare: bool
    week_chance: float
    week_flared: float
    planned_mean: float
    none_mean: float
    rest_score: float
    rest_none: float
    rest_planned: float
    engine: str
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forecast is made.

    Parameters
    ----------
    group, number
        As in `Row`.
    row : int
        Row of the table that is today.
    by_runner : bool
        Whether a cluster is the runner; else it is the week, or in a diary of less than eight
        weeks the day, that was forecast.
    """

    group: str
    number: int
    row: int
    by_runner: bool


def forecast_rows(
    table: DailyTable,
    origin: Origin,
    make_design: MakeDesign = build_design,
    *,
    rested: Array | None = None,
) -> list[Row]:
    """Forecast from one day on and compare; empty where there is no forecast or nothing came.

    Parameters
    ----------
    table : DailyTable
        The whole diary; what lies after today is only compared with.
    origin : Origin
        Today.
    make_design : callable
        How the diary is read.
    rested : array (n_day,), optional
        Mornings as they would have been without any running after today. [points]
    """
    came = table.morning[origin.row + 1 : origin.row + 1 + N_MORNING]
    known = cut_rows(
        table, max(0, origin.row + 1 - LONGEST_DIARY_DAYS - HISTORY_DAYS), origin.row + 1
    )
    if not np.isfinite(came).any() or isinstance(usual_level(known), Message):
        return []
    design = make_design(known)
    begun = time.process_time()
    posterior = fit(design)
    made = forecast(posterior, known, design)
    cpu_s = time.process_time() - begun
    first, _ = diary_rows(known)
    past = Past(known.morning[first:], known.evening[first:], known.load[first:])
    common = {
        "group": origin.group,
        "number": origin.number,
        "day": origin.row + 1 - diary_rows(table)[0],
        "week_chance": made.plan("planned").flare.value,
        "week_flared": _week_flared(came, made),
        "engine": posterior.engine,
        "cpu_s": cpu_s,
    }
    return [
        Row(
            horizon=h + 1,
            cluster=_cluster(table, origin, h + 1),
            **common,
            **_plain(past, h + 1, np.array(made.scores), float(came[h])),
            **_scored(made, h, float(came[h])),
            **_rested(made, h, nan if rested is None else float(rested[origin.row + 1 + h])),
        )
        for h in range(came.size)
        if np.isfinite(came[h])
    ]


def _plain(past: Past, horizon: int, grid: Array, score: float) -> dict[str, float]:
    """Score the plain forecasts."""
    return {
        name: crps(distribution(*baseline(past, horizon), grid), grid, score)
        for name, baseline in BASELINES.items()
    }


def _scored(made: Forecast, h: int, score: float) -> dict[str, Any]:
    """Score the forecast under usual running."""
    morning, grid = made.plan("planned").mornings[h], np.array(made.scores)
    low, high = pit(np.array(morning.p_score), grid, score)
    return {
        "score": score,
        MODEL: crps(np.array(morning.p_score), grid, score),
        "pit_low": low,
        "pit_high": high,
        "p_flare": morning.p_flare,
        "is_flare": score >= (made.flare_from or nan),
    }


def _rested(made: Forecast, h: int, score: float) -> dict[str, float]:
    """Score the forecast under no running, and the usual one beside it."""
    grid = np.array(made.scores)
    planned, none = (made.plan(name).mornings[h] for name in ("planned", "none"))
    return {
        "planned_mean": planned.mean,
        "none_mean": none.mean,
        "rest_score": score,
        "rest_none": crps(np.array(none.p_score), grid, score),
        "rest_planned": crps(np.array(planned.p_score), grid, score),
    }


def _cluster(table: DailyTable, origin: Origin, horizon: int) -> str:
    if origin.by_runner:
        return f"{origin.group} {origin.number}"
    row = origin.row + horizon
    first, stop = diary_rows(table)
    unit = 7 if stop - first >= 8 * 7 else 1
    return f"{origin.group} {day_of(table, first + (row - first) // unit * unit)}"


def _week_flared(came: Array, made: Forecast) -> float:
    """Tell whether a flare came; NaN where a score is missing: weeks with one would be chosen."""
    if came.size < N_MORNING or not np.isfinite(came).all():
        return nan
    return float((came >= (made.flare_from or nan)).any())
