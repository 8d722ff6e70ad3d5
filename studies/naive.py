"""Naive analyses beside ours, on the runners of the grid.

``make study-naive``, in an environment of its own; options as in `studies.study`. Specification,
section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt
from statistics import fmean
from typing import Final

from studies.figures import Figure, at_least, figure_table, signed_mean, table
from studies.grid_runner import LONGEST, SORTS
from studies.naive_methods import METHODS
from studies.naive_runner import OURS, Analysed, run_runner
from studies.proportions import Share
from studies.study import Cell, Study, main

LEAST_COVERED: Final = 0.88

NAMES: Final = {
    OURS: "**Backstride**, the shipped model",
    "same_morning": "load against the same morning's pain",
    "same_evening": "load against the same evening's pain",
    "yesterday": "yesterday's load against the morning's pain",
    "yesterday_adjusted": "the same, beside yesterday's morning pain",
    "acute_chronic": "acute:chronic ratio (7 : 28 days)",
    "lay_off": "CausalImpact on the longest lay-off",
}


def spoke(rows: Sequence[Analysed]) -> list[Analysed]:
    """Analyses with a result."""
    return [row for row in rows if isfinite(row.value)]


def covered(rows: Sequence[Analysed]) -> Share:
    """Share of results whose 90 % interval holds the truth."""
    found = spoke(rows)
    return Share(sum(row.low <= row.truth <= row.high for row in found), len(found))


def harmful(rows: Sequence[Analysed]) -> Share:
    """Share of results whose interval lies above zero."""
    found = spoke(rows)
    return Share(sum(row.low > 0.0 for row in found), len(found))


def helpful(rows: Sequence[Analysed]) -> Share:
    """Share of results whose interval lies below zero."""
    found = spoke(rows)
    return Share(sum(row.high < 0.0 for row in found), len(found))


def figures(rows: Sequence[Analysed]) -> list[Figure]:
    """Hold our analysis against what was asked."""
    ours = [row for row in rows if row.method == OURS]
    return [
        at_least(
            f"{sort}, {LONGEST} days: 90 % interval of Backstride holds the truth",
            covered([row for row in ours if row.cell == f"{sort} {LONGEST}"]),
            LEAST_COVERED,
        )
        for sort in SORTS
    ]


def render(rows: Sequence[Analysed]) -> str:
    """Return the body of the page."""
    return f"""# Naive analyses

What a spreadsheet says about the same diaries: the runners of the [grid](grid.md) with a year of
diary, whom pain keeps from running. Every method is asked what the running of the last 28 days did
to the morning score: a regression's slope times the mean load, a ratio's slope times the mean
ratio; for the longest lay-off what CausalImpact (`bsts-causalimpact` 1.7.0, local level, default
priors, gaps joined by straight lines) finds against its forecast, sign turned. *Harmful* and
*protective* are 90 % intervals on one side of zero.

## What was asked beforehand

{figure_table(figures(rows))}
{_tables(rows)}

A correlation of load and pain tells how pain drives running; the longest lay-off is mostly a flare.
"""


def _tables(rows: Sequence[Analysed]) -> str:
    parts = []
    for sort in SORTS:
        own = [row for row in rows if row.cell == f"{sort} {LONGEST}"]
        truth = f", true effect {fmean(row.truth for row in own):+.2f}" if own else ""
        lines = [[NAMES[m], *_cells([r for r in own if r.method == m])] for m in (OURS, *METHODS)]
        headings = ("Method", "Results", "Bias", "RMSE", "90 % interval holds the truth")
        parts += [
            f"## {sort.capitalize()}{truth}",
            "",
            table((*headings, "Harmful", "Protective"), lines),
        ]
    return "\n".join(parts)


def _cells(rows: Sequence[Analysed]) -> list[str]:
    found = spoke(rows)
    if not found:
        return [f"0 of {len(rows)}", *["-"] * 5]
    errors = [row.value - row.truth for row in found]
    return [
        f"{len(found)} of {len(rows)}",
        signed_mean(errors),
        f"{sqrt(fmean([error**2 for error in errors])):.2f}",
        str(covered(found)),
        str(harmful(found)),
        str(helpful(found)),
    ]


STUDY: Final = Study(
    "naive",
    tuple(Cell(f"{sort} {LONGEST}", 100, 0.6) for sort in SORTS),
    Analysed,
    run_runner,
    render,
    figures,
    runners_of="grid",
)

if __name__ == "__main__":
    main(STUDY)
