"""How the order of a runner's days by dose depends on what the formula leaves open.

Run ``python -m studies.dose_order FOLDER``, the folder of the shared material; it prints the tables
of ``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from backstride.domain.activity import Leg, Sport
from backstride.domain.gait import Gait
from backstride.domain.reference import EasyRunReference, PastRun
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.easy_km import estimate_easy_km
from backstride.load.reference import reference_before_history, reference_from_history
from backstride.load.shrinkage import estimate_shrinkage
from backstride.readers.registry import read

Array = NDArray[np.float64]
Dose = Callable[[Leg], float]

NOBODY = Runner()
HISTORY = Path("history/runner-c-garmin-gpx-2025")
FIT_RUNS = Path("fit-run")
SHRINKAGE = "shrinkage (another unit)"

SHOES = {"6 %": 1.06, "12 %": 0.95 / 0.85}
"""Force in one pair over another: impact peaks 6 to 11 % higher in maximal shoes (PMC6269547); disc
pressure of a slow jog 0.95 MPa in hard and 0.85 in tennis shoes, one man (Wilke et al. 1999,
recalled)."""


def runner_legs(folder: Path, *, every: int = 1) -> list[Leg]:
    """Read the runs of one runner over half a year, or every second, third ... of them."""
    with (folder / "expected.csv").open(newline="") as file:
        names = [row["file"] for row in csv.DictReader(file) if row["span_s"]][::every]
    legs = [read(gzip.decompress((folder / n).read_bytes())).activities[0].legs[0] for n in names]
    return [leg for leg in legs if summarise_leg(leg, NOBODY).known]


def fit_legs(folder: Path) -> list[Leg]:
    """Read runs of many runners whose watch or pod measured contact time."""
    legs = [
        leg
        for path in sorted(folder.glob("*.fit"))
        for activity in read(path.read_bytes()).activities
        for leg in activity.legs
        if leg.sport is Sport.RUNNING
    ]
    return [leg for leg in legs if summarise_leg(leg, NOBODY).contact_measured]


def without(leg: Leg, *words: str) -> Leg:
    """Take channels out whose name holds one of some words."""
    if leg.stream is None:
        return leg
    kept = {
        name: channel
        for name, channel in leg.stream.channels.items()
        if not any(word in name.lower() for word in words)
    }
    return replace(leg, stream=Stream(leg.stream.time_s, kept))


def totals_only(leg: Leg) -> Leg:
    """Keep what a summary would tell."""
    gait = summarise_leg(leg, NOBODY)
    return replace(leg, stream=None, distance_m=gait.distance_m, moving_s=gait.summary.moving_s)


def own_reference(legs: Sequence[Leg]) -> EasyRunReference:
    """Make the reference that the product would freeze from these runs."""
    runs = [_past(leg, summarise_leg(leg, NOBODY)) for leg in legs]
    found = reference_from_history(runs, NOBODY, made_on=date(2026, 1, 1))
    return found or reference_before_history(NOBODY)


def dose_by(
    reference: EasyRunReference,
    *,
    exponent: float = 2.0,
    change: Callable[[Leg], Leg] | None = None,
) -> Dose:
    """Make a rule that gives a leg its easy kilometres."""

    def dose(leg: Leg) -> float:
        changed = leg if change is None else change(leg)
        found = estimate_easy_km(summarise_leg(changed, NOBODY), reference, exponent=exponent)
        return float("nan") if found is None else found.q50

    return dose


def kilometres(leg: Leg) -> float:
    """Distance of a leg. [km]."""
    return summarise_leg(leg, NOBODY).distance_m / 1000.0


def shrinkage(reference: EasyRunReference) -> Dose:
    """Make a rule that gives a leg its shrinkage."""

    def dose(leg: Leg) -> float:
        found = estimate_shrinkage(summarise_leg(leg, NOBODY), reference)
        return float("nan") if found is None else found.q50

    return dose


def in_two_pairs(rule: Dose, legs: Sequence[Leg], factor: float) -> Dose:
    """Make a rule that multiplies the force of every second run, as another pair might."""
    every_second = {leg.start for leg in legs[1::2]}

    def dose(leg: Leg) -> float:
        return rule(leg) * (factor**2.0 if leg.start in every_second else 1.0)

    return dose


def shoe_rules(rule: Dose, legs: Sequence[Leg]) -> dict[str, Dose]:
    """Make the variants in which shoes have a factor of their own, which the product has not."""
    return {
        f"every second run in shoes with {name} more force": in_two_pairs(rule, legs, factor)
        for name, factor in SHOES.items()
    }


def runner_rules(legs: Sequence[Leg]) -> tuple[Dose, dict[str, Dose]]:
    """Make the product's rule and its variants for one runner's history."""
    own, nobodys = own_reference(legs), reference_before_history(NOBODY)
    early = own_reference(legs[: max(len(legs) // 4, 1)])
    return dose_by(own), {
        "exponent 3": dose_by(own, exponent=3.0),
        "exponent 4": dose_by(own, exponent=4.0),
        "no rule for descents": dose_by(own, change=lambda leg: without(leg, "altitude")),
        "cadence not measured": dose_by(own, change=lambda leg: without(leg, "cadence")),
        "totals only": dose_by(own, change=totals_only),
        "reference of a runner not known": dose_by(nobodys),
        "reference from the first quarter": dose_by(early),
        **shoe_rules(dose_by(own), legs),
        SHRINKAGE: shrinkage(own),
        "plain kilometres": kilometres,
    }


def fit_rules(legs: Sequence[Leg]) -> tuple[Dose, dict[str, Dose]]:
    """Make the product's rule and its variants for runs with measured contact."""
    nobodys = reference_before_history(NOBODY)
    no_contact = ("contact", "ground time", "stance")
    return dose_by(nobodys), {
        "exponent 3": dose_by(nobodys, exponent=3.0),
        "exponent 4": dose_by(nobodys, exponent=4.0),
        "contact estimated": dose_by(nobodys, change=lambda leg: without(leg, *no_contact)),
        "contact of the pod, not the watch": dose_by(
            nobodys, change=lambda leg: without(leg, "contact_ms")
        ),
        "neither contact nor cadence": dose_by(
            nobodys, change=lambda leg: without(leg, *no_contact, "cadence")
        ),
        "no rule for descents": dose_by(nobodys, change=lambda leg: without(leg, "altitude")),
        "totals only": dose_by(nobodys, change=totals_only),
        **shoe_rules(dose_by(nobodys), legs),
        "plain kilometres": kilometres,
    }


