"""Cells of a table by position, for exports whose column names repeat or are in any language."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import MIB
from backstride.readers.sniff import HEAD_BYTES, sniff
from backstride.readers.table_text import decode_table, find_delimiter

MAX_BYTES: Final = 48 * MIB
"""Fifty years of two activities a day with a page of description each are about 40 MB [B]."""

MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 400
_LOOK_AT_ROWS: Final = 30
_MARK_UP: Final = re.compile(r"<[^<>]{1,400}>")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Cells:
    """A table cut into cells.

    Parameters
    ----------
    header : tuple of str
        First row, mark-up removed, stripped.
    rows : tuple of (int, tuple of str)
        Number of each row as a spreadsheet counts (the header is 1) and its stripped cells, as
        many as the header has; rows without any content are left out.
    problems : tuple of Problem
        What could not be cut.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...] = ()

    def column(self, index: int) -> list[str]:
        """Return the cells of one column, blank ones included."""
        return [cells[index] for _, cells in self.rows]


def cells_of(data: bytes) -> Cells:
    """Cut a table into cells; a row that does not fit the header is kept as far as it goes.

    Parameters
    ----------
    data : bytes
        CSV with comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252.
    """
    if len(data) > MAX_BYTES:
        params: dict[str, Parameter] = {"limit_bytes": MAX_BYTES}
        return Cells((), (), (Problem("table.too_large", "", params, Severity.REFUSED),))
    text, problems = decode_table(data)
    return _cut(text, list(problems))


def head_cells(head: bytes) -> Cells:
    """Cut the beginning of what may be a table; no columns where it is none.

    Parameters
    ----------
    head : bytes
        Beginning of the file; its last, perhaps incomplete, row is left out where there are more.
    """
    if sniff(head[:HEAD_BYTES]) != "text":
        return Cells((), ())
    text, _ = decode_table(head[:HEAD_BYTES])
    found = _cut(text, [], most_rows=_LOOK_AT_ROWS)
    if len(head) >= HEAD_BYTES and len(found.rows) < _LOOK_AT_ROWS:
        return Cells(found.header, found.rows[:-1])
    return found


def _cut(text: str, problems: list[Problem], most_rows: int = MAX_ROWS) -> Cells:
    delimiter, text, n_above = find_delimiter(text)
    reader = csv.reader(_LINE.findall(text), delimiter=delimiter)
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in enumerate(reader, 1 + n_above):
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = tuple(_plain(cell) for cell in cells[:MAX_COLUMNS])
                continue
            if len(rows) == most_rows:
                params: dict[str, Parameter] = {"limit": most_rows}
                problems.append(Problem("table.too_many_rows", "", params, Severity.LOST))
                break
            rows.append((number, _fitted(cells, len(header))))
    except csv.Error:
        where = f"row {len(rows) + 2 + n_above}"
        problems.append(Problem("table.row_unreadable", where, {}, Severity.LOST))
    return Cells(header, tuple(rows), tuple(problems))


def _plain(cell: str) -> str:
    return _MARK_UP.sub("", cell[:1000]).strip()


def _fitted(cells: list[str], n_column: int) -> tuple[str, ...]:
    stripped = [cell.strip() for cell in cells[:n_column]]
    return tuple(stripped + [""] * (n_column - len(stripped)))


def decimal(text: str) -> float | None:
    """Read a number with a decimal point or comma, None where it may mean two numbers.

    Parameters
    ----------
    text : str
        ``9.44``, ``9,44``, ``1,234.5``, ``1.050,2``; ``12,345`` is twelve thousand or twelve: None.
    """
    match = _DECIMAL.fullmatch(text.replace("\u00a0", "").replace("\u202f", "").replace("'", ""))
    if match is None:
        return None
    whole, grouped, mark, rest = match.groups()
    if grouped is not None:
        return float(re.sub(r"[.,]", "", grouped) + "." + (rest or "0"))
    if mark is not None and len(rest) == 3 and mark == "," and 0 < len(whole.lstrip("+-0")) <= 3:
        return None
    return float(f"{whole}.{rest or 0}")


_DECIMAL: Final = re.compile(
    r"(?:([+-]?\d{1,12})|([+-]?\d{1,3}(?:,\d{3})+(?=\.)|[+-]?\d{1,3}(?:\.\d{3})+(?=,)"
    r"|[+-]?\d{1,3}(?:,\d{3}){2,}|[+-]?\d{1,3}(?:\.\d{3}){2,}))(?:([.,])(\d{0,20}))?"
)
