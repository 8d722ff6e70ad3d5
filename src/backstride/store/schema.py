"""Schema: makes a new store, or brings an older one up to this version, or says it is too new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Engine, MetaData, PrimaryKeyConstraint, String, Table, inspect
from sqlalchemy.engine import Connection

from backstride.domain.errors import StoreDamaged, StoreError, StoreTooNew
from backstride.store import run_tables  # noqa: F401, RUF100 - its tables join the metadata
from backstride.store.backup import save_backup
from backstride.store.engine import WRITES, make_engine, store_errors
from backstride.store.form_tables import ALL_TABLES
from backstride.store.home import Home

_VERSION_TABLE: Final = "alembic_version"


@dataclass(frozen=True, slots=True)
class Migrations:
    """Where the migrations lie and which is the last.

    Parameters
    ----------
    head : str
        Revision that the tables of this version stand at.
    folder : Path
        Folder of the Alembic scripts.
    """

    head: str
    folder: Path


CURRENT: Final = Migrations("0005", Path(__file__).parent / "migrations")

_alembic_version: Final = Table(
    _VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def find_version(connection: Connection) -> str | None:
    """Return the revision a database stands at, None where it is empty.

    Raises
    ------
    StoreDamaged
        Where it holds tables that are not a store's.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if _VERSION_TABLE not in names:
        raise StoreDamaged("store.not_a_store", place=str(connection.engine.url.database))
    version = connection.scalar(_alembic_version.select())
    return None if version is None else str(version)


def is_current(engine: Engine, migrations: Migrations = CURRENT) -> bool:
    """Return whether the database stands at this version; costs two small queries."""
    with engine.connect() as connection:
        return find_version(connection) == migrations.head


def bring_up_to_date(home: Home, now: datetime, migrations: Migrations = CURRENT) -> None:
    """Make the tables of an empty database, or migrate an older one after a backup.

    Parameters
    ----------
    home : Home
        Where the database lies; no other process may have it open.
    now : datetime
        Aware instant for the name of the backup.
    migrations : Migrations
        This version's own, except in tests.

    Raises
    ------
    StoreTooNew
        Where a newer version wrote it.
    StoreError
        Where a migration fails; the database is as it was before.
    """
    # Rebuilding a table of SQLite drops the old one: foreign keys would delete what refers to it.
    engine = make_engine(home.database, busy_timeout_s=30.0, foreign_keys=False)
    writer = engine.execution_options(**{WRITES: True})
    try:
        with writer.begin() as connection:
            found = find_version(connection)
            if found is None:
                _create(connection, migrations.head)
                return
        if found != migrations.head:
            _check_known(home, found, migrations)
            backup = save_backup(home, found, now)
            with store_errors(home.database), writer.begin() as connection:
                _migrate(connection, migrations, backup)
    finally:
        engine.dispose()


def _create(connection: Connection, head: str) -> None:
    """Make all tables at once and note the revision; a test holds them against the migrations."""
    ALL_TABLES.create_all(connection)
    _alembic_version.create(connection)
    connection.execute(_alembic_version.insert().values(version_num=head))


def _check_known(home: Home, found: str, migrations: Migrations) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - half a second, seldom needed

    scripts = ScriptDirectory(str(migrations.folder))
    if found not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreTooNew(
            "store.too_new", place=str(home.database), found=found, known=migrations.head
        )


def _migrate(connection: Connection, migrations: Migrations, backup: Path) -> None:
    from alembic import command  # noqa: PLC0415 - half a second, seldom needed
    from alembic.config import Config  # noqa: PLC0415 - half a second, seldom needed
    from alembic.util import CommandError  # noqa: PLC0415 - half a second, seldom needed
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - beside its kin

    config = Config()
    config.set_main_option("script_location", str(migrations.folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except (CommandError, SQLAlchemyError) as error:
        raise StoreError("store.migration_failed", backup=str(backup), detail=str(error)) from error
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StoreError("store.migration_failed", backup=str(backup), detail=str(tuple(broken)))
