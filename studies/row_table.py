"""Rows of a study in a file that grows as they are done."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

R = TypeVar("R")
T = TypeVar("T")

_READ: Final[dict[str, Callable[[str], Any]]] = {
    "int": int,
    "float": float,
    "str": str,
    "bool": lambda cell: cell == "True",
}


def append_rows(path: Path, rows: Sequence[Any]) -> None:
    """Write rows of one dataclass at the end of a table, its columns first where it is new."""
    begins = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        if begins and rows:
            table.writerow([field.name for field in fields(rows[0])])
        for row in rows:
            table.writerow([_cell(value) for value in astuple(row)])


def read_rows(path: Path, kind: type[R]) -> list[R]:
    """Read a table of rows, empty where there is none yet."""
    if not path.exists():
        return []
    readers = {field.name: _READ[str(field.type)] for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    with path.open(newline="", encoding="utf-8") as file:
        return [
            kind(**{name: read(cells[name]) for name, read in readers.items()})
            for cells in csv.DictReader(file)
        ]


def in_processes(work: Callable[[T], R], tasks: Iterable[T], n_process: int) -> Iterable[R]:
    """Yield what each task gives as it is done; one process works in place."""
    tasks = list(tasks)
    if n_process == 1:
        yield from (work(task) for task in tasks)
        return
    with ProcessPoolExecutor(n_process, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, tasks)


def _cell(value: object) -> object:
    return f"{value:.5g}" if isinstance(value, float) else value
