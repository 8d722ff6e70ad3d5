"""Legs of one run, found by the indices of its parts without looking through all other runs."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select, union

from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.legs import RUN_ID, LegRow, all_legs, from_rows
from backstride.store.store import Transaction


def find_of_run(tx: Transaction, run_id: str) -> tuple[LegRow, ...]:
    """Return the legs of one run in order of time, as `legs.find` has them.

    Parameters
    ----------
    tx : Transaction
        Any.
    run_id : str
        The whole id; no leg where no run has it.
    """
    found = tx.connection.execute(_of_run(tx.runner_id), {"run_id": run_id}).all()
    return from_rows(tx, found)


@cache
def _of_run(runner_id: int) -> Select[Any]:
    """Build the question once: a page of one run asks it several times."""
    asked: BindParameter[str] = bindparam("run_id")
    parts = select(rt.run_part.c.activity_id).where(rt.run_part.c.run_id == asked)
    itself = select(t.activity.c.id).where(t.activity.c.id == asked)
    return all_legs(runner_id).where(t.activity.c.id.in_(union(parts, itself)), asked == RUN_ID)
