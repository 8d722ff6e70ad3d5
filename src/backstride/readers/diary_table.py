"""Diary table: a CSV of days, one row a day, to diary entries.

The columns, their units and what each cell may say are defined in
``docs/reference/diary-table.md``. Every cell is read or told with its row; none is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from backstride.domain.diary import DiaryEntry, NoRunReason, Score, Skipped
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.daily_table import DailyReading, read_daily
from backstride.readers.sniff import HEAD_BYTES, sniff
from backstride.readers.table_cells import Kind, Value
from backstride.readers.table_days import DATE, REASON, SCORES, SIDES, columns_of, read_days
from backstride.readers.table_text import header_of, read_table

__all__ = ["DailyReading", "DiaryReading", "is_diary", "read_daily", "read_diary"]

_KNOWN: Final[dict[str, Kind]] = {
    **dict.fromkeys((*SCORES, *SIDES), Kind.SCORE),
    REASON: Kind.REASON,
    "backfilled": Kind.FLAG,
    "note": Kind.TEXT,
}


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
    """Tell a diary table by its header: a ``date`` and at least one leg score.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    if sniff(head[:HEAD_BYTES]) != "text":
        return False
    names = header_of(head)
    return DATE in names and not names.isdisjoint((*SCORES, *SIDES))


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
    days = read_days(table, columns_of(table, _KNOWN), today)
    entries = tuple(_entry(day, days.values[day]) for day in sorted(days.values))
    return DiaryReading(entries, tuple(days.problems))


def _entry(day: date, values: dict[str, Value]) -> DiaryEntry:
    others = {name: value for name, value in values.items() if name not in _KNOWN}
    reason = values.get(REASON)
    marks = {name: value for name, value in others.items() if isinstance(value, str)}
    note = values.get("note")
    if isinstance(note, str):
        marks["note"] = note
    return DiaryEntry(
        day=day,
        leg_morning=_score(values, "leg_morning"),
        leg_evening=_score(values, "leg_evening"),
        no_run_reason=reason if isinstance(reason, NoRunReason) else None,
        sides={name: _score(values, name) for name in SIDES if name in values},
        covariates={name: value for name, value in others.items() if isinstance(value, float)},
        marks=marks,
        backfilled=values.get("backfilled") is True,
    )


def _score(values: dict[str, Value], name: str) -> Score:
    value = values.get(name)
    return value if isinstance(value, (float, Skipped)) else None
