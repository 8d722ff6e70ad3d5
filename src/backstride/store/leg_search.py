"""Search: a portion of the legs that a person looks for, the newest first, without reading all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.instants import to_utc_ms
from backstride.store.legs import RUN_ID, LegRow, all_legs, from_rows
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; everything must fit.

    Parameters
    ----------
    first_day, last_day : date or None
        The runner's days, both inclusive.
    sport : str
        A sport; empty for all.
    is_held : bool
        Only what waits for a decision.
    run_ids : collection of str or None
        Only these runs.
    words : str
        Part of the name of a file, of any recording of the run.
    """

    first_day: date | None = None
    last_day: date | None = None
    sport: str = ""
    is_held: bool = False
    run_ids: Collection[str] | None = None
    words: str = ""


def count(tx: Transaction, sought: Sought) -> int:
    """Return how many legs there are."""
    rows = (
        select(func.count())
        .select_from(t.leg)
        .join(t.activity, t.activity.c.id == t.leg.c.activity_id)
        .join(rt.run_part, rt.run_part.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_shown.is_not(False))
    )
    return int(tx.connection.scalar(_narrowed(rows, sought)) or 0)


def find_newest(
    tx: Transaction, sought: Sought, *, first: int = 0, n_row: int
) -> tuple[LegRow, ...]:
    """Return a portion of the legs, the newest first.

    Parameters
    ----------
    tx : Transaction
        Any.
    sought : Sought
        Which.
    first, n_row : int
        Legs to leave out at the beginning, and legs to return at most.
    """
    newest = (t.activity.c.start_utc_ms.desc(), t.activity.c.id, t.leg.c.leg_index)
    rows = _narrowed(all_legs(tx.runner_id), sought).order_by(None).order_by(*newest)
    found = tx.connection.execute(rows.offset(first).limit(n_row)).all()
    return from_rows(tx, found)


def find_last(tx: Transaction, sought: Sought, *, n_row: int | None) -> tuple[LegRow, ...]:
    """Return the last legs in order of time, the oldest of them first.

    Parameters
    ----------
    tx : Transaction
        Any.
    sought : Sought
        Which.
    n_row : int or None
        How many at most; None for all.
    """
    rows = _narrowed(all_legs(tx.runner_id), sought)
    backwards = (t.activity.c.start_utc_ms, t.activity.c.id, t.leg.c.leg_index)
    rows = rows.order_by(None).order_by(*(column.desc() for column in backwards)).limit(n_row)
    found = tx.connection.execute(rows).all()
    return from_rows(tx, found[::-1])


def find_beside(tx: Transaction, start: datetime) -> tuple[str | None, str | None]:
    """Return the runs that began last before an instant and first after it; None at either end."""
    began = t.activity.c.start_utc_ms
    at = to_utc_ms(start)
    runs = (
        select(RUN_ID)
        .select_from(t.activity)
        .join(rt.run_part, rt.run_part.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_shown.is_not(False))
        .limit(1)
    )
    before = tx.connection.scalar(runs.where(began < at).order_by(began.desc()))
    after = tx.connection.scalar(runs.where(began > at).order_by(began))
    return before, after


def _narrowed(rows: Select[Any], sought: Sought) -> Select[Any]:
    if sought.first_day is not None:
        rows = rows.where(t.activity.c.local_date >= sought.first_day)
    if sought.last_day is not None:
        rows = rows.where(t.activity.c.local_date <= sought.last_day)
    if sought.sport:
        rows = rows.where(t.leg.c.sport == sought.sport)
    if sought.is_held:
        rows = rows.where(rt.run_part.c.held_with.is_not(None))
    if sought.run_ids is not None:
        rows = rows.where(RUN_ID.in_(sought.run_ids))
    if sought.words:
        rows = rows.where(RUN_ID.in_(_runs_of_files(sought.words)))
    return rows


def _runs_of_files(words: str) -> Select[Any]:
    """Return the question for the runs one of whose files is called so, in part."""
    activity, part = t.activity.alias(), rt.run_part.alias()
    return (
        select(func.coalesce(part.c.run_id, activity.c.id))
        .select_from(t.activity_original)
        .join(activity, activity.c.id == t.activity_original.c.activity_id)
        .join(part, part.c.activity_id == activity.c.id, isouter=True)
        .where(activity.c.deleted_utc_ms.is_(None))
        .where(t.activity_original.c.unit.icontains(words, autoescape=True))
    )
