"""What a store holds, without random numbers, clocks and the history of how it came there."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table, select

from backstride.store import coverage, day_totals
from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.store import Store, Transaction

PASSING: Final = frozenset(
    {
        "batch_id",
        "changed_utc_ms",
        "created_utc_ms",
        "data",
        "derived_utc_ms",
        "id",
        "kept_utc_ms",
        "noted_utc_ms",
        "stored_bytes",
    }
)
"""Columns that differ between two imports of the same files. Compressed bytes are among them: once
in some hundred processes ISA-L packs the same samples into other bytes. The CRC-32 of the samples
stands beside them and is compared."""

MOST_SHOWN: Final = 500
"""Letters of a row that are shown, at either end."""

State = dict[str, list[str]]


def state_of(store: Store) -> State:
    """Return everything a store holds, equal for two stores that came to the same.

    Parameters
    ----------
    store : Store
        Open.

    Returns
    -------
    dict of str to list of str
        Rows in one form by table, in one order.
    """
    with store.reading() as tx:
        names = _names(tx)
        tables = (t.activity, t.leg, t.channel, t.dose, t.activity_original, t.original)
        runs = (rt.run_part, rt.judgement, rt.correction, rt.reading_version)
        kept = (t.diary_entry, t.setting)
        state = {table.name: _rows(tx, table, names) for table in (*tables, *runs, *kept)}
        state["day_total"] = [repr(found) for found in day_totals.find(tx)]
        state["coverage"] = [repr(found) for found in coverage.ranges(tx)]
    return state


def differences(found: State, wanted: State) -> list[str]:
    """Return what stands in one store only, by table, each row cut to its telling ends."""
    told = []
    for name in wanted:
        more = set(found[name]) - set(wanted[name])
        less = set(wanted[name]) - set(found[name])
        told += [f"{name}, only found: {_cut(row)}" for row in sorted(more)]
        told += [f"{name}, only wanted: {_cut(row)}" for row in sorted(less)]
        if len(found[name]) != len(wanted[name]):
            told.append(f"{name}: {len(found[name])} rows instead of {len(wanted[name])}")
    return told


def _cut(row: str) -> str:
    return row if len(row) < 2 * MOST_SHOWN else f"{row[:MOST_SHOWN]} ... {row[-MOST_SHOWN:]}"


def _names(tx: Transaction) -> dict[str, dict[Any, str]]:
    """Return names that do not depend on chance for activities and legs."""
    link = t.activity_original.c
    origins = select(link.activity_id, link.sha256, link.part).order_by(link.sha256, link.part)
    activities: dict[Any, str] = {}
    for row in tx.connection.execute(origins):
        activities.setdefault(row.activity_id, f"{row.sha256}#{row.part}")
    part = rt.run_part.c
    made = select(part.activity_id, part.group_id).where(part.is_recording.is_(False))
    for row in tx.connection.execute(made):
        activities[row.activity_id] = f"made of {activities[row.group_id]}"
    legs = {
        row.id: f"{activities[row.activity_id]} leg {row.leg_index}"
        for row in tx.connection.execute(select(t.leg))
    }
    others = ("activity_id", "group_id", "run_id", "held_with", "one_id", "other_id")
    return {"leg_id": legs} | dict.fromkeys(others, activities)


def _rows(tx: Transaction, table: Table, names: dict[str, dict[Any, str]]) -> list[str]:
    found = []
    for row in tx.connection.execute(select(table)).mappings():
        told = {
            key: names[key][value] if key in names and value is not None else value
            for key, value in row.items()
            if key not in PASSING
        }
        if table is t.activity:
            told["name"] = names["activity_id"][row["id"]]
        if table is rt.judgement:  # of two random ids either may be the smaller one
            told["one_id"], told["other_id"] = sorted((told["one_id"], told["other_id"]))
        found.append(repr(sorted(told.items())))
    return sorted(found)
