"""Doses: what each leg put on the back, with the version of the formulas that derived it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from backstride.domain.activity import Sport
from backstride.domain.dose import RunDose
from backstride.domain.interval import Range
from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.documents import (
    gait_from_document,
    gait_to_document,
    problems_from_document,
    problems_to_document,
)
from backstride.store.engine import upsert
from backstride.store.store import Transaction

_RANGES = ("easy_km", "walk_easy_km", "shrinkage_mm")


def save(tx: Transaction, leg_id: int, dose: RunDose) -> None:
    """Save the dose of one leg in place of an older one."""
    row = {
        "leg_id": leg_id,
        "version": dose.version,
        **{
            f"{name}_{quantile}": value
            for name in _RANGES
            for quantile, value in _quantiles(getattr(dose, name))
        },
        "gait": gait_to_document(dose.gait),
        "problems": problems_to_document(dose.problems),
        "derived_utc_ms": tx.now_utc_ms,
    }
    tx.connection.execute(upsert(tx.connection, t.dose, ("leg_id",)), row)


def find(tx: Transaction, leg_id: int) -> RunDose | None:
    """Return the dose of one leg, None where none was derived."""
    row = tx.connection.execute(select(t.dose).where(t.dose.c.leg_id == leg_id)).first()
    return None if row is None else dose_from_row(row)


def find_stale(
    tx: Transaction, version: str, *, sports: Collection[Sport] = (Sport.RUNNING,)
) -> tuple[tuple[str, int], ...]:
    """Return the legs of runs whose dose is missing or of another version, by start.

    Parameters
    ----------
    tx : Transaction
        Any.
    version : str
        Version of the formulas of today.
    sports : collection of Sport
        Sports that have a dose.

    Returns
    -------
    tuple of (activity id, leg id)
        What `save` is to be called for again.
    """
    stale = (
        select(t.leg.c.activity_id, t.leg.c.id)
        .join(t.activity, t.activity.c.id == t.leg.c.activity_id)
        .join(t.dose, t.dose.c.leg_id == t.leg.c.id, isouter=True)
        .join(rt.run_part, rt.run_part.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_shown.is_not(False))
        .where(t.leg.c.sport.in_([sport.value for sport in sports]))
        .where(or_(t.dose.c.version.is_(None), t.dose.c.version != version))
        .order_by(t.leg.c.start_utc_ms, t.leg.c.id)
    )
    return tuple((row.activity_id, row.id) for row in tx.connection.execute(stale))


def dose_from_row(row: Row[Any]) -> RunDose:
    """Return the dose of a row that holds the columns of the dose table."""
    return RunDose(
        gait=gait_from_document(row.gait),
        easy_km=_range(row.easy_km_q05, row.easy_km_q50, row.easy_km_q95),
        walk_easy_km=_range(row.walk_easy_km_q05, row.walk_easy_km_q50, row.walk_easy_km_q95),
        shrinkage_mm=_range(row.shrinkage_mm_q05, row.shrinkage_mm_q50, row.shrinkage_mm_q95),
        version=row.version,
        problems=problems_from_document(row.problems),
    )


def _quantiles(value: Range | None) -> tuple[tuple[str, float | None], ...]:
    if value is None:
        return ("q05", None), ("q50", None), ("q95", None)
    return ("q05", value.q05), ("q50", value.q50), ("q95", value.q95)


def _range(q05: float | None, q50: float | None, q95: float | None) -> Range | None:
    return None if q05 is None or q50 is None or q95 is None else Range(q05, q50, q95)


def find_first_recorded(
    tx: Transaction, *, sports: Collection[Sport], newest: int
) -> dict[int, str]:
    """Return the newest legs of which each was the first recording of its run that is there.

    Which ones depends on nothing but what the store holds and the order in which it came.

    Parameters
    ----------
    tx : Transaction
        Any.
    sports : collection of Sport
        Only these.
    newest : int
        How many at most.

    Returns
    -------
    dict of int to str
        Activity by leg, in the order in which they came; runs that wait for a decision are left
        out.
    """
    part = rt.run_part.c
    waiting = select(part.group_id).where(part.held_with.is_not(None))
    run = func.coalesce(part.group_id, t.activity.c.id)
    firsts = (
        _recorded_legs(tx, func.min(t.leg.c.id).label("leg_id"), sports=sports)
        .where(run.not_in(waiting))
        .group_by(run, t.leg.c.leg_index)
        .order_by(func.min(t.leg.c.id).desc())
        .limit(newest)
    ).subquery()
    rows = (
        select(t.leg.c.id, t.leg.c.activity_id)
        .where(t.leg.c.id.in_(select(firsts.c.leg_id)))
        .order_by(t.leg.c.id)
    )
    return {row.id: row.activity_id for row in tx.connection.execute(rows)}


def count_recorded(tx: Transaction, *, sports: Collection[Sport]) -> int:
    """Return how many legs were recorded, those of several recordings of one run all counted."""
    return tx.connection.scalar(_recorded_legs(tx, func.count(), sports=sports)) or 0


def _recorded_legs(
    tx: Transaction, what: ColumnElement[int], *, sports: Collection[Sport]
) -> Select[Any]:
    """Ask for something about the legs of all recordings that are there, made runs left out."""
    return (
        select(what)
        .select_from(t.leg)
        .join(t.activity, t.activity.c.id == t.leg.c.activity_id)
        .join(rt.run_part, rt.run_part.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_recording.is_not(False))
        .where(t.leg.c.sport.in_([sport.value for sport in sports]))
    )
