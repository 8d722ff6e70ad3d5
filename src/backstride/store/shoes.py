"""Shoes: pairs, the runner's word on single runs, and the usual pair from a day on.

Runs are named by their stable id without a foreign key: taking an import back and bringing it in
again, or rebuilding, does not lose what was told.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select, update

from backstride.domain.errors import NotFound
from backstride.domain.shoe import Shoe, ShoeUse, UsualShoe
from backstride.store import form_tables as t
from backstride.store.engine import upsert
from backstride.store.store import Transaction


def add(tx: Transaction, shoe: Shoe) -> Shoe:
    """Keep a new pair and return it with its id."""
    kept = replace(shoe, id=secrets.token_hex(16))
    row = {"id": kept.id, "runner_id": tx.runner_id, "created_utc_ms": tx.now_utc_ms}
    tx.connection.execute(t.shoe.insert(), {**row, **_facts(kept)})
    return kept


def change(tx: Transaction, shoe: Shoe) -> None:
    """Overwrite what is known of a pair.

    Raises
    ------
    NotFound
        Where there is no such pair.
    """
    same = (t.shoe.c.runner_id == tx.runner_id, t.shoe.c.id == shoe.id)
    if not tx.connection.execute(update(t.shoe).where(*same).values(**_facts(shoe))).rowcount:
        raise NotFound("store.no_shoe", shoe=shoe.id)


def mark_removed(tx: Transaction, shoe_id: str, *, removed: bool) -> None:
    """Take a pair out of sight or bring it back; what was run in it stays told.

    Raises
    ------
    NotFound
        Where there is no such pair.
    """
    same = (t.shoe.c.runner_id == tx.runner_id, t.shoe.c.id == shoe_id)
    instant = tx.now_utc_ms if removed else None
    changed = update(t.shoe).where(*same).values(removed_utc_ms=instant)
    if not tx.connection.execute(changed).rowcount:
        raise NotFound("store.no_shoe", shoe=shoe_id)


def find(tx: Transaction, *, removed: bool = False) -> tuple[Shoe, ...]:
    """Return the pairs in order of their making; those taken out of sight where asked."""
    gone = t.shoe.c.removed_utc_ms
    rows = (
        select(t.shoe)
        .where(t.shoe.c.runner_id == tx.runner_id)
        .where(gone.is_not(None) if removed else gone.is_(None))
        .order_by(t.shoe.c.created_utc_ms, t.shoe.c.id)
    )
    return tuple(
        Shoe(
            id=row.id,
            name=row.name,
            first_day=row.first_day,
            start_km=row.start_km,
            limit_km=row.limit_km,
            retired=row.retired_day,
            note=row.note,
        )
        for row in tx.connection.execute(rows)
    )


def tell_use(tx: Transaction, use: ShoeUse) -> None:
    """Keep that a run was run in a pair, in place of an earlier word on the two."""
    row = {
        "runner_id": tx.runner_id,
        "run_id": use.run_id,
        "shoe_id": use.shoe_id,
        "distance_m": use.distance_m,
        "noted_utc_ms": tx.now_utc_ms,
    }
    keys = ("runner_id", "run_id", "shoe_id")
    tx.connection.execute(upsert(tx.connection, t.shoe_use, keys), row)


def forget_uses(tx: Transaction, run_id: str) -> int:
    """Forget what was told of the pairs of a run; return how many pairs that were."""
    same = (t.shoe_use.c.runner_id == tx.runner_id, t.shoe_use.c.run_id == run_id)
    return tx.connection.execute(delete(t.shoe_use).where(*same)).rowcount


def uses(tx: Transaction) -> tuple[ShoeUse, ...]:
    """Return every word on the pairs of single runs, in order of its telling."""
    rows = (
        select(t.shoe_use)
        .where(t.shoe_use.c.runner_id == tx.runner_id)
        .order_by(t.shoe_use.c.noted_utc_ms, t.shoe_use.c.shoe_id)
    )
    return tuple(
        ShoeUse(row.run_id, row.shoe_id, row.distance_m) for row in tx.connection.execute(rows)
    )


def tell_usual(tx: Transaction, from_day: date, shoe_id: str | None) -> None:
    """Make a pair, or none, the usual one from a day on."""
    row = {
        "runner_id": tx.runner_id,
        "from_day": from_day,
        "shoe_id": shoe_id,
        "noted_utc_ms": tx.now_utc_ms,
    }
    tx.connection.execute(upsert(tx.connection, t.shoe_usual, ("runner_id", "from_day")), row)


def usual(tx: Transaction) -> tuple[UsualShoe, ...]:
    """Return the usual pairs, by day."""
    rows = (
        select(t.shoe_usual)
        .where(t.shoe_usual.c.runner_id == tx.runner_id)
        .order_by(t.shoe_usual.c.from_day)
    )
    return tuple(UsualShoe(row.from_day, row.shoe_id) for row in tx.connection.execute(rows))


def _facts(shoe: Shoe) -> dict[str, object]:
    return {
        "name": shoe.name,
        "first_day": shoe.first_day,
        "start_km": shoe.start_km,
        "limit_km": shoe.limit_km,
        "retired_day": shoe.retired,
        "note": shoe.note,
    }
