"""A study: cells of simulated runners, done in any number of sittings, one table and one page.

Every study has the same command. ``python -m studies.NAME`` runs what is left and writes the table
and its page into ``docs/explanation/validation``; ``--plan`` only tells what it would cost;
``--rehearse N`` takes N runners a cell with other seeds and writes into ``rehearsals``; ``--cells``
takes the cells whose names begin so. The seed of a runner is the SHA-256 of
"backstride <version> <study> <cell> <number>" (`studies.seeds`): numbers count from 0, none is left
out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from backstride import __version__
from studies.figures import Figure
from studies.row_table import append_rows, read_rows
from studies.seeds import seed_words

PAGES: Final = Path("docs/explanation/validation")
REHEARSALS: Final = Path("rehearsals")
BATCH: Final = 40
"""Runners after which is looked whether there are enough."""

Task = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One sort of simulated runner.

    Parameters
    ----------
    name : str
        Part of the seed.
    n_runner : int
        How many are planned.
    cpu_s : float
        Processor time that one takes, roughly. [s]
    """

    name: str
    n_runner: int
    cpu_s: float


def _never(_: Sequence[Any]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Study:
    """What to run and how to tell of it.

    Parameters
    ----------
    name : str
        Name of table, page and command; part of the seeds.
    cells : tuple of Cell
        In the order in which they are run.
    row : type
        Dataclass of a row; the first two fields are ``cell`` and ``number``.
    run : callable
        Cell name, number and seed words to the rows of one runner.
    render : callable
        All rows to the body of the page, in Markdown.
    figures : callable
        All rows to the figures that were asked beforehand.
    enough : callable
        All rows to whether no further runner is needed; must not look at who was right.
    runners_of : str
        Study whose runners are taken, by default its own.
    """

    name: str
    cells: tuple[Cell, ...]
    row: type
    run: Callable[[str, int, str], list[Any]]
    render: Callable[[Sequence[Any]], str]
    figures: Callable[[Sequence[Any]], list[Figure]]
    enough: Callable[[Sequence[Any]], bool] = _never
    runners_of: str = ""

    @property
    def words(self) -> str:
        """What every seed of the study begins with."""
        return f"backstride {__version__} {self.runners_of or self.name}"

    @property
    def command(self) -> str:
        """How it is run."""
        return f"make study-{self.name}"

    def rows(self, folder: Path = PAGES) -> list[Any]:
        """Read what was found so far."""
        return read_rows(folder / f"{self.name}.csv", self.row)


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One call of a study's command."""

    study: Study
    folder: Path
    cells: tuple[Cell, ...]
    words: str
    n_process: int

    def tasks(self) -> list[Task]:
        """Return what is left; cells advance together, each at the pace of its size."""
        done = {(row.cell, row.number) for row in self.study.rows(self.folder)}
        wanted = [
            ((number + 0.5) / cell.n_runner, cell.name, number)
            for cell in self.cells
            for number in range(cell.n_runner)
        ]
        return [
            (name, number, seed_words(self.words, name, number))
            for _, name, number in sorted(wanted, key=lambda task: task[0])
            if (name, number) not in done
        ]


def plan_text(cells: Iterable[Cell]) -> str:
    """Tell how many runners each cell has and what they cost."""
    cells = list(cells)
    lines = [
        f"{cell.name:32}{cell.n_runner:6} runners{cell.n_runner * cell.cpu_s:8.0f} s"
        for cell in cells
    ]
    total = sum(cell.n_runner * cell.cpu_s for cell in cells)
    count = sum(cell.n_runner for cell in cells)
    return "\n".join([*lines, f"{'together':32}{count:6} runners{total:8.0f} s of one core"])


def run_tasks(study: Study, tasks: Iterable[Task], n_process: int) -> Iterable[list[Any]]:
    """Yield the rows of every task as it is done; one process runs in place."""
    columns = list(zip(*tasks, strict=True))
    if not columns:
        return
    if n_process == 1:
        yield from map(study.run, *columns)
        return
    pool = ProcessPoolExecutor(n_process, mp_context=get_context("spawn"))
    try:
        yield from pool.map(study.run, *columns)
    finally:
        pool.shutdown(cancel_futures=True)


def page_text(study: Study, rows: Sequence[Any], words: str = "") -> str:
    """Return the whole page of a study in Markdown; `words` where its seeds are not the study's."""
    planned = sum(cell.n_runner for cell in study.cells)
    found = len({(row.cell, row.number) for row in rows})
    cpu = sum(getattr(row, "cpu_s", 0.0) for row in rows)
    return f"""{study.render(rows)}
## How it ran

Written by `{study.command}`, which goes on where it was stopped; do not edit. The seed of a runner
is the SHA-256 of "{words or study.words} *cell* *number*":
numbers count from 0, none is left out. {found} of {planned} planned runners; every one stands in
{_table_link(study, rows)}. Processor time of the answers: {cpu:.0f} s of one core.

Brackets hold 95 % Clopper-Pearson intervals, ± half of a normal 95 % interval of a mean: how far
chance alone could move the number. A figure is met where its interval reaches what was asked; where
only the interval does, the table says "within chance".
"""


def _table_link(study: Study, rows: Sequence[Any]) -> str:
    """Name the table, with a link where there is one."""
    name = f"{study.name}.csv"
    return f"[{name}]({name})" if rows else f"`{name}`"


def write_page(study: Study, folder: Path = PAGES, words: str = "") -> Path:
    """Write the page of a study from its table and return where it is."""
    path = folder / f"{study.name}.md"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(page_text(study, study.rows(folder), words), encoding="utf-8")
    return path


def main(study: Study, arguments: Sequence[str] | None = None) -> None:
    """Run the study, or what is left of it, and write its page."""
    wanted = _parse(study, arguments)
    sitting = _sit(study, wanted)
    if wanted.plan:
        print(plan_text(sitting.cells))
        return
    sitting.folder.mkdir(parents=True, exist_ok=True)
    _work(sitting)
    print(f"written: {write_page(study, sitting.folder, sitting.words)}")


def _parse(study: Study, arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m studies.{study.name}")
    parser.add_argument("--out", type=Path, help=f"folder of table and page ({PAGES})")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rehearse", type=int, metavar="N", help="N runners a cell, other seeds")
    parser.add_argument("--cells", nargs="+", default=[""], help="only cells that begin so")
    parser.add_argument("--plan", action="store_true", help="tell the cost and run nothing")
    return parser.parse_args(arguments)


def _sit(study: Study, wanted: argparse.Namespace) -> _Sitting:
    cells = tuple(cell for cell in study.cells if cell.name.startswith(tuple(wanted.cells)))
    if wanted.rehearse is not None:
        cells = tuple(Cell(cell.name, wanted.rehearse, cell.cpu_s) for cell in cells)
    return _Sitting(
        study=study,
        folder=wanted.out or (PAGES if wanted.rehearse is None else REHEARSALS),
        cells=cells,
        words=study.words if wanted.rehearse is None else f"{study.words} rehearsal",
        n_process=wanted.processes,
    )


def _work(sitting: _Sitting) -> None:
    """Run runner after runner, keeping every row at once, until there are enough."""
    study, tasks = sitting.study, sitting.tasks()
    path = sitting.folder / f"{study.name}.csv"
    if study.enough(study.rows(sitting.folder)):
        return
    begun = time.perf_counter()
    for count, rows in enumerate(run_tasks(study, tasks, sitting.n_process), start=1):
        append_rows(path, rows)
        if count % BATCH == 0 or count == len(tasks):
            passed = time.perf_counter() - begun
            print(f"{count} of {len(tasks)} runners, {passed:.0f} s", flush=True)
            if study.enough(study.rows(sitting.folder)):
                print("enough")
                return


def by_cell(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Rows by their cell, in the order in which cells first appear."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.cell, []).append(row)
    return groups
