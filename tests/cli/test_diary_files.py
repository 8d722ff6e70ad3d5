"""The diary's files: tables in and out, the body map, reminders."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Command
from tests.cli.test_diary import YESTERDAY, listed
from tests.readers.made_logs import SYMPTOM_LOG
from tests.report import ics_checker


def test_an_exported_diary_is_imported_without_loss(
    backstride: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backstride("log", "-m", "3", "--note", "=1+1", "--felt", "calf_left tingling 3", "--at", "7:00")
    backstride("log", "-d", YESTERDAY, "-e", "skip", "--peak", "4")
    table = tmp_path / "diary.csv"
    assert backstride("diary", "export", str(table)).exit_code == 0
    before = listed(backstride)

    monkeypatch.setenv("BACKSTRIDE_HOME", str(tmp_path / "other"))
    imported = backstride("diary", "import", str(table))

    assert imported.exit_code == 0, imported.output
    assert listed(backstride) == before
    assert stat.S_IMODE(table.stat().st_mode) == 0o600


def test_a_foreign_diary_is_imported_by_a_mapping_and_drawn(
    backstride: Command, tmp_path: Path
) -> None:
    path, picture = tmp_path / "log.csv", tmp_path / "map.svg"
    path.write_text(SYMPTOM_LOG)

    plain = backstride("diary", "import", str(path))
    assert plain.exit_code == 1
    assert "--mapping sciatica-log-2016" in plain.output
    mapped = backstride("diary", "import", str(path), "--mapping", "sciatica-log-2016")
    assert mapped.exit_code == 0
    assert "What is not claimed" in mapped.output
    drawn = backstride("diary", "map", "--out", str(picture))

    assert "of the body: 5." in drawn.output
    svg = ElementTree.parse(picture).getroot()  # noqa: S314 - our own
    assert svg.tag.endswith("svg")
    assert re.search(r"left calf: [^.]*\bache\b", picture.read_text(encoding="utf-8"))


def test_without_any_mark_there_is_nothing_to_draw(backstride: Command, tmp_path: Path) -> None:
    found = backstride("diary", "map", "--out", str(tmp_path / "map.svg"))

    assert found.exit_code == 1
    assert "No body map" in found.output


def test_reminders_are_a_calendar_file_at_the_times_given(
    backstride: Command, tmp_path: Path
) -> None:
    path = tmp_path / "reminders.ics"
    options = "--morning 6:45 --evening off --weekday mon --week 18:30 --zone Europe/Berlin"

    assert backstride("diary", "reminders", str(path), *options.split()).exit_code == 0
    calendar = ics_checker.parse(path.read_bytes().decode())

    starts = [event.properties["DTSTART"][-6:] for event in calendar.all("VEVENT")]
    rules = [event.properties["RRULE"] for event in calendar.all("VEVENT")]
    assert starts == ["064500", "183000", "183000"]
    assert rules == [
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO",
    ]


def test_a_reminder_needs_a_time_and_a_place_to_write_to(
    backstride: Command, tmp_path: Path
) -> None:
    bad_time = backstride("diary", "reminders", str(tmp_path / "r.ics"), "--morning", "soon")
    bad_place = backstride("diary", "reminders", str(tmp_path / "not" / "there" / "r.ics"))

    assert (bad_time.exit_code, bad_place.exit_code) == (2, 2)
    assert "time of day" in bad_time.output
    assert "cannot be written" in bad_place.output
