"""Backup: whole copies of the database, taken while it may be in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from backstride.domain.errors import StoreError
from backstride.store.engine import store_errors
from backstride.store.home import OWNER_ONLY_FILE, Home, disk_error

N_KEPT = 5
"""Copies that stay; older ones are removed."""


def save_backup(home: Home, label: str, now: datetime) -> Path:
    """Copy the database into the folder of backups and remove the oldest copies.

    Parameters
    ----------
    home : Home
        Where the database lies.
    label : str
        What the copy was made before: the schema's version.
    now : datetime
        Aware instant, part of the name.

    Returns
    -------
    Path
        The copy, complete on the disk.

    Raises
    ------
    StoreError
        Where it could not be written; then nothing may be changed.
    """
    copy = home.backups / f"{now:%Y%m%dT%H%M%S.%fZ}-{label}.sqlite3"
    unfinished = copy.with_suffix(".part")
    try:
        unfinished.touch(mode=OWNER_ONLY_FILE)
        _copy_database(home.database, unfinished)
        unfinished.replace(copy)
        for old in find_backups(home)[:-N_KEPT]:
            old.unlink()
    except OSError as error:
        raise disk_error(error, copy) from error
    except StoreError:
        unfinished.unlink(missing_ok=True)
        raise
    return copy


def find_backups(home: Home) -> tuple[Path, ...]:
    """Return the copies there are, oldest first."""
    return tuple(sorted(home.backups.glob("*.sqlite3")))


def _copy_database(source: Path, target: Path) -> None:
    with (
        store_errors(source),
        closing(sqlite3.connect(source)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)
