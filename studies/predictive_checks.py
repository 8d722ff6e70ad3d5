"""What priors expect, and how often checks that may block a verdict fail on usual runners.

Run ``python -m studies.predictive_checks --out docs/explanation/validation/predictive.md``; without
``--out`` the tables are printed. Asked beforehand: each check fails on at most 3 % of the runners.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from backstride import __version__
from backstride.domain.answer import Check, DailyTable
from backstride.inference.design import build_design
from backstride.inference.draws import draw_paths
from backstride.inference.engine import fit
from backstride.inference.generator import Behaviour
from backstride.inference.generator import simulate as simulate_model
from backstride.inference.predictive import check_decisions, check_predictive
from backstride.inference.priors import Priors
from backstride.synth.behaviour import daily_table, simulate
from backstride.synth.traits import Scenario
from studies.page_tables import fill_tables
from studies.prior_predictive import expected_lines
from studies.seeds import make_rng, seed_words

STUDY: Final = f"backstride {__version__} predictive checks"
N_RUNNER: Final = 60
N_DRAW: Final = 500
Maker = Callable[[np.random.Generator], DailyTable]


def _of_scenario(scenario: Scenario) -> Maker:
    return lambda rng: daily_table(simulate(scenario, rng))


def _of_model(rng: np.random.Generator) -> DailyTable:
    return simulate_model(Priors(), 120, rng, behaviour=Behaviour(avoidance=0.8)).table


def _shuffled(rng: np.random.Generator) -> DailyTable:
    """Return mornings that swing by two points from day to day, whatever is run."""
    days = np.arange(120)
    morning = np.clip(4.0 + 2.0 * (days % 2) + rng.integers(-1, 2, 120), 0.0, 10.0)
    table = daily_table(simulate(Scenario.NEUTRAL, rng, n_history=0))
    return DailyTable(table.first_day, table.load, morning, np.full(120, np.nan))


GROUPS: Final[Mapping[str, Maker]] = {
    "aggravator": _of_scenario(Scenario.AGGRAVATOR),
    "neutral": _of_scenario(Scenario.NEUTRAL),
    "easing": _of_scenario(Scenario.EASING),
    "low pain": _of_scenario(Scenario.LOW_PAIN),
    "of the model itself": _of_model,
    "swinging by the day (odd)": _shuffled,
}


def check_runner(table: DailyTable) -> tuple[Check, ...]:
    """Return every predictive check of one diary."""
    design = build_design(table)
    draws = draw_paths(fit(design), design, N_DRAW)
    return (*check_predictive(draws, design), *check_decisions(draws, design, table))


def table_lines() -> list[str]:
    """Return the table of the page: how many runners failed each check."""
    names = ("zeros", "lag_one", "flare", "after_runs", "decisions")
    lines = [
        "| Runners | n | " + " | ".join(names) + " | any |",
        "|---" * (len(names) + 3) + "|",
    ]
    for group, make in GROUPS.items():
        failed = []
        for number in range(N_RUNNER):
            checks = check_runner(make(make_rng(seed_words(STUDY, group, number))))
            failed.append({c.name.removeprefix("predictive_") for c in checks if c.passed is False})
        cells = [str(sum(name in one for one in failed)) for name in names]
        lines.append(
            f"| {group} | {N_RUNNER} | {' | '.join(cells)} | {sum(bool(one) for one in failed)} |"
        )
    return lines


def main() -> None:
    """Run the study."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    out = parser.parse_args().out
    tables = {"prior_predictive": expected_lines(), "predictive_checks": table_lines()}
    if out is None:
        print("\n".join(line for lines in tables.values() for line in [*lines, ""]))
    else:
        fill_tables(out, tables)


if __name__ == "__main__":
    main()
