"""Runs by hand, by command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backstride.domain.errors import OutOfRange
from tests.cli.conftest import Command
from tests.workflows.made_files import a_run, fit, gpx


@pytest.fixture
def run_id(backstride: Command, tmp_path: Path) -> str:
    """A treadmill run of 3.6 km, imported."""
    (tmp_path / "run.fit").write_bytes(fit(a_run(with_position=False)))
    assert backstride("import", str(tmp_path / "run.fit")).exit_code == 0
    return str(rows(backstride)[0]["id"])


def rows(backstride: Command) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(backstride("runs", "--json").output)
    return found


def test_a_run_is_added_listed_and_taken_back(backstride: Command) -> None:
    added = backstride("runs", "add", "2026-03-09", "--distance", "8,5", "--duration", "52:30")
    assert added.exit_code == 0, added.output
    (row,) = rows(backstride)
    assert (row["distance_m"], row["moving_s"], row["corrections"]) == (8500.0, 3150.0, ["add"])
    assert str(row["id"])[:8] in added.output
    assert "added by hand for 2026-03-09" in backstride("runs", "undo").output
    assert rows(backstride) == []
    assert "no correction" in backstride("runs", "undo").output


@pytest.mark.parametrize(
    ("arguments", "field", "value"),
    [
        (["--sport", "walk"], "sport", "walking"),
        (["--kind", "treadmill"], "sub_sport", "treadmill"),
        (["--distance", "4.2"], "distance_m", 4200.0),
        (["--start", "2026-03-10T08:00+01:00"], "start_utc", "2026-03-10T07:00:00Z"),
        (["--crop-from", "5:00", "--crop-to", "15:00"], "elapsed_s", 600.0),
    ],
)
def test_a_run_is_corrected_and_put_back(
    backstride: Command, run_id: str, arguments: list[str], field: str, value: object
) -> None:
    before = rows(backstride)
    edited = backstride("runs", "edit", run_id[:8], *arguments)
    assert edited.exit_code == 0, edited.output
    assert rows(backstride)[0][field] == pytest.approx(value)
    while "Taken back" in backstride("runs", "edit", run_id, "--undo").output:
        pass
    assert rows(backstride) == before


def test_a_run_is_split_deleted_and_restored(backstride: Command, run_id: str) -> None:
    backstride("runs", "split", run_id, "10:00")
    first, second = rows(backstride)
    assert first["elapsed_s"] == 600.0
    assert "Deleted" in backstride("runs", "delete", str(second["id"])).output
    assert len(rows(backstride)) == 1
    assert "Back" in backstride("runs", "restore", str(second["id"])).output
    assert rows(backstride) == [first, second]


def test_a_run_shows_what_it_is_made_of(backstride: Command, run_id: str, tmp_path: Path) -> None:
    (tmp_path / "run.gpx").write_bytes(gpx(a_run()))
    backstride("import", str(tmp_path / "run.gpx"))
    backstride("runs", "edit", run_id, "--distance", "4.2")
    shown = backstride("runs", "show", run_id[:6]).output
    assert "run.fit" in shown
    assert "run.gpx" in shown
    assert "distance 4.20 km" in shown
    found = json.loads(backstride("runs", "show", run_id, "--json").output)
    (row,) = rows(backstride)
    assert found["id"] == row["id"]
    assert [leg["distance_m"] for leg in found["legs"]] == [row["distance_m"]]
    assert len(found["recordings"]) == 2
    assert [(one["kind"], one["undone"]) for one in found["corrections"]] == [("distance", False)]


def test_days_without_a_run_are_confirmed_and_shown(backstride: Command) -> None:
    today = datetime.now(UTC).date()
    first = today - timedelta(days=9)
    backstride("runs", "add", first.isoformat(), "--distance", "8")
    assert "Unknown" in backstride("runs", "days").output
    noted = backstride("runs", "rest", (first + timedelta(days=1)).isoformat(), today.isoformat())
    assert "9 days" in noted.output
    assert json.loads(backstride("runs", "days", "--json").output)["unknown"] == []


def test_an_import_that_holds_everything_leaves_no_unknown_days(
    backstride: Command, tmp_path: Path
) -> None:
    start = datetime.now(UTC) - timedelta(days=5)
    run = a_run().moved(start - a_run().start)
    (tmp_path / "run.fit").write_bytes(fit(run))
    yesterday = (start + timedelta(days=4)).date().isoformat()
    backstride("import", str(tmp_path / "run.fit"), "--complete-until", yesterday)
    (unknown,) = json.loads(backstride("runs", "days", "--json").output)["unknown"]
    assert unknown["first_day"] > yesterday


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "2026-03-09"],
        ["add", "2026-03-09", "--distance", "far"],
        ["add", "2026-03-09", "--distance", "8500"],
        ["add", "2026-03-09", "--duration", "50"],
        ["add", "2026-03-09", "--duration", "50:70"],
        ["add", "2026-03-09", "--distance", "8", "--start", "late"],
        ["add", "2200-03-09", "--distance", "8"],
        ["rest", "2026-03-09", "2026-03-01"],
        ["rest", "2200-03-09"],
    ],
)
def test_what_was_mistyped_is_refused_and_nothing_changed(
    backstride: Command, arguments: list[str]
) -> None:
    refused = backstride("runs", *arguments)
    assert refused.exit_code == 2
    assert rows(backstride) == []


@pytest.mark.parametrize(
    "arguments", [["--sport", "flying"], ["--start", "noon"], [], ["--crop-to", "x"]]
)
def test_a_correction_that_says_nothing_is_refused(
    backstride: Command, run_id: str, arguments: list[str]
) -> None:
    assert backstride("runs", "edit", run_id, *arguments).exit_code == 2
    assert rows(backstride)[0]["corrections"] == []


def test_an_unknown_id_is_told(backstride: Command, run_id: str) -> None:
    for command in ("show", "delete", "restore"):
        refused = backstride("runs", command, "zz" + run_id)
        assert isinstance(refused.exception, OutOfRange), command


def test_the_list_marks_what_was_corrected_and_joined(
    backstride: Command, run_id: str, tmp_path: Path
) -> None:
    (tmp_path / "run.gpx").write_bytes(gpx(a_run()))
    backstride("import", str(tmp_path / "run.gpx"))
    backstride("runs", "edit", run_id, "--distance", "4.2")
    listed = backstride("runs").output
    assert "2× ✎" in listed
    assert run_id[:8] in listed


def test_the_last_runs_are_the_end_of_the_whole_list(backstride: Command) -> None:
    for day in (3, 1, 2):
        backstride(
            "runs", "add", f"2026-03-0{day}", "--distance", f"{day}.5", "--duration", "30:00"
        )
    whole = rows(backstride)
    last = backstride("runs", "--last", "2").output

    assert [row["local_date"][-1] for row in whole] == ["1", "2", "3"]
    assert last.index("2026-03-02") < last.index("2026-03-03")
    assert "2026-03-01" not in last
    assert "2 of 3" in last
    assert "1 of 1" in backstride("runs", "--until", "2026-03-01").output
