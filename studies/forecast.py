"""Forecast study: the next seven mornings of simulated runners, against three plain forecasts.

``python -m studies.forecast --out docs/explanation/validation/forecast.md`` forecasts every other
week of every runner's diary from what was known by then and writes the page and, beside it, a table
with every morning. It goes on where it was stopped. The seed of a runner is the SHA-256 of
"backstride <version> forecast <group> <number>": numbers count from 0, none is left out.
``--rehearse`` uses other seeds, for trying the script.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride import __version__
from backstride.inference.forecast import N_MORNING
from backstride.synth.behaviour import Life, daily_table, relive, simulate
from backstride.synth.reporting import report
from backstride.synth.traits import Scenario
from studies.forecast_page import render_page
from studies.forecast_rows import Origin, Row, forecast_rows
from studies.row_table import append_rows, in_processes, read_rows
from studies.seeds import make_rng, seed_words

STUDY: Final = f"backstride {__version__} forecast"

N_RUNNER: Final = 20
"""Runners of each scenario."""

N_DIARY: Final = 120
"""Diary days of every runner [d]."""

N_HISTORY: Final = 90
"""Days of running before the diary [d]."""

FIRST_DAY: Final = 14
"""Diary days behind the first forecast of a runner [d]."""

EVERY: Final = 14
"""Days from one forecast to the next [d]."""

Array = NDArray[np.float64]
Task = tuple[str, int, str]


def plan_tasks(study: str, n_runner: int) -> list[Task]:
    """Return scenario, number and seed words of every runner."""
    return [
        (scenario.value, number, seed_words(study, scenario.value, number))
        for scenario in Scenario
        for number in range(n_runner)
    ]


def study_runner(task: Task) -> list[Row]:
    """Live a life and forecast it again and again."""
    group, number, words = task
    life = simulate(Scenario(group), make_rng(words), n_diary=N_DIARY, n_history=N_HISTORY)
    table = daily_table(life)
    rows: list[Row] = []
    for day in range(FIRST_DAY, N_DIARY, EVERY):
        today = N_HISTORY + day - 1
        origin = Origin(group, number, today, by_runner=True)
        rows += forecast_rows(table, origin, rested=rest_from(life, today + 1))
    return rows


def rest_from(life: Life, row: int) -> Array:
    """Return the mornings that would have been written down had nobody run from a row on."""
    pain = relive(life, (row, row + N_MORNING), 0.0)
    scores = report(pain + life.chances.morning_slip, life.traits.style)
    return np.where(np.isfinite(life.morning), scores, np.nan)


def main() -> None:
    """Run the study, or what is left of it, and write its page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="page to write (.md)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rehearse", type=int, metavar="N", help="N runners a group, other seeds")
    wanted = parser.parse_args()
    study = f"{STUDY} rehearsal" if wanted.rehearse else STUDY
    table = wanted.out.with_suffix(".csv")
    done = {(row.group, row.number) for row in read_rows(table, Row)}
    left = [t for t in plan_tasks(study, wanted.rehearse or N_RUNNER) if t[:2] not in done]
    begun = time.perf_counter()
    for count, rows in enumerate(in_processes(study_runner, left, wanted.processes), start=1):
        append_rows(table, rows)
        if count % 5 == 0 or count == len(left):
            passed = time.perf_counter() - begun
            print(f"{count} of {len(left)} runners, {passed:.0f} s", flush=True)
    page = render_page(read_rows(table, Row), study=study, table=table.name)
    wanted.out.write_text(page, encoding="utf-8")
    print(f"written: {wanted.out}")


if __name__ == "__main__":
    main()
