"""Measures beside running: ten that do nothing, and one of ten that does something.

``make study-measures``; options as in `studies.study`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from statistics import fmean
from typing import Final

from studies.figures import Figure, at_least, at_most, figure_table, signed_mean, table
from studies.measures_runner import CELLS, CERTAIN, DIARY_DAYS, TRUE_EFFECT, Measured, run_runner
from studies.proportions import Share
from studies.study import Cell, Study, by_cell, main

WORKING: Final = tuple(works for _, works in CELLS.values() if works)
MOST_FALSE: Final = 0.05
LEAST_COVERED: Final = 0.80
"""An effect of a given size far out in the prior is covered less often than the 0.90 that holds
over the whole prior."""


def any_false(rows: Sequence[Measured]) -> Share:
    """Share of runners with a measure that does nothing and was called."""
    runners = {(row.cell, row.number) for row in rows}
    false = {(row.cell, row.number) for row in rows if row.called and row.truth == 0.0}
    return Share(len(false), len(runners))


def found_true(rows: Sequence[Measured]) -> Share:
    """Share of runners whose working measure was called helping."""
    own = [row for row in rows if row.truth < 0.0]
    return Share(sum(row.called == "helping" for row in own), len(own))


def covered(rows: Sequence[Measured]) -> Share:
    """Share of fitted measures whose 90 % interval holds the truth."""
    fitted = [row for row in rows if isfinite(row.mean)]
    return Share(sum(row.q05 <= row.truth <= row.q95 for row in fitted), len(fitted))


def figures(rows: Sequence[Measured]) -> list[Figure]:
    """Hold the measures against what was asked."""
    null = [row for row in rows if row.cell.startswith("none ")]
    return [
        at_most(
            "runners with any of ten idle measures called helping or worsening",
            any_false(null),
            MOST_FALSE,
        ),
        *(
            at_least(
                f"90 % intervals of a working {works} that hold its {TRUE_EFFECT:g} points",
                covered([row for row in rows if row.truth < 0.0 and row.measure == works]),
                LEAST_COVERED,
            )
            for works in WORKING
        ),
    ]


def render(rows: Sequence[Measured]) -> str:
    """Return the body of the page."""
    return f"""# Measures beside running

Whoever tries ten things finds one that seems to help. Lives of the simulator that was written apart
from the model, {DIARY_DAYS} days of diary, with ten measures: two by chance, one by weekday, three
in phases of weeks, two that come with a run, two that are taken because it hurts. All are judged in
one fit. A measure is *called* where its effect on the next morning is beyond 0.3 points with a
probability of at least {CERTAIN:.2f}.

## What was asked beforehand

{figure_table(figures(rows))}
## Runners

*Working*: the one measure that lowers the next morning by {-TRUE_EFFECT:g} points.

{_cell_table(rows)}
## Idle measures, one by one

Where nothing works ("none").

{_measure_table(rows)}"""


def _cell_table(rows: Sequence[Measured]) -> str:
    cells = by_cell(rows)
    lines = []
    for cell in CELLS:
        own = cells.get(cell, [])
        works, sort = cell.split(" ")
        working = [row for row in own if row.truth < 0.0 and isfinite(row.mean)]
        lines.append(
            [
                sort,
                works,
                str(any_false(own)),
                str(found_true(own)),
                signed_mean([row.mean for row in working]),
                str(covered(working)),
            ]
        )
    headings = ("Running", "Working", "An idle one called", "The working one called helping")
    return table((*headings, "Its effect, mean", "Its 90 % interval holds the truth"), lines)


def _measure_table(rows: Sequence[Measured]) -> str:
    null = [row for row in rows if row.cell.startswith("none ")]
    lines = []
    for name in dict.fromkeys(row.measure for row in null):
        own = [row for row in null if row.measure == name]
        fitted = [row for row in own if isfinite(row.mean)]
        lines.append(
            [
                name,
                f"{fmean(row.share for row in own):.2f}",
                f"{len(fitted)} of {len(own)}",
                signed_mean([row.mean for row in fitted]),
                str(covered(own)),
                str(sum(row.called == "helping" for row in own)),
                str(sum(row.called == "worsening" for row in own)),
            ]
        )
    headings = ("Measure", "Share of days", "Fitted", "Effect, mean", "90 % interval holds zero")
    return table((*headings, "Called helping", "Called worsening"), lines)


STUDY: Final = Study(
    "measures",
    tuple(Cell(cell, 80, 0.6) for cell in CELLS),
    Measured,
    run_runner,
    render,
    figures,
)

if __name__ == "__main__":
    main(STUDY)
