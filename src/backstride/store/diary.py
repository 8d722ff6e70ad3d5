"""Diary: one entry a day, and who changed which when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select

from backstride.domain.completeness import Morning
from backstride.domain.diary import DiaryEntry
from backstride.domain.errors import NotFound
from backstride.store import tables as t
from backstride.store.diary_documents import diary_from_document, diary_to_document
from backstride.store.engine import upsert
from backstride.store.instants import from_utc_ms
from backstride.store.json_text import Document
from backstride.store.store import Transaction

RUNNER = "runner"
"""Who changed an entry, where nothing else is said."""

UNDO = "undo"
"""Who changed an entry, where a change was taken back; ``undo:41`` took back change 41."""


@dataclass(frozen=True, slots=True)
class DiaryChange:
    """One change of the diary.

    Parameters
    ----------
    id : int
        Number of the change, rising.
    day : date
        The day it is about.
    changed : datetime
        Aware UTC instant of the change.
    who : str
        ``runner``, ``import``, ``undo:41`` where change 41 was taken back.
    batch_id : int or None
        The import that made it.
    before, after : DiaryEntry or None
        The entry as it was and as it became; None where there was none.
    """

    id: int
    day: date
    changed: datetime
    who: str
    batch_id: int | None
    before: DiaryEntry | None
    after: DiaryEntry | None


def save_entry(
    tx: Transaction, entry: DiaryEntry, *, who: str = RUNNER, batch_id: int | None = None
) -> bool:
    """Save the entry of a day in place of an older one, and keep the older one in the history.

    The entry replaces the day's as a whole: to add an evening to a morning, find the day first.

    Parameters
    ----------
    tx : Transaction
        May write.
    entry : DiaryEntry
        The whole entry.
    who : str
        Who changed it.
    batch_id : int, optional
        The import that brought it.

    Returns
    -------
    bool
        False where the day held the same already; then nothing is written.
    """
    before = _document(tx, entry.day)
    after = diary_to_document(entry)
    if before == after:
        return False
    _put(tx, entry.day, after)
    _note(tx, entry.day, {"who": who, "batch_id": batch_id, "before": before, "after": after})
    return True


def remove_entry(
    tx: Transaction, day: date, *, who: str = RUNNER, batch_id: int | None = None
) -> None:
    """Remove the entry of a day; the history keeps it.

    Raises
    ------
    NotFound
        Where there is none.
    """
    before = _document(tx, day)
    if before is None:
        raise NotFound("store.no_diary_entry", day=day.isoformat())
    _put(tx, day, None)
    _note(tx, day, {"who": who, "batch_id": batch_id, "before": before, "after": None})


def find_entry(tx: Transaction, day: date) -> DiaryEntry | None:
    """Return the entry of a day, None where there is none."""
    document = _document(tx, day)
    return None if document is None else diary_from_document(day, document)


def entries(
    tx: Transaction, *, first_day: date | None = None, last_day: date | None = None
) -> tuple[DiaryEntry, ...]:
    """Return the entries of a stretch of days, both ends included, in order of day."""
    rows = (
        select(t.diary_entry.c.day, t.diary_entry.c.entry)
        .where(t.diary_entry.c.runner_id == tx.runner_id)
        .order_by(t.diary_entry.c.day)
    )
    if first_day is not None:
        rows = rows.where(t.diary_entry.c.day >= first_day)
    if last_day is not None:
        rows = rows.where(t.diary_entry.c.day <= last_day)
    return tuple(diary_from_document(row.day, row.entry) for row in tx.connection.execute(rows))


def mornings(
    tx: Transaction, *, first_day: date | None = None, last_day: date | None = None
) -> dict[date, Morning]:
    """Return what became of the morning's question on each day that has an entry.

    Ten years are looked through without building the entries.
    """
    rows = select(t.diary_entry.c.day, t.diary_entry.c.entry).where(
        t.diary_entry.c.runner_id == tx.runner_id
    )
    if first_day is not None:
        rows = rows.where(t.diary_entry.c.day >= first_day)
    if last_day is not None:
        rows = rows.where(t.diary_entry.c.day <= last_day)
    return {row.day: _morning(row.entry) for row in tx.connection.execute(rows)}


def history(tx: Transaction, day: date | None = None) -> tuple[DiaryChange, ...]:
    """Return every change of one day, or of all days, in the order made."""
    rows = (
        select(t.diary_history)
        .where(t.diary_history.c.runner_id == tx.runner_id)
        .order_by(t.diary_history.c.id)
    )
    if day is not None:
        rows = rows.where(t.diary_history.c.day == day)
    return tuple(_change(row) for row in tx.connection.execute(rows))


def undo_last(tx: Transaction, *, only_day: date | None = None) -> tuple[DiaryChange, ...]:
    """Take back the last change that still stands; an import goes back as a whole.

    Calling it again takes back the change before. What was taken back stays in the history.

    Parameters
    ----------
    tx : Transaction
        May write.
    only_day : date, optional
        Take nothing back where the last change is about another day, or came with an import.

    Returns
    -------
    tuple of DiaryChange
        What was taken back, the newest first; empty where nothing is left.
    """
    standing = _standing_changes(tx)
    last = next(standing, None)
    if last is None:
        return ()
    if only_day is not None and (last.day != only_day or last.batch_id is not None):
        return ()
    taken = [last]
    if last.batch_id is not None:
        taken += _rest_of_batch(standing, last.batch_id)
    for row in taken:
        _take_back(tx, row)
    return tuple(_change(row) for row in taken)


def undo_change(tx: Transaction, change_id: int) -> DiaryChange | None:
    """Take one change back where it is the last of its day that still stands, else return None.

    Other days are left alone, also where the change came with an import.
    """
    day = tx.connection.scalar(
        select(t.diary_history.c.day).where(t.diary_history.c.id == change_id)
    )
    row = None if day is None else next(_standing_changes(tx, day), None)
    if row is None or row.id != change_id:
        return None
    _take_back(tx, row)
    return _change(row)


def _rest_of_batch(standing: Iterator[Row[Any]], batch_id: int) -> list[Row[Any]]:
    """Return the further changes of an import, but for days that were changed again since."""
    changed_since: set[date] = set()
    found = []
    for row in standing:
        if row.batch_id == batch_id and row.day not in changed_since:
            found.append(row)
        else:
            changed_since.add(row.day)
    return found


def _take_back(tx: Transaction, row: Row[Any]) -> None:
    _put(tx, row.day, row.before)
    change = {"who": f"{UNDO}:{row.id}", "batch_id": None}
    _note(tx, row.day, {**change, "before": row.after, "after": row.before})


def _standing_changes(tx: Transaction, day: date | None = None) -> Iterator[Row[Any]]:
    """Yield the changes that were not taken back, of one day or of all, the newest first."""
    undone: set[int] = set()
    newest_first = (
        select(t.diary_history)
        .where(t.diary_history.c.runner_id == tx.runner_id)
        .order_by(t.diary_history.c.id.desc())
    )
    if day is not None:
        newest_first = newest_first.where(t.diary_history.c.day == day)
    for row in tx.connection.execute(newest_first):
        who, colon, number = row.who.partition(":")
        if who == UNDO and colon:
            undone.add(int(number))
        elif row.id not in undone:
            yield row


def _change(row: Row[Any]) -> DiaryChange:
    return DiaryChange(
        id=row.id,
        day=row.day,
        changed=from_utc_ms(row.changed_utc_ms),
        who=row.who,
        batch_id=row.batch_id,
        before=None if row.before is None else diary_from_document(row.day, row.before),
        after=None if row.after is None else diary_from_document(row.day, row.after),
    )


def _put(tx: Transaction, day: date, document: Document | None) -> None:
    """Make a document the one of its day; None takes the day away."""
    if document is None:
        tx.connection.execute(
            delete(t.diary_entry).where(
                t.diary_entry.c.runner_id == tx.runner_id, t.diary_entry.c.day == day
            )
        )
        return
    row = {
        "runner_id": tx.runner_id,
        "day": day,
        "entry": document,
        "changed_utc_ms": tx.now_utc_ms,
    }
    tx.connection.execute(upsert(tx.connection, t.diary_entry, ("runner_id", "day")), row)


def _morning(document: Document) -> Morning:
    sides = document.get("sides", {})
    scores = [
        document.get("leg_morning"),
        sides.get("leg_morning_left"),
        sides.get("leg_morning_right"),
    ]
    if any(isinstance(score, (int, float)) for score in scores):
        return Morning.BACKFILLED if document.get("backfilled") else Morning.THERE
    return Morning.SKIPPED if any(scores) else Morning.OTHER


def _document(tx: Transaction, day: date) -> Document | None:
    found = tx.connection.scalar(
        select(t.diary_entry.c.entry).where(
            t.diary_entry.c.runner_id == tx.runner_id, t.diary_entry.c.day == day
        )
    )
    return None if found is None else dict(found)


def _note(tx: Transaction, day: date, change: dict[str, object]) -> None:
    who_and_when = {"runner_id": tx.runner_id, "day": day, "changed_utc_ms": tx.now_utc_ms}
    tx.connection.execute(t.diary_history.insert(), {**who_and_when, **change})
