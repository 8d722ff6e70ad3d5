"""Cells of a diary: what a person types, to a value or to the reason why not; nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from backstride.domain.diary import NoRunReason, Skipped
from backstride.domain.message import Parameter
from backstride.readers.table_text import MAX_CELL

Value = float | str | bool | Skipped | NoRunReason

SKIP_MARKS: Final = frozenset(
    {"-", "--", "\u2013", "\u2014", "?", "na", "n/a", "n.a.", "nan", "null", "skip", "skipped"}
)
"""Typed instead of a number: the question was seen and passed over. A blank cell says nothing;
"none" may mean no pain and is not read."""

EARLIEST_YEAR: Final = 1950
LATEST_YEAR: Final = 2099
SCORE_MAX: Final = 10.0
_LARGEST: Final = 1.0e9

_NUMBER: Final = re.compile(r"([+-]?)(\d{1,12})(?:([.,])(\d{0,12}))?")
_OUT_OF_TEN: Final = re.compile(r"(.*?)\s*/\s*10")


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that was not read.

    Parameters
    ----------
    code : str
        Code of the problem.
    params : dict of str to Parameter
        What the sentence needs beside the cell's text.
    """

    code: str
    params: dict[str, Parameter] = field(default_factory=dict)


class Kind(Enum):
    """What a column holds."""

    SCORE = "score"
    LOAD = "load"
    NUMBER = "number"
    REASON = "reason"
    FLAG = "flag"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column to read.

    Parameters
    ----------
    name : str
        As in the header.
    kind : Kind
        What it holds.
    comma_is_decimal : bool
        True where a comma cannot stand between the cells, so ``12,345`` is a decimal number.
    reader : callable or None
        Reads a cell that is not blank, in place of what `kind` would do.
    """

    name: str
    kind: Kind
    comma_is_decimal: bool = False
    reader: Callable[[str], Value | Refused] | None = None

    def read(self, text: str) -> Value | Refused:
        """Read one cell that is not blank."""
        if self.reader is not None:
            return self.reader(text)
        if len(text) > MAX_CELL:
            return Refused("table.cell_too_long", {"limit": MAX_CELL})
        return _READERS[self.kind](text, self)


def number_in(text: str, *, comma_is_decimal: bool) -> float | Refused:
    """Read a number with a decimal point or comma.

    Parameters
    ----------
    text : str
        Such as ``6``, ``6.5``, ``6,5``. ``12,345`` may be twelve thousand as well as twelve.
    comma_is_decimal : bool
        As of `Column`.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Refused("table.number_unreadable")
    sign, whole, mark, decimals = match.groups()
    if mark == "," and len(decimals) == 3 and not comma_is_decimal and len(whole) <= 3:
        return Refused("table.number_ambiguous")
    value = float(f"{sign}{whole}.{decimals or 0}")
    return value if abs(value) <= _LARGEST else Refused("table.number_unreadable")


def _score(text: str, column: Column) -> Value | Refused:
    if text.lower() in SKIP_MARKS:
        return Skipped.SKIPPED
    of_ten = _OUT_OF_TEN.fullmatch(text)
    value = number_in(of_ten.group(1) if of_ten else text, comma_is_decimal=True)
    if isinstance(value, Refused):
        return Refused("table.score_unreadable")
    if not 0.0 <= value <= SCORE_MAX:
        return Refused("table.score_outside")
    if value * 2.0 != int(value * 2.0):
        return Refused("table.score_not_half")
    return value


def _number(text: str, column: Column) -> Value | Refused:
    if text.lower() in SKIP_MARKS:
        return Skipped.SKIPPED
    value = number_in(text, comma_is_decimal=column.comma_is_decimal)
    if isinstance(value, float) and column.name.endswith("_0_10") and not 0 <= value <= SCORE_MAX:
        return Refused("table.score_outside")
    return value


def _load(text: str, column: Column) -> Value | Refused:
    value = _number(text, column)
    if isinstance(value, float) and value < 0.0:
        return Refused("table.load_negative")
    return value


def _reason(text: str, column: Column) -> Value | Refused:
    try:
        return NoRunReason(text.lower())
    except ValueError:
        if text.lower() in SKIP_MARKS:
            return Skipped.SKIPPED
        return Refused("table.reason_unknown")


def _flag(text: str, column: Column) -> Value | Refused:
    known = _FLAGS.get(text.lower())
    return Refused("table.flag_unknown") if known is None else known


def _text(text: str, column: Column) -> Value | Refused:
    return text


_FLAGS: Final = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}

_READERS: Final[dict[Kind, Callable[[str, Column], Value | Refused]]] = {
    Kind.SCORE: _score,
    Kind.LOAD: _load,
    Kind.NUMBER: _number,
    Kind.REASON: _reason,
    Kind.FLAG: _flag,
    Kind.TEXT: _text,
}


class DayOrder(Enum):
    """Which comes first in a date that ends with the year."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    NOT_KNOWN = "unknown"


_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.,+\-Z ]{0,30})?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def order_of(texts: list[str]) -> tuple[DayOrder, str]:
    """Find out what comes first in the dates of a column, if its own cells prove it.

    Parameters
    ----------
    texts : list of str
        All cells of the date column.

    Returns
    -------
    order : DayOrder
        Known where at least one cell has a number above 12 in one place and none in the other.
    proof : str
        The first such cell, empty where there is none.
    """
    matches = [match for text in texts if (match := _YEAR_LAST.fullmatch(text))]
    days_first = [match.group(0) for match in matches if int(match.group(1)) > 12]
    months_first = [match.group(0) for match in matches if int(match.group(3)) > 12]
    if days_first and not months_first:
        return DayOrder.DAY_FIRST, days_first[0]
    if months_first and not days_first:
        return DayOrder.MONTH_FIRST, months_first[0]
    return DayOrder.NOT_KNOWN, ""


def day_in(text: str, order: DayOrder) -> date | Refused:
    """Read a day.

    Parameters
    ----------
    text : str
        ``2026-03-09`` (a time behind it is passed over), or day, month and year where the order
        is certain.
    order : DayOrder
        What the column proves.
    """
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _day(int(match.group(1)), int(match.group(3)), int(match.group(4)))
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return Refused("table.date_unreadable")
    first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
    if 0 in {first, second}:
        return Refused("table.date_unreadable")
    if first > 12 or order is DayOrder.DAY_FIRST or first == second:
        return _day(year, second, first)
    if second > 12 or order is DayOrder.MONTH_FIRST:
        return _day(year, first, second)
    return Refused("table.date_ambiguous")


def _day(year: int, month: int, day: int) -> date | Refused:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Refused("table.date_outside", {"first": EARLIEST_YEAR, "last": LATEST_YEAR})
    try:
        return date(year, month, day)
    except ValueError:
        return Refused("table.date_unreadable")
