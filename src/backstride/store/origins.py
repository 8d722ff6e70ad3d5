"""Origins: which originals hold activities that live on, for deriving everything again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select

from backstride.store import tables as t
from backstride.store.activities import Origin, alive
from backstride.store.store import Transaction


def find_origins(tx: Transaction, sha256: str) -> tuple[Origin, ...]:
    """Return the parts of an original that live on as activities, in its own order."""
    link = t.activity_original
    found = (
        select(link.c.part, link.c.unit)
        .join(t.activity, t.activity.c.id == link.c.activity_id)
        .where(*alive(tx), link.c.sha256 == sha256)
        .order_by(link.c.part)
    )
    return tuple(Origin(sha256, row.part, row.unit) for row in tx.connection.execute(found))


def find_hashes(tx: Transaction) -> tuple[str, ...]:
    """Return the originals that hold at least one activity, in order of its start."""
    link = t.activity_original
    found = (
        select(link.c.sha256)
        .join(t.activity, t.activity.c.id == link.c.activity_id)
        .where(*alive(tx))
        .group_by(link.c.sha256)
        .order_by(func.min(t.activity.c.start_utc_ms), link.c.sha256)
    )
    return tuple(tx.connection.scalars(found))


def hashes_of(tx: Transaction, activity_ids: Collection[str]) -> tuple[str, ...]:
    """Return the originals from which some activities came."""
    link = t.activity_original
    found = select(link.c.sha256).where(link.c.activity_id.in_(activity_ids)).distinct()
    return tuple(tx.connection.scalars(found.order_by(link.c.sha256)))


def find_of_hashes(tx: Transaction, hashes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the activities of some originals, each in its own order."""
    return _by_hash(tx, t.activity_original.c.sha256.in_(hashes))


def find_all(tx: Transaction) -> dict[str, tuple[str, ...]]:
    """Return the ids of the activities of every original, each in its own order."""
    return _by_hash(tx)


def _by_hash(tx: Transaction, *wanted: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    link = t.activity_original
    rows = (
        select(link.c.sha256, link.c.activity_id)
        .join(t.activity, t.activity.c.id == link.c.activity_id)
        .where(*alive(tx), *wanted)
        .order_by(link.c.sha256, link.c.part)
    )
    found: dict[str, tuple[str, ...]] = {}
    for sha256, activity_id in tx.connection.execute(rows):
        found[sha256] = (*found.get(sha256, ()), activity_id)
    return found
