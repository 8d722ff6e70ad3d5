"""Presence: knows whether another process has the store open, and whether the last one died.

Every process with the store open holds a shared lock on one empty file. Who can take it alone and
still finds a write-ahead log knows that the last process did not close the store.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import Self

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows has no such locks: there every open counts as alone
    fcntl = None


class Presence:
    """A lock on the store, alone while it is opened, shared afterwards.

    Parameters
    ----------
    lock : Path
        The empty file to hold.
    """

    def __init__(self, lock: Path) -> None:
        self._handle = os.open(lock, os.O_RDONLY)
        self.alone = self._take()

    def share(self) -> None:
        """Let others in."""
        if fcntl is not None and self.alone:
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def end(self) -> None:
        """Let go of the lock."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _take(self) -> bool:
        """Take the lock alone where nobody holds it, else share it; return whether alone."""
        if fcntl is None:
            return True
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._handle, fcntl.LOCK_SH)
            return False
        except OSError:  # a file system without locks: check once too often rather than never
            return True
        return True


def was_left_open(database: Path) -> bool:
    """Return whether a write-ahead log with content lies beside the database."""
    log = database.with_name(database.name + "-wal")
    return log.exists() and log.stat().st_size > 0
