"""One forecast from one day of one diary, beside the plain ones, compared with what came."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.forecast import Forecast, PlanForecast
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
    table: DailyTable, origin: Origin, make_design: MakeDesign = build_design
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
    week = _week_flared(came, made)
    return [
        _row(
            table,
            origin,
            made,
            past,
            horizon=h + 1,
            week_flared=week,
            engine=posterior.engine,
            cpu_s=cpu_s,
        )
        for h in range(came.size)
        if np.isfinite(came[h])
    ]


def _row(
    table: DailyTable,
    origin: Origin,
    made: Forecast,
    past: Past,
    *,
    horizon: int,
    week_flared: float,
    engine: str,
    cpu_s: float,
) -> Row:
    plan: PlanForecast = made.plan("planned")
    morning, grid = plan.mornings[horizon - 1], np.array(made.scores)
    score = float(table.morning[origin.row + horizon])
    p_score = np.array(morning.p_score)
    plain = {
        name: crps(distribution(*baseline(past, horizon), grid), grid, score)
        for name, baseline in BASELINES.items()
    }
    low, high = pit(p_score, grid, score)
    return Row(
        group=origin.group,
        number=origin.number,
        day=origin.row + 1 - diary_rows(table)[0],
        horizon=horizon,
        cluster=_cluster(table, origin, horizon),
        score=score,
        model=crps(p_score, grid, score),
        **plain,
        pit_low=low,
        pit_high=high,
        p_flare=morning.p_flare,
        is_flare=score >= (made.flare_from or nan),
        week_chance=plan.flare.value,
        week_flared=week_flared,
        engine=engine,
        cpu_s=cpu_s,
    )


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
