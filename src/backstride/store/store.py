"""Store: opens the home of a runner and hands out transactions."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Self

from sqlalchemy import Engine, PoolProxiedConnection, select
from sqlalchemy.engine import Connection

from backstride.domain.errors import StoreError
from backstride.store import table_stamps
from backstride.store import tables as t
from backstride.store.engine import WRITES, insert_row, make_engine, quick_check, store_errors
from backstride.store.home import Home, disk_error, find_home, prepare_home
from backstride.store.instants import to_utc_ms
from backstride.store.presence import Presence, was_left_open
from backstride.store.schema import bring_up_to_date, is_current

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Transaction:
    """What every function of the store needs: all of it happens, or none.

    Parameters
    ----------
    connection : Connection
        Open on the database, inside a transaction.
    runner_id : int
        Whose records these are.
    home : Home
        Where originals lie.
    now_utc_ms : int
        Instant of the transaction. [ms since 1970 UTC]
    """

    connection: Connection
    runner_id: int
    home: Home
    now_utc_ms: int


class Store:
    """An open store; made by `open_store`, closed by `close` or at the end of a ``with`` block.

    Threads may share it: each transaction has a connection of its own, and writers wait for one
    another.
    """

    def __init__(self, home: Home, engine: Engine, presence: Presence, clock: Clock) -> None:
        self.home = home
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._presence = presence
        self._clock = clock
        self._runner_id = self._find_or_add_runner()
        self._watch: PoolProxiedConnection | None = None
        self._watching = Lock()
        self._stamps: tuple[int, dict[str, int]] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction that may write; it is saved at the end of the block, or not at all.

        Raises
        ------
        StoreError
            Where another process writes for too long, the disk is full, or the like.
        """
        with store_errors(self.home.database), self._writer.begin() as connection:
            yield self._transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that only reads: one unchanging view, whatever others write."""
        with store_errors(self.home.database), self._engine.connect() as connection:
            connection.begin()  # never committed: closing the connection ends it
            yield self._transaction(connection)

    def stamp(self) -> int:
        """Return a number that changes whenever anybody, here or elsewhere, has saved something."""
        with self._watching, store_errors(self.home.database):
            return self._version(self._watched())

    def stamps(self, tables: Collection[str]) -> tuple[int, ...]:
        """Return numbers of which one changes whenever anybody has written to one of some tables.

        Parameters
        ----------
        tables : collection of str
            Names, of `table_stamps.WATCHED`.
        """
        with self._watching, store_errors(self.home.database):
            watch = self._watched()
            version = self._version(watch)
            if self._stamps is None or self._stamps[0] != version:
                # What was saved between the two questions shows in the next version.
                self._stamps = version, table_stamps.read(_driver(watch))
            return tuple(self._stamps[1][name] for name in sorted(tables))

    def _watched(self) -> PoolProxiedConnection:
        """Return a connection that never writes: its data_version tells of every other one."""
        if self._watch is None:
            with self._engine.connect() as connection:
                table_stamps.lay(_driver(connection.connection))
            self._watch = self._engine.raw_connection()
        return self._watch

    def _version(self, watch: PoolProxiedConnection) -> int:
        return int(_driver(watch).execute("PRAGMA data_version").fetchone()[0])

    def write_anew(self) -> None:
        """Write the whole file anew, so that what was deleted is not in it any more."""
        with store_errors(self.home.database), self._engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA secure_delete = ON")
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection; the last process to do so folds the write-ahead log in."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = self._stamps = None
        self._engine.dispose()
        self._presence.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _transaction(self, connection: Connection) -> Transaction:
        return Transaction(connection, self._runner_id, self.home, to_utc_ms(self._clock()))

    def _find_or_add_runner(self) -> int:
        first = select(t.runner.c.id).order_by(t.runner.c.id).limit(1)
        with self._engine.begin() as connection:
            found = connection.scalar(first)
        if found is not None:
            return int(found)
        with self._writer.begin() as connection:
            found = connection.scalar(first)
            if found is None:
                added = {
                    "public_id": secrets.token_hex(16),
                    "created_utc_ms": to_utc_ms(self._clock()),
                }
                found = insert_row(connection, t.runner, added)
        return int(found)


def _driver(connection: PoolProxiedConnection) -> sqlite3.Connection:
    """Return the connection as Python's own module has it."""
    found: sqlite3.Connection = connection.driver_connection  # type: ignore[assignment]
    return found


def open_store(
    folder: Path | None = None,
    *,
    busy_timeout_s: float = 30.0,
    clock: Clock = lambda: datetime.now(UTC),
) -> Store:
    """Open the store of this computer, making or migrating it where needed.

    Parameters
    ----------
    folder : Path, optional
        Home of the store; else ``BACKSTRIDE_HOME``, else the platform's data folder.
    busy_timeout_s : float
        How long a writer waits for another process. [s]
    clock : callable
        Returns the aware present instant.

    Returns
    -------
    Store
        To be closed, or used in a ``with`` block.

    Raises
    ------
    StoreTooNew
        Where a newer version of Backstride wrote it.
    StoreDamaged
        Where the file is no store or fails the check after an unclean stop.
    StoreError
        Where the disk or another process does not allow it.
    """
    home = find_home(folder)
    prepare_home(home)
    try:
        presence = Presence(home.lock)
    except OSError as error:
        raise disk_error(error, home.lock) from error
    engine = make_engine(home.database, busy_timeout_s=busy_timeout_s)
    try:
        with store_errors(home.database):
            _make_ready(home, engine, presence, clock)
            return Store(home, engine, presence, clock)
    except BaseException:
        engine.dispose()
        presence.end()
        raise


def _make_ready(home: Home, engine: Engine, presence: Presence, clock: Clock) -> None:
    """Check what the last process left, bring the tables up to date, let other processes in."""
    if presence.alone and was_left_open(home.database):
        quick_check(engine)
    if not is_current(engine):
        if not presence.alone:
            raise StoreError("store.open_elsewhere", place=str(home.database))
        engine.dispose()
        bring_up_to_date(home, clock())
    presence.share()
