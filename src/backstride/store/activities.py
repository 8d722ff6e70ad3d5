"""Activities: what was recorded, under an identity that outlives re-import and rebuild."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.errors import NotFound
from backstride.store import tables as t
from backstride.store.documents import (
    laps_from_document,
    laps_to_document,
    pauses_from_document,
    pauses_to_document,
    problems_from_document,
    problems_to_document,
)
from backstride.store.engine import insert_row, upsert
from backstride.store.instants import from_utc_ms, to_utc_ms
from backstride.store.packing import PackedStream, pack_stream
from backstride.store.store import Transaction
from backstride.store.streams import load_streams, save_stream

_LEG_NUMBERS = (
    "elapsed_s",
    "timer_s",
    "moving_s",
    "distance_m",
    "ascent_m",
    "descent_m",
    "mean_cadence_spm",
    "mean_heart_rate_bpm",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an activity came from.

    Parameters
    ----------
    sha256 : str
        Original that holds it; kept before.
    part : int
        Its place among the activities of that original, from 0.
    unit : str
        What the file was called: path, ``archive!member``, ``archive!member#n``.
    """

    sha256: str
    part: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SavedActivity:
    """What a saved activity can be found by.

    Parameters
    ----------
    id : str
        Random, stable: 32 hex digits.
    leg_ids : tuple of int
        One per leg, in order; valid until the activity is saved again.
    is_new : bool
        False where it was there before, deleted ones included.
    """

    id: str
    leg_ids: tuple[int, ...]
    is_new: bool = True


def save(
    tx: Transaction,
    activity: Activity,
    *,
    utc_offset_s: int,
    offset_source: str,
    local_date: date,
    origins: Sequence[Origin] = (),
    batch_id: int | None = None,
    packed: Sequence[PackedStream | None] | None = None,
) -> SavedActivity:
    """Save an activity with its legs and samples.

    Where an activity of the same origin is there already, it keeps its id and is replaced; where
    that one was deleted, it is back. Doses of replaced legs are gone and to be derived again.

    Parameters
    ----------
    tx : Transaction
        May write.
    activity : Activity
        As read.
    utc_offset_s : int
        Offset of the runner's clock from UTC at the start. [s]
    offset_source : str
        How it is known: ``file``, ``position``, ``profile``, ``assumed``.
    local_date : date
        The runner's day to which it belongs.
    origins : sequence of Origin
        Originals that hold it; none for a run added by hand.
    batch_id : int, optional
        The import that brought it.
    packed : sequence of PackedStream or None, optional
        One per leg, where the samples were packed already (by the process that read the file).
    """
    known = _find_same(tx, origins)
    row = {
        "start_utc_ms": to_utc_ms(activity.start),
        "end_utc_ms": to_utc_ms(max(leg.end for leg in activity.legs)),
        "utc_offset_s": utc_offset_s,
        "offset_source": offset_source,
        "file_utc_offset_s": activity.utc_offset_s,
        "local_date": local_date,
        "device": activity.device,
        "problems": problems_to_document(activity.problems),
    }
    activity_id = _add(tx, row, batch_id) if known is None else _replace(tx, known, row, batch_id)
    if origins:
        links = [
            {"activity_id": activity_id, "sha256": o.sha256, "part": o.part, "unit": o.unit}
            for o in origins
        ]
        keys = ("activity_id", "sha256", "part")
        tx.connection.execute(upsert(tx.connection, t.activity_original, keys), links)
    if packed is None:
        packed = [None if leg.stream is None else pack_stream(leg.stream) for leg in activity.legs]
    leg_ids = tuple(
        _save_leg(tx, activity_id, index, (leg, stream))
        for index, (leg, stream) in enumerate(zip(activity.legs, packed, strict=True))
    )
    return SavedActivity(activity_id, leg_ids, known is None)


def load(tx: Transaction, activity_id: str, *, channels: Collection[str] | None = None) -> Activity:
    """Return an activity with its samples, equal to the one saved (instants to the millisecond).

    Parameters
    ----------
    tx : Transaction
        Any.
    activity_id : str
        As `save` gave it.
    channels : collection of str, optional
        Channels to read; all where not given, none for an empty one (the time axis still comes).

    Raises
    ------
    NotFound
        Where there is none, or it was deleted.
    StoreDamaged
        Where samples are not what was written.
    """
    row = tx.connection.execute(
        select(t.activity).where(*alive(tx), t.activity.c.id == activity_id)
    ).first()
    if row is None:
        raise NotFound("store.no_activity", activity=activity_id)
    legs = tx.connection.execute(
        select(t.leg).where(t.leg.c.activity_id == activity_id).order_by(t.leg.c.leg_index)
    ).all()
    streams = load_streams(tx, [leg.id for leg in legs], channels)
    return Activity(
        legs=tuple(
            Leg(
                sport=Sport(leg.sport),
                start=from_utc_ms(leg.start_utc_ms),
                sub_sport=leg.sub_sport,
                stream=streams.get(leg.id),
                laps=laps_from_document(leg.laps),
                pauses=pauses_from_document(leg.pauses),
                **{name: getattr(leg, name) for name in _LEG_NUMBERS},
            )
            for leg in legs
        ),
        device=row.device,
        utc_offset_s=row.file_utc_offset_s,
        problems=problems_from_document(row.problems),
    )


