"""Tables of studies: one row is one frozen dataclass, written as it is found, read back alike."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Protocol, TypeVar


class Row(Protocol):
    """What every row has: which cell of the study, which runner of the cell."""

    __dataclass_fields__: Any

    @property
    def cell(self) -> str:
        """Name of the cell."""

    @property
    def number(self) -> int:
        """Number within the cell, from 0."""


R = TypeVar("R")


def parse_row(kind: type[R], cells: Mapping[str, str]) -> R:
    """Return the row that was written as these cells.

    Parameters
    ----------
    kind : type
        A dataclass whose fields are text, whole numbers, numbers or yes and no.
    cells : mapping of str to str
        By field name.
    """
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        text = cells[field.name]
        match field.type:
            case "float":
                values[field.name] = float(text)
            case "int":
                values[field.name] = int(text)
            case "bool":
                values[field.name] = text == "True"
            case _:
                values[field.name] = text
    return kind(**values)


def read_rows(path: Path, kind: type[R]) -> list[R]:
    """Read the table of a study, empty where there is none yet."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [parse_row(kind, cells) for cells in csv.DictReader(file)]


def append_rows(path: Path, rows: Sequence[Any]) -> None:
    """Append rows to a table in one write, with a heading where the table begins."""
    if not rows:
        return
    begins = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        if begins:
            table.writerow([field.name for field in fields(rows[0])])
        table.writerows([_cell(value) for value in astuple(row)] for row in rows)


def by_cell(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Rows by their cell, in the order in which cells first appear."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.cell, []).append(row)
    return groups


def _cell(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value
