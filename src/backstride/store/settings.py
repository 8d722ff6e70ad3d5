"""Settings: named JSON values, each with the instant it was set, older ones kept.

What must not drift with each import is frozen here: the easy-run reference, the typical day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, select

from backstride.store import tables as t
from backstride.store.instants import from_utc_ms
from backstride.store.store import Transaction

Json: TypeAlias = Any
"""What JSON can hold: text, numbers, booleans, None, lists and dicts of these."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and the aware UTC instant from which it was the current one."""

    noted: datetime
    value: Json


def put(tx: Transaction, key: str, value: Json) -> bool:
    """Set a value from now on; return False where it is so already."""
    newest = find(tx, key)
    if newest is not None and newest.value == value:
        return False
    row = {
        "runner_id": tx.runner_id,
        "key": key,
        "noted_utc_ms": tx.now_utc_ms,
        "value": value,
    }
    tx.connection.execute(t.setting.insert(), row)
    return True


def get(tx: Transaction, key: str, default: Json = None) -> Json:
    """Return the current value of a key, the default where it was never set."""
    newest = find(tx, key)
    return default if newest is None else newest.value


def find(tx: Transaction, key: str) -> Setting | None:
    """Return the current value of a key with its instant, None where it was never set."""
    row = tx.connection.execute(_all(tx, key).order_by(t.setting.c.id.desc()).limit(1)).first()
    return None if row is None else Setting(from_utc_ms(row.noted_utc_ms), row.value)


def history(tx: Transaction, key: str) -> tuple[Setting, ...]:
    """Return every value a key ever had, oldest first."""
    rows = _all(tx, key).order_by(t.setting.c.id)
    return tuple(
        Setting(from_utc_ms(row.noted_utc_ms), row.value) for row in tx.connection.execute(rows)
    )


def _all(tx: Transaction, key: str) -> Select[Any]:
    return select(t.setting).where(t.setting.c.runner_id == tx.runner_id, t.setting.c.key == key)
