"""Published losses of height beside the model's, every assumption fixed before the comparison.

Run ``python -m studies.shrinkage_tables``; it prints the tables of
``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from backstride.domain.activity import Leg, Sport
from backstride.domain.interval import Range
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.day_course import regained_mm
from backstride.load.priors import (
    FAST_SHARE,
    LOADING_MIN,
    SHRINKAGE_MM,
    SLOW_MIN,
    SPEED_POWER,
)
from backstride.load.reference import reference_before_history
from backstride.load.shrinkage import shrinkage_over_day

Array = NDArray[np.float64]

START = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)

GARBUTT = "Garbutt 1990"
RODACKI = "Rodacki 2024"
DOWZER = "Dowzer 1998"
LEATT = "Leatt 1986"

RECREATIONAL = 10.0 / 11.05
"""10 km/h over the mean marathon speed of 97 recreational runners (Gordon et al. 2017)."""

OXYGEN_80 = 1.0
"""80 % of peak oxygen uptake is about what a marathon is raced at (75 to 85 %, recalled)."""

TRAINED_EASY = 12.2 / 14.7
"""Leatt's trained men ran on at 14.7 km/h for 19 km: taken as their marathon speed."""

LEATT_TOLERANCE_MM = 1.5
"""Leatt gives no spread; this was set as the tolerance beforehand."""

SEATED_MIN = 20.0
"""Garbutt's runners sat for 20 min with the back supported before they ran (abstract)."""

UPRIGHT_MIN = 150.0
"""Time since rising at which laboratories were taken to measure [min] (own choice)."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published loss of height.

    Parameters
    ----------
    study, condition : str
        Where it stands.
    stages : tuple of (float, float)
        Minutes and share of marathon speed, one after the other.
    loss_mm : float
        Mean loss. [mm]
    sd_mm : float or None
        Between-runner standard deviation; None where none was published. [mm]
    n : int
        Runners.
    skip_min : float
        Minutes at the beginning that the loss does not contain. [min]
    """

    study: str
    condition: str
    stages: tuple[tuple[float, float], ...]
    loss_mm: float
    sd_mm: float | None
    n: int
    skip_min: float = 0.0

    @property
    def tolerance_mm(self) -> float:
        """Standard error of the mean, or what was set where no spread was published. [mm]."""
        return LEATT_TOLERANCE_MM if self.sd_mm is None else self.sd_mm / sqrt(self.n)

    @property
    def seated_min(self) -> float:
        """Supported sitting before the run that the study tells of. [min]."""
        return SEATED_MIN if self.study == GARBUTT else 0.0


def _minutes(km: float, kmh: float) -> float:
    return 60.0 * km / kmh


TABLE: tuple[Published, ...] = (
    Published(GARBUTT, "30 min at 70 % of marathon pace", ((30.0, 0.70),), 3.37, 2.38, 14),
    Published(GARBUTT, "30 min at 85 %", ((30.0, 0.85),), 5.10, 1.90, 14),
    Published(GARBUTT, "30 min at 100 %", ((30.0, 1.00),), 7.69, 3.69, 14),
    Published(GARBUTT, "first 15 min, mean of the three", ((15.0, 0.861),), 3.26, 2.78, 14),
    Published(GARBUTT, "second 15 min", ((30.0, 0.861),), 2.12, 1.61, 14, skip_min=15.0),
    Published(RODACKI, "30 min at 10 km/h", ((30.0, RECREATIONAL),), 5.27, 1.92, 15),
    Published(RODACKI, "60 min at 10 km/h", ((60.0, RECREATIONAL),), 7.51, 2.51, 15),
    Published(DOWZER, "30 min treadmill, 80 % VO2peak", ((30.0, OXYGEN_80),), 4.59, 1.48, 14),
    Published(LEATT, "6 km, novices", ((_minutes(6, 10.0), RECREATIONAL),), 3.25, None, 9),
    Published(LEATT, "6 km at 12.2 km/h", ((_minutes(6, 12.2), TRAINED_EASY),), 2.35, None, 7),
    Published(
        LEATT,
        "the same, then 19 km at 14.7 km/h",
        ((_minutes(6, 12.2), TRAINED_EASY), (_minutes(19, 14.7), 1.0)),
        9.95,
        None,
        7,
    ),
)
"""0.861 is the share at which Garbutt's three speeds have their mean; Leatt's 25 km is 2.35 mm and
0.4 mm/km after it, as the abstract says the rate went on."""


def predicted_mm(row: Published) -> Range:
    """Loss that the product gives for a published condition.

    Parameters
    ----------
    row : Published
        Stages at shares of marathon speed.

    Returns
    -------
    Range
        Loss of one runner whose marathon speed is known. [mm]
    """
    whole = _loss(row.stages)
    if row.skip_min > 0.0:
        (minutes, share), *_ = row.stages
        early = _loss(((min(row.skip_min, minutes), share),))
        whole = Range(whole.q05 - early.q05, whole.q50 - early.q50, whole.q95 - early.q95)
    return whole.plus(Range.exactly(_regained(row)))


