"""Rows of a diary table about a part of a day: a moment, a run, an event, a score from elsewhere.

Such rows repeat the day: five rows about one day are five moments, not a disagreement. Which
columns make a row such a row stands in ``docs/reference/diary-table.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Final

from backstride.domain.diary_item import Asked
from backstride.domain.diary_items import ABOUT_A_RUN, BY_KEY
from backstride.domain.diary_parts import (
    Event,
    EventKind,
    ImportedScore,
    Moment,
    RunNote,
    instrument_named,
    is_possible_score,
)
from backstride.domain.diary_value import ItemValue
from backstride.domain.problem import Problem, Severity
from backstride.readers.day_times import time_in
from backstride.readers.felt_text import read_felt
from backstride.readers.item_cells import read_item
from backstride.readers.own_cells import own_number, unescape_words
from backstride.readers.table_cells import DayOrder, Refused, day_in, number_in, order_of
from backstride.readers.table_days import DATE
from backstride.readers.table_text import Row, Table

FELT_AT: Final = "felt_at"
FELT: Final = "felt"
RUN_ID: Final = "run_id"
EVENT_KIND, EVENT_UNTIL, EVENT_NOTE = "event_kind", "event_until", "event_note"
SCORE_NAME, SCORE_VALUE = "score_name", "score_value"
MOMENT_NUMBER, MOMENT_WORDS = "moment_number:", "moment_words:"
"""Beginnings of columns that hold what else was noted at a moment."""

UNRECORDED: Final = "unrecorded"
"""Run id of a run without a recording."""

OWN: Final = "backstride_diary_2"
"""Column without cells: the table was written by Backstride, and its words are escaped."""

PART_COLUMNS: Final = (
    *(FELT_AT, FELT, RUN_ID, EVENT_KIND, EVENT_UNTIL, EVENT_NOTE, SCORE_NAME, SCORE_VALUE),
    OWN,
)

_ONLY_RUN: Final = frozenset(key for key in ABOUT_A_RUN if BY_KEY[key].asked is Asked.RUN)


@dataclass(slots=True)
class Parts:
    """What the rows of one day hold.

    Parameters
    ----------
    moments, runs, events, scores : list
        In the order of the rows.
    """

    moments: list[Moment] = field(default_factory=list)
    runs: dict[str, RunNote] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    scores: dict[str, ImportedScore] = field(default_factory=dict)


def is_part_column(name: str) -> bool:
    """Tell whether a column is about a part of a day."""
    return (
        name in PART_COLUMNS or name in _ONLY_RUN or name.startswith((MOMENT_NUMBER, MOMENT_WORDS))
    )


def whole_days(table: Table) -> Table:
    """Return the table without its columns about parts, and the rows that hold nothing else.

    Parameters
    ----------
    table : Table
        A diary table.
    """
    rows = []
    for row in table.rows:
        cells = {name: text for name, text in row.cells.items() if not is_part_column(name)}
        if _is_about_run(row):
            cells = {name: text for name, text in cells.items() if name not in ABOUT_A_RUN}
        if len(cells) > 1 or len(cells) == len(row.cells):
            rows.append(Row(row.number, cells))
    names = tuple(name for name in table.columns if not is_part_column(name))
    return replace(table, columns=names, rows=tuple(rows))


def read_parts(
    table: Table, today: date | None, *, told_rows: Iterable[int]
) -> tuple[dict[date, Parts], tuple[Problem, ...]]:
    """Read what the rows hold about parts of days.

    Parameters
    ----------
    table : Table
        The whole table.
    today : date or None
        Rows about later days are left out.
    told_rows : iterable of int
        Numbers of the rows whose date was already looked at, so that no fault is told twice.

    Returns
    -------
    parts : dict of date to Parts
        By day.
    problems : tuple of Problem
        What was refused, with its row.
    """
    reading = _Reading(table, today, frozenset(told_rows))
    for row in table.rows:
        if any(is_part_column(name) for name in row.cells):
            reading.take(row)
    return reading.parts, tuple(reading.problems)


def _is_about_run(row: Row) -> bool:
    return RUN_ID in row.cells or not _ONLY_RUN.isdisjoint(row.cells)


class _Reading:
    """One pass over the rows."""

    def __init__(self, table: Table, today: date | None, told_rows: frozenset[int]) -> None:
        self.is_own = OWN in table.columns
        self.decimal = table.delimiter != ","
        self.order, _ = order_of([row.cells[DATE] for row in table.rows if DATE in row.cells])
        self.today = today
        self.told_rows = told_rows
        self.parts: dict[date, Parts] = {}
        self.problems: list[Problem] = []

    def take(self, row: Row) -> None:
        """Read one row."""
        day = self._day(row, self.order)
        if day is None:
            return
        parts = self.parts.setdefault(day, Parts())
        moment = self._moment(row)
        if moment is not None:
            parts.moments.append(moment)
        if _is_about_run(row):
            run = self._run(row)
            known = parts.runs.get(run.activity_id, RunNote(run.activity_id))
            parts.runs[run.activity_id] = replace(run, values={**known.values, **run.values})
        if EVENT_KIND in row.cells:
            self._take_event(row, day, parts)
        if SCORE_NAME in row.cells or SCORE_VALUE in row.cells:
            self._take_score(row, parts)

    def _day(self, row: Row, order: DayOrder) -> date | None:
        text = row.cells.get(DATE, "")
        day = day_in(text, order) if text else Refused("table.date_missing")
        if isinstance(day, date) and self.today is not None and day > self.today:
            day = Refused("table.date_future", {"today": self.today.isoformat()})
        if isinstance(day, date):
            return day
        if row.number not in self.told_rows:
            self._tell(day, row, DATE, Severity.LOST)
        return None

    def _moment(self, row: Row) -> Moment | None:
        values: dict[str, float | str] = {}
        for name, text in row.cells.items():
            if name.startswith(MOMENT_WORDS):
                values[name.removeprefix(MOMENT_WORDS)] = self._words(text)
            elif name.startswith(MOMENT_NUMBER):
                number = self._number(row, name, text)
                if number is not None:
                    values[name.removeprefix(MOMENT_NUMBER)] = number
        if not values and FELT not in row.cells and FELT_AT not in row.cells:
            return None
        felt = read_felt(row.cells[FELT]) if FELT in row.cells else ((), False)
        if isinstance(felt, Refused):
            self._tell(felt, row, FELT)
            return None
        marks, is_whole_map = felt
        return Moment(self._time(row), marks, is_whole_map, values)

    def _time(self, row: Row) -> time | None:
        text = row.cells.get(FELT_AT)
        found = None if text is None else time_in(text)
        if isinstance(found, Refused):
            self._tell(found, row, FELT_AT)
            return None
        return found

    def _run(self, row: Row) -> RunNote:
        values: dict[str, ItemValue] = {}
        for name, text in row.cells.items():
            if name in ABOUT_A_RUN:
                value = read_item(
                    text, BY_KEY[name], comma_is_decimal=self.decimal, is_own=self.is_own
                )
                if isinstance(value, Refused):
                    self._tell(value, row, name)
                else:
                    values[name] = value
        run_id = row.cells.get(RUN_ID, UNRECORDED)
        return RunNote("" if run_id == UNRECORDED else run_id, values)

    def _take_event(self, row: Row, day: date, parts: Parts) -> None:
        kinds = {kind.value: kind for kind in EventKind}
        kind = kinds.get(row.cells[EVENT_KIND].lower())
        if kind is None:
            self._tell(Refused("table.event_unknown", {"kinds": ", ".join(kinds)}), row, EVENT_KIND)
            return
        until = row.cells.get(EVENT_UNTIL)
        last_day = None if until is None else day_in(until, self.order)
        if isinstance(last_day, date) and last_day < day:
            last_day = Refused("table.event_backwards")
        if isinstance(last_day, Refused):
            self._tell(last_day, row, EVENT_UNTIL)
            last_day = None
        parts.events.append(Event(kind, last_day, self._words(row.cells.get(EVENT_NOTE, ""))))

    def _take_score(self, row: Row, parts: Parts) -> None:
        name = instrument_named(self._words(row.cells.get(SCORE_NAME, "")))
        value = self._number(row, SCORE_VALUE, row.cells.get(SCORE_VALUE, ""))
        if value is None:
            return
        score = ImportedScore(name, value)
        if not name or not is_possible_score(score):
            self._tell(Refused("table.instrument_outside", {"name": name}), row, SCORE_VALUE)
            return
        parts.scores[name] = score

    def _number(self, row: Row, name: str, text: str) -> float | None:
        number = own_number(text) if self.is_own else number_in(text, comma_is_decimal=self.decimal)
        if isinstance(number, Refused):
            self._tell(number, row, name)
            return None
        return number

    def _words(self, text: str) -> str:
        return unescape_words(text) if self.is_own else text

    def _tell(
        self, refused: Refused, row: Row, column: str, severity: Severity = Severity.REPAIRED
    ) -> None:
        text = row.cells.get(column, "")
        printable = "".join(letter if letter.isprintable() else " " for letter in text)[:40]
        params: Mapping[str, str | int | float | bool | None] = {"text": printable}
        where = row.where(column)
        self.problems.append(Problem(refused.code, where, {**params, **refused.params}, severity))
