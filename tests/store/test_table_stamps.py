"""The number of a table changes with whatever writes to it, and with nothing else."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backstride.domain.diary import DiaryEntry
from backstride.domain.errors import NotFound
from backstride.domain.runner import Runner
from backstride.store import diary, legs, profile, settings
from backstride.store.erase import erase_everything
from backstride.store.home import find_home
from backstride.store.schema import CURRENT, Migrations, bring_up_to_date
from backstride.store.store import Store, open_store
from backstride.store.table_stamps import DIARY, PERSON, RUNS, WATCHED
from tests.conftest import ROOT
from tests.store.made import made_run, save_run

TODAY = date(2026, 3, 9)

ELSEWHERE = """
import sys
from datetime import date
from pathlib import Path
from backstride.domain.diary import DiaryEntry
from backstride.store import diary
from backstride.store.store import open_store

with open_store(Path(sys.argv[1])) as store, store.transaction() as tx:
    diary.save_entry(tx, DiaryEntry(date(2026, 3, 9), leg_morning=7.0))
"""

REMADE = f'''
"""A later version that makes a table anew, as a change of a column does."""
from alembic import op
import sqlalchemy as sa

revision = "next"
down_revision = "{CURRENT.head}"


def upgrade():
    with op.batch_alter_table("diary_entry") as made_anew:
        made_anew.alter_column("changed_utc_ms", nullable=True)
'''


def stamps(store: Store) -> dict[str, int]:
    """The number of every table by its name."""
    return dict(zip(sorted(WATCHED), store.stamps(WATCHED), strict=True))


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def note(store: Store, score: float) -> None:
    with store.transaction() as tx:
        diary.save_entry(tx, DiaryEntry(TODAY, leg_morning=score))


def by_hand(store: Store, statement: str) -> None:
    """Write as any other program may."""
    with closing(sqlite3.connect(store.home.database)) as other, other:
        other.execute("PRAGMA foreign_keys = ON")
        other.execute(statement)


def test_a_note_in_the_diary_changes_the_number_of_the_diary_alone(store: Store) -> None:
    before = stamps(store)
    note(store, 3.0)
    assert changed(before, stamps(store)) == DIARY


def test_nothing_changes_where_nothing_was_written(store: Store) -> None:
    note(store, 3.0)
    before = stamps(store)
    note(store, 3.0)  # the same again is not written
    with store.reading() as tx:
        diary.entries(tx)
    assert stamps(store) == before


def test_a_run_changes_the_numbers_of_runs_and_not_those_of_the_diary(store: Store) -> None:
    before = stamps(store)
    with store.transaction() as tx:
        save_run(tx, made_run())
    found = changed(before, stamps(store))
    assert {"activity", "leg"} <= found
    assert found <= RUNS


def test_what_the_runner_told_of_herself_changes_numbers_of_its_own(store: Store) -> None:
    before = stamps(store)
    with store.transaction() as tx:
        profile.save(tx, Runner(birth_year=1980))
        settings.put(tx, "units", "mi")
    assert changed(before, stamps(store)) == PERSON


def test_what_another_process_wrote_is_noticed(store: Store) -> None:
    before = stamps(store)
    command = [sys.executable, "-c", ELSEWHERE, str(store.home.folder)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=60)
    assert changed(before, stamps(store)) == DIARY


def test_what_another_program_wrote_is_noticed(store: Store) -> None:
    note(store, 3.0)
    for statement in (
        "INSERT OR IGNORE INTO diary_entry SELECT runner_id, '2026-03-10', entry, 1 "
        "FROM diary_entry",
        "INSERT OR REPLACE INTO diary_entry SELECT * FROM diary_entry",
        "UPDATE OR IGNORE diary_entry SET entry = '{}'",
        "DELETE FROM diary_entry",
    ):
        before = stamps(store)
        by_hand(store, statement)
        assert changed(before, stamps(store)) == DIARY, statement


def test_a_row_that_goes_with_the_one_it_refers_to_is_noticed(store: Store) -> None:
    with store.transaction() as tx:
        save_run(tx, made_run())
    before = stamps(store)
    by_hand(store, "DELETE FROM activity")
    assert {"activity", "leg"} <= changed(before, stamps(store))


def test_what_was_not_saved_in_the_end_changes_nothing(store: Store) -> None:
    before = stamps(store)
    with pytest.raises(NotFound), store.transaction() as tx:
        diary.save_entry(tx, DiaryEntry(TODAY, leg_morning=3.0))
        diary.remove_entry(tx, date(1999, 1, 1))
    assert stamps(store) == before


def test_undoing_changes_the_number_and_brings_no_older_one_back(store: Store) -> None:
    seen = [stamps(store)["diary_entry"]]
    for score in (3.0, 5.0):
        note(store, score)
        seen.append(stamps(store)["diary_entry"])
    with store.transaction() as tx:
        diary.undo_last(tx)
    seen.append(stamps(store)["diary_entry"])
    assert len(set(seen)) == len(seen)


def test_deleting_everything_brings_no_older_number_back(store: Store) -> None:
    empty = stamps(store)
    note(store, 3.0)
    noted = stamps(store)
    erase_everything(store)
    erased = stamps(store)
    note(store, 3.0)
    again = stamps(store)
    assert len({one["diary_entry"] for one in (empty, noted, erased, again)}) == 4


def test_opening_a_store_again_changes_no_number(home: Path) -> None:
    with open_store(home) as store:
        before = stamps(store)
    with open_store(home) as store:
        assert stamps(store) == before


def test_a_trigger_that_went_is_laid_again_and_the_numbers_are_new(home: Path) -> None:
    with open_store(home) as store:
        before = stamps(store)
        by_hand(store, "DROP TRIGGER stamp_diary_entry_insert")
    with open_store(home) as store:
        laid = stamps(store)
        assert changed(before, laid) == WATCHED
        note(store, 3.0)
        assert changed(laid, stamps(store)) == DIARY


def test_a_table_that_a_later_version_made_anew_is_watched_again(
    home: Path, tmp_path: Path
) -> None:
    with open_store(home) as store:
        stamps(store)
        note(store, 3.0)
    folder = tmp_path / "migrations"
    shutil.copytree(CURRENT.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next.py").write_text(REMADE)
    place = find_home(home)
    bring_up_to_date(place, datetime(2026, 3, 10, tzinfo=UTC), Migrations("next", folder))
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (CURRENT.head,))

    with open_store(home) as store:
        before = stamps(store)
        note(store, 5.0)
        assert changed(before, stamps(store)) == DIARY


def test_a_copy_of_the_database_can_be_opened_and_watched(home: Path, tmp_path: Path) -> None:
    with open_store(home) as store, store.transaction() as tx:
        save_run(tx, made_run())
    with open_store(home) as store:
        stamps(store)
    shutil.copytree(home, tmp_path / "copy")
    with open_store(tmp_path / "copy") as store:
        before = stamps(store)
        note(store, 3.0)
        assert changed(before, stamps(store)) == DIARY
        with store.reading() as tx:
            assert len(legs.find(tx)) == 1
