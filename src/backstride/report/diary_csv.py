"""Diary as a table: what `backstride.readers.diary_table` reads back value for value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_items import BY_KEY, ITEMS
from backstride.domain.diary_parts import Moment
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.readers.diary_table import NUMBER, WORDS
from backstride.readers.felt_text import write_felt
from backstride.readers.own_cells import escape_words
from backstride.readers.table_parts import (
    EVENT_KIND,
    EVENT_NOTE,
    EVENT_UNTIL,
    FELT,
    FELT_AT,
    MOMENT_NUMBER,
    MOMENT_WORDS,
    OWN,
    RUN_ID,
    SCORE_NAME,
    SCORE_VALUE,
    UNRECORDED,
)

SKIPPED: Final = "-"
ALWAYS: Final = ("date", "leg_morning", "leg_evening", "no_run_reason")
"""Columns that every exported table has, so that it can be filled on by hand."""

Cells = Mapping[str, str]


def render_diary_csv(entries: Iterable[DiaryEntry]) -> str:
    """Return a diary as CSV text, one row a day and one more for each of its parts.

    Parameters
    ----------
    entries : iterable of DiaryEntry
        In the order of the rows.
    """
    rows = [cells for entry in entries for cells in _rows(entry)]
    columns = _columns(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cells.get(name, "") for name in columns] for cells in rows)
    return text.getvalue()


def _columns(rows: Sequence[Cells]) -> list[str]:
    """Order the columns that are used: items as in their table, then the parts, then free names."""
    used = {name for cells in rows for name in cells}
    parts = (FELT_AT, FELT, RUN_ID, EVENT_KIND, EVENT_UNTIL, EVENT_NOTE, SCORE_NAME, SCORE_VALUE)
    ordered = [*ALWAYS, *(item.key for item in ITEMS if item.key not in ALWAYS), "backfilled"]
    known = [name for name in (*ordered, "note", *parts) if name in used or name in ALWAYS]
    return [*known, *sorted(used.difference(known)), OWN]


def _rows(entry: DiaryEntry) -> Iterator[Cells]:
    day = {"date": entry.day.isoformat()}
    yield {**day, **_whole_day(entry)}
    for moment in entry.moments:
        yield {**day, **_moment(moment)}
    for run in entry.runs:
        yield {**day, RUN_ID: run.activity_id or UNRECORDED, **_answers(run.values)}
    for event in entry.events:
        until = "" if event.last_day is None else event.last_day.isoformat()
        note = escape_words(event.note)
        yield {**day, EVENT_KIND: event.kind.value, EVENT_UNTIL: until, EVENT_NOTE: note}
    for score in entry.scores:
        name = escape_words(score.instrument)
        yield {**day, SCORE_NAME: name, SCORE_VALUE: _number(score.value)}


def _whole_day(entry: DiaryEntry) -> Cells:
    cells = _answers(answers_of(entry))
    for name, number in entry.covariates.items():
        if name not in BY_KEY:
            cells[NUMBER + name] = _number(number)
    for name, words in entry.marks.items():
        cells[name if name == "note" else WORDS + name] = escape_words(words)
    if entry.backfilled:
        cells["backfilled"] = "yes"
    return cells


def _moment(moment: Moment) -> Cells:
    cells = {FELT: write_felt(moment.marks, is_whole_map=moment.is_whole_map)}
    if moment.at is not None:
        cells[FELT_AT] = moment.at.isoformat()
    for name, value in moment.values.items():
        if isinstance(value, str):
            cells[MOMENT_WORDS + name] = escape_words(value)
        else:
            cells[MOMENT_NUMBER + name] = _number(value)
    return cells


def _answers(values: Mapping[str, ItemValue]) -> dict[str, str]:
    return {key: _answer(value) for key, value in values.items()}


def _answer(value: ItemValue) -> str:
    if isinstance(value, Skipped):
        return SKIPPED
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape_words(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """Return the shortest text that is read back as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
