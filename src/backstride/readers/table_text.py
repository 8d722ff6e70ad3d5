"""Tables as text: bytes of any usual encoding to a header and numbered rows of cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import MIB
from backstride.readers.sniff import wide_encoding

MAX_TABLE_BYTES: Final = 16 * MIB
"""A century of daily rows with thirty columns is about 8 MB. [B]"""

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 300
MAX_CELL: Final = 4000
"""Characters of one cell; a longer one is a table that was cut wrongly, or no table."""

_DELIMITERS: Final = ",;\t"
_STATED_DELIMITER: Final = re.compile(r"\s*sep=([,;\t])\s*", re.IGNORECASE)
_HEADER_SEARCH: Final = 1 << 16
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SWALLOWED: Final = re.compile(r"[\r\n][\"\s]*(?:\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{4})")
"""A further row within a cell: two quotation marks of different rows were taken for a pair."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Parameters
    ----------
    number : int
        As a spreadsheet counts: the header is row 1 where nothing stands above it.
    cells : dict of str to str
        Stripped text by column name; blank cells are left out.
    """

    number: int
    cells: dict[str, str]

    def where(self, column: str = "") -> str:
        """Place for a problem: ``row 12, leg_morning``."""
        return f"row {self.number}, {column}" if column else f"row {self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was cut into cells.

    Parameters
    ----------
    columns : tuple of str
        Names, lower case with underscores, in order; repeated and empty ones left out.
    rows : tuple of Row
        Rows with at least one cell that is not blank.
    delimiter : str
        What stood between the cells.
    problems : tuple of Problem
        What could not be cut; one of severity ``REFUSED`` means that there are no rows.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    problems: tuple[Problem, ...]


def read_table(data: bytes) -> Table:
    """Cut a table into cells.

    Parameters
    ----------
    data : bytes
        CSV with comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252; the first row with any
        cell is the header.

    Returns
    -------
    Table
        Never raises; what is wrong stands in `Table.problems`.
    """
    if len(data) > MAX_TABLE_BYTES:
        return _refused(Problem("table.too_large", "", {"limit_bytes": MAX_TABLE_BYTES}))
    text, problems = decode_table(data)
    delimiter, text, n_above = find_delimiter(text)
    records = list(_records(text, delimiter, problems, n_above))
    if not records:
        return _refused(Problem("table.empty", "", {}))
    number, header = records[0]
    columns = _columns(header, number, problems)
    rows = tuple(_rows(records[1:], columns, problems))
    named = tuple(name for name in columns if name)
    return Table(named, rows, delimiter, tuple(problems))


def header_of(head: bytes) -> frozenset[str]:
    """Column names of what may be a table, from its beginning; empty where it is none.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    text, _ = decode_table(head[:65536])
    if "\x00" in text:
        return frozenset()
    delimiter, text, _ = find_delimiter(text)
    line = next((line for line in _LINE.findall(text[:_HEADER_SEARCH]) if line.strip()), "")
    return frozenset(_name(cell.strip().strip('"')) for cell in line.split(delimiter))


def _refused(problem: Problem) -> Table:
    told = Problem(problem.code, problem.where, problem.params, Severity.REFUSED)
    return Table((), (), ",", (told,))


def decode_table(data: bytes) -> tuple[str, list[Problem]]:
    """Decode a table as UTF-8, UTF-16 or Windows-1252, telling where the last was assumed.

    Parameters
    ----------
    data : bytes
        The whole file, or its beginning: a letter cut off at the end is dropped.
    """
    wide = wide_encoding(data[:64])
    if wide:
        return data.decode(wide, errors="replace").lstrip("\ufeff"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8-sig"), []
    text = data.decode("cp1252", errors="replace")
    return text, [Problem("table.encoding", "", {"used": "Windows-1252"})]


def find_delimiter(text: str) -> tuple[str, str, int]:
    """Find the delimiter of the header, the text below a ``sep=`` line, and the lines above.

    Parameters
    ----------
    text : str
        The whole table.
    """
    first, _, rest = text.partition("\n")
    stated = _STATED_DELIMITER.fullmatch(first)
    if stated:
        return stated.group(1), rest, 1
    line = next((line for line in _LINE.findall(text[:_HEADER_SEARCH]) if line.strip()), "")
    best = max(_DELIMITERS, key=line.count)
    return (best if best in line else ","), text, 0


def _records(
    text: str, delimiter: str, problems: list[Problem], n_above: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield numbered records; where quotes do not pair, every line is cut on its own."""
    lines = _LINE.findall(text)
    try:
        found = list(enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1 + n_above))
    except csv.Error:
        found = []
    if not found or any(_SWALLOWED.search(cell) for _, cells in found for cell in cells):
        found = list(_line_by_line(lines, delimiter, problems, n_above))
    for number, cells in found[: MAX_ROWS + 1]:
        if any(cell.strip() for cell in cells):
            yield number, cells
    if len(found) > MAX_ROWS + 1:
        params: dict[str, Parameter] = {"limit": MAX_ROWS}
        problems.append(Problem("table.too_many_rows", "", params, Severity.LOST))


def _line_by_line(
    lines: list[str], delimiter: str, problems: list[Problem], n_above: int
) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 1 + n_above):
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            where = f"row {number}"
            problems.append(Problem("table.row_unreadable", where, {}, Severity.LOST))
            continue
        yield number, cells


def _columns(header: list[str], number: int, problems: list[Problem]) -> list[str | None]:
    """Name the columns; one without a name is empty, a repeated one is None and told."""
    columns: list[str | None] = []
    for cell in header[:MAX_COLUMNS]:
        name: str | None = _name(cell)
        if name and name in columns:
            where = f"row {number}, {name}"
            problems.append(Problem("table.column_repeated", where, {}, Severity.LOST))
            name = None
        columns.append(name)
    if len(header) > MAX_COLUMNS:
        params: dict[str, Parameter] = {"limit": MAX_COLUMNS}
        where = f"row {number}"
        problems.append(Problem("table.too_many_columns", where, params, Severity.LOST))
    return columns


def _name(cell: str) -> str:
    """Column name as the product writes it: lower case, underscores, at most 64 characters."""
    printable = "".join(letter for letter in cell if letter.isprintable() or letter.isspace())
    return re.sub(r"[\s\-]+", "_", printable.strip().lower())[:64]


def _rows(
    records: list[tuple[int, list[str]]], columns: list[str | None], problems: list[Problem]
) -> Iterator[Row]:
    n_unnamed = 0
    for number, cells in records:
        texts = [cell.strip() for cell in cells]
        if any(texts[len(columns) :]):
            params: dict[str, Parameter] = {"n_cell": len(texts), "n_column": len(columns)}
            where = f"row {number}"
            problems.append(Problem("table.row_too_long", where, params, Severity.LOST))
            continue
        named = dict(zip(columns, texts, strict=False))
        n_unnamed += sum(
            1 for name, text in zip(columns, texts, strict=False) if text and name == ""
        )
        kept = {name: text for name, text in named.items() if name and text}
        if kept:
            yield Row(number, kept)
    if n_unnamed:
        problems.append(Problem("table.column_unnamed", "", {"n": n_unnamed}, Severity.LOST))
