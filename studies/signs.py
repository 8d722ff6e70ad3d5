"""Wrong signs: how often "aggravating" or "easing" is said of the opposite.

``make study-signs``; options as in `studies.study`. Specification, section 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from studies.answered import Answered
from studies.figures import Figure, figure_table, table
from studies.proportions import Share
from studies.signs_runner import DIARY_DAYS, run_runner
from studies.study import Cell, Study, by_cell, main

WANTED: Final = 3000
"""Verdicts that must have been spoken."""

MOST_WRONG: Final = 0.001


def spoken(rows: Sequence[Answered]) -> list[Answered]:
    """Runners who were called aggravating or easing."""
    return [row for row in rows if row.spoke]


def wrong(rows: Sequence[Answered]) -> Share:
    """Share of spoken verdicts with the wrong sign."""
    said = spoken(rows)
    return Share(sum(row.wrong_sign for row in said), len(said))


def enough(rows: Sequence[Answered]) -> bool:
    """Tell whether enough verdicts were spoken, right or wrong."""
    return len(spoken(rows)) >= WANTED


def figures(rows: Sequence[Answered]) -> list[Figure]:
    """Hold the verdicts against what was asked."""
    said, share = spoken(rows), wrong(rows)
    size = f"{len(said)} of {WANTED}"
    return [
        Figure(
            '"aggravating" or "easing" said of the opposite; the share itself is judged',
            str(share),
            f"at most {MOST_WRONG:g}",
            share.value <= MOST_WRONG if said else None,
        ),
        Figure(
            "verdicts spoken",
            size,
            f"at least {WANTED}",
            enough(rows) if rows else None,
        ),
    ]


def render(rows: Sequence[Answered]) -> str:
    """Return the body of the page."""
    return f"""# Wrong signs

The worst an answer can do is to say the opposite. Lives of the simulator that was written apart
from the model, diaries of {", ".join(map(str, DIARY_DAYS))} days in turn, one answer each by the
shipped rule. Runners of the *weak* groups have two fifths of the usual response; *mixed* ones are
aggravated at once and eased slowly, so that the truth may have either sign. Runners are taken in
order until {WANTED:,} have been called aggravating or easing, whatever was true of them.

## What was asked beforehand

{figure_table(figures(rows))}
## By sort of runner

{_table(rows)}
## Every wrong one

{_wrong_ones(rows)}"""


def _table(rows: Sequence[Answered]) -> str:
    headings = ("Runners", "Asked", "Mean truth", "Said aggravating", "Said easing", "Wrong sign")
    headings += ("True effect of those who heard it, mean",)
    lines = []
    for cell, found in by_cell(rows).items():
        said = spoken(found)
        truths = [row.truth for row in found if row.fitted]
        lines.append(
            [
                cell,
                str(len(found)),
                f"{fmean(truths):+.2f}" if truths else "-",
                str(sum(row.verdict == "aggravating" for row in found)),
                str(sum(row.verdict == "easing" for row in found)),
                str(wrong(found)),
                f"{fmean(row.truth for row in said):+.2f}" if said else "-",
            ]
        )
    return table(headings, lines)


def _wrong_ones(rows: Sequence[Answered]) -> str:
    found = [row for row in rows if row.wrong_sign]
    if not found:
        return "None.\n"
    headings = ("Runner", "Diary days", "Said", "True effect", "Posterior mean, sd")
    return table(
        headings,
        [
            [
                f"{row.cell} {row.number}",
                str(row.n_day),
                row.verdict,
                f"{row.truth:+.3f}",
                f"{row.mean:+.2f}, {row.sd:.2f}",
            ]
            for row in found
        ],
    )


STUDY: Final = Study(
    "signs",
    (
        Cell("aggravator", 2600, 0.22),
        Cell("easing", 2600, 0.22),
        Cell("mixed", 800, 0.22),
        Cell("low_pain", 800, 0.22),
        Cell("weak_aggravator", 800, 0.2),
        Cell("weak_easing", 800, 0.2),
    ),
    Answered,
    run_runner,
    render,
    figures,
    enough,
)

if __name__ == "__main__":
    main(STUDY)
