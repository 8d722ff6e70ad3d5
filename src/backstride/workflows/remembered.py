"""Remembered: something read from the store that holds until what it was read from changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Generic, TypeAlias, TypeVar

from backstride.workflows.wiring import Desk

Found = TypeVar("Found")
_At: TypeAlias = tuple[tuple[int, ...], date | None]


class Remembered(Generic[Found]):
    """Something read from the store that holds until one of its tables or the day changes.

    Parameters
    ----------
    find : callable
        Reads it. It may ask other remembered things.
    tables : frozenset of str
        Every table that it reads, also by way of others; of `table_stamps.WATCHED`.
    today : callable or None
        Tells the runner's day; None where the day makes no difference.
    """

    def __init__(
        self,
        find: Callable[[Desk], Found],
        tables: frozenset[str],
        today: Callable[[Desk], date] | None = None,
    ) -> None:
        self.tables = tables
        self._find = find
        self._today = today
        self._lock = Lock()
        self._kept: tuple[_At, Found] | None = None

    def get(self, desk: Desk) -> Found:
        """Return it, read again only where something changed."""
        with self._lock:
            # Asked before reading: what is saved in between is read again the next time.
            day = None if self._today is None else self._today(desk)
            at = (desk.store.stamps(self.tables), day)
            if self._kept is None or self._kept[0] != at:
                self._kept = (at, self._find(desk))
            return self._kept[1]

    def forget(self) -> None:
        """Forget it; it is read again at the next question."""
        with self._lock:
            self._kept = None
