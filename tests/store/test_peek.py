"""A setting is read beside the store without touching it, and never stands in the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from backstride.store import settings
from backstride.store.home import Home
from backstride.store.peek import peek_setting
from backstride.store.store import open_store


def test_a_setting_is_read_after_the_store_was_closed(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, store.transaction() as tx:
        settings.put(tx, "language", "de")
    with open_store(tmp_path) as store, store.transaction() as tx:
        settings.put(tx, "language", "en")

    assert peek_setting(Home(tmp_path), "language") == "en"
    assert peek_setting(Home(tmp_path), "never_set") is None


def test_a_setting_is_read_while_another_has_the_store_open(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        with store.transaction() as tx:
            settings.put(tx, "language", "de")

        assert peek_setting(Home(tmp_path), "language") == "de"


def test_reading_leaves_no_file_behind(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, store.transaction() as tx:
        settings.put(tx, "language", "de")
    before = sorted(file.name for file in tmp_path.rglob("*"))

    peek_setting(Home(tmp_path), "language")

    assert sorted(file.name for file in tmp_path.rglob("*")) == before


def test_a_home_that_is_not_there_tells_nothing_and_is_not_made(tmp_path: Path) -> None:
    home = Home(tmp_path / "nowhere")

    assert peek_setting(home, "language") is None
    assert not home.folder.exists()


def test_what_is_no_database_tells_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.database.write_bytes(b"not a database" * 100)
    assert peek_setting(home, "language") is None

    home.database.unlink()
    sqlite3.connect(home.database).close()
    assert peek_setting(home, "language") is None


def test_a_folder_with_odd_letters_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "Läufe #1 100 %?"
    with open_store(folder) as store, store.transaction() as tx:
        settings.put(tx, "language", "de")

    assert peek_setting(Home(folder), "language") == "de"
