"""Looking single things of the diary up: what was sent before, where it begins, its events."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, func, select, type_coerce

from backstride.domain.diary import DiaryEntry
from backstride.store import tables as t
from backstride.store.diary import RUNNER
from backstride.store.diary_documents import diary_from_document
from backstride.store.store import Transaction


def sender(sent_id: str) -> str:
    """Return who changed an entry, where the change came under an id of its own."""
    return f"{RUNNER}:{sent_id}" if sent_id else RUNNER


def is_sent(tx: Transaction, day: date, sent_id: str) -> bool:
    """Tell whether what was sent under an id has changed its day already, undone or not."""
    rows = select(t.diary_history.c.id).where(
        t.diary_history.c.runner_id == tx.runner_id,
        t.diary_history.c.day == day,
        t.diary_history.c.who == sender(sent_id),
    )
    return tx.connection.scalar(rows.limit(1)) is not None


def newest_change(tx: Transaction, day: date) -> int:
    """Return the number of the newest change of a day, 0 where it was never written."""
    rows = select(func.max(t.diary_history.c.id)).where(
        t.diary_history.c.runner_id == tx.runner_id, t.diary_history.c.day == day
    )
    return int(tx.connection.scalar(rows) or 0)


def first_day(tx: Transaction) -> date | None:
    """Return the first day that has an entry, None where none has."""
    rows = select(func.min(t.diary_entry.c.day)).where(t.diary_entry.c.runner_id == tx.runner_id)
    found: date | None = tx.connection.scalar(rows)
    return found


def entries_with_events(tx: Transaction, *, last_day: date) -> tuple[DiaryEntry, ...]:
    """Return the entries up to a day on which an event begins, oldest first."""
    row = t.diary_entry.c
    rows = (
        select(row.day, row.entry)
        .where(row.runner_id == tx.runner_id, row.day <= last_day)
        .where(func.json_type(type_coerce(row.entry, String), "$.events").is_not(None))
        .order_by(row.day)
    )
    return tuple(diary_from_document(one.day, one.entry) for one in tx.connection.execute(rows))
