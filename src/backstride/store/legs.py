"""Legs: rows for lists, joined with what was derived, without samples."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, func, select

from backstride.domain.activity import Sport
from backstride.domain.dose import RunDose
from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.doses import dose_from_row
from backstride.store.instants import from_utc_ms
from backstride.store.store import Transaction

_BETWEEN_UNITS: Final = "\x1f"
"""ASCII unit separator: in no file name that a person typed."""

_FEW_GROUPS: Final = 500
"""Runs of several recordings that are asked for by name; for more, all are read at once."""


@dataclass(frozen=True, slots=True)
class LegRow:
    """One leg as a list shows it.

    Parameters
    ----------
    activity_id : str
        The run: random, stable, whatever it is made of.
    leg_id, leg_index : int
        Number of the leg's row, and its place in the activity from 0.
    sport : Sport
        What was done.
    sub_sport : str
        The file's own finer word.
    start : datetime
        Aware UTC instant.
    utc_offset_s : int
        Offset of the runner's clock then. [s]
    local_date : date
        The runner's day.
    device : str
        Maker and product, empty where unknown.
    elapsed_s, timer_s, moving_s : float or None
        Durations as the file says. [s]
    distance_m, ascent_m, descent_m : float or None
        Totals. [m]
    mean_cadence_spm, mean_heart_rate_bpm : float or None
        The file's own averages. [1/min]
    n_sample : int or None
        Number of samples; None for a leg known only by its summary.
    dose : RunDose or None
        What was derived; None where nothing was yet.
    units : tuple of str
        Files it came from, those of every recording of the run.
    recording_id : str
        Activity that holds its samples: the run's richest recording, or what was made of several.
    held_with : str or None
        The run that counts instead of this one until the runner decides whether they are one.
    n_recording : int
        Recordings of this run.
    """

    activity_id: str
    leg_id: int
    leg_index: int
    sport: Sport
    sub_sport: str
    start: datetime
    utc_offset_s: int
    local_date: date
    device: str
    elapsed_s: float | None
    timer_s: float | None
    moving_s: float | None
    distance_m: float | None
    ascent_m: float | None
    descent_m: float | None
    mean_cadence_spm: float | None
    mean_heart_rate_bpm: float | None
    n_sample: int | None
    dose: RunDose | None
    units: tuple[str, ...]
    recording_id: str = ""
    held_with: str | None = None
    n_recording: int = 1


def find(
    tx: Transaction,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    sports: Collection[Sport] | None = None,
) -> tuple[LegRow, ...]:
    """Return the legs of the runner's runs in order of time, with doses and file names.

    A run that several devices recorded is there once.

    Parameters
    ----------
    tx : Transaction
        Any.
    first_day, last_day : date, optional
        The runner's days, both inclusive.
    sports : collection of Sport, optional
        Only these.
    """
    rows = all_legs(tx.runner_id)
    if first_day is not None:
        rows = rows.where(t.activity.c.local_date >= first_day)
    if last_day is not None:
        rows = rows.where(t.activity.c.local_date <= last_day)
    if sports is not None:
        rows = rows.where(t.leg.c.sport.in_([sport.value for sport in sports]))
    found = tx.connection.execute(rows).all()
    return from_rows(tx, found)


def find_runs(tx: Transaction, prefix: str) -> tuple[str, ...]:
    """Return the ids of the runs that begin with some hex digits, as a person types them."""
    rows = (
        select(RUN_ID)
        .select_from(t.activity)
        .join(rt.run_part, rt.run_part.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_shown.is_not(False), RUN_ID.startswith(prefix, autoescape=True))
        .distinct()
    )
    return tuple(tx.connection.scalars(rows))


def find_ids(tx: Transaction, recording_id: str) -> tuple[int, ...]:
    """Return the numbers of the legs of one recording, in order."""
    rows = select(t.leg.c.id).where(t.leg.c.activity_id == recording_id)
    return tuple(tx.connection.scalars(rows.order_by(t.leg.c.leg_index)))


RUN_ID: ColumnElement[Any] = func.coalesce(rt.run_part.c.run_id, t.activity.c.id)


def sources(tx: Transaction, groups: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the files of every recording of each run that is made of parts, by group.

    Parameters
    ----------
    tx : Transaction
        Any.
    groups : collection of str, optional
        Only these.
    """
    link = t.activity_original
    rows = (
        select(rt.run_part.c.group_id, link.c.unit)
        .join(t.activity, t.activity.c.id == rt.run_part.c.activity_id)
        .join(link, link.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_recording)
        .order_by(t.activity.c.created_utc_ms, t.activity.c.id)
    )
    if groups is not None:
        rows = rows.where(rt.run_part.c.group_id.in_(groups))
    found: dict[str, tuple[str, ...]] = {}
    for group_id, unit in tx.connection.execute(rows):
        found[group_id] = (*found.get(group_id, ()), unit or "")
    return found


