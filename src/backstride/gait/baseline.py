"""Form over time: a run against the runner's own runs, at the same speed and grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.dose import GaitSummary
from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.stream import Stream
from backstride.gait.form_means import form_means

Array = NDArray[np.float64]

_FEWEST: Final = 8
"""Fewest runs that make a baseline (own choice)."""

_ROUNDS: Final = 20
"""Rounds of re-weighting; the weights settle in fewer."""

_FAR: Final = 1.345
"""Residuals beyond this many deviations weigh less [1] (Huber 1981: 95 % efficient)."""

_SLOPE_SD: Final = (0.15, 2.0)
"""Prior deviation of a slope, in shares of the level: per m/s and per unit of grade (own choice:
several times what is published of cadence and contact). It matters where all runs are alike."""

_Z95: Final = 1.6449
"""Standard normal quantile of 95 % [1]."""


@dataclass(frozen=True, slots=True)
class FormPoint:
    """Form of one run.

    Parameters
    ----------
    day : date
        Day on the runner's own calendar.
    speed_mps, grade : float
        Means over the running. [m/s], [1]
    values : dict of str to float
        Means by the names of `segments.form_columns`.
    contact_source : str
        Source of contact time: values of different sources are not compared.
    """

    day: date
    speed_mps: float
    grade: float
    values: dict[str, float] = field(default_factory=dict)
    contact_source: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual for one quantity, by speed and grade.

    Parameters
    ----------
    name, contact_source : str
        Quantity, and source where it rests on contact.
    level : float
        Value at `speed_mps` and `grade`.
    speed_slope, grade_slope : float
        Growth per m/s and per unit of grade.
    speed_mps, grade : float
        Means of the runs behind it.
    spread : float
        Standard deviation of single runs about it.
    covariance : array (3, 3)
        Of level and slopes.
    n_run : int
        Runs behind it.
    """

    name: str
    contact_source: str
    level: float
    speed_slope: float
    grade_slope: float
    speed_mps: float
    grade: float
    spread: float
    covariance: Array
    n_run: int

    def usual(self, speed_mps: float, grade: float) -> Range:
        """Range in which one run at a speed and grade usually lies."""
        row = np.array([1.0, speed_mps - self.speed_mps, grade - self.grade])
        middle = float(row @ np.array([self.level, self.speed_slope, self.grade_slope]))
        half = _quantile(self.n_run) * float(np.sqrt(self.spread**2 + row @ self.covariance @ row))
        return Range(middle - half, middle, middle + half)


def form_point(gait: Gait, stream: Stream | None, day: date) -> FormPoint | None:
    """Sum a run up for comparison.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    stream : Stream or None
        Its samples.
    day : date
        Day on the runner's own calendar.

    Returns
    -------
    FormPoint or None
        None where less than five minutes were run or nothing of form was measured.
    """
    source = gait.contact_source if gait.contact_measured else ""
    return point_of(replace(form_means(gait, stream), contact_source=source), day)


def point_of(summary: GaitSummary, day: date) -> FormPoint | None:
    """Take the point of a run from its summary.

    Parameters
    ----------
    summary : GaitSummary
        Of one leg.
    day : date
        Day on the runner's own calendar.

    Returns
    -------
    FormPoint or None
        None where less than five minutes were run or nothing of form was measured.
    """
    if not summary.form or summary.form_speed_mps is None or summary.form_grade is None:
        return None
    measured = "contact_ms" in summary.form
    source = summary.contact_source if measured else ""
    return FormPoint(day, summary.form_speed_mps, summary.form_grade, summary.form, source)


def fit_baseline(
    points: Sequence[FormPoint], name: str, *, contact_source: str = ""
) -> Baseline | None:
    """Learn what is usual, single odd runs doing little.

    Parameters
    ----------
    points : sequence of FormPoint
        The runner's runs.
    name : str
        Quantity, as in `segments.form_columns`.
    contact_source : str
        Only runs with this source of contact; empty: any.

    Returns
    -------
    Baseline or None
        None where fewer than eight runs hold the quantity.
    """
    kept = [p for p in points if name in p.values and contact_source in {"", p.contact_source}]
    if len(kept) < _FEWEST:
        return None
    value = np.array([point.values[name] for point in kept])
    speed = np.array([point.speed_mps for point in kept])
    grade = np.array([point.grade for point in kept])
    centre = float(speed.mean()), float(grade.mean())
    design = np.column_stack([np.ones(value.size), speed - centre[0], grade - centre[1]])
    scale = abs(float(np.median(value))) or 1.0
    prior = np.array([0.0, 1.0 / (_SLOPE_SD[0] * scale) ** 2, 1.0 / (_SLOPE_SD[1] * scale) ** 2])
    found, spread, covariance = _robust(design, value, prior)
    level, speed_slope, grade_slope = (float(x) for x in found)
    return Baseline(
        name,
        contact_source,
        level,
        speed_slope,
        grade_slope,
        *centre,
        spread,
        covariance,
        value.size,
    )


def change_against(baseline: Baseline, points: Sequence[FormPoint]) -> Range | None:
    """Mean difference of runs from what is usual at their speeds and grades.

    Parameters
    ----------
    baseline : Baseline
        What was usual, from other runs: those before new shoes, or before a date.
    points : sequence of FormPoint
        Runs to compare.

    Returns
    -------
    Range or None
        Difference, in the quantity's unit; None where no run holds the quantity.
    """
    name, source = baseline.name, baseline.contact_source
    kept = [p for p in points if name in p.values and source in {"", p.contact_source}]
    if not kept:
        return None
    apart = [p.values[name] - baseline.usual(p.speed_mps, p.grade).q50 for p in kept]
    row = np.array(
        [
            1.0,
            np.mean([p.speed_mps for p in kept]) - baseline.speed_mps,
            np.mean([p.grade for p in kept]) - baseline.grade,
        ]
    )
    variance = baseline.spread**2 / len(kept) + float(row @ baseline.covariance @ row)
    middle, half = float(np.mean(apart)), _quantile(baseline.n_run) * float(np.sqrt(variance))
    return Range(middle - half, middle, middle + half)


def _quantile(n_run: int) -> float:
    """Student's quantile of 95 % for three fitted numbers, by its expansion. [1]."""
    free = max(n_run - 3, 1)
    return _Z95 * (1.0 + (_Z95**2 + 1.0) / (4.0 * free))


def _robust(design: Array, value: Array, prior: Array) -> tuple[Array, float, Array]:
    """Huber regression with a normal prior on the slopes; coefficients, spread, covariance."""
    weight: Array = np.ones(value.size)
    few = float(np.sqrt(value.size / (value.size - design.shape[1])))
    spread = float(np.std(value)) or 1e-9
    found: Array = np.zeros(design.shape[1])
    precision: Array = np.eye(design.shape[1])
    for _ in range(_ROUNDS):
        precision = np.asarray((design.T * weight) @ design / spread**2 + np.diag(prior))
        right = (design.T * weight) @ value / spread**2
        found = np.asarray(np.linalg.solve(precision, right), dtype=np.float64)
        left = value - design @ found
        spread = max(few * 1.4826 * float(np.median(np.abs(left - np.median(left)))), 1e-9)
        weight = np.minimum(1.0, _FAR * spread / np.maximum(np.abs(left), 1e-12))
    return found, spread, np.asarray(np.linalg.inv(precision))
