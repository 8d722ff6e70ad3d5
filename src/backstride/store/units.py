"""Units: which activities came from a file of some name."""

from __future__ import annotations

from sqlalchemy import select

from backstride.store import tables as t
from backstride.store.store import Transaction


def find_activities(tx: Transaction, unit: str) -> tuple[str, ...]:
    """Return the ids of the activities that came from a file of this name, in its own order."""
    link = t.activity_original
    named = (link.c.unit == unit) | link.c.unit.startswith(f"{unit}#", autoescape=True)
    found = (
        select(link.c.activity_id)
        .join(t.activity, t.activity.c.id == link.c.activity_id)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(named)
        .order_by(link.c.part)
    )
    return tuple(tx.connection.scalars(found))
