"""Diary: one entry a day, and who changed which when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from backstride.domain.diary import DiaryEntry
from backstride.domain.errors import NotFound
from backstride.store import tables as t
from backstride.store.documents import Document, diary_from_document, diary_to_document
from backstride.store.engine import upsert
from backstride.store.instants import from_utc_ms
from backstride.store.store import Transaction

RUNNER = "runner"
"""Who changed an entry, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class DiaryChange:
    """One change of the diary.

    Parameters
    ----------
    day : date
        The day it is about.
    changed : datetime
        Aware UTC instant of the change.
    who : str
        ``runner``, ``table``, ``restore``.
    batch_id : int or None
        The import that made it.
    before, after : DiaryEntry or None
        The entry as it was and as it became; None where there was none.
    """

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
    row = {
        "runner_id": tx.runner_id,
        "day": entry.day,
        "entry": after,
        "changed_utc_ms": tx.now_utc_ms,
    }
    tx.connection.execute(upsert(tx.connection, t.diary_entry, ("runner_id", "day")), row)
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
    tx.connection.execute(
        delete(t.diary_entry).where(
            t.diary_entry.c.runner_id == tx.runner_id, t.diary_entry.c.day == day
        )
    )
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


def history(tx: Transaction, day: date | None = None) -> tuple[DiaryChange, ...]:
    """Return every change of one day, or of all days, in the order made."""
    rows = (
        select(t.diary_history)
        .where(t.diary_history.c.runner_id == tx.runner_id)
        .order_by(t.diary_history.c.id)
    )
    if day is not None:
        rows = rows.where(t.diary_history.c.day == day)
    return tuple(
        DiaryChange(
            day=row.day,
            changed=from_utc_ms(row.changed_utc_ms),
            who=row.who,
            batch_id=row.batch_id,
            before=None if row.before is None else diary_from_document(row.day, row.before),
            after=None if row.after is None else diary_from_document(row.day, row.after),
        )
        for row in tx.connection.execute(rows)
    )


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
