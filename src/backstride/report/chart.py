"""A chart: one picture for narrow and one for wide pages, and the table behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TypeAlias

Cell: TypeAlias = float | int | str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table behind a chart.

    Parameters
    ----------
    key : str
        Name in files, with its unit.
    label : str
        Name as people read it.
    digits : int
        Decimals that are shown.
    """

    key: str
    label: str
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    Parameters
    ----------
    name : str
        Stable name, also of its files.
    title, about : str
        What it shows, in words.
    draw : callable
        Given a width in pixels and whether runs are linked, returns the picture as SVG.
    columns : tuple of Column
        Of the table behind it.
    rows : tuple of tuple
        Its cells; a number that is not known is None or NaN.
    is_wide : bool
        Whether it fills a wide page.
    """

    name: str
    title: str
    about: str
    draw: Callable[[float, bool], str]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_wide: bool = False

    @property
    def narrow(self) -> str:
        """The picture for a phone."""
        return self.draw(NARROW, True)

    @property
    def wide(self) -> str:
        """The picture for a desk; empty where the one for a phone serves."""
        return self.draw(WIDE, True) if self.is_wide else ""

    def file(self) -> str:
        """Return the picture as a file of its own, without links."""
        return self.draw(WIDE if self.is_wide else NARROW, False)

    def csv(self) -> str:
        """Return the table as CSV (RFC 4180)."""
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\r\n")
        table.writerow([column.key for column in self.columns])
        for row in self.rows:
            table.writerow([_in_file(cell) for cell in row])
        return out.getvalue()


NARROW = 330.0
"""Width of a picture on a phone of 390 px without the page's edges. [px]"""
WIDE = 940.0
"""Width of a picture on a desk. [px]"""


def _in_file(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
