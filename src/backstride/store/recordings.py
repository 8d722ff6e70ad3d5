"""Recordings: what each one tells of when, where and how far, to compare it with others.

A recording is an activity as it was read. Activities made of several recordings or of corrections
are no recordings: they are made anew whenever what they are made of changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any, Final

import numpy as np
from sqlalchemy import CompoundSelect, Row, Select, bindparam, exists, func, select, union_all

from backstride.domain.activity import Sport
from backstride.recording.likeness import LONGEST_S, NO_TIME_OF_DAY, SAME_START_S, Footprint
from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.instants import from_utc_ms, to_utc_ms
from backstride.store.store import Transaction
from backstride.store.streams import load_streams

_COUNTED_WIDTH: Final = 0.06
"""A range narrower than this share is of counted steps; an estimate from speed is twice as wide."""

_NEAR_S: Final = 30.0
"""How near in time a position must lie to say where a recording was. Own choice. [s]"""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording and what makes it rich.

    Parameters
    ----------
    id : str
        Of the activity.
    footprint : Footprint
        What it tells of when, where and how far.
    has_dynamics : bool
        True where the device measured contact time or vertical oscillation.
    n_value : int
        Samples times channels.
    created_utc_ms : int
        When it was first saved.
    device : str
        Maker and product, empty where unknown.
    """

    id: str
    footprint: Footprint
    has_dynamics: bool
    n_value: int
    created_utc_ms: int
    device: str

    @property
    def richness(self) -> tuple[bool, int, int]:
        """What makes one recording of a run better than another; larger is better."""
        return self.has_dynamics, self.n_value, -self.created_utc_ms


def find(tx: Transaction, ids: Collection[str]) -> tuple[Recording, ...]:
    """Return the recordings of some ids that were not taken back, in order of time."""
    return _gather(tx, _by_id(), {"ids": list(ids)}) if ids else ()


def find_of_file(tx: Transaction, sha256: str) -> tuple[Recording, ...]:
    """Return the recordings that one file holds and that were not taken back."""
    link = t.activity_original.c
    held = select(link.activity_id).where(link.sha256 == sha256)
    return _gather(tx, _recordings().where(t.activity.c.id.in_(held)))


def find_all(tx: Transaction) -> tuple[Recording, ...]:
    """Return every recording of the runner that was not taken back, in order of time."""
    return _gather(tx, _of_runner())


def find_near(tx: Transaction, one: Footprint) -> tuple[Recording, ...]:
    """Return the recordings that may share time with one, or its day where times are not known.

    Parameters
    ----------
    tx : Transaction
        Any.
    one : Footprint
        The recording itself is among what is found, where it is saved already.
    """
    return _gather(tx, _near(), _span(one.start, one.end, one.day))


def has_neighbour(tx: Transaction, activity_id: str, one: Footprint) -> bool:
    """Tell quickly whether any other activity may share time or day with a recording."""
    asked = {"runner": tx.runner_id, "id": activity_id, **_span(one.start, one.end, one.day)}
    return tx.connection.execute(_neighbour(), asked).first() is not None


