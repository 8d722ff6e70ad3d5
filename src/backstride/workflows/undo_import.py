"""Use case: look back at imports, and take one of them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backstride.store import batches, corrections, diary, judgements, ledger, run_parts
from backstride.store.batches import Batch
from backstride.store.diary import DiaryChange
from backstride.store.ledger import LedgerRow
from backstride.store.store import Transaction
from backstride.workflows.derive_load import Deriver
from backstride.workflows.regroup_runs import regroup
from backstride.workflows.restate_ledger import restate
from backstride.workflows.wiring import Desk

UNDOER = "undo"
"""Who changed a diary entry, where an import was taken back."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What went with an import that was taken back.

    Parameters
    ----------
    n_activity : int
        Activities that are gone.
    n_diary_day : int
        Days of diary that are as they were before.
    kept_days : tuple of date
        Days that were changed again since; they were left as they are.
    """

    n_activity: int
    n_diary_day: int
    kept_days: tuple[date, ...]


def list_imports(desk: Desk) -> list[Batch]:
    """Return every import, oldest first."""
    with desk.store.reading() as tx:
        return [batch for batch in batches.find(tx) if batch.kind == "import"]


def list_files(desk: Desk, batch_id: int) -> list[LedgerRow]:
    """Return what became of every file of one import."""
    with desk.store.reading() as tx:
        return list(ledger.find_by_batch(tx, batch_id))


def undo_import(desk: Desk, batch_id: int) -> Undone:
    """Take one import back, whole or not at all.

    Parameters
    ----------
    desk : Desk
        Open.
    batch_id : int
        Number as `list_imports` gives it.

    Raises
    ------
    NotFound
        Where there is no such import, or it was taken back before.
    """
    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        touched = _touched(tx, batch_id)
        n_activity = batches.undo(tx, batch_id)
        regroup(tx, touched, deriver.context)
        restate(tx, touched)
        restored: list[date] = []
        kept: list[date] = []
        for changes in _changes_by_day(tx, batch_id):
            is_newest = changes[-1].batch_id == batch_id
            (restored if is_newest else kept).append(changes[0].day)
            if is_newest:
                _restore(tx, next(change for change in changes if change.batch_id == batch_id))
    deriver.settle()
    return Undone(n_activity, len(restored), tuple(kept))


def _touched(tx: Transaction, batch_id: int) -> set[str]:
    """Return the recordings whose run something of this import is part of."""
    brought = batches.find_activities(tx, batch_id)
    touched = {part.activity_id for part in run_parts.find_groups(tx, brought)}
    touched |= judgements.find_of_batch(tx, batch_id)
    touched |= {one.run_id for one in corrections.find_of_batch(tx, batch_id) if one.run_id}
    return touched


def _changes_by_day(tx: Transaction, batch_id: int) -> list[list[DiaryChange]]:
    """Return the whole history of every day that an import changed."""
    by_day: dict[date, list[DiaryChange]] = {}
    for change in diary.history(tx):
        by_day.setdefault(change.day, []).append(change)
    return [
        changes
        for changes in by_day.values()
        if any(change.batch_id == batch_id for change in changes)
    ]


def _restore(tx: Transaction, change: DiaryChange) -> None:
    """Put a day back to what it was before a change."""
    if change.before is None:
        diary.remove_entry(tx, change.day, who=UNDOER)
    else:
        diary.save_entry(tx, change.before, who=UNDOER)
