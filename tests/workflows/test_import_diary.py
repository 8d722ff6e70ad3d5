"""Importing a diary: whole or not at all, twice as good as once, and taken back as one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.inference.calendar import build_table
from backstride.readers.mapping import Mapping, find_mapping
from backstride.report.diary_csv import render_diary_csv
from backstride.store import batches, ledger
from backstride.workflows.import_diary import Chosen, choose_mapping, import_diary
from backstride.workflows.keep_diary import undo_last_change, write_entry
from backstride.workflows.review_diary import list_days
from backstride.workflows.wiring import Desk, open_desk
from tests.readers.made_logs import SYMPTOM_LOG


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(SYMPTOM_LOG.encode()))
    return path


def by_mapping() -> Chosen:
    found = find_mapping("sciatica-log-2016")
    assert isinstance(found, Mapping)
    return Chosen(found, side="left")


def test_a_packed_foreign_diary_is_imported_with_its_marks(desk: Desk, log_file: Path) -> None:
    (done,) = import_diary(desk, log_file, by_mapping())

    assert (done.n_day, done.n_moment, done.n_changed) == (2, 3, 2)
    assert BodyMark("calf_left", "sharp") in list_days(desk)[0].moments[0].marks


def test_read_again_it_adds_nothing(desk: Desk, log_file: Path) -> None:
    import_diary(desk, log_file, by_mapping())
    before = list_days(desk)

    (again,) = import_diary(desk, log_file, by_mapping())

    assert again.n_changed == 0
    assert list_days(desk) == before


def test_it_adds_to_the_days_that_are_there_and_goes_back_as_one(
    desk: Desk, log_file: Path
) -> None:
    own = DiaryEntry(date(2026, 1, 9), leg_morning=3.0)
    write_entry(desk, own)
    import_diary(desk, log_file, by_mapping())

    both = list_days(desk)[0]
    taken = undo_last_change(desk)

    assert (both.leg_morning, len(both.moments)) == (3.0, 2)
    assert len(taken) == 2
    assert list_days(desk) == [own]


def test_an_import_has_a_batch_and_a_row_in_the_ledger(desk: Desk, log_file: Path) -> None:
    import_diary(desk, log_file, by_mapping())

    with desk.store.reading() as tx:
        (batch,) = batches.find(tx)
        (row,) = ledger.find_by_batch(tx, batch.id)
    assert batch.ended is not None
    assert row.entry.status is ledger.Status.IMPORTED
    assert row.entry.sha256


def test_a_table_that_is_no_diary_suggests_the_mapping_that_fits(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(SYMPTOM_LOG)

    (done,) = import_diary(desk, path, Chosen())

    assert (done.n_day, done.suggested) == (0, "sciatica-log-2016")
    assert [problem.code for problem in done.problems] == ["mapping.not_our_table"]


def test_our_own_table_moves_a_diary_to_another_computer(
    desk: Desk, log_file: Path, tmp_path: Path
) -> None:
    import_diary(desk, log_file, by_mapping())
    write_entry(desk, DiaryEntry(date(2026, 1, 9), leg_morning=3.0, marks={"note": "=1+1"}))
    table = tmp_path / "out.csv"
    table.write_text(render_diary_csv(list_days(desk)), encoding="utf-8")

    with open_desk(tmp_path / "other") as other:
        import_diary(other, table, Chosen())
        assert list_days(other) == list_days(desk)


def test_a_foreign_diary_adds_no_day_to_the_model(desk: Desk, log_file: Path) -> None:
    import_diary(desk, log_file, by_mapping())
    write_entry(desk, DiaryEntry(date(2026, 3, 1), leg_morning=3.0))

    table = build_table(list_days(desk), [])

    assert (table.n_day, table.first_day) == (1, date(2026, 3, 1))


def test_a_mapping_is_chosen_by_name_or_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("schema = 'something else'")

    assert isinstance(choose_mapping("cfs-3weeks"), Mapping)
    assert not isinstance(choose_mapping(str(own)), Mapping)
    assert not isinstance(choose_mapping("nobody"), Mapping)
