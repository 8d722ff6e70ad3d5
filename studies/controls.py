"""Negative controls: runners, loads and symptoms in which nothing must be found.

``make study-controls``; options as in `studies.study`. Specification, section 11.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from statistics import fmean
from typing import Final

from studies.answered import Answered
from studies.controls_runner import CELLS, DIARY_DAYS, HEADACHE, PERMUTED, in_words, run_runner
from studies.figures import Figure, at_most, figure_table, mean_within, signed_mean, table
from studies.proportions import Share
from studies.study import Cell, Study, by_cell, main

MOST_SAID: Final = 0.03
MOST_SIDED: Final = 0.10
"""Share of controls with a probability beyond .95 on either side, where nothing is there."""

LARGEST_BIAS: Final = 0.05


def said(rows: Sequence[Answered]) -> Share:
    """Share of runners who were called aggravating or easing."""
    return Share(sum(row.spoke for row in rows), len(rows))


def sided(rows: Sequence[Answered]) -> Share:
    """Share of fitted runners with a probability of harm at least .45 away from one half."""
    fitted = [row for row in rows if isfinite(row.p_above_0)]
    return Share(sum(abs(row.p_above_0 - 0.5) >= 0.45 for row in fitted), len(fitted))


def figures(rows: Sequence[Answered]) -> list[Figure]:
    """Hold the controls against what was asked."""
    cells = by_cell(rows)
    found = [at_most("any control called aggravating or easing", said(rows), MOST_SAID)]
    for cell in CELLS:
        own = cells.get(cell, [])
        name = in_words(cell)
        found.append(at_most(f"{name}: P at least .45 away from a half", sided(own), MOST_SIDED))
        if not cell.startswith((PERMUTED, HEADACHE)):
            errors = [row.error for row in own if row.fitted]
            found.append(mean_within(f"{name}: bias", errors, LARGEST_BIAS))
    return found


def render(rows: Sequence[Answered]) -> str:
    """Return the body of the page."""
    return f"""# Negative controls

Whoever finds something everywhere finds nothing. {DIARY_DAYS} days of diary, one answer each.

- **avoidance**: runners whom running does nothing to, who let a point of pain keep them from
  running not at all (0) or very much (1.6 standard deviations of their propensity).
- **stoic, careful**: the same by the simulator that was written apart from the model.
- **permuted**: neutral runners beside the loads of other weeks, in an order drawn by lot.
- **headache**: a symptom that illness and bad nights worsen and running does not, in a runner whose
  leg running does aggravate.

**Load that lies in the future is no negative control**, though it is often used as one: pain today
keeps from running tomorrow, so that future load "acts" on pain in every runner who listens to the
leg. It would always fire. It is not tested here.

Nor are permuted weeks in a runner whom running does aggravate: Sundays stay Sundays, and a leg that
hurts on Mondays goes on hurting after them. A trial before this study showed it (5 of 12 fired), so
that control was struck from the plan.

## What was asked beforehand

{figure_table(figures(rows))}
## Every control

*Beyond .95* counts probabilities of harm under .05 and over .95; chance alone gives up to 0.10 of
them where an interval is exact.

{_table(rows)}"""


def _table(rows: Sequence[Answered]) -> str:
    cells = by_cell(rows)
    headings = ("Control", "Effect found, mean", "Mean sd", "Beyond .95", "Under .05", "Over .95")
    headings += ("Said aggravating", "Said easing", "Said no important effect")
    return table(headings, [[in_words(cell), *_cells(cells.get(cell, []))] for cell in CELLS])


def _cells(rows: Sequence[Answered]) -> list[str]:
    fitted = [row for row in rows if isfinite(row.mean)]
    if not fitted:
        return ["-"] * 8
    words = [row.verdict for row in rows]
    return [
        signed_mean([row.mean for row in fitted]),
        f"{fmean(row.sd for row in fitted):.2f}",
        str(sided(fitted)),
        str(sum(row.points_down(0.95) for row in fitted)),
        str(sum(row.points_up(0.95) for row in fitted)),
        str(words.count("aggravating")),
        str(words.count("easing")),
        str(words.count("no_important_effect")),
    ]


STUDY: Final = Study(
    "controls", tuple(Cell(cell, 80, 0.35) for cell in CELLS), Answered, run_runner, render, figures
)

if __name__ == "__main__":
    main(STUDY)