def all_legs(runner_id: int) -> Select[Any]:
    """Return the question for every leg of a runner, in order of time."""
    units = (
        select(func.aggregate_strings(t.activity_original.c.unit, _BETWEEN_UNITS))
        .where(t.activity_original.c.activity_id == t.activity.c.id)
        .scalar_subquery()
    )
    leg_columns = [column for column in t.leg.c if column.name not in {"id", "laps", "pauses"}]
    dose_columns = [column for column in t.dose.c if column.name != "leg_id"]
    return (
        select(
            t.leg.c.id.label("leg_id"),
            *leg_columns,
            *dose_columns,
            t.activity.c.utc_offset_s,
            t.activity.c.local_date,
            t.activity.c.device,
            units.label("units"),
            rt.run_part.c.run_id,
            rt.run_part.c.group_id,
            rt.run_part.c.held_with,
        )
        .join(t.activity, t.activity.c.id == t.leg.c.activity_id)
        .join(t.dose, t.dose.c.leg_id == t.leg.c.id, isouter=True)
        .join(rt.run_part, rt.run_part.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == runner_id, t.activity.c.deleted_utc_ms.is_(None))
        .where(rt.run_part.c.is_shown.is_not(False))
        .order_by(t.activity.c.start_utc_ms, t.activity.c.id, t.leg.c.leg_index)
    )


def from_rows(tx: Transaction, found: Sequence[Row[Any]]) -> tuple[LegRow, ...]:
    """Return rows that `all_legs` found as values, with the files of all recordings."""
    groups = {row.group_id for row in found if row.group_id}
    asked = groups if len(groups) <= _FEW_GROUPS else None
    made_of = sources(tx, asked) if groups else {}
    return tuple(from_row(row, made_of) for row in found)


def from_row(row: Row[Any], made_of: dict[str, tuple[str, ...]]) -> LegRow:
    """Return a row that `all_legs` found as a value, with its files as `sources` has them."""
    own = tuple(row.units.split(_BETWEEN_UNITS)) if row.units else ()
    units = made_of.get(row.group_id, ()) if row.group_id else own
    return LegRow(
        activity_id=row.run_id or row.activity_id,
        leg_id=row.leg_id,
        leg_index=row.leg_index,
        sport=Sport(row.sport),
        sub_sport=row.sub_sport,
        start=from_utc_ms(row.start_utc_ms),
        utc_offset_s=row.utc_offset_s,
        local_date=row.local_date,
        device=row.device,
        elapsed_s=row.elapsed_s,
        timer_s=row.timer_s,
        moving_s=row.moving_s,
        distance_m=row.distance_m,
        ascent_m=row.ascent_m,
        descent_m=row.descent_m,
        mean_cadence_spm=row.mean_cadence_spm,
        mean_heart_rate_bpm=row.mean_heart_rate_bpm,
        n_sample=row.n_sample,
        dose=None if row.version is None else dose_from_row(row),
        units=tuple(unit for unit in units if unit),
        recording_id=row.activity_id,
        held_with=row.held_with,
        n_recording=len(units) if row.group_id else 1,
    )