def within_tolerance(row: Published) -> bool:
    """Tell whether the model's middle lies within the published mean's tolerance."""
    return abs(predicted_mm(row).q50 - row.loss_mm) <= row.tolerance_mm


def formula_mm(row: Published, asymptote_mm: float, power: float) -> float:
    """Loss by the model's formula at any asymptote and power. [mm]."""
    total = _formula(row.stages, asymptote_mm, power)
    if row.skip_min > 0.0:
        (minutes, share), *_ = row.stages
        total -= _formula(((min(row.skip_min, minutes), share),), asymptote_mm, power)
    return total + _regained(row)


def fit(rows: tuple[Published, ...]) -> tuple[float, float]:
    """Asymptote [mm] and power that lie best, single studies apart doing little (Cauchy loss)."""

    def apart(theta: Array) -> Array:
        found = [formula_mm(row, exp(float(theta[0])), float(theta[1])) for row in rows]
        return np.array(
            [(f - r.loss_mm) / r.tolerance_mm for f, r in zip(found, rows, strict=True)]
        )

    found = least_squares(apart, np.array([log(15.0), 2.3]), loss="cauchy", f_scale=0.7)
    return exp(float(found.x[0])), float(found.x[1])


def _formula(stages: tuple[tuple[float, float], ...], asymptote_mm: float, power: float) -> float:
    parts = ((FAST_SHARE, exp(LOADING_MIN.mean)), (1.0 - FAST_SHARE, exp(SLOW_MIN.mean)))
    total = 0.0
    for part, constant in parts:
        loss = 0.0
        for minutes, share in stages:
            goal = part * asymptote_mm * share**power
            loss = goal + (loss - goal) * exp(-minutes / constant)
        total += loss
    return total


def _regained(row: Published) -> float:
    if row.seated_min <= 0.0:
        return 0.0
    minutes = sum(length for length, _ in row.stages)
    whole, early = (
        regained_mm(upright_min=UPRIGHT_MIN, seated_min=row.seated_min, running_min=length)
        for length in (minutes, min(row.skip_min, minutes))
    )
    return whole - early


def _loss(stages: tuple[tuple[float, float], ...]) -> Range:
    runner = Runner(marathon_pace_s_per_km=300.0)
    reference = replace(reference_before_history(runner), marathon_speed_sd=0.0)
    gaits, begun = [], START
    for minutes, share in stages:
        seconds = 60.0 * minutes
        distance = share * reference.marathon_speed_mps * seconds
        leg = Leg(Sport.RUNNING, begun, moving_s=seconds, distance_m=distance)
        gaits.append(summarise_leg(leg, runner))
        begun += timedelta(seconds=seconds)
    return shrinkage_over_day(gaits, reference).loss_mm[-1]


def published_table() -> list[str]:
    """Every published mean beside the model, in Markdown."""
    lines = [
        "| study | condition | n | published mm (tolerance) | model mm (90 %) | apart | within "
        "| inside the range |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in TABLE:
        model = predicted_mm(row)
        mark = "*" if row.sd_mm is None else ""
        lines.append(
            f"| {row.study} | {row.condition} | {row.n} "
            f"| {row.loss_mm:.2f} ({row.tolerance_mm:.2f}{mark}) "
            f"| {model.q50:.2f} ({model.q05:.1f} to {model.q95:.1f}) "
            f"| {model.q50 - row.loss_mm:+.2f} "
            f"| {'yes' if within_tolerance(row) else 'NO'} "
            f"| {'yes' if model.q05 <= row.loss_mm <= model.q95 else 'NO'} |"
        )
    return lines


def left_out_table() -> list[str]:
    """Show what the other studies say of each study, in Markdown."""
    lines = [
        "| fitted without | asymptote mm | power | mean difference on the study left out, mm |",
        "|---|---|---|---|",
    ]
    for study in (GARBUTT, RODACKI, DOWZER, LEATT):
        asymptote, power = fit(tuple(row for row in TABLE if row.study != study))
        left = [row for row in TABLE if row.study == study]
        apart = [formula_mm(row, asymptote, power) - row.loss_mm for row in left]
        lines.append(f"| {study} | {asymptote:.1f} | {power:.2f} | {np.mean(apart):+.2f} |")
    asymptote, power = fit(TABLE)
    lines.append(f"| nothing | {asymptote:.1f} | {power:.2f} |  |")
    lines.append(f"| used | {exp(SHRINKAGE_MM.mean):.1f} | {SPEED_POWER.mean:.2f} |  |")
    return lines


def main() -> None:
    """Print both tables."""
    for table in (published_table, left_out_table):
        print("\n".join(table()), end="\n\n")


if __name__ == "__main__":
    main()
