"""Peek: one setting read without opening the store, where even a help text waits for it.

No engine, no migration, no file is made, and whatever is in the way means "not told".
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from backstride.store.home import Home

_BUSY_S = 0.2
"""How long another process is waited for; a language is not worth more. [s]"""

_NEWEST = """
    SELECT value FROM setting WHERE key = ?
    AND runner_id = (SELECT min(id) FROM runner) ORDER BY id DESC LIMIT 1
"""
"""The runner of this computer is the first one, as in `Store`."""


def peek_setting(home: Home, key: str) -> object:
    """Return the current value of a setting, None where it cannot be had at once.

    Parameters
    ----------
    home : Home
        Where the store lies; it need not exist.
    key : str
        Name of the setting.
    """
    try:
        if not home.database.is_file():
            return None
        with closing(sqlite3.connect(_address(home.database), uri=True, timeout=_BUSY_S)) as base:
            row = base.execute(_NEWEST, (key,)).fetchone()
        return None if row is None else cast("object", json.loads(row[0]))
    except (sqlite3.Error, OSError, ValueError):
        return None


def _address(database: Path) -> str:
    """Return the address to read at.

    A reader beside the write-ahead log would leave that log behind where nobody else has the
    database open; then the main file is the whole of it and is read as it lies.
    """
    log = database.with_name(f"{database.name}-wal")
    is_in_use = log.is_file() and log.stat().st_size > 0
    return f"{database.absolute().as_uri()}?mode=ro" + ("" if is_in_use else "&immutable=1")