def find_by_hash(tx: Transaction, sha256: str) -> tuple[str, ...]:
    """Return the ids of the activities that one original holds, in its own order."""
    link = t.activity_original
    found = (
        select(link.c.activity_id)
        .join(t.activity, t.activity.c.id == link.c.activity_id)
        .where(*alive(tx), link.c.sha256 == sha256)
        .order_by(link.c.part)
    )
    return tuple(tx.connection.scalars(found))


def find_placement(tx: Transaction, activity_id: str) -> tuple[int, str]:
    """Return the offset of the runner's clock from UTC [s] and how it is known."""
    row = t.activity.c
    found = tx.connection.execute(
        select(row.utc_offset_s, row.offset_source).where(*alive(tx), row.id == activity_id)
    ).first()
    if found is None:
        raise NotFound("store.no_activity", activity=activity_id)
    return found.utc_offset_s, found.offset_source


def find_by_prefix(tx: Transaction, prefix: str) -> tuple[str, ...]:
    """Return the ids that begin with some hex digits, as a person types them."""
    starts = t.activity.c.id.startswith(prefix.lower(), autoescape=True)
    found = select(t.activity.c.id).where(*alive(tx), starts).order_by(t.activity.c.id)
    return tuple(tx.connection.scalars(found))


def remove(tx: Transaction, activity_id: str) -> None:
    """Mark an activity deleted; its rows and originals stay, and saving it again brings it back."""
    changed = tx.connection.execute(
        update(t.activity)
        .where(*alive(tx), t.activity.c.id == activity_id)
        .values(deleted_utc_ms=tx.now_utc_ms)
    ).rowcount
    if not changed:
        raise NotFound("store.no_activity", activity=activity_id)


def alive(tx: Transaction) -> tuple[Any, Any]:
    """Return what makes an activity the runner's own and not deleted, for a query."""
    return t.activity.c.runner_id == tx.runner_id, t.activity.c.deleted_utc_ms.is_(None)


def _find_same(tx: Transaction, origins: Sequence[Origin]) -> str | None:
    """Return the id of the runner's activity with one of these origins, deleted ones included."""
    for origin in origins:
        asked = {"content": origin.sha256, "part": origin.part}
        for activity_id, runner_id in tx.connection.execute(_same(), asked):
            if runner_id == tx.runner_id:
                return str(activity_id)
    return None


@cache
def _same() -> Select[Any]:
    """Build the question once: saving asks it for every activity.

    The runner is not asked for here: SQLite would go through all of her activities.
    """
    link = t.activity_original
    return (
        select(link.c.activity_id, t.activity.c.runner_id)
        .join(t.activity, t.activity.c.id == link.c.activity_id)
        .where(link.c.sha256 == bindparam("content"), link.c.part == bindparam("part"))
    )


def _add(tx: Transaction, row: dict[str, Any], batch_id: int | None) -> str:
    activity_id = secrets.token_hex(16)
    identity = {"id": activity_id, "runner_id": tx.runner_id, "batch_id": batch_id}
    created = {"created_utc_ms": tx.now_utc_ms}
    tx.connection.execute(t.activity.insert(), {**identity, **row, **created})
    return activity_id


def _replace(tx: Transaction, activity_id: str, row: dict[str, Any], batch_id: int | None) -> str:
    """Overwrite an activity; a deleted one belongs to the batch that brought it back."""
    same = t.activity.c.id == activity_id
    revived = update(t.activity).where(same, t.activity.c.deleted_utc_ms.is_not(None))
    tx.connection.execute(revived.values(batch_id=batch_id, deleted_utc_ms=None))
    tx.connection.execute(update(t.activity).where(same).values(**row))
    tx.connection.execute(delete(t.leg).where(t.leg.c.activity_id == activity_id))
    return activity_id


def _save_leg(
    tx: Transaction, activity_id: str, index: int, content: tuple[Leg, PackedStream | None]
) -> int:
    leg, stream = content
    row = {
        "activity_id": activity_id,
        "leg_index": index,
        "sport": leg.sport.value,
        "sub_sport": leg.sub_sport,
        "start_utc_ms": to_utc_ms(leg.start),
        "n_sample": None if stream is None else stream[0].column.n_sample,
        "laps": laps_to_document(leg.laps),
        "pauses": pauses_to_document(leg.pauses),
        **{name: getattr(leg, name) for name in _LEG_NUMBERS},
    }
    leg_id = insert_row(tx.connection, t.leg, row)
    if stream is not None:
        save_stream(tx, leg_id, stream)
    return leg_id
