"""Corrections: what the runner says of her runs, beside what was recorded and never over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, case, select, update

from backstride.domain.activity import Sport
from backstride.recording.correcting import (
    Change,
    Crop,
    Delete,
    SetDistance,
    SetDuration,
    SetSport,
    SetStart,
    Split,
)
from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.engine import insert_row
from backstride.store.instants import from_utc_ms, to_utc_ms
from backstride.store.json_text import Document
from backstride.store.store import Transaction

RUNNER: Final = "runner"
"""Who said it, where it was the runner herself; else the file whose table said it."""

ADD, NO_RUN = "add", "no_run"
"""Kinds that change no recording: a run added by hand, days on which there was none."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    Parameters
    ----------
    id : int
        Number.
    run_id : str or None
        The run; None for days.
    kind : str
        ``sport``, ``distance``, ``duration``, ``start``, ``crop``, ``split``, ``delete``, `ADD`,
        `NO_RUN`.
    params : dict
        What it says, as stored.
    who : str
        `RUNNER` or the file.
    noted : datetime
        Aware UTC instant.
    is_undone : bool
        True where it was taken back.
    """

    id: int
    run_id: str | None
    kind: str
    params: Document
    who: str
    noted: datetime
    is_undone: bool

    @property
    def change(self) -> Change | None:
        """What it changes about a recording; None for `ADD` and `NO_RUN`."""
        return change_from_document(self.kind, self.params)


def save(
    tx: Transaction,
    run_id: str | None,
    kind: str,
    params: Document,
    *,
    who: str = RUNNER,
    batch_id: int | None = None,
) -> int:
    """Note a correction and return its number."""
    row = {
        "runner_id": tx.runner_id,
        "run_id": run_id,
        "kind": kind,
        "params": params,
        "who": who,
        "batch_id": batch_id,
        "noted_utc_ms": tx.now_utc_ms,
    }
    return insert_row(tx.connection, rt.correction, row)


def find(tx: Transaction, run_ids: Collection[str]) -> tuple[Correction, ...]:
    """Return the corrections of some runs that stand, in the order in which they apply.

    What a table of an export says comes first, so that the runner has the last word.
    """
    if not run_ids:
        return ()
    return _read(tx, _about(), {"ids": list(run_ids)})


def find_of_kind(tx: Transaction, kind: str) -> tuple[Correction, ...]:
    """Return the corrections of one kind that stand, oldest first."""
    return _read(tx, _standing().where(rt.correction.c.kind == kind))


def find_all(tx: Transaction) -> tuple[Correction, ...]:
    """Return every correction that stands, oldest first."""
    return _read(tx, _standing())


def find_history(tx: Transaction, run_id: str | None = None) -> tuple[Correction, ...]:
    """Return every correction ever made, of one run or of all, oldest first."""
    row = rt.correction.c
    rows = select(rt.correction).where(row.runner_id == bindparam("runner")).order_by(row.id)
    return _read(tx, rows if run_id is None else rows.where(row.run_id == run_id))


def find_of_batch(tx: Transaction, batch_id: int) -> tuple[Correction, ...]:
    """Return the corrections that the tables of one import brought."""
    return _read(tx, _standing().where(rt.correction.c.batch_id == batch_id))


def undo(tx: Transaction, correction_id: int) -> None:
    """Take one correction back."""
    row = rt.correction.c
    mine = (row.id == correction_id) & (row.runner_id == tx.runner_id)
    tx.connection.execute(update(rt.correction).where(mine).values(undone_utc_ms=tx.now_utc_ms))


def find_root(tx: Transaction, run_id: str) -> str:
    """Return the run that a run was split from, itself where it was not."""
    splits = {one.params["second_id"]: one.run_id for one in find_of_kind(tx, "split")}
    while run_id in splits:
        run_id = splits[run_id] or ""
    return run_id


def no_run_days(tx: Transaction) -> set[date]:
    """Return the days of which the runner confirmed that there was no run."""
    days: set[date] = set()
    for found in find_of_kind(tx, NO_RUN):
        first, last = (date.fromisoformat(found.params[name]) for name in ("first", "last"))
        days |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return days


def change_to_document(change: Change) -> tuple[str, Document]:
    """Return kind and parameters of a change."""
    if isinstance(change, SetSport):
        return "sport", {"sport": change.sport.value, "sub_sport": change.sub_sport}
    if isinstance(change, SetDistance):
        return "distance", {"distance_m": change.distance_m}
    if isinstance(change, SetDuration):
        return "duration", {"moving_s": change.moving_s}
    if isinstance(change, SetStart):
        return "start", {"start_utc_ms": to_utc_ms(change.start)}
    if isinstance(change, Crop):
        ends = {"start_utc_ms": to_utc_ms(change.start), "end_utc_ms": to_utc_ms(change.end)}
        return "crop", ends
    if isinstance(change, Split):
        return "split", {"at_utc_ms": to_utc_ms(change.at), "second_id": change.second_id}
    return "delete", {}


def change_from_document(kind: str, params: Document) -> Change | None:
    """Return the change of a kind and its parameters; None where it changes no recording."""
    if kind == "sport":
        return SetSport(Sport(params["sport"]), params["sub_sport"])
    if kind == "distance":
        return SetDistance(params["distance_m"])
    if kind == "duration":
        return SetDuration(params["moving_s"])
    if kind == "start":
        return SetStart(from_utc_ms(params["start_utc_ms"]))
    if kind == "crop":
        return Crop(from_utc_ms(params["start_utc_ms"]), from_utc_ms(params["end_utc_ms"]))
    if kind == "split":
        return Split(from_utc_ms(params["at_utc_ms"]), params["second_id"])
    return Delete() if kind == "delete" else None


@cache
def _about() -> Select[Any]:
    """Build the question once: joining recordings asks it for every one."""
    row = rt.correction.c
    first = case((row.who == RUNNER, 1), else_=0)
    rows = _standing().where(row.run_id.in_(bindparam("ids", expanding=True)))
    return rows.order_by(None).order_by(first, row.id)


def _standing() -> Select[Any]:
    row = rt.correction.c
    return (
        select(rt.correction)
        .join(t.batch, t.batch.c.id == row.batch_id, isouter=True)
        .where(row.runner_id == bindparam("runner"), row.undone_utc_ms.is_(None))
        .where(t.batch.c.undone_utc_ms.is_(None))
        .order_by(row.id)
    )


def _read(
    tx: Transaction, rows: Select[Any], asked: Document | None = None
) -> tuple[Correction, ...]:
    found = tx.connection.execute(rows, {"runner": tx.runner_id, **(asked or {})})
    return tuple(_correction(row) for row in found)


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        run_id=row.run_id,
        kind=row.kind,
        params=row.params,
        who=row.who,
        noted=from_utc_ms(row.noted_utc_ms),
        is_undone=row.undone_utc_ms is not None,
    )
