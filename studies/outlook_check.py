"""The outlook against the real thing: further days are drawn, scored and fitted again.

Run ``python -m studies.outlook_check --out docs/explanation/validation/outlook.md``; without
``--out`` the table is printed. Seeds follow from the words of `STUDY`, a group and a number.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride import __version__
from backstride.inference.design import Design, build_design
from backstride.inference.draws import draw_paths, row_latent
from backstride.inference.engine import fit
from backstride.inference.generator import simulate
from backstride.inference.outcomes import HIGHEST, intervals
from backstride.inference.outlook import (
    BLOCKS,
    COMPLETE,
    USUAL,
    Future,
    lengthen,
    look_ahead,
    plan_days,
)
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from studies.page_tables import fill_tables
from studies.seeds import make_rng, seed_words

Array = NDArray[np.float64]

STUDY: Final = f"backstride {__version__} outlook"
DIARY_DAYS: Final = (35, 60, 120)
AHEAD: Final = 28
N_RUNNER, N_REFIT = 6, 4


@dataclass(frozen=True, slots=True)
class Row:
    """One plan for one runner.

    Parameters
    ----------
    n_day : int
        Days of the diary.
    plan : str
        Plan of recording.
    now, expected : float
        Posterior sd of `effect_28d` today, and as the outlook has it. [points]
    refitted : float
        Root mean square of the posterior sds after the days were drawn and fitted. [points]
    """

    n_day: int
    plan: str
    now: float
    expected: float
    refitted: float


def refit_sd(
    posterior: Posterior, design: Design, future: Future, rng: np.random.Generator
) -> float:
    """Draw the days of a plan from the posterior, score them, and fit the longer diary."""
    longer = lengthen(design, future)
    unscored = replace(
        design,
        load=longer.load,
        unknown_share=longer.unknown_share,
        last_day=longer.last_day,
    )
    draw = draw_paths(posterior, unscored, 1, seed=int(rng.integers(2**31)))
    new = slice(design.n_row, None)
    felt = row_latent(draw, longer)[0, new]
    noise = draw.noise_sd[0, longer.row_kind[new]] * rng.standard_normal(felt.size)
    step = np.full(felt.size, design.score_step)
    scores = np.clip(step * np.rint((felt + noise) / step), 0.0, HIGHEST)
    low, high = intervals(scores, step)
    scored = replace(
        longer,
        row_low=np.concatenate([design.row_low, low]),
        row_high=np.concatenate([design.row_high, high]),
    )
    return fit(scored).effect_28d.sd


def study_runner(n_day: int, number: int) -> list[Row]:
    """Compare every plan for one runner drawn from the prior."""
    rng = make_rng(seed_words(STUDY, f"{n_day}", number))
    design = build_design(simulate(Priors(), n_day, rng).table)
    posterior = fit(design)
    rows = []
    for found in look_ahead(posterior, design):
        if found.days != AHEAD:
            continue
        future = plan_days(design, found.plan, AHEAD)
        sds = [refit_sd(posterior, design, future, rng) for _ in range(N_REFIT)]
        mean_square = sqrt(float(np.mean(np.square(sds))))
        rows.append(Row(n_day, found.plan, posterior.effect_28d.sd, found.sd, mean_square))
    return rows


def table_lines(rows: list[Row]) -> list[str]:
    """Return the table of the page: geometric means over runners."""
    lines = [
        "| Days | Plan, 28 more days | n | sd now | expected / now | refitted / now "
        "| expected / refitted | its spread |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for n_day in DIARY_DAYS:
        for plan in (USUAL, COMPLETE, BLOCKS):
            some = [row for row in rows if (row.n_day, row.plan) == (n_day, plan)]
            log = np.log([[r.now, r.expected, r.refitted] for r in some])
            now, expected, refitted = np.exp(log.mean(axis=0))
            spread = float(np.exp((log[:, 1] - log[:, 2]).std()))
            lines.append(
                f"| {n_day} | {plan} | {len(some)} | {now:.2f} | {expected / now:.2f} "
                f"| {refitted / now:.2f} | {expected / refitted:.2f} | x {spread:.2f} |"
            )
    return lines


def main() -> None:
    """Run the study."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    out = parser.parse_args().out
    rows = [row for n in DIARY_DAYS for k in range(N_RUNNER) for row in study_runner(n, k)]
    lines = table_lines(rows)
    if out is None:
        print("\n".join(lines))
    else:
        fill_tables(out, {"outlook": lines})


if __name__ == "__main__":
    main()
