"""Batches: one run of an import, so that all it did can be listed and, later, undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from backstride.domain.errors import NotFound
from backstride.store import tables as t
from backstride.store.engine import insert_row
from backstride.store.instants import from_utc_ms
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Batch:
    """One run of an import.

    Parameters
    ----------
    id : int
        Number that ``undo`` takes.
    kind : str
        ``import``, ``diary``, ``rebuild``.
    sources : tuple of str
        What was asked to be imported, as the runner named it.
    version : str
        Version of Backstride that ran it.
    started, ended : datetime or None
        Aware UTC instants; `ended` is None where it was cut short.
    undone : bool
        True where it was taken back.
    counts : dict of str to int
        Number of ledger rows by status.
    """

    id: int
    kind: str
    sources: tuple[str, ...]
    version: str
    started: datetime
    ended: datetime | None
    undone: bool
    counts: dict[str, int]


def start(tx: Transaction, kind: str, *, sources: Sequence[str], version: str) -> int:
    """Note the start of a batch and return its number."""
    row = {
        "runner_id": tx.runner_id,
        "kind": kind,
        "sources": list(sources),
        "version": version,
        "started_utc_ms": tx.now_utc_ms,
    }
    return insert_row(tx.connection, t.batch, row)


def end(tx: Transaction, batch_id: int) -> None:
    """Note that a batch ran to its end."""
    mine = (t.batch.c.id == batch_id) & (t.batch.c.runner_id == tx.runner_id)
    changed = tx.connection.execute(
        update(t.batch).where(mine).values(ended_utc_ms=tx.now_utc_ms)
    ).rowcount
    if not changed:
        raise NotFound("store.no_batch", batch=batch_id)


def undo(tx: Transaction, batch_id: int) -> int:
    """Take a batch back: what it brought is deleted, what it found is as if never seen.

    Originals stay until `doctor` clears them; importing the same again brings the same ids back.

    Parameters
    ----------
    tx : Transaction
        May write.
    batch_id : int
        Number of the batch.

    Returns
    -------
    int
        Activities that are gone with it.

    Raises
    ------
    NotFound
        Where there is no such batch, or it was taken back before.
    """
    mine = (t.batch.c.id == batch_id) & (t.batch.c.runner_id == tx.runner_id)
    open_one = mine & t.batch.c.undone_utc_ms.is_(None)
    changed = tx.connection.execute(
        update(t.batch).where(open_one).values(undone_utc_ms=tx.now_utc_ms)
    ).rowcount
    if not changed:
        raise NotFound("store.no_batch", batch=batch_id)
    brought = (t.activity.c.batch_id == batch_id) & t.activity.c.deleted_utc_ms.is_(None)
    return tx.connection.execute(
        update(t.activity).where(brought).values(deleted_utc_ms=tx.now_utc_ms)
    ).rowcount


def find_activities(tx: Transaction, batch_id: int) -> tuple[str, ...]:
    """Return the activities that one import brought and that were not taken back."""
    row = t.activity.c
    brought = (row.batch_id == batch_id) & (row.runner_id == tx.runner_id)
    return tuple(tx.connection.scalars(select(row.id).where(brought, row.deleted_utc_ms.is_(None))))


def find(tx: Transaction) -> tuple[Batch, ...]:
    """Return all batches of the runner, oldest first."""
    rows = tx.connection.execute(
        select(t.batch).where(t.batch.c.runner_id == tx.runner_id).order_by(t.batch.c.id)
    ).all()
    counts: dict[int, dict[str, int]] = {row.id: {} for row in rows}
    tally = (
        select(t.ledger.c.batch_id, t.ledger.c.status, func.count())
        .join(t.batch, t.batch.c.id == t.ledger.c.batch_id)
        .where(t.batch.c.runner_id == tx.runner_id)
        .group_by(t.ledger.c.batch_id, t.ledger.c.status)
    )
    for batch_id, status, count in tx.connection.execute(tally):
        counts.setdefault(batch_id, {})[status] = count
    return tuple(
        Batch(
            id=row.id,
            kind=row.kind,
            sources=tuple(row.sources),
            version=row.version,
            started=from_utc_ms(row.started_utc_ms),
            ended=None if row.ended_utc_ms is None else from_utc_ms(row.ended_utc_ms),
            undone=row.undone_utc_ms is not None,
            counts=counts[row.id],
        )
        for row in rows
    )
