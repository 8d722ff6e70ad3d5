"""Reading versions: by which version of the readers each recording was read."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.engine import upsert
from backstride.store.store import Transaction


def save(tx: Transaction, activity_id: str, version: str) -> None:
    """Note by which version a recording was read last."""
    row = {"activity_id": activity_id, "version": version}
    tx.connection.execute(upsert(tx.connection, rt.reading_version, ("activity_id",)), row)


def count_stale(tx: Transaction, version: str) -> int:
    """Return how many recordings with an original were read by another version.

    Parameters
    ----------
    tx : Transaction
        Any.
    version : str
        Version of the readers of today.
    """
    read = rt.reading_version.c
    rows = (
        select(func.count(func.distinct(t.activity.c.id)))
        .join(t.activity_original, t.activity_original.c.activity_id == t.activity.c.id)
        .join(rt.reading_version, read.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(or_(read.version.is_(None), read.version != version))
    )
    return tx.connection.scalar(rows) or 0
