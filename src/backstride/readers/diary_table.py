"""Diary table: a CSV of days, one row a day, to diary entries.

The columns, their units and what each cell may say are defined in
``docs/reference/diary-table.md``. Every cell is read or told with its row; none is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from backstride.domain.diary import DiaryEntry, NoRunReason
from backstride.domain.diary_answers import with_answers
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_merge import merge_moments
from backstride.domain.diary_value import ItemValue
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.daily_table import DailyReading, read_daily
from backstride.readers.item_cells import read_item
from backstride.readers.own_cells import own_number, unescape_words
from backstride.readers.sniff import HEAD_BYTES, sniff
from backstride.readers.table_cells import Column, Kind, Refused, Value
from backstride.readers.table_days import DATE, REASON, SCORES, SIDES, columns_of, read_days
from backstride.readers.table_parts import (
    EVENT_KIND,
    FELT,
    OWN,
    SCORE_NAME,
    Parts,
    read_parts,
    whole_days,
)
from backstride.readers.table_text import Table, header_of, read_table

__all__ = ["DailyReading", "DiaryReading", "is_diary", "read_daily", "read_diary"]

_KNOWN: Final[dict[str, Kind]] = {
    **dict.fromkeys((*SCORES, *SIDES), Kind.SCORE),
    REASON: Kind.REASON,
    "backfilled": Kind.FLAG,
    "note": Kind.TEXT,
}

_TELLING: Final = (FELT, EVENT_KIND, SCORE_NAME)
"""Columns that make a table a diary even without a leg score."""

NUMBER, WORDS = "number:", "words:"
"""Beginnings of columns in a table that Backstride wrote: what is kept under its own name."""


@dataclass(frozen=True, slots=True)
class DiaryReading:
    """What became of a diary table.

    Parameters
    ----------
    entries : tuple of DiaryEntry
        One a day, in order of days.
    problems : tuple of Problem
        Everything refused, joined or in disagreement, with its row.
    """

    entries: tuple[DiaryEntry, ...]
    problems: tuple[Problem, ...] = ()


def is_diary(head: bytes) -> bool:
    """Tell a diary table by its header: a ``date``, and a leg score or a row about a part of a day.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    if sniff(head[:HEAD_BYTES]) != "text":
        return False
    names = header_of(head)
    return DATE in names and not names.isdisjoint((*SCORES, *SIDES, *_TELLING))


def read_diary(data: bytes, *, today: date | None = None) -> DiaryReading:
    """Read a diary table.

    Parameters
    ----------
    data : bytes
        CSV with a header; comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252.
    today : date or None
        Rows about later days are refused; None refuses none.

    Returns
    -------
    DiaryReading
        Never raises.
    """
    table = read_table(data)
    if table.problems and table.problems[-1].severity is Severity.REFUSED:
        return DiaryReading((), table.problems)
    if DATE not in table.columns:
        params: dict[str, Parameter] = {"columns": ", ".join(table.columns)[:120]}
        problem = Problem("table.no_date_column", "", params, Severity.REFUSED)
        return DiaryReading((), (*table.problems, problem))
    whole = whole_days(table)
    columns = _columns(whole, is_own=OWN in table.columns)
    days = read_days(whole, columns, today, dates=table)
    told = [row.number for row in whole.rows]
    parts, problems = read_parts(table, today, told_rows=told)
    entries = tuple(
        _entry(day, days.values.get(day, {}), parts.get(day, Parts()))
        for day in sorted({*days.values, *parts})
    )
    return DiaryReading(entries, (*days.problems, *problems))


def _columns(table: Table, *, is_own: bool) -> tuple[Column, ...]:
    """Decide how each column is read: the items by their scale, in our own table all the rest."""
    decimal = table.delimiter != ","
    readers: dict[str, Callable[[str], Value | Refused]] = {}
    for name in table.columns:
        if name in BY_KEY and name not in _KNOWN:
            readers[name] = partial(
                read_item, item=BY_KEY[name], comma_is_decimal=decimal, is_own=is_own
            )
        elif is_own and name.startswith(NUMBER):
            readers[name] = own_number
        elif is_own and (name.startswith(WORDS) or name == "note"):
            readers[name] = unescape_words
    return tuple(
        replace(column, reader=readers.get(column.name)) for column in columns_of(table, _KNOWN)
    )


def _entry(day: date, values: dict[str, Value], parts: Parts) -> DiaryEntry:
    answers: dict[str, ItemValue] = {}
    covariates: dict[str, float] = {}
    marks: dict[str, str] = {}
    for column, value in values.items():
        name = column.removeprefix(NUMBER).removeprefix(WORDS)
        if isinstance(value, NoRunReason):
            answers[name] = value.value
        elif name in BY_KEY:
            answers[name] = value
        elif isinstance(value, str):
            marks[name] = value
        elif isinstance(value, float):
            covariates[name] = value
    entry = DiaryEntry(
        day=day,
        covariates=covariates,
        marks=marks,
        backfilled=values.get("backfilled") is True,
        moments=merge_moments(parts.moments, ()),
        runs=tuple(parts.runs.values()),
        events=tuple(parts.events),
        scores=tuple(parts.scores.values()),
    )
    return with_answers(entry, answers)
