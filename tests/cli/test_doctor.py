"""Doctor tells whether the store is whole."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from backstride.synth.hostile import PLAIN
from tests.cli.conftest import Command
from tests.workflows.made_files import a_run, fit, tcx, without


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


def test_a_sound_store_is_told_as_json(backstride: Command) -> None:
    backstride("log", "--morning", "3")
    told = json.loads(backstride("doctor", "--json").output)

    assert told["exists"] is True
    assert told["diary_days"] == 1
    assert (told["faults"], told["notes"]) == ([], [])
    assert told["size_bytes"] > 0


def test_what_a_sudden_stop_left_over_is_named_and_removed(backstride: Command, home: Path) -> None:
    backstride("log", "--morning", "3")
    left = home / "originals" / "ab" / "left-over.gz"
    left.parent.mkdir()
    left.write_bytes(b"x")
    home.chmod(0o755)

    shown = backstride("doctor")
    assert shown.exit_code == 0
    assert "left over from a sudden stop" in shown.output
    assert "--repair" in shown.output
    repaired = backstride("doctor", "--repair")
    assert "removed 1" in repaired.output
    assert not left.exists()
    assert home.stat().st_mode & 0o077 == 0


def test_spoilt_samples_are_named_and_derived_again_from_their_original(
    backstride: Command, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "run.gpx").write_bytes(PLAIN)
    backstride("import", str(tmp_path / "run.gpx"))
    with closing(sqlite3.connect(home / "backstride.sqlite3")) as connection, connection:
        connection.execute("UPDATE channel SET data = x'00' WHERE position = 0")

    shown = backstride("doctor")
    assert shown.exit_code == 1
    assert "samples are not as they were written" in shown.output
    assert "Copy the whole folder" in shown.output
    assert "derived again 1" in backstride("doctor", "--repair").output
    assert backstride("doctor").exit_code == 0


def test_spoilt_samples_of_a_run_of_several_recordings_are_made_again(
    backstride: Command, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "watch.fit").write_bytes(fit(without(a_run(), "heart_rate_bpm")))
    (tmp_path / "strap.tcx").write_bytes(tcx(without(a_run(), "latitude_deg", "longitude_deg")))
    backstride("import", str(tmp_path / "watch.fit"), str(tmp_path / "strap.tcx"))
    with closing(sqlite3.connect(home / "backstride.sqlite3")) as connection, connection:
        spoilt = connection.execute(
            "UPDATE channel SET data = x'00' WHERE position = 0 AND leg_id IN (SELECT leg.id "
            "FROM leg JOIN run_part USING (activity_id) WHERE is_recording = 0)"
        )
        assert spoilt.rowcount == 1

    assert backstride("doctor").exit_code == 1
    assert "derived again 1" in backstride("doctor", "--repair").output
    assert backstride("doctor").exit_code == 0


def test_an_original_that_is_gone_is_named_with_what_to_do(
    backstride: Command, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "run.gpx").write_bytes(PLAIN)
    backstride("import", str(tmp_path / "run.gpx"))
    (original,) = (home / "originals").rglob("*.gz")
    original.unlink()

    shown = backstride("doctor", "--repair")
    assert shown.exit_code == 1
    assert "Put it back from a copy" in shown.output
