"""Study of real diaries, and of real running with planted effects.

``python -m studies.diaries SHARED --out docs/explanation/validation/diaries.md`` reads every diary
of the shared data, answers, forecasts by rolling origin, plants effects in real running histories,
and writes the page and, beside it, three tables. It goes on where it was stopped. What each file
stands for was stated on the page before the first run. Only the planted effects need chance: the
seed is the SHA-256 of "backstride <version> diaries <history> <scenario> <segment>".
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import nan
from pathlib import Path
from typing import Any, Final

import numpy as np

from backstride import __version__
from backstride.domain.answer import DailyTable
from backstride.inference.answer import answer_table
from backstride.inference.calendar import diary_rows
from backstride.inference.design import Design, build_design
from studies.diaries_page import AnswerRow, render_page
from studies.forecast_rows import Origin, Row, forecast_rows
from studies.planted import (
    HISTORIES,
    SCENARIOS,
    PlantedRow,
    read_history,
    segments,
    study_planted,
)
from studies.real_diaries import RealDiary, read_diaries, read_on_grid
from studies.row_table import append_rows, in_processes, read_rows
from studies.seeds import seed_words

STUDY: Final = f"backstride {__version__} diaries"

FIRST_DAY: Final = 14
"""Diary days behind the first forecast [d]."""

LONG_DAYS: Final = 500
MIDDLE_DAYS: Final = 150
"""A long diary is forecast every fortnight, a middle one every third day, a short one daily [d]."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work: ``answer``, ``forecast`` or ``planted``, and about what."""

    kind: str
    shared: Path
    name: str
    number: int = 0
    scenario: str = ""
    words: str = ""


@lru_cache(maxsize=2)
def _diaries(shared: Path) -> dict[str, RealDiary]:
    return {diary.name: diary for diary in read_diaries(shared)}


def plan_tasks(shared: Path, study: str, *, sparse: int = 1) -> list[Task]:
    """Return all work: answers, forecasts, planted effects.

    Parameters
    ----------
    shared : Path
        Folder of the shared data.
    study : str
        Its name, from which seeds are made.
    sparse : int
        Only every so many forecasts and stretches, for trying the script.
    """
    tasks = [Task("answer", shared, name) for name in _diaries(shared)]
    for name, diary in _diaries(shared).items():
        tasks += [Task("forecast", shared, name, row) for row in origins(diary)[::sparse]]
    for history in HISTORIES:
        n_segment = len(segments(read_history(shared, history)[1].size))
        tasks += [
            Task(
                "planted",
                shared,
                history,
                segment,
                scenario.value,
                seed_words(study, f"{history} {scenario.value}", segment),
            )
            for segment in range(0, n_segment, sparse)
            for scenario in SCENARIOS
        ]
    return tasks


def origins(diary: RealDiary) -> list[int]:
    """Return the rows from which a diary is forecast."""
    first, stop = diary_rows(diary.table)
    n_day = stop - first
    every = 14 if n_day > LONG_DAYS else 3 if n_day > MIDDLE_DAYS else 1
    return list(range(first + FIRST_DAY - 1, stop - 1, every))


def work(task: Task) -> list[Any]:
    """Do one piece of work; return its rows."""
    if task.kind == "planted":
        planted = study_planted(
            task.shared,
            task.name,
            scenario=task.scenario,
            segment=task.number,
            words=task.words,
        )
        return [planted]
    diary = _diaries(task.shared)[task.name]
    if task.kind == "answer":
        return [_answer(diary)]
    origin = Origin(task.name, 0, task.number, by_runner=False)
    return list(forecast_rows(diary.table, origin, partial(_design, step=diary.step)))


def _design(table: DailyTable, *, step: float) -> Design:
    """Read a diary on the grid of its mapping."""
    return read_on_grid(build_design(table), table, step)


def _answer(diary: RealDiary) -> AnswerRow:
    """Ask the whole product about a diary."""
    table = diary.table
    begun = time.process_time()
    answer = answer_table(table)
    cpu_s = time.process_time() - begun
    effect = answer.effect_28d
    return AnswerRow(
        name=diary.name,
        n_day=table.n_day,
        n_morning=int(np.isfinite(table.morning).sum()),
        n_evening=int(np.isfinite(table.evening).sum()),
        n_load=int((table.load > 0.0).sum()),
        n_rest=int((table.load == 0.0).sum()),
        step=diary.step,
        verdict=answer.verdict.value,
        reasons=" ".join(reason.key for reason in answer.reasons),
        failed_checks=" ".join(c.name for c in answer.checks if c.passed is False),
        q05=nan if effect is None else effect.q05,
        q95=nan if effect is None else effect.q95,
        engine=answer.engine,
        cpu_s=cpu_s,
    )


def _left(tasks: Iterable[Task], paths: dict[str, Path]) -> list[Task]:
    """Leave out what stands in the tables; a forecast is known by its diary and its day."""
    answered = {row.name for row in read_rows(paths["answer"], AnswerRow)}
    planted = {
        (row.history, row.segment, row.scenario) for row in read_rows(paths["planted"], PlantedRow)
    }
    made = {(row.group, row.day) for row in read_rows(paths["forecast"], Row)}

    def is_done(task: Task) -> bool:
        if task.kind == "answer":
            return task.name in answered
        if task.kind == "planted":
            return (task.name, task.number, task.scenario) in planted
        first, _ = diary_rows(_diaries(task.shared)[task.name].table)
        return (task.name, task.number - first + 1) in made

    return [task for task in tasks if not is_done(task)]


def main() -> None:
    """Run the study, or what is left of it, and write its page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="folder of the shared data")
    parser.add_argument("--out", type=Path, required=True, help="page to write (.md)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rehearse", type=int, metavar="N", help="every Nth piece, other seeds")
    wanted = parser.parse_args()
    study = f"{STUDY} rehearsal" if wanted.rehearse else STUDY
    stem = wanted.out.with_suffix("")
    kinds = ("answer", "forecast", "planted")
    paths = {kind: stem.with_name(f"{stem.name}-{kind}.csv") for kind in kinds}
    tasks = plan_tasks(wanted.shared.resolve(), study, sparse=wanted.rehearse or 1)
    left = _left(tasks, paths)
    begun = time.perf_counter()
    done = in_processes(work, left, wanted.processes)
    for count, (task, rows) in enumerate(zip(left, done, strict=True), start=1):
        append_rows(paths[task.kind], rows)
        if count % 25 == 0 or count == len(left):
            print(f"{count} of {len(left)}, {time.perf_counter() - begun:.0f} s", flush=True)
    page = render_page(
        read_rows(paths["answer"], AnswerRow),
        read_rows(paths["forecast"], Row),
        read_rows(paths["planted"], PlantedRow),
        study=study,
        tables={kind: path.name for kind, path in paths.items()},
    )
    wanted.out.write_text(page, encoding="utf-8")
    print(f"written: {wanted.out}")


if __name__ == "__main__":
    main()
