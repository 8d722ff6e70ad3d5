"""Migrations: the tables of this version are those the migrations lead to."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from backstride.domain.errors import StoreError
from backstride.store import legs
from backstride.store.backup import N_KEPT, find_backups
from backstride.store.engine import WRITES, make_engine
from backstride.store.home import find_home, prepare_home
from backstride.store.schema import CURRENT, Migrations, _migrate, bring_up_to_date, find_version
from backstride.store.store import open_store
from backstride.store.tables import metadata
from tests.store.made import made_run, save_run

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)

NEXT = f'''
"""Next."""
from alembic import op
import sqlalchemy as sa

revision = "next"
down_revision = "{CURRENT.head}"


def upgrade():
    with op.batch_alter_table("activity") as activity:
        activity.add_column(sa.Column("title", sa.Text))
        activity.alter_column("device", nullable=True)
'''


def tables_of(database: Path) -> dict[str, str]:
    """Tables and indices of a database by name, as SQL."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows}


def next_version(folder: Path, script: str = NEXT) -> Migrations:
    """The migrations of this version and one more."""
    shutil.copytree(CURRENT.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next.py").write_text(script)
    return Migrations("next", folder)


def filled(home: Path) -> None:
    with open_store(home) as store, store.transaction() as tx:
        save_run(tx, made_run())


def test_the_last_migration_is_the_one_this_version_stands_at() -> None:
    scripts = ScriptDirectory(str(CURRENT.folder))

    assert scripts.get_heads() == [CURRENT.head]


def test_a_new_store_is_what_the_migrations_lead_to(tmp_path: Path) -> None:
    new, migrated = find_home(tmp_path / "new"), find_home(tmp_path / "migrated")
    for home in (new, migrated):
        prepare_home(home)
    bring_up_to_date(new, NOW)
    engine = make_engine(migrated.database, busy_timeout_s=1.0, foreign_keys=False)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        _migrate(connection, CURRENT, tmp_path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert find_version(connection) == CURRENT.head
        assert compare_metadata(context, metadata) == []
    engine.dispose()

    assert tables_of(new.database) == tables_of(migrated.database)


def test_an_older_store_is_migrated_with_everything_in_it(home: Path, tmp_path: Path) -> None:
    filled(home)
    migrations = next_version(tmp_path / "migrations")
    place = find_home(home)
    bring_up_to_date(place, NOW, migrations)

    assert "title" in tables_of(place.database)["activity"]
    with closing(sqlite3.connect(place.database)) as connection:
        assert connection.execute("SELECT count(*) FROM channel").fetchone() == (7,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("next",)
    (backup,) = find_backups(place)
    assert "title" not in tables_of(backup)["activity"]
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_is_itself_a_store(home: Path, tmp_path: Path) -> None:
    filled(home)
    bring_up_to_date(find_home(home), NOW, next_version(tmp_path / "migrations"))
    restored = find_home(tmp_path / "restored")
    prepare_home(restored)
    shutil.copy(find_backups(find_home(home))[0], restored.database)

    with open_store(restored.folder) as store, store.reading() as tx:
        assert len(legs.find(tx)) == 1


@pytest.mark.parametrize(
    "failure",
    ['    op.execute("INSERT INTO nowhere VALUES (1)")', '    op.execute("DELETE FROM original")'],
)
def test_a_migration_that_fails_changes_nothing(home: Path, tmp_path: Path, failure: str) -> None:
    filled(home)
    place = find_home(home)
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute("INSERT INTO original VALUES ('aa', 'fit', 1, 1, 1, 0)")
        connection.execute(
            "INSERT INTO activity_original SELECT id, 'aa', 0, 'a.fit' FROM activity"
        )
    before = tables_of(place.database)

    with pytest.raises(StoreError) as caught:
        bring_up_to_date(place, NOW, next_version(tmp_path / "migrations", f"{NEXT}{failure}\n"))

    assert caught.value.message.key == "error.store.migration_failed"
    assert caught.value.message.params["backup"] == str(find_backups(place)[0])
    assert tables_of(place.database) == before
    open_store(home).close()


def test_only_the_newest_backups_stay(home: Path, tmp_path: Path) -> None:
    filled(home)
    place = find_home(home)
    broken = next_version(tmp_path / "migrations", f'{NEXT}    op.execute("nonsense")\n')
    for day in range(N_KEPT + 2):
        with pytest.raises(StoreError):
            bring_up_to_date(place, NOW + timedelta(days=day), broken)

    names = [backup.name for backup in find_backups(place)]
    assert names == [f"202603{day:02}T080000.000000Z-{CURRENT.head}.sqlite3" for day in range(3, 8)]


def test_a_store_that_another_process_has_open_is_not_migrated(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(home):
        monkeypatch.setattr("backstride.store.store.is_current", lambda _engine: False)

        with pytest.raises(StoreError) as caught:
            open_store(home)

    assert caught.value.message.key == "error.store.open_elsewhere"


def test_every_table_can_be_made_in_postgresql() -> None:
    dialect = postgresql.dialect()
    made = [
        str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables
    ] + [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for index in table.indexes
    ]

    assert any("data BYTEA NOT NULL" in sql for sql in made)
    assert any("start_utc_ms BIGINT NOT NULL" in sql for sql in made)
    assert all(len(name) <= 63 for table in metadata.tables.values() for name in names_of(table))


def names_of(table: object) -> list[str]:
    found = [*table.constraints, *table.indexes, *table.columns]  # type: ignore[attr-defined]
    return [str(part.name) for part in found]
