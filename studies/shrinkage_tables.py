"""Published losses of height beside the model's, every assumption fixed before the comparison.

Run ``python -m studies.shrinkage_tables``; it prints the table of ``docs/reference/load.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import sqrt

from backstride.domain.activity import Leg, Sport
from backstride.domain.interval import Range
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.reference import reference_before_history
from backstride.load.shrinkage import shrinkage_over_day

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

BORROWED_CV = 0.43
"""Between-runner spread where none is published: mean of the other studies' SD over mean."""


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
    def se_mm(self) -> float:
        """Standard error of the mean, from a borrowed spread where none was published. [mm]."""
        sd = BORROWED_CV * self.loss_mm if self.sd_mm is None else self.sd_mm
        return sd / sqrt(self.n)


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
"""0.861 is the share whose asymptote is the mean of Garbutt's three speeds; Leatt's 25 km is 2.35
mm and 0.4 mm/km after it, as the abstract says the rate went on."""


def predicted_mm(row: Published) -> Range:
    """Loss that the model gives for a published condition.

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
    if row.skip_min <= 0.0:
        return whole
    (minutes, share), *_ = row.stages
    early = _loss(((min(row.skip_min, minutes), share),))
    return Range(whole.q05 - early.q05, whole.q50 - early.q50, whole.q95 - early.q95)


def within_one_se(row: Published) -> bool:
    """Tell whether the model's middle lies within one standard error of the published mean."""
    return abs(predicted_mm(row).q50 - row.loss_mm) <= row.se_mm


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


def main() -> None:
    """Print the comparison as a markdown table."""
    print(
        "| study | condition | n | published mm (SE) | model mm (90 %) | apart, SE | within 1 SE |"
    )
    print("|---|---|---|---|---|---|---|")
    for row in TABLE:
        model = predicted_mm(row)
        apart = (model.q50 - row.loss_mm) / row.se_mm
        mark = "*" if row.sd_mm is None else ""
        print(
            f"| {row.study} | {row.condition} | {row.n} "
            f"| {row.loss_mm:.2f} ({row.se_mm:.2f}{mark}) "
            f"| {model.q50:.2f} ({model.q05:.1f} to {model.q95:.1f}) | {apart:+.1f} "
            f"| {'yes' if within_one_se(row) else 'NO'} |"
        )


if __name__ == "__main__":
    main()
