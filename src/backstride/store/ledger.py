"""Ledger: one row for every file, archive member or workout that was ever seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, func, or_, select, update

from backstride.domain.message import Message
from backstride.domain.problem import Problem
from backstride.store import tables as t
from backstride.store.documents import problems_from_document, problems_to_document
from backstride.store.engine import insert_row
from backstride.store.instants import from_utc_ms
from backstride.store.store import Transaction

SAME_RUN: Final = "problem.import.same_run"
"""Reason of a file that is another recording of a run that was there."""


class Status(Enum):
    """What became of a unit."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    HELD = "held"
    """Waits for a decision of the runner."""
    NOT_AN_ACTIVITY = "not_an_activity"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is noted of one unit.

    Parameters
    ----------
    unit : str
        Path of the file, ``archive!member``, or ``archive!member#n``.
    status : Status
        What became of it.
    sha256 : str or None
        Hash of the innermost bytes, lower-case hex; None where they could not be reached.
    partial : bool
        True where something was lost and the rest kept.
    reason : Message or None
        Why it was not simply imported.
    problems : tuple of Problem
        What was found on the way.
    parent_id : int or None
        Row of the archive it was in.
    """

    unit: str
    status: Status
    sha256: str | None = None
    partial: bool = False
    reason: Message | None = None
    problems: tuple[Problem, ...] = ()
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger.

    Parameters
    ----------
    id, batch_id : int
        Numbers of the row and of the import that saw the unit.
    seen : datetime
        Aware UTC instant.
    entry : LedgerEntry
        What was noted.
    """

    id: int
    batch_id: int
    seen: datetime
    entry: LedgerEntry


def record(tx: Transaction, batch_id: int, entry: LedgerEntry) -> int:
    """Note what became of one unit and return the number of the row."""
    return insert_row(tx.connection, t.ledger, _row(tx, batch_id, entry))


def record_all(tx: Transaction, batch_id: int, entries: Sequence[LedgerEntry]) -> None:
    """Note what became of many units at once."""
    if entries:
        rows = [_row(tx, batch_id, entry) for entry in entries]
        tx.connection.execute(t.ledger.insert(), rows)


def find_decided(tx: Transaction) -> dict[str, tuple[str, Status]]:
    """Return unit and status of the newest row that decided about each content, by its hash."""
    rows = (
        select(t.ledger.c.sha256, t.ledger.c.unit, t.ledger.c.status)
        .join(t.batch, t.batch.c.id == t.ledger.c.batch_id)
        .where(t.batch.c.runner_id == tx.runner_id, t.batch.c.undone_utc_ms.is_(None))
        .where(or_(t.ledger.c.status != Status.DUPLICATE.value, t.ledger.c.reason == SAME_RUN))
        .where(t.ledger.c.sha256.is_not(None))
        .order_by(t.ledger.c.id)
    )
    found = tx.connection.execute(rows)
    return {sha256: (unit, Status(status)) for sha256, unit, status in found}


def _row(tx: Transaction, batch_id: int, entry: LedgerEntry) -> dict[str, Any]:
    reason = entry.reason
    return {
        "batch_id": batch_id,
        "parent_id": entry.parent_id,
        "unit": entry.unit,
        "sha256": entry.sha256,
        "status": entry.status.value,
        "is_partial": entry.partial,
        "reason": None if reason is None else reason.key,
        "reason_params": None if reason is None else reason.params,
        "problems": problems_to_document(entry.problems),
        "seen_utc_ms": tx.now_utc_ms,
    }


def find_by_hash(tx: Transaction, sha256: str) -> LedgerRow | None:
    """Return the newest row that decided about this content; None where it is new.

    Rows of content that was there already only point at another row, and batches that were undone
    never happened: neither counts. A second recording of a run is content of its own and does.
    """
    asked = {"runner": tx.runner_id, "content": sha256}
    row = tx.connection.execute(_decided(), asked).first()
    return None if row is None else row_of_ledger(row)


def find_by_batch(tx: Transaction, batch_id: int) -> tuple[LedgerRow, ...]:
    """Return every row of one import, in the order seen."""
    rows = _rows_of(tx).where(t.ledger.c.batch_id == batch_id).order_by(t.ledger.c.id)
    return tuple(row_of_ledger(row) for row in tx.connection.execute(rows))


def find_portion(
    tx: Transaction, batch_id: int, statuses: Collection[Status], *, first: int, n_row: int
) -> tuple[int, tuple[LedgerRow, ...]]:
    """Return how many rows of one import have some status, and a portion of them as seen.

    Parameters
    ----------
    tx : Transaction
        Any.
    batch_id : int
        The import.
    statuses : collection of Status
        Which rows.
    first, n_row : int
        Rows to leave out at the beginning, and rows to return at most.
    """
    wanted = (t.ledger.c.batch_id == batch_id) & t.ledger.c.status.in_(
        [one.value for one in statuses]
    )
    total = tx.connection.scalar(
        select(func.count()).select_from(_rows_of(tx).where(wanted).subquery())
    )
    portion = _rows_of(tx).where(wanted).order_by(t.ledger.c.id).offset(first).limit(n_row)
    return int(total or 0), tuple(row_of_ledger(row) for row in tx.connection.execute(portion))


def restate(tx: Transaction, sha256: str, status: Status, reason: Message | None) -> None:
    """Change what stands of content that was kept, after a decision about its recordings."""
    kept = (Status.IMPORTED, Status.HELD)
    decided = or_(t.ledger.c.status.in_([one.value for one in kept]), t.ledger.c.reason == SAME_RUN)
    mine = select(t.batch.c.id).where(t.batch.c.runner_id == tx.runner_id)
    tx.connection.execute(
        update(t.ledger)
        .where(t.ledger.c.sha256 == sha256, decided, t.ledger.c.batch_id.in_(mine))
        .values(
            status=status.value,
            reason=None if reason is None else reason.key,
            reason_params=None if reason is None else reason.params,
        )
    )


@cache
def _decided() -> Select[Any]:
    """Build the question once: an import asks it for every file."""
    return (
        select(t.ledger)
        .join(t.batch, t.batch.c.id == t.ledger.c.batch_id)
        .where(t.batch.c.runner_id == bindparam("runner"))
        .where(t.ledger.c.sha256 == bindparam("content"), t.batch.c.undone_utc_ms.is_(None))
        .where(or_(t.ledger.c.status != Status.DUPLICATE.value, t.ledger.c.reason == SAME_RUN))
        .order_by(t.ledger.c.id.desc())
        .limit(1)
    )


def _rows_of(tx: Transaction) -> Select[Any]:
    return (
        select(t.ledger)
        .join(t.batch, t.batch.c.id == t.ledger.c.batch_id)
        .where(t.batch.c.runner_id == tx.runner_id)
    )


def row_of_ledger(row: Row[Any]) -> LedgerRow:
    """Return a row as a value."""
    entry = LedgerEntry(
        unit=row.unit,
        status=Status(row.status),
        sha256=row.sha256,
        partial=row.is_partial,
        reason=None if row.reason is None else Message(row.reason, row.reason_params),
        problems=problems_from_document(row.problems),
        parent_id=row.parent_id,
    )
    return LedgerRow(row.id, row.batch_id, from_utc_ms(row.seen_utc_ms), entry)
