"""Coverage, bias and power by days logged, and under violations of the model.

``make study-grid``; options as in `studies.study`. Specification, sections 6.2 and 6.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from studies.answered import Answered
from studies.figures import (
    Figure,
    at_least,
    at_most,
    figure_table,
    mean_within,
    short,
    signed_mean,
    table,
)
from studies.grid_runner import LENGTHS, LONGEST, SORTS, VIOLATIONS, run_runner
from studies.proportions import Share
from studies.study import Cell, Study, by_cell, main

LEAST_COVERED: Final = 0.88
LEAST_SEEN: Final = {60: 0.85, 90: 0.95, 180: 0.95}
"""Share of aggravators in whom the sign of harm is seen, by days logged."""

COVERED: Final = ("delay_1", "delay_2", "saturating", "threshold", "tau_fast_5")
"""Violations under which nine in ten intervals must go on holding the truth."""

_CPU_S: Final = {30: 0.15, 60: 0.18, 90: 0.22, 180: 0.4, 365: 0.75}

_MAIN: Final = tuple(Cell(f"{sort} {n}", 100, _CPU_S[n]) for n in LENGTHS for sort in SORTS)
_VIOLATED: Final = tuple(
    Cell(f"{name} {sort}", 60, _CPU_S[LONGEST])
    for name, violation in VIOLATIONS.items()
    for sort in ("aggravator", "neutral")
    if sort == "aggravator" or violation.harmless is not None
)


def covered(rows: Sequence[Answered]) -> Share:
    """Share of fitted runners whose 90 % interval holds the truth."""
    fitted = [row for row in rows if row.fitted]
    return Share(sum(row.in_90 for row in fitted), len(fitted))


def said(rows: Sequence[Answered], word: str) -> Share:
    """Share of runners to whom the shipped rule said a word."""
    return Share(sum(row.verdict == word for row in rows), len(rows))


def sign_seen(rows: Sequence[Answered], certain: float = 0.975) -> Share:
    """Share of runners in whom the probability of harm exceeds a bound."""
    return Share(sum(row.points_up(certain) for row in rows), len(rows))


def figures(rows: Sequence[Answered]) -> list[Figure]:
    """Hold the grid against what was asked."""
    cells = by_cell(rows)

    def of(name: str) -> list[Answered]:
        return cells.get(name, [])

    found = [
        at_least(
            f"aggravator (+0.7 points), {n_day} days: sign of harm seen, P > .975",
            sign_seen(of(f"aggravator {n_day}")),
            bound,
        )
        for n_day, bound in LEAST_SEEN.items()
    ]
    for n in (180, 365):
        neutral = of(f"neutral {n}")
        up = Share(sum(row.points_up(0.95) for row in neutral), len(neutral))
        down = Share(sum(row.points_down(0.95) for row in neutral), len(neutral))
        found += [
            at_most(f"neutral, {n} days: false harm at P > .95", up, 0.05),
            at_most(f"neutral, {n} days: false help at P > .95", down, 0.05),
            mean_within(f"neutral, {n} days: bias", _errors(neutral), 0.05),
        ]
    plain = covered(of(f"aggravator {LONGEST}"))
    found.append(
        at_least("aggravator, no violation: 90 % interval holds the truth", plain, LEAST_COVERED)
    )
    found += [
        at_least(
            f"aggravator, {VIOLATIONS[name].says}: 90 % interval holds the truth",
            covered(of(f"{name} aggravator")),
            LEAST_COVERED,
        )
        for name in COVERED
    ]
    return found


def render(rows: Sequence[Answered]) -> str:
    """Return the body of the page."""
    return f"""# Coverage and power

Runners with planted effects: an *aggravator* (a fast effect of +2 points for a usual run every
day), a *neutral* one, a *protective* one (a slow effect of -2) and a *mixed* one (both). They keep
both diaries, lose a quarter of the scores, more of them on bad mornings, and 15 % of the covariate
days; they run less the more it hurts. Each was answered once with the shipped model, panel and
rule. `studies/planted_traits.py` and `studies/planted_life.py` hold every number.

## What was asked beforehand

{figure_table(figures(rows))}
## By days logged

Bias is posterior mean minus truth. *Sign* is a probability of harm above .975 (.95) in the model
alone; *said* is the word of the shipped rule, which asks for more than 0.3 points, enough data and
a panel that agrees.

{_main_table(rows)}
A slow protection is not seen within a year; the answer never says it was looked for and not there.

## Under violations, after {LONGEST} days

Each breaks one assumption of the model. A violation that only bends the response leaves a neutral
runner as in the table above.

{_violation_table(rows)}"""


def _errors(rows: Sequence[Answered]) -> list[float]:
    return [row.error for row in rows if row.fitted]


def _main_table(rows: Sequence[Answered]) -> str:
    cells = by_cell(rows)
    headings = ("Runner", "Days", "True", "Bias", "90 % interval holds it", "Mean sd")
    headings += ("Sign of harm .975", ".95", "Sign of help .975", "Said aggravating", "Said easing")
    lines = []
    for sort in SORTS:
        for n_day in LENGTHS:
            found = cells.get(f"{sort} {n_day}", [])
            down = Share(sum(row.points_down(0.975) for row in found), len(found))
            lines.append(
                [
                    sort,
                    str(n_day),
                    *_fit_cells(found),
                    str(sign_seen(found)),
                    short(sign_seen(found, 0.95)),
                    str(down),
                    str(said(found, "aggravating")),
                    str(said(found, "easing")),
                ]
            )
    return table(headings, lines)


def _violation_table(rows: Sequence[Answered]) -> str:
    cells = by_cell(rows)
    headings = ("Violation", "Runner", "True", "Bias", "90 % interval holds it", "Mean sd")
    headings += ("Sign of harm .975", "Said aggravating", "Said easing")
    lines = []
    for cell in _VIOLATED:
        name, sort = cell.name.split(" ")
        found = cells.get(cell.name, [])
        lines.append(
            [
                VIOLATIONS[name].says,
                sort,
                *_fit_cells(found),
                str(sign_seen(found)),
                str(said(found, "aggravating")),
                str(said(found, "easing")),
            ]
        )
    return table(headings, lines)


def _fit_cells(rows: Sequence[Answered]) -> list[str]:
    """Truth, bias, coverage and width."""
    fitted = [row for row in rows if row.fitted]
    if not fitted:
        return ["-"] * 4
    truth, sd = fmean(row.truth for row in fitted), fmean(row.sd for row in fitted)
    return [f"{truth:+.2f}", signed_mean(_errors(fitted)), str(covered(fitted)), f"{sd:.2f}"]


STUDY: Final = Study("grid", _MAIN + _VIOLATED, Answered, run_runner, render, figures)

if __name__ == "__main__":
    main(STUDY)
