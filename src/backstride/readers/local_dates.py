"""Dates as exports write them in the reader's language, to a naive local moment; none guessed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 2069
"""Two digits stand for a year from 1970 to 2069, and no run is older or younger."""

_MAX_TEXT: Final = 80
_TIME: Final = re.compile(r"(?<![\d.])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)")
_DOTTED_TIME: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})\.(\d{2})$")
_YEAR: Final = re.compile(r"\d{4}")
_OFFSET: Final = re.compile(r"(?<=\d)\s?(?:([+-])(\d{2}):?(\d{2})|Z|UTC)$")
_AFTERNOON: Final = re.compile(r"\b(?:pm|p\.\s?m\.?)|下午|午後|오후", re.IGNORECASE)
_MORNING: Final = re.compile(r"\b(?:am|a\.\s?m\.?)(?![a-z])|上午|午前|오전", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


class Order(Enum):
    """Which comes first in a date of three numbers that ends with the year."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    NOT_KNOWN = "unknown"


class NoDate(Enum):
    """Why a text is no date; the value is the end of the problem's code."""

    UNREADABLE = "date_unreadable"
    AMBIGUOUS = "date_ambiguous"
    IMPOSSIBLE = "date_impossible"


@dataclass(frozen=True, slots=True)
class LocalMoment:
    """A moment on some clock.

    Parameters
    ----------
    clock : datetime
        Naive; at midnight where the text tells no time of day.
    has_time : bool
        Whether the text tells a time of day.
    offset_s : int or None
        Offset from UTC where the text tells one. [s]
    """

    clock: datetime
    has_time: bool
    offset_s: int | None = None


def order_in(texts: Sequence[str]) -> Order:
    """Find what comes first in the dates of a column, if its own cells prove it.

    Parameters
    ----------
    texts : sequence of str
        All cells of the column. Dates with dots are written day first wherever they end with the
        year (CLDR 44, short formats).
    """
    triples = [found for text in texts if (found := _year_last(text)) is not None]
    dotted = any(mark == "." for _, _, mark in triples)
    day_first = dotted or any(first > 12 for first, _, _ in triples)
    month_first = any(second > 12 for _, second, _ in triples)
    if day_first == month_first:
        return Order.NOT_KNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def read_moment(text: str, order: Order = Order.NOT_KNOWN) -> LocalMoment | NoDate:
    """Read a date with or without a time of day.

    Parameters
    ----------
    text : str
        Such as ``Jul 17, 2015, 10:15:52 AM``, ``09.12.2022, 15:24:49``,
        ``lun., 30 juin 2014 7:03``, ``2018-09-12 15:02:23``, ``2021年2月24日 14:31:07``.
    order : Order
        What the column proves.
    """
    if len(text) > _MAX_TEXT:
        return NoDate.UNREADABLE
    plain = unicodedata.normalize("NFKC", text).strip()
    offset = _OFFSET.search(plain) if ":" in plain else None
    if offset is not None:
        plain = plain[: offset.start()]
    clock = _TIME.search(plain) or (_YEAR.search(plain) and _DOTTED_TIME.search(plain))
    date_part = plain if clock is None else f"{plain[: clock.start()]} {plain[clock.end() :]}"
    day = _day(date_part, order)
    if isinstance(day, NoDate):
        return day
    try:
        hours, minutes, seconds = (0, 0, 0) if clock is None else _clock(clock, plain)
        moment = datetime(*day, hours, minutes, seconds)
    except ValueError:
        return NoDate.IMPOSSIBLE
    return LocalMoment(moment, clock is not None, _offset_s(offset))


def _clock(match: re.Match[str], text: str) -> tuple[int, int, int]:
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if _AFTERNOON.search(text):
        hours = hours % 12 + 12
    elif _MORNING.search(text):
        hours %= 12
    return hours, minutes, seconds


def _offset_s(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    if match[1] is None:
        return 0
    return (1 if match[1] == "+" else -1) * (3600 * int(match[2]) + 60 * int(match[3]))


def _day(text: str, order: Order) -> tuple[int, int, int] | NoDate:
    numbers = [int(found) for found in _NUMBER.findall(text) if len(found) <= 4]
    months = [found for word in _WORD.findall(text) if (found := _month(word)) is not None]
    if months and len(numbers) == 2:
        year, day = (numbers[0], numbers[1]) if numbers[0] > 31 else (numbers[1], numbers[0])
        return _checked(year, months[-1], day)  # "mar., 4 août": the weekday stands first
    if len(numbers) != 3:
        return NoDate.UNREADABLE
    if numbers[0] > 31:
        return _checked(*numbers)
    return _in_order(text, order)


def _in_order(text: str, order: Order) -> tuple[int, int, int] | NoDate:
    found = _year_last(text)
    if found is None:
        return NoDate.UNREADABLE
    first, second, mark = found
    year = int(_NUMBER.findall(text)[2])
    if mark == "." or first > 12 or order is Order.DAY_FIRST or first == second:
        return _checked(year, second, first)
    if second > 12 or order is Order.MONTH_FIRST:
        return _checked(year, first, second)
    return NoDate.AMBIGUOUS


_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(?:\d{4}|\d{2})(?!\d)")


def _year_last(text: str) -> tuple[int, int, str] | None:
    match = _YEAR_LAST.search(text[:_MAX_TEXT])
    return None if match is None else (int(match[1]), int(match[3]), match[2])


def _checked(year: int, month: int, day: int) -> tuple[int, int, int] | NoDate:
    if 0 < year < 100:
        year += 1900 if year >= EARLIEST_YEAR % 100 else 2000
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not month or not day:
        return NoDate.IMPOSSIBLE
    return year, month, day


@lru_cache(maxsize=1024)
def _month(word: str) -> int | None:
    """Month that a word or its beginning names in any language, None where it names none or two."""
    plain = _without_accents(word)
    names = _months()
    whole = {month for name, _, month in names if name == plain}
    begun = {
        month for name, least, month in names if least <= len(plain) and name.startswith(plain)
    }
    meant = whole or begun
    return meant.pop() if len(meant) == 1 else None


@cache
def _months() -> tuple[tuple[str, int, int], ...]:
    """Names without accents, the fewest letters that stand for them, and their numbers."""
    text = (files("backstride.readers") / "month_names.csv").read_text(encoding="utf-8")
    return tuple(
        (_without_accents(name), int(row[1]), month)
        for row in list(csv.reader(io.StringIO(text)))[1:]
        for month, name in enumerate(row[2:], start=1)
    )


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
