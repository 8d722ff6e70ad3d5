"""Erase: everything of everybody out of a home, as far as a file system allows."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import delete

from backstride.store import tables as t
from backstride.store.home import disk_error
from backstride.store.store import Store

KEPT: Final = frozenset({"open.lock"})
"""Files of a home that say nothing of the runner and are in use."""


def erase_everything(store: Store) -> None:
    """Erase every row, every original, every backup and every other file of a home.

    The database overwrites what it deletes with zeros and is written anew; the disk itself may
    still hold older copies of blocks, as every disk does.

    Parameters
    ----------
    store : Store
        Open; it stays open, and empty.

    Raises
    ------
    StoreError
        Where the disk does not allow it; what was erased until then is gone.
    """
    with store.transaction() as tx:
        tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(t.metadata.sorted_tables):
            if table is not t.runner:
                tx.connection.execute(delete(table))
    store.write_anew()
    database = store.home.database.name
    try:
        for found in store.home.folder.iterdir():
            if found.name not in KEPT and not found.name.startswith(database):
                _remove(found)
        for folder in (store.home.originals, store.home.backups):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise disk_error(error, store.home.folder) from error


def _remove(found: Path) -> None:
    if found.is_dir() and not found.is_symlink():
        shutil.rmtree(found)
    else:
        found.unlink(missing_ok=True)
