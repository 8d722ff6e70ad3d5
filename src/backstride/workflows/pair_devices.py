"""Use case: pair a phone with this computer, list paired ones, and part with one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from backstride.store import settings
from backstride.workflows.wiring import Desk

KEY: Final = "paired_devices"
SECRET_BYTES: Final = 32
"""Length of a device's secret; it cannot be guessed, so one plain hash of it is kept. [bytes]"""
MOST_DEVICES: Final = 20


@dataclass(frozen=True, slots=True)
class Device:
    """A paired device; its secret itself is kept on the device alone.

    Parameters
    ----------
    id : str
        First characters of the hash of its secret.
    name : str
        What it called itself.
    since : date
        When it was paired.
    """

    id: str
    name: str
    since: date


def add_device(desk: Desk, name: str) -> str:
    """Pair a device and return its secret, which is told to it and nobody else.

    The oldest of more than `MOST_DEVICES` devices is parted with.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = {"hash": _hash(secret), "name": name[:80], "since": desk.today().isoformat()}
    with desk.store.transaction() as tx:
        rows = settings.get(tx, KEY, [])
        settings.put(tx, KEY, [*rows, row][-MOST_DEVICES:])
    return secret


def is_paired(desk: Desk, secret: str) -> bool:
    """Tell whether a secret is that of a paired device."""
    given = _hash(secret)
    with desk.store.reading() as tx:
        rows = settings.get(tx, KEY, [])
    return any(compare_digest(given, row["hash"]) for row in rows)


def list_devices(desk: Desk) -> tuple[Device, ...]:
    """Return the paired devices, the newest first."""
    with desk.store.reading() as tx:
        rows = settings.get(tx, KEY, [])
    return tuple(
        Device(row["hash"][:12], row["name"], date.fromisoformat(row["since"]))
        for row in reversed(rows)
    )


def remove_device(desk: Desk, device_id: str) -> bool:
    """Part with a device; False where there is none of this id."""
    with desk.store.transaction() as tx:
        rows = settings.get(tx, KEY, [])
        kept = [row for row in rows if row["hash"][:12] != device_id]
        return len(kept) < len(rows) and settings.put(tx, KEY, kept)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
