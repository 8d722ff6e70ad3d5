"""Day totals: steps and sleep of whole days by source; the newest import of a source counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select

from backstride.domain.day_totals import DayTotals
from backstride.store import tables as t
from backstride.store.engine import upsert
from backstride.store.store import Transaction


def save(tx: Transaction, totals: Iterable[DayTotals], *, source: str, batch_id: int) -> int:
    """Note what one import says of whole days, and return how many there are.

    Parameters
    ----------
    tx : Transaction
        May write.
    totals : iterable of DayTotals
        One for each day.
    source : str
        What told of them: ``apple_health``, ``garmin_export``.
    batch_id : int
        The import; taken back, its days are as if never told.
    """
    rows = [
        {
            "runner_id": tx.runner_id,
            "source": source,
            "day": found.day,
            "batch_id": batch_id,
            "steps": found.steps,
            "sleep_h": found.sleep_h,
        }
        for found in totals
    ]
    if rows:
        keys = ("runner_id", "source", "day", "batch_id")
        tx.connection.execute(upsert(tx.connection, t.day_total, keys), rows)
    return len(rows)


def find(
    tx: Transaction, *, first_day: date | None = None, last_day: date | None = None
) -> tuple[DayTotals, ...]:
    """Return what is known of each day, in order of days.

    Of one source the newest import stands. Several sources (a phone and a watch) see the same
    steps and the same night, each only while it was worn: the largest number of each stands.

    Parameters
    ----------
    tx : Transaction
        Any.
    first_day, last_day : date, optional
        The runner's days, both inclusive.
    """
    rows = (
        select(t.day_total)
        .join(t.batch, t.batch.c.id == t.day_total.c.batch_id)
        .where(t.day_total.c.runner_id == tx.runner_id, t.batch.c.undone_utc_ms.is_(None))
        .order_by(t.day_total.c.day, t.day_total.c.batch_id)
    )
    if first_day is not None:
        rows = rows.where(t.day_total.c.day >= first_day)
    if last_day is not None:
        rows = rows.where(t.day_total.c.day <= last_day)
    newest: dict[date, dict[str, tuple[int | None, float | None]]] = {}
    for row in tx.connection.execute(rows):
        newest.setdefault(row.day, {})[row.source] = (row.steps, row.sleep_h)
    return tuple(_joined(day, by_source.values()) for day, by_source in newest.items())


def _joined(day: date, told: Collection[tuple[int | None, float | None]]) -> DayTotals:
    steps = [found for found, _ in told if found is not None]
    sleep_h = [found for _, found in told if found is not None]
    return DayTotals(day, max(steps, default=None), max(sleep_h, default=None))
