"""Runners of the grid: who is in which cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from studies.answered import Answered, ask
from studies.planted_life import PlantedLife, live_planted
from studies.planted_traits import Habits, Planted
from studies.seeds import make_rng

HARM: Final = 2.0
"""Fast effect of an aggravator [points for a usual run every day]."""

EASE: Final = -2.0
"""Slow effect of a protective runner [points for a usual run every day]."""

SORTS: Final = {
    "aggravator": Planted(b_fast=HARM),
    "neutral": Planted(),
    "protective": Planted(b_slow=EASE),
    "mixed": Planted(b_fast=HARM, b_slow=EASE),
}

USUAL_HABITS: Final = Habits()

LENGTHS: Final = (30, 60, 90, 180, 365)
"""Days logged [d]."""

LONGEST: Final = LENGTHS[-1]


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong in a cell.

    Parameters
    ----------
    says : str
        In words.
    harmful : Planted
        The aggravator of the cell.
    habits : Habits
        How the cell's runners decide and write.
    harmless : Planted or None
        The neutral runner of the cell; None where a neutral runner is the same as without the
        violation, because it only bends the response to running.
    """

    says: str
    harmful: Planted = SORTS["aggravator"]
    habits: Habits = USUAL_HABITS
    harmless: Planted | None = SORTS["neutral"]


def _bent(says: str, **bend: object) -> Violation:
    return Violation(says, replace(SORTS["aggravator"], **bend), harmless=None)


def _other(says: str, **change: object) -> Violation:
    return Violation(
        says,
        replace(SORTS["aggravator"], **change),
        harmless=replace(SORTS["neutral"], **change),
    )


def _behaving(says: str, **change: object) -> Violation:
    return Violation(says, habits=replace(USUAL_HABITS, **change))


VIOLATIONS: Final = {
    "delay_1": _bent("the fast effect is a day late", delay_d=1),
    "delay_2": _bent("the fast effect is two days late", delay_d=2),
    "threshold": _bent("only load above 0.8 of a usual run hurts", dose="threshold"),
    "gate": _bent("a run hurts in full or, below 0.8 of a usual one, not at all", dose="gate"),
    "saturating": _bent("more load hurts less and less more", dose="saturating"),
    "tau_fast_5": _bent("the fast effect fades over five days", tau_fast=5.0),
    "heavy_flares": _other("flares have t(2.5) steps and jumps", heavy=True),
    "strong_drift": _other("the drift is 0.1 points a day", sd_drift=0.1),
    "low_pain": _other("pain without running is 0.7", level=0.7),
    "slow_confounder": _behaving(
        "a hidden state of five days hurts and keeps from running, size 0.5",
        confounder="slow",
        confounding=0.5,
    ),
    "slow_confounder_1": _behaving(
        "a hidden state of five days hurts and keeps from running, size 1",
        confounder="slow",
        confounding=1.0,
    ),
    "day_confounder": _behaving(
        "something hidden keeps from running today and hurts tomorrow, size 0.8",
        confounder="day",
        confounding=0.8,
    ),
    "latent_half_missing": _behaving(
        "decides by pain the diary does not hold, twice the avoidance, half the scores missing",
        acts_on="latent",
        avoidance=1.6,
        missing=0.5,
    ),
    "missing_when_ill": _behaving("scores go missing on bad mornings", missing_per_point=1.0),
    "missing_when_well": _behaving("scores go missing on good mornings", missing_per_point=-1.0),
    "load_error": _behaving("the watch errs by 30 % in every load", load_error=0.3),
    "avoidance_1.6": _behaving("pain keeps from running twice as strongly", avoidance=1.6),
}
"""Specification, section 6.3."""


def live_cell(cell: str, words: str) -> PlantedLife:
    """Live one runner of a cell: ``SORT DAYS`` or ``VIOLATION SORT``."""
    first, second = cell.split(" ")
    rng = make_rng(words)
    if first in SORTS:
        return live_planted(SORTS[first], USUAL_HABITS, n_diary=int(second), rng=rng)
    violation = VIOLATIONS[first]
    planted = violation.harmful if second == "aggravator" else violation.harmless
    if planted is None:
        raise KeyError(cell)
    return live_planted(planted, violation.habits, n_diary=LONGEST, rng=rng)


def run_runner(cell: str, number: int, words: str) -> list[Answered]:
    """Live and answer one runner of the grid."""
    life = live_cell(cell, words)
    return [ask(life.table, life.true_effect, cell=cell, number=number)]
