"""Real runs with channels hidden: is the load still near, and does its range hold the fuller one.

Run ``python -m studies.hidden_channels FOLDER``, the folder of the shared material; it prints the
table of ``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from backstride.domain.activity import Leg, Sport
from backstride.domain.interval import Range
from backstride.domain.reference import EasyRunReference
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.easy_km import estimate_easy_km
from backstride.load.reference import reference_before_history
from backstride.readers.registry import read
from studies.dose_order import HISTORY, own_reference, runner_legs, totals_only, without

NOBODY = Runner()
Change = Callable[[Leg], Leg]
CONTACT = ("contact", "ground time", "stance")
SHORTEST_M = 1000.0


def time_only(leg: Leg) -> Leg:
    """Keep what a heart-rate strap on a belt would tell."""
    moving_s = summarise_leg(leg, NOBODY).summary.moving_s
    return replace(leg, stream=None, distance_m=None, moving_s=moving_s)


CHANGES: dict[str, Change] = {
    "contact": lambda leg: without(leg, *CONTACT),
    "contact and cadence": lambda leg: without(leg, *CONTACT, "cadence"),
    "all but distance, time and cadence totals": totals_only,
    "all but the time in motion": time_only,
}


def many_runners(shared: Path) -> list[Leg]:
    """Read runs of many runners with a measured cadence, tests and walks left out."""
    legs = [
        leg
        for path in sorted((shared / "fit-run").glob("*.fit"))
        for activity in read(path.read_bytes()).activities
        for leg in activity.legs
        if leg.sport is Sport.RUNNING
    ]
    return [leg for leg in legs if _is_a_run(leg)]


def one_runner(shared: Path) -> list[Leg]:
    """Read every third run of one runner."""
    return [leg for leg in runner_legs(shared / HISTORY, every=3) if _is_a_run(leg)]


def hidden_table(shared: Path) -> list[str]:
    """Load with channels hidden beside the load with all, in Markdown."""
    lines = [
        "| hidden | runs | bias | spread (SD) | ranges that hold the fuller load |",
        "|---|---|---|---|---|",
    ]
    one, many = one_runner(shared), many_runners(shared)
    for name, legs, reference in (
        ("one known runner", one, own_reference(one)),
        ("many, none known", many, reference_before_history(NOBODY)),
    ):
        for what, change in CHANGES.items():
            if name == "one known runner" and what == "contact":
                continue
            pairs = [(_load(leg, reference), _load(change(leg), reference)) for leg in legs]
            apart = np.array([100.0 * (hidden.q50 / full.q50 - 1.0) for full, hidden in pairs])
            held = sum(hidden.q05 <= full.q50 <= hidden.q95 for full, hidden in pairs)
            lines.append(
                f"| {name}: {what} | {len(pairs)} | {apart.mean():+.1f} % | {apart.std():.1f} % "
                f"| {held} of {len(pairs)} |"
            )
    return lines


def _is_a_run(leg: Leg) -> bool:
    gait = summarise_leg(leg, NOBODY)
    walked = gait.summary.walk_share
    enough = gait.distance_m >= SHORTEST_M and gait.cadence_measured
    return enough and walked is not None and walked < 0.5


def _load(leg: Leg, reference: EasyRunReference) -> Range:
    found = estimate_easy_km(summarise_leg(leg, NOBODY), reference)
    return Range.exactly(float("nan")) if found is None else found


def main() -> None:
    """Print the table."""
    print("\n".join(hidden_table(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