def order_table(
    legs: Sequence[Leg], rules: tuple[Dose, dict[str, Dose]], *, by_day: bool
) -> list[str]:
    """Rank correlation of each variant with the product's rule, in Markdown."""
    base, variants = rules
    usual, way = _values(legs, base), _values(legs, kilometres)
    days = [leg.start.date() if by_day else k for k, leg in enumerate(legs)]
    what = "days" if by_day else "runs"
    lines = [
        f"| variant | rank correlation of {what} | of load per km | largest difference of a run |",
        "|---|---|---|---|",
    ]
    for name, rule in variants.items():
        found = _values(legs, rule)
        whole = spearmanr(_summed(usual, days), _summed(found, days)).statistic
        cells = [f"{whole:.3f}", "", ""]
        if rule is not kilometres:
            cells[1] = f"{spearmanr(usual / way, found / way).statistic:.2f}"
            cells[2] = f"{100.0 * np.abs(found / usual - 1.0).max():.0f} %"
        if name == SHRINKAGE:
            cells[2] = ""
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def runner_table(shared: Path) -> list[str]:
    """Order of one runner's days, in Markdown."""
    legs = runner_legs(shared / HISTORY)
    return order_table(legs, runner_rules(legs), by_day=True)


def fit_table(shared: Path) -> list[str]:
    """Order of many runners' runs with measured contact, in Markdown."""
    legs = fit_legs(shared / FIT_RUNS)
    return order_table(legs, fit_rules(legs), by_day=False)


def _past(leg: Leg, gait: Gait) -> PastRun:
    return PastRun(
        leg.start.date(),
        gait.distance_m,
        gait.summary.moving_s or 0.0,
        gait.cadence_ratio if gait.cadence_measured else None,
        gait.contact_source,
        gait.force_offset_bw,
        gait.summary.walk_share,
        gait.ascent_m,
    )


def _values(legs: Sequence[Leg], rule: Dose) -> Array:
    return np.array([rule(leg) for leg in legs])


def _summed(values: Array, days: Sequence[object]) -> Array:
    order = {day: k for k, day in enumerate(dict.fromkeys(days))}
    return np.bincount([order[day] for day in days], values)


def main() -> None:
    """Print both tables."""
    shared = Path(sys.argv[1])
    for table in (runner_table, fit_table):
        print("\n".join(table(shared)), end="\n\n")


if __name__ == "__main__":
    main()
