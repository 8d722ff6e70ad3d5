"""Doctor tells whether the store is whole."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command


def test_before_the_first_import_there_is_no_store(backstride: Command, home: Path) -> None:
    shown = backstride("doctor")
    assert shown.exit_code == 0
    assert "No store yet" in shown.output
    assert not home.exists()


def test_a_sound_store_passes(backstride: Command) -> None:
    backstride("log", "--morning", "3")
    shown = backstride("doctor")
    assert shown.exit_code == 0
    assert "integrity check passed" in shown.output
    assert "Diary days: 1" in shown.output


def test_a_store_that_is_no_store_is_told_without_a_traceback(
    backstride: Command, home: Path
) -> None:
    home.mkdir()
    (home / "backstride.sqlite3").write_bytes(b"this is no database, whatever it is called" * 40)
    shown = backstride("runs")
    assert shown.exit_code != 0
    assert "Traceback" not in shown.output
