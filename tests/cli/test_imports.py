"""An import can be looked at before, looked back at after, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstride.synth.demo_runner import make_demo
from tests.cli.conftest import Command

DIARY = "date,leg_morning\n2026-03-09,3\n2026-03-10,2.5\n"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted(make_demo(tmp_path_factory.mktemp("runner")).runs.glob("*.fit"))[:4]


def runs(backstride: Command) -> list[dict[str, object]]:
    return json.loads(backstride("runs", "--json").output)


def test_a_dry_run_says_what_would_happen_and_stores_nothing(
    backstride: Command, files: list[Path]
) -> None:
    shown = backstride("import", "--dry-run", *map(str, files))
    assert "Imported: 4" in shown.output
    assert "Nothing was stored" in shown.output
    assert runs(backstride) == []
    assert json.loads(backstride("imports", "--json").output) == []


def test_a_dry_run_sees_what_is_there_already_and_what_comes_twice(
    backstride: Command, files: list[Path], tmp_path: Path
) -> None:
    backstride("import", str(files[0]))
    copy = tmp_path / "copy.fit"
    copy.write_bytes(files[1].read_bytes())
    shown = backstride("import", "--dry-run", "--json", str(files[0]), str(files[1]), str(copy))
    rows = [json.loads(line) for line in shown.output.splitlines()]
    assert [row["status"] for row in rows] == ["duplicate", "imported", "duplicate"]


def test_an_import_can_be_taken_back_and_comes_back_with_the_same_ids(
    backstride: Command, files: list[Path]
) -> None:
    backstride("import", *map(str, files[:2]))
    before = runs(backstride)
    assert "Activities gone: 2" in backstride("undo", "1").output
    assert runs(backstride) == []
    backstride("import", *map(str, files[:2]))
    assert runs(backstride) == before


def test_taking_one_import_back_leaves_the_others(backstride: Command, files: list[Path]) -> None:
    backstride("import", str(files[0]))
    backstride("import", str(files[0]), str(files[1]))
    backstride("undo", "2")
    (left,) = runs(backstride)
    assert left["source_files"] == [str(files[0])]


def test_a_diary_that_was_imported_goes_back_to_what_stood_before(
    backstride: Command, tmp_path: Path
) -> None:
    backstride("log", "--date", "2026-03-09", "--morning", "8")
    table = tmp_path / "diary.csv"
    table.write_text(DIARY)
    backstride("import", str(table))
    told = backstride("undo", "1").output
    assert "Diary days as they were before: 2" in told


def test_a_day_changed_since_is_left_alone_and_told(backstride: Command, tmp_path: Path) -> None:
    table = tmp_path / "diary.csv"
    table.write_text(DIARY)
    backstride("import", str(table))
    backstride("log", "--date", "2026-03-10", "--morning", "9")
    told = backstride("undo", "1").output
    assert "left as they are: 2026-03-10" in told


@pytest.mark.parametrize("number", ["1", "99"])
def test_an_import_that_is_not_there_cannot_be_taken_back(
    backstride: Command, files: list[Path], number: str
) -> None:
    backstride("import", str(files[0]))
    backstride("undo", "1")
    refused = backstride("undo", number)
    assert refused.exit_code != 0


def test_the_history_shows_counts_and_reasons(
    backstride: Command, files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "broken.fit").write_bytes(b"nothing of a run")
    backstride("import", str(files[0]), str(tmp_path / "broken.fit"))
    (row,) = json.loads(backstride("imports", "--json").output)
    assert (row["imported"], row["failed"], row["finished"]) == (1, 1, True)
    assert "broken.fit" in backstride("imports", "1").output
