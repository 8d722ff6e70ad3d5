"""Opening a store: new, known, foreign, newer, broken, or on a disk that does not allow it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from traceback import format_exception

import pytest

from backstride.domain.errors import StoreDamaged, StoreError, StoreTooNew
from backstride.store import legs
from backstride.store import tables as t
from backstride.store.health import check
from backstride.store.home import find_home
from backstride.store.store import Store, open_store
from tests.store.made import made_run, save_run


def permissions(path: Path) -> int:
    return path.stat().st_mode & 0o777


def execute(database: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(statement).fetchall()


def filled(home: Path, n_run: int = 20) -> Path:
    """A closed store with some runs; returns its database."""
    with open_store(home) as store, store.transaction() as tx:
        for day in range(n_run):
            save_run(tx, made_run(day))
    return find_home(home).database


def test_a_home_is_where_it_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSTRIDE_HOME", str(tmp_path / "named"))

    assert find_home(tmp_path / "given").folder == tmp_path / "given"
    assert find_home().folder == tmp_path / "named"
    monkeypatch.delenv("BACKSTRIDE_HOME")
    assert find_home().folder.name == "backstride"


def test_looking_for_a_home_makes_nothing(tmp_path: Path) -> None:
    find_home(tmp_path / "home")

    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_can_read_what_a_store_writes(home: Path) -> None:
    before = os.umask(0o000)
    try:
        with open_store(home) as store, store.transaction() as tx:
            save_run(tx, made_run())
            places = [home, *home.rglob("*")]
            modes = {str(p.relative_to(home)): permissions(p) for p in places}
    finally:
        os.umask(before)

    assert {name for name, mode in modes.items() if mode & 0o077} == set()
    assert {"backstride.sqlite3", "backstride.sqlite3-wal", "originals"} <= set(modes)


def test_a_database_that_others_could_read_is_closed_to_them(home: Path) -> None:
    database = filled(home, 1)
    database.chmod(0o664)
    open_store(home).close()

    assert permissions(database) == 0o600


def test_a_folder_that_was_there_before_keeps_its_permissions(home: Path) -> None:
    home.mkdir(mode=0o755)
    with open_store(home) as store:
        found = check(store)

    assert permissions(home) == 0o755
    assert [problem.code for problem in found] == ["store.open_to_others"]


def test_the_database_is_set_up_as_promised(store: Store) -> None:
    with store.reading() as tx:
        settings = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }

    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 5000,
    }


def test_what_was_saved_is_there_after_closing_and_opening(home: Path) -> None:
    filled(home, 3)

    with open_store(home) as store, store.reading() as tx:
        assert len(legs.find(tx)) == 3


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def save_and_fail() -> None:
        with store.transaction() as tx:
            save_run(tx, made_run())
            raise KeyError("something else went wrong")

    with pytest.raises(KeyError):
        save_and_fail()
    with store.reading() as tx:
        assert legs.find(tx) == ()


def test_a_reader_sees_one_unchanging_view(store: Store) -> None:
    with store.reading() as reading:
        before = legs.find(reading)
        with store.transaction() as tx:
            save_run(tx, made_run())

        assert legs.find(reading) == before == ()
    with store.reading() as reading:
        assert len(legs.find(reading)) == 1


def test_a_reference_to_nothing_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"), store.transaction() as tx:
        tx.connection.execute(
            t.dose.insert().values(leg_id=99, version="", gait={}, problems=[], derived_utc_ms=0)
        )


def test_an_error_of_the_database_tells_nothing_of_what_was_to_be_stored(store: Store) -> None:
    entry = {"runner_id": 99, "day": date(2026, 3, 1), "entry": {"marks": {"note": "private"}}}
    with pytest.raises(StoreError) as caught, store.transaction() as tx:
        tx.connection.execute(t.diary_entry.insert(), {**entry, "changed_utc_ms": 0})

    assert "diary_entry" in str(caught.value.__cause__)
    assert "private" not in "".join(format_exception(caught.value))


def test_a_store_of_a_newer_version_is_left_alone(home: Path) -> None:
    database = filled(home)
    execute(database, "UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()

    with pytest.raises(StoreTooNew) as caught:
        open_store(home)

    assert caught.value.message.params["found"] == "9999"
    assert database.read_bytes() == before
    assert list(find_home(home).backups.iterdir()) == []


def test_a_database_of_another_program_is_left_alone(home: Path) -> None:
    home.mkdir()
    execute(home / "backstride.sqlite3", "CREATE TABLE recipes (name TEXT)")

    with pytest.raises(StoreDamaged) as caught:
        open_store(home)

    assert caught.value.message.key == "error.store.not_a_store"
    assert execute(home / "backstride.sqlite3", "SELECT name FROM sqlite_master") == [("recipes",)]


def test_a_file_that_is_no_database_is_named_as_such(home: Path) -> None:
    home.mkdir()
    (home / "backstride.sqlite3").write_bytes(b"just some text that is no database" * 100)

    with pytest.raises(StoreDamaged) as caught:
        open_store(home)

    assert caught.value.message.key == "error.store.damaged"


def test_a_database_cut_short_is_named_as_such(home: Path) -> None:
    database = filled(home)
    os.truncate(database, database.stat().st_size // 3)

    def use() -> None:
        with open_store(home) as store, store.reading() as tx:
            for row in legs.find(tx):
                tx.connection.execute(t.channel.select().where(t.channel.c.leg_id == row.leg_id))

    with pytest.raises(StoreDamaged):
        use()


def test_pages_overwritten_with_noise_are_found_by_the_full_check(home: Path) -> None:
    database = filled(home)
    with database.open("r+b") as stream:
        stream.seek(database.stat().st_size // 2 // 4096 * 4096)
        stream.write(b"\xa5" * 4096)

    with open_store(home) as store:
        codes = {problem.code for problem in check(store)}

    assert codes == {"store.page_damaged"}


def test_noise_is_found_at_once_where_the_last_process_did_not_close(home: Path) -> None:
    database = filled(home)
    with open_store(home) as store:
        with store.transaction() as tx:
            save_run(tx, made_run(99))
        left = home.with_name("left")
        left.mkdir()
        for name in (database.name, f"{database.name}-wal"):
            shutil.copy(home / name, left / name)
    broken = left / database.name
    n_page = broken.stat().st_size // 4096
    with broken.open("r+b") as stream:
        for page in range(n_page // 2, n_page):
            stream.seek(page * 4096)
            stream.write(b"\xa5" * 64)

    with pytest.raises(StoreDamaged) as caught:
        open_store(left)

    assert caught.value.message.key == "error.store.damaged"


def test_a_home_that_is_a_file_is_an_error_with_a_place(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "home")

    assert caught.value.message.key == "error.store.disk"
    assert caught.value.message.params["place"] == str(tmp_path / "home")


def test_a_folder_that_may_not_be_written_is_an_error_with_a_place(home: Path) -> None:
    filled(home, 1)
    home.chmod(0o500)
    if os.access(home, os.W_OK):
        pytest.skip("this user may write anywhere")
    try:
        with pytest.raises(StoreError), open_store(home) as store, store.transaction() as tx:
            save_run(tx, made_run())
    finally:
        home.chmod(0o700)


def test_a_database_that_may_not_be_written_is_an_error_with_a_place(store: Store) -> None:
    with pytest.raises(StoreError) as caught, store.transaction() as tx:
        tx.connection.exec_driver_sql("PRAGMA query_only=ON")
        try:
            save_run(tx, made_run())
        finally:
            tx.connection.exec_driver_sql("PRAGMA query_only=OFF")

    assert caught.value.message.key == "error.store.not_writable"


def test_a_full_disk_is_an_error_and_keeps_what_was_saved(store: Store) -> None:
    with store.transaction() as tx:
        save_run(tx, made_run())
    with pytest.raises(StoreError) as caught, store.transaction() as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        for day in range(1, 50):
            save_run(tx, made_run(day))

    assert caught.value.message.key == "error.store.disk_full"
    with store.reading() as tx:
        assert len(legs.find(tx)) == 1


@pytest.mark.parametrize("module", ["home", "samples", "grid"])
def test_finding_and_packing_need_no_database_library(module: str) -> None:
    code = f"import sys, backstride.store.{module}; sys.exit('sqlalchemy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0


def test_opening_a_current_store_needs_no_migration_library(home: Path) -> None:
    code = (
        "import sys, pathlib; from backstride.store.store import open_store;"
        "open_store(pathlib.Path(sys.argv[1])).close();"
        "open_store(pathlib.Path(sys.argv[1])).close();"
        "sys.exit('alembic' in sys.modules)"
    )

    command = [sys.executable, "-c", code, str(home)]
    done = subprocess.run(command, check=False)
    assert done.returncode == 0
