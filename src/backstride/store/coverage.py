"""Coverage: the days of which a source would have told, had there been a run.

A source (a device, a folder) covers the days from the first to the last activity that one import
brought from it, and further where the runner says that the import holds everything. A covered day
without a run is a rest day; any other is unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update

from backstride.domain.activity import Sport
from backstride.store import tables as t
from backstride.store.activities import alive
from backstride.store.engine import upsert
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class CoveredRange:
    """Days, both inclusive, that one source covers."""

    source: str
    first_day: date
    last_day: date


def extend(tx: Transaction, source: str, first_day: date, last_day: date, *, batch_id: int) -> None:
    """Let one import cover these days of a source, and all days between them and its earlier ones.

    Parameters
    ----------
    tx : Transaction
        May write.
    source : str
        Device or folder; a stable name.
    first_day, last_day : date
        The runner's days, both inclusive.
    batch_id : int
        The import.
    """
    row = t.coverage.c
    mine = (row.runner_id == tx.runner_id) & (row.source == source) & (row.batch_id == batch_id)
    known = tx.connection.execute(select(row.first_day, row.last_day).where(mine)).first()
    if known is not None:
        first_day, last_day = min(first_day, known.first_day), max(last_day, known.last_day)
        if (first_day, last_day) == (known.first_day, known.last_day):
            return
    put(tx, CoveredRange(source, first_day, last_day), batch_id=batch_id)


def put(tx: Transaction, covered: CoveredRange, *, batch_id: int) -> None:
    """Let one import cover exactly these days of a source.

    Parameters
    ----------
    tx : Transaction
        May write.
    covered : CoveredRange
        Source and days.
    batch_id : int
        The import.
    """
    keys = ("runner_id", "source", "batch_id")
    tx.connection.execute(
        upsert(tx.connection, t.coverage, keys),
        {
            "runner_id": tx.runner_id,
            "source": covered.source,
            "batch_id": batch_id,
            "first_day": covered.first_day,
            "last_day": covered.last_day,
        },
    )


def reach(tx: Transaction, last_day: date, *, batch_id: int) -> None:
    """Let one import cover the days up to this one, of every source that it brought."""
    mine = (t.coverage.c.runner_id == tx.runner_id) & (t.coverage.c.batch_id == batch_id)
    earlier = mine & (t.coverage.c.last_day < last_day)
    tx.connection.execute(update(t.coverage).where(earlier).values(last_day=last_day))


def spans_of(tx: Transaction, hashes: Collection[str]) -> tuple[CoveredRange, ...]:
    """Return first and last day of the runs of some originals, by device.

    Parameters
    ----------
    tx : Transaction
        Any.
    hashes : collection of str
        SHA-256 of originals.
    """
    link = t.activity_original
    # Asked as lists of ids: a join reads every run of the runner for each of the originals.
    found_in = select(link.c.activity_id).where(link.c.sha256.in_(hashes))
    is_run = (t.leg.c.activity_id == t.activity.c.id) & (t.leg.c.sport == Sport.RUNNING.value)
    rows = (
        select(t.activity.c.device, func.min(t.activity.c.local_date).label("first_day"))
        .add_columns(func.max(t.activity.c.local_date).label("last_day"))
        .where(*alive(tx), t.activity.c.id.in_(found_in), select(t.leg.c.id).where(is_run).exists())
        .group_by(t.activity.c.device)
        .order_by(t.activity.c.device)
    )
    found = tx.connection.execute(rows)
    return tuple(CoveredRange(row.device, row.first_day, row.last_day) for row in found)


def ranges(tx: Transaction) -> tuple[CoveredRange, ...]:
    """Return the covered days by source, touching ranges joined; undone imports cover nothing."""
    rows = (
        select(t.coverage.c.source, t.coverage.c.first_day, t.coverage.c.last_day)
        .join(t.batch, t.batch.c.id == t.coverage.c.batch_id)
        .where(t.coverage.c.runner_id == tx.runner_id, t.batch.c.undone_utc_ms.is_(None))
        .order_by(t.coverage.c.source, t.coverage.c.first_day)
    )
    joined: list[CoveredRange] = []
    for source, first_day, last_day in tx.connection.execute(rows):
        last = joined[-1] if joined else None
        touches = (
            last is not None
            and last.source == source
            and first_day <= last.last_day + timedelta(days=1)
        )
        if last is not None and touches:
            joined[-1] = CoveredRange(source, last.first_day, max(last.last_day, last_day))
        else:
            joined.append(CoveredRange(source, first_day, last_day))
    return tuple(joined)
