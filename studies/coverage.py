"""Coverage study: does the 90 % interval hold the truth, and does the verdict cry wolf.

``python -m studies.coverage --out docs/explanation/validation/coverage.md`` answers for simulated
runners and writes the page and, beside it, a table with every one of them. It goes on where it was
stopped. The seed of a runner is the SHA-256 of "backstride <version> coverage <group> <number>":
numbers count from 0, none is left out. ``--rehearse`` uses other seeds, for trying the script.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from backstride import __version__
from studies.coverage_page import render_page
from studies.coverage_runner import PRIOR, Row, study_runner
from studies.row_table import append_rows, read_rows
from studies.seeds import seed_words

STUDY: Final = f"backstride {__version__} coverage"

PLAN: Final = {
    PRIOR: 200,
    "neutral": 200,
    "aggravator": 60,
    "easing": 60,
    "mixed": 40,
    "low_pain": 40,
}
"""Runners of each group."""

Task = tuple[str, int, str]


def plan_tasks(study: str, plan: dict[str, int]) -> list[Task]:
    """Return group, number and seed words of every runner of a study."""
    return [
        (group, number, seed_words(study, group, number))
        for group, n_runner in plan.items()
        for number in range(n_runner)
    ]


def run_tasks(tasks: Iterable[Task], n_process: int) -> Iterable[Row]:
    """Yield the row of every task as it is done; one process runs in place."""
    tasks = list(tasks)
    if n_process == 1:
        yield from (study_runner(*task) for task in tasks)
        return
    with ProcessPoolExecutor(n_process, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_run, tasks)


def _run(task: Task) -> Row:
    return study_runner(*task)


def main() -> None:
    """Run the study, or what is left of it, and write its page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="page to write (.md)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rehearse", type=int, metavar="N", help="N runners a group, other seeds")
    wanted = parser.parse_args()
    study = f"{STUDY} rehearsal" if wanted.rehearse else STUDY
    plan = dict.fromkeys(PLAN, wanted.rehearse) if wanted.rehearse else PLAN
    table = wanted.out.with_suffix(".csv")
    table.parent.mkdir(parents=True, exist_ok=True)
    done = {(row.group, row.number) for row in read_rows(table, Row)}
    left = [task for task in plan_tasks(study, plan) if task[:2] not in done]
    begun = time.perf_counter()
    for count, row in enumerate(run_tasks(left, wanted.processes), start=1):
        append_rows(table, [row])
        if count % 10 == 0 or count == len(left):
            passed = time.perf_counter() - begun
            print(f"{count} of {len(left)} runners, {passed:.0f} s", flush=True)
    page = render_page(read_rows(table, Row), study=study, table=table.name)
    wanted.out.write_text(page, encoding="utf-8")
    print(f"written: {wanted.out}")


if __name__ == "__main__":
    main()
