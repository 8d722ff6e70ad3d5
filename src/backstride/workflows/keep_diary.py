"""Use case: keep the diary; what is written later the same day adds to what was written before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_merge import merge_entries
from backstride.store import diary
from backstride.store.diary import DiaryChange
from backstride.store.store import Transaction
from backstride.workflows.wiring import Desk

IMPORTED = "import"
"""Who changed an entry, where it came from a table."""


def write_entry(desk: Desk, entry: DiaryEntry, *, is_backfilled: bool = False) -> DiaryEntry:
    """Write an entry; what it leaves open keeps the day's earlier words.

    Parameters
    ----------
    desk : Desk
        Open.
    entry : DiaryEntry
        What was said now.
    is_backfilled : bool
        True where the day is over.

    Returns
    -------
    DiaryEntry
        The whole day as it now stands.
    """
    with desk.store.transaction() as tx:
        before = diary.find_entry(tx, entry.day)
        after = merge_entries(before, replace(entry, backfilled=is_backfilled))
        diary.save_entry(tx, after)
        return after


def import_entries(tx: Transaction, entries: Iterable[DiaryEntry], *, batch_id: int) -> int:
    """Save the entries of a table inside a transaction and return how many changed a day."""
    changed = 0
    for entry in entries:
        merged = merge_entries(diary.find_entry(tx, entry.day), entry)
        changed += diary.save_entry(tx, merged, who=IMPORTED, batch_id=batch_id)
    return changed


def remove_entry(desk: Desk, day: date) -> bool:
    """Take a day's entry back; False where there was none. The history keeps it."""
    with desk.store.transaction() as tx:
        if diary.find_entry(tx, day) is None:
            return False
        diary.remove_entry(tx, day)
        return True


def list_entries(desk: Desk, *, last: int) -> list[DiaryEntry]:
    """Return the entries of the last days, oldest first."""
    first_day = desk.today() - timedelta(days=last - 1)
    with desk.store.reading() as tx:
        return list(diary.entries(tx, first_day=first_day))


def replace_entry(desk: Desk, entry: DiaryEntry) -> bool:
    """Put an entry in place of the day's; False where it says the same. An empty one takes it away.

    Parameters
    ----------
    desk : Desk
        Open.
    entry : DiaryEntry
        The whole day as it shall stand.
    """
    return change_entry(desk, entry.day, lambda _: entry)


def change_entry(desk: Desk, day: date, change: Callable[[DiaryEntry], DiaryEntry]) -> bool:
    """Change a day from what it holds now, so that no word that comes meanwhile is lost.

    Parameters
    ----------
    desk : Desk
        Open.
    day : date
        The day.
    change : callable
        Given the day as it stands, an empty one where it has no entry, returns it as it shall be.

    Returns
    -------
    bool
        False where it says the same as before. A day left empty is taken away.
    """
    with desk.store.transaction() as tx:
        before = diary.find_entry(tx, day)
        entry = change(before or DiaryEntry(day))
        if replace(entry, backfilled=False) == DiaryEntry(day):
            if before is None:
                return False
            diary.remove_entry(tx, day)
            return True
        return diary.save_entry(tx, entry)


def find_entry(desk: Desk, day: date) -> DiaryEntry | None:
    """Return the entry of a day, None where there is none."""
    with desk.store.reading() as tx:
        return diary.find_entry(tx, day)


def undo_last_change(desk: Desk, *, only_day: date | None = None) -> tuple[DiaryChange, ...]:
    """Take the last change of the diary back, an import as a whole; empty where none is left.

    Parameters
    ----------
    desk : Desk
        Open.
    only_day : date, optional
        Take nothing back where the last change is about another day, or came with an import.
    """
    with desk.store.transaction() as tx:
        return diary.undo_last(tx, only_day=only_day)
