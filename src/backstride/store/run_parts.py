"""Run parts: which activities stand for which run, where one recording alone does not.

An activity without a row here is a run of its own under its own id.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    union_all,
)

from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.store import Transaction

_AT_ONCE: Final = 5000
"""Ids in one query; SQLite takes 32,766 parameters (SQLITE_MAX_VARIABLE_NUMBER)."""


@dataclass(frozen=True, slots=True)
class RunPart:
    """What one activity is to a run.

    Parameters
    ----------
    activity_id : str
        The activity.
    group_id : str
        What all recordings of one run, and all runs made of them, have in common.
    run_id : str
        The run: the id of its first recording, whatever stands for it.
    is_recording : bool
        True where it was read; False where it was made of recordings or corrections.
    is_shown : bool
        True where its legs stand for the run.
    held_with : str or None
        The run that counts instead until the runner decides.
    """

    activity_id: str
    group_id: str
    run_id: str
    is_recording: bool
    is_shown: bool
    held_with: str | None = None


def save(tx: Transaction, parts: Collection[RunPart]) -> None:
    """Add rows."""
    if parts:
        tx.connection.execute(
            rt.run_part.insert(),
            [{name: getattr(part, name) for name in RunPart.__slots__} for part in parts],
        )


def find_groups(tx: Transaction, ids: Collection[str]) -> tuple[RunPart, ...]:
    """Return every part of the groups that some activities, or runs, belong to or are held with."""
    found: dict[str, RunPart] = {}
    asked = list(ids)
    for first in range(0, len(asked), _AT_ONCE):
        some = asked[first : first + _AT_ONCE]
        rows = tx.connection.execute(_groups_of(), {"ids": some})
        found |= {row.activity_id: RunPart(**row._mapping) for row in rows}
    return tuple(found.values())


@cache
def _groups_of() -> Select[Any]:
    """Build the question once: joining recordings asks it for every one."""
    part = rt.run_part.c
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    groups = select(part.group_id).where(
        or_(part.activity_id.in_(ids), part.run_id.in_(ids), part.held_with.in_(ids))
    )
    return select(rt.run_part).where(part.group_id.in_(groups))


def is_spoken_of(tx: Transaction, activity_id: str) -> bool:
    """Tell whether an activity is part of a run, was judged, or was corrected: it came back."""
    return tx.connection.execute(_spoken_of(), {"id": activity_id}).first() is not None


@cache
def _spoken_of() -> CompoundSelect[Any]:
    """Build the question once: an import asks it for every activity."""
    asked: BindParameter[str] = bindparam("id")
    judged = or_(rt.judgement.c.one_id == asked, rt.judgement.c.other_id == asked)
    return union_all(
        select(rt.run_part.c.run_id).where(rt.run_part.c.activity_id == asked),
        select(rt.judgement.c.one_id).where(judged),
        select(rt.correction.c.run_id).where(rt.correction.c.run_id == asked),
    )


def find_runs(tx: Transaction, activity_ids: Collection[str]) -> dict[str, str]:
    """Return the run of each activity that does not stand for itself."""
    part = rt.run_part.c
    asked, found = list(activity_ids), dict[str, str]()
    for first in range(0, len(asked), _AT_ONCE):
        some = asked[first : first + _AT_ONCE]
        rows = select(part.activity_id, part.run_id).where(part.activity_id.in_(some))
        found |= {row.activity_id: row.run_id for row in tx.connection.execute(rows)}
    return found


def find_by_prefix(tx: Transaction, prefix: str) -> tuple[str, ...]:
    """Return a recording of each run whose id begins so, where its first one was taken back."""
    if not prefix:
        return ()
    part = rt.run_part.c
    rows = (
        select(func.min(part.activity_id))
        .join(t.activity, t.activity.c.id == part.activity_id)
        .where(t.activity.c.runner_id == tx.runner_id, part.is_recording)
        .where(part.run_id.startswith(prefix.lower(), autoescape=True))
        .where(t.activity.c.deleted_utc_ms.is_(None))
        .group_by(part.run_id)
    )
    return tuple(tx.connection.scalars(rows))


def remove(tx: Transaction, parts: Collection[RunPart]) -> None:
    """Remove rows, and the activities that were made for them."""
    ids = [part.activity_id for part in parts]
    made = [part.activity_id for part in parts if not part.is_recording]
    if ids:
        tx.connection.execute(delete(rt.run_part).where(rt.run_part.c.activity_id.in_(ids)))
    if made:
        tx.connection.execute(delete(t.activity).where(t.activity.c.id.in_(made)))


def find_runs_in_parts(tx: Transaction) -> tuple[str, ...]:
    """Return a recording of every run that does not stand for itself."""
    part = rt.run_part.c
    rows = (
        select(part.activity_id)
        .join(t.activity, t.activity.c.id == part.activity_id)
        .where(t.activity.c.runner_id == tx.runner_id, part.is_recording)
    )
    return tuple(tx.connection.scalars(rows))