def find_order(tx: Transaction, ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return when each of some activities first came [ms UTC], and its place in that moment."""
    rows = (
        select(t.activity.c.id, t.activity.c.created_utc_ms, func.min(t.leg.c.id).label("leg"))
        .join(t.leg, t.leg.c.activity_id == t.activity.c.id, isouter=True)
        .where(t.activity.c.runner_id == tx.runner_id, t.activity.c.id.in_(ids))
        .group_by(t.activity.c.id, t.activity.c.created_utc_ms)
    )
    return {row.id: (row.created_utc_ms, row.leg or 0) for row in tx.connection.execute(rows)}


def find_position(tx: Transaction, activity_id: str, at: datetime) -> tuple[float, float] | None:
    """Return where a recording was at a moment: latitude and longitude [deg], None if unknown."""
    legs = tx.connection.execute(
        select(t.leg.c.id, t.leg.c.start_utc_ms).where(t.leg.c.activity_id == activity_id)
    ).all()
    streams = load_streams(tx, [leg.id for leg in legs], ("latitude_deg", "longitude_deg"))
    for leg in legs:
        stream = streams.get(leg.id)
        north = None if stream is None else stream.values("latitude_deg")
        east = None if stream is None else stream.values("longitude_deg")
        if stream is None or north is None or east is None:
            continue
        away_s = np.abs(stream.time_s - (at - from_utc_ms(leg.start_utc_ms)).total_seconds())
        away_s = np.where(np.isfinite(north) & np.isfinite(east), away_s, np.inf)
        nearest = int(np.argmin(away_s)) if away_s.size else 0
        if away_s.size and away_s[nearest] <= _NEAR_S:
            return float(north[nearest]), float(east[nearest])
    return None


def find_by_prefix(tx: Transaction, prefix: str) -> tuple[str, ...]:
    """Return the recordings whose ids begin with some hex digits, as a person types them."""
    starts = t.activity.c.id.startswith(prefix.lower(), autoescape=True)
    found = _gather(tx, _of_runner().where(starts)) if prefix else ()
    return tuple(one.id for one in found)


def has_positions(tx: Transaction, activity_id: str) -> bool:
    """Tell whether a recording knows where it was."""
    found = (
        select(t.channel.c.leg_id)
        .join(t.leg, t.leg.c.id == t.channel.c.leg_id)
        .where(t.leg.c.activity_id == activity_id, t.channel.c.name == "latitude_deg")
    )
    return tx.connection.execute(found).first() is not None


def find_units(tx: Transaction, ids: Collection[str]) -> dict[str, str]:
    """Return what the file of each recording was called."""
    link = t.activity_original.c
    rows = select(link.activity_id, link.unit).where(link.activity_id.in_(ids))
    return {row.activity_id: row.unit for row in tx.connection.execute(rows)}


def find_files(tx: Transaction, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the recordings that each file of some recordings holds, by its hash."""
    link = t.activity_original.c
    files = select(link.sha256).where(link.activity_id.in_(ids))
    rows = (
        select(link.sha256, link.activity_id)
        .where(link.sha256.in_(files))
        .order_by(link.sha256, link.part)
    )
    found: dict[str, tuple[str, ...]] = {}
    for sha256, activity_id in tx.connection.execute(rows):
        found[sha256] = (*found.get(sha256, ()), activity_id)
    return found


def _recordings() -> Select[Any]:
    n_channel = (
        select(func.count())
        .where(t.channel.c.leg_id == t.leg.c.id)
        .correlate(t.leg)
        .scalar_subquery()
    )
    file = (
        select(func.min(t.activity_original.c.sha256))
        .where(t.activity_original.c.activity_id == t.activity.c.id)
        .correlate(t.activity)
        .scalar_subquery()
    )
    made = exists().where(
        rt.run_part.c.activity_id == t.activity.c.id, rt.run_part.c.is_recording.is_(False)
    )
    row = t.activity.c
    return (
        select(
            row.id,
            row.runner_id,
            row.start_utc_ms,
            row.end_utc_ms,
            row.local_date,
            row.utc_offset_s,
            row.problems,
            row.created_utc_ms,
            row.device,
            t.leg.c.sport,
            t.leg.c.distance_m,
            t.leg.c.elapsed_s,
            t.leg.c.mean_cadence_spm,
            t.leg.c.n_sample,
            t.dose.c.gait,
            n_channel.label("n_channel"),
            file.label("file"),
        )
        .join(t.leg, t.leg.c.activity_id == row.id)
        .join(t.dose, t.dose.c.leg_id == t.leg.c.id, isouter=True)
        .where(row.deleted_utc_ms.is_(None), ~made)
        .order_by(row.start_utc_ms, row.id, t.leg.c.leg_index)
    )


def _of_runner() -> Select[Any]:
    """Ask for what only the runner narrows down; else SQLite would go through all of her runs."""
    return _recordings().where(t.activity.c.runner_id == bindparam("runner"))


@cache
def _by_id() -> Select[Any]:
    """Build the question once: an import asks it for every activity; so for those below."""
    return _recordings().where(t.activity.c.id.in_(bindparam("ids", expanding=True)))


@cache
def _near() -> Select[Any]:
    return _recordings().where(t.activity.c.id.in_(union_all(*_sharing_time_or_day())))


@cache
def _neighbour() -> CompoundSelect[Any]:
    row = t.activity.c
    other = row.deleted_utc_ms.is_(None) & (row.id != bindparam("id"))
    return union_all(*(sharing.where(other) for sharing in _sharing_time_or_day())).limit(1)


def _sharing_time_or_day() -> tuple[Select[Any], Select[Any]]:
    """Ask twice: SQLite finds each by an index, and goes through everything where both are one."""
    row = t.activity.c
    own = select(row.id).where(row.runner_id == bindparam("runner"))
    begins_in_time = row.start_utc_ms.between(bindparam("first"), bindparam("last"))
    in_time = own.where(begins_in_time, row.end_utc_ms >= bindparam("begin"))
    return in_time, own.where(row.local_date == bindparam("day"))


def _span(start: datetime, end: datetime, day: date) -> dict[str, Any]:
    margin_ms = round(1000 * SAME_START_S)
    return {
        "first": to_utc_ms(start) - round(1000 * LONGEST_S),
        "last": to_utc_ms(end) + margin_ms,
        "begin": to_utc_ms(start) - margin_ms,
        "day": day,
    }


def _gather(
    tx: Transaction, rows: Select[Any], asked: dict[str, Any] | None = None
) -> tuple[Recording, ...]:
    found = tx.connection.execute(rows, {"runner": tx.runner_id, **(asked or {})})
    own = (row for row in found if row.runner_id == tx.runner_id)
    return tuple(_recording(list(legs)) for _, legs in groupby(own, lambda row: row.id))


def _recording(legs: Sequence[Row[Any]]) -> Recording:
    first = legs[0]
    distances = [leg.distance_m for leg in legs if leg.distance_m]
    codes = {problem["code"] for problem in first.problems}
    gaits = [leg.gait or {} for leg in legs]
    footprint = Footprint(
        start=from_utc_ms(first.start_utc_ms),
        end=from_utc_ms(first.end_utc_ms),
        day=first.local_date,
        sports=frozenset(Sport(leg.sport) for leg in legs),
        distance_m=sum(distances) if distances else None,
        cadence_spm=_cadence(max(legs, key=lambda leg: leg.elapsed_s or 0.0)),
        has_time_of_day=not codes & NO_TIME_OF_DAY,
        file=first.file or "",
        utc_offset_s=first.utc_offset_s,
    )
    return Recording(
        id=first.id,
        footprint=footprint,
        has_dynamics=any(gait.get("running_dynamics", False) for gait in gaits),
        n_value=sum((leg.n_sample or 0) * leg.n_channel for leg in legs),
        created_utc_ms=first.created_utc_ms,
        device=first.device,
    )


def _cadence(leg: Row[Any]) -> float | None:
    """Return the cadence over moving samples where it was counted, None where it was estimated."""
    found = (leg.gait or {}).get("cadence_spm")
    if found is None:
        return None
    low, middle, high = found
    return float(middle) if high - low < _COUNTED_WIDTH * middle else None
