"""Engine: one SQLite file as SQLAlchemy sees it, and what its errors are called here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql.dml import Insert

from backstride.domain.errors import StoreDamaged, StoreError
from backstride.store.json_text import dump_document

WRITES = "backstride_writes"
"""Execution option of a connection whose transactions take the write lock at once."""

_MEMORY_KIB = 16 * 1024


def make_engine(database: Path, *, busy_timeout_s: float, foreign_keys: bool = True) -> Engine:
    """Return an engine on one SQLite file; nothing is opened yet.

    Parameters
    ----------
    database : Path
        The file.
    busy_timeout_s : float
        How long a writer waits for another one. [s]
    foreign_keys : bool
        Whether references are enforced; only migrations do without.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        json_serializer=dump_document,
        hide_parameters=True,  # what is stored is health data: it does not belong into an error
        connect_args={"timeout": busy_timeout_s, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "trusted_schema=OFF",
            f"cache_size=-{_MEMORY_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Taking the write lock only at the first write would fail instead of wait
        # (SQLITE_BUSY_SNAPSHOT) where another process wrote in between.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def quick_check(engine: Engine) -> None:
    """Look through every page for damage, without comparing indices.

    Raises
    ------
    StoreDamaged
        With the first finding.
    """
    with engine.connect() as connection:
        finding = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if finding != "ok":
        raise StoreDamaged("store.damaged", place=str(engine.url.database), detail=finding)


@contextmanager
def store_errors(database: Path) -> Iterator[None]:
    """Turn what the database driver raises into errors of the store."""
    try:
        yield
    except DBAPIError as error:
        raise _named(error.orig, database) from error
    except sqlite3.Error as error:
        raise _named(error, database) from error
    except SQLAlchemyError as error:
        raise StoreError("store.database", place=str(database), detail=str(error)) from error


def _named(error: BaseException | None, database: Path) -> StoreError:
    """Return the error of the store for one of SQLite's primary result codes."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    params: dict[str, Any] = {"place": str(database), "detail": str(error)}
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreError("store.busy", **params)
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreDamaged("store.damaged", **params)
    if code == sqlite3.SQLITE_FULL:
        return StoreError("store.disk_full", **params)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return StoreError("store.not_writable", **params)
    if code == sqlite3.SQLITE_IOERR:
        return StoreError("store.disk", **params)
    return StoreError("store.database", **params)


def insert_row(connection: Connection, table: Table, row: Mapping[str, object]) -> int:
    """Insert one row and return the number the database gave it."""
    key = connection.execute(table.insert(), row).inserted_primary_key
    return 0 if key is None else int(key[0])


def insert_new(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row unless one of its key is there; tell whether it was inserted."""
    return connection.execute(_insert_new(connection.dialect.name, table), row).rowcount > 0


def upsert(connection: Connection, table: Table, keys: tuple[str, ...]) -> Insert:
    """Return an insert that overwrites the row of the same key, in the database's own dialect.

    Parameters
    ----------
    connection : Connection
        Tells the dialect.
    table : Table
        Where to write.
    keys : tuple of str
        Columns of the primary key.
    """
    return _upsert(connection.dialect.name, table, keys)


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    """Build the statement once for each table."""
    statement: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    made: Insert = statement.on_conflict_do_nothing()
    return made


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...]) -> Insert:
    """Build the statement once for each table: building costs more than running it."""
    # Only the dialect in use: the other one costs a twentieth of a second of every command.
    statement: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    rest = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    made: Insert = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    return made
