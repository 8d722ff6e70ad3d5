"""Simulation-based calibration of the shipped model.

``make study-sbc``; options as in `studies.study`. Specification, sections 6.1 and 11.2; the method
is that of Talts et al. (2018, arXiv:1804.06788), with probabilities in the place of ranks.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Final

import numpy as np
from scipy.stats import kstest

from studies.figures import Figure, figure_table, table, within
from studies.placed import COEFFICIENTS, QUANTITIES
from studies.proportions import Share
from studies.sbc_runner import BEHAVIOURS, DIARY_DAYS, Placed, run_runner
from studies.study import Cell, Study, main

N_RUNNER: Final = 400
LEAST_P: Final = 0.01
TARGET_90: Final = (0.87, 0.93)
TARGET_50: Final = (0.45, 0.55)
JUDGED: Final = ("effect_28d", *COEFFICIENTS)
"""Quantities whose probabilities must be even (specification, section 11)."""

NAMES: Final = {
    "effect_28d": "`effect_28d`, on the score",
    "latent_28d": "`latent_28d`",
    "standard_28d": "`standard_28d`",
    "b_fast": "fast effect",
    "b_slow": "slow effect",
    "b_acute": "bump of the evening",
}


def covered(rows: Sequence[Placed], level: float) -> Share:
    """Share of runners whose central interval of a level holds the truth."""
    tail = 0.5 * (1.0 - level)
    return Share(sum(tail <= row.below <= 1.0 - tail for row in rows), len(rows))


def p_even(rows: Sequence[Placed]) -> float:
    """P of Kolmogorov and Smirnov that the probabilities are even."""
    return float(kstest([row.below for row in rows], "uniform").pvalue) if rows else nan


def chosen(rows: Sequence[Placed], cell: str, quantity: str) -> list[Placed]:
    """Rows of a cell and a quantity."""
    return [row for row in rows if row.cell == cell and row.quantity == quantity]


def figures(rows: Sequence[Placed]) -> list[Figure]:
    """Hold the calibration against what was asked."""
    found = []
    for cell in BEHAVIOURS:
        effect = chosen(rows, cell, "effect_28d")
        latent = chosen(rows, cell, "latent_28d")
        found += [
            within(f"{cell}: 90 % interval of `effect_28d`", covered(effect, 0.9), TARGET_90),
            within(f"{cell}: 50 % interval of `effect_28d`", covered(effect, 0.5), TARGET_50),
            within(f"{cell}: 90 % interval of `latent_28d`", covered(latent, 0.9), TARGET_90),
        ]
    for quantity in JUDGED:
        own = chosen(rows, "strict", quantity)
        p = p_even(own)
        found.append(
            Figure(
                f"strict: probabilities of {NAMES[quantity]} are even (Kolmogorov-Smirnov)",
                f"p = {p:.3f}, n = {len(own)}" if own else "-",
                f"p above {LEAST_P:g}",
                p > LEAST_P if own else None,
            )
        )
    return found


def render(rows: Sequence[Placed]) -> str:
    """Return the body of the page."""
    return f"""# Simulation-based calibration

If a runner is drawn from what the model believes, then the model must be right about that runner as
often as it says. Truths are drawn from the shipped prior, mixture included; the runner then lives
{DIARY_DAYS} days of diary after 90 of running, decides every morning by the pain, and is fitted
with the shipped model. Nobody is left out, neither those whose pain sits at an end of the scale all
the time.

- **strict**: every assumption holds. The diary is full, and runs are decided by the score in it.
- **realistic**: 15 % of the scores are missing and 3 % more for every point of pain, 15 % of the
  covariate days are missing, and runs are decided by pain that the diary does not hold.

## What was asked beforehand

{figure_table(figures(rows))}
## Every quantity

*Even* is the p of a Kolmogorov-Smirnov test that the posterior probabilities below the truth are
spread evenly. *Explained* is the share of the truths' variance that posterior means explain.

{_table(rows)}
## By engine

`effect_28d` of both kinds of diary together. Diaries that sit at an end of the scale go to the
exact sampler; of it only summaries of the other quantities are kept, between which a normal shape
is laid.

{_engine_table(rows)}"""


def _table(rows: Sequence[Placed]) -> str:
    lines = []
    for cell in BEHAVIOURS:
        for quantity in QUANTITIES:
            own = chosen(rows, cell, quantity)
            lines.append(
                [
                    cell,
                    NAMES[quantity],
                    str(covered(own, 0.9)),
                    str(covered(own, 0.5)),
                    f"{p_even(own):.3f}" if own else "-",
                    _explained(own),
                ]
            )
    return table(
        ("Diary", "Quantity", "90 % interval", "50 % interval", "Even, p", "Explained"), lines
    )


def _explained(rows: Sequence[Placed]) -> str:
    if len(rows) < 2:
        return "-"
    truth = np.array([row.truth for row in rows])
    mean = np.array([row.mean for row in rows])
    return f"{1.0 - np.mean((truth - mean) ** 2) / truth.var():.2f}"


def _engine_table(rows: Sequence[Placed]) -> str:
    lines = []
    for engine in ("ep", "gibbs"):
        own = [row for row in rows if row.engine == engine and row.quantity == "effect_28d"]
        zeros = f"{np.mean([row.zero_share for row in own]):.2f}" if own else "-"
        failed = sum(bool(row.failed_checks) for row in own)
        shares = [str(covered(own, level)) for level in (0.9, 0.5)]
        lines.append([engine, str(len(own)), zeros, *shares, str(failed)])
    headings = ("Engine", "Runners", "Mean share of zeros", "90 % interval", "50 % interval")
    return table((*headings, "A check failed"), lines)


STUDY: Final = Study(
    "sbc",
    tuple(Cell(cell, N_RUNNER, 0.5) for cell in BEHAVIOURS),
    Placed,
    run_runner,
    render,
    figures,
)

if __name__ == "__main__":
    main(STUDY)
