"""Form by command: over time, and recordings of other sensors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstride.store.store import open_store
from backstride.synth.form_oddities import oddities
from tests.cli.conftest import Command
from tests.test_documents import page, section
from tests.workflows.made_history import easy_run, history, keep


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A folder of made recordings."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name, data in oddities().items():
        (folder / name).write_bytes(data)
    return folder


def test_a_recording_is_read_kept_and_listed_with_its_run(
    backstride: Command, home: Path, recorded: Path
) -> None:
    with open_store(home) as store:
        (run_id,) = keep(store, easy_run(0))

    told = backstride("form", "add", str(recorded / "form-metres.trc"), "--run", "last")

    assert told.exit_code == 0
    assert "trunk lean" in told.output
    (kept,) = json.loads(backstride("form", "list", "--json").output)["recordings"]
    assert (kept["run_id"], kept["local_date"], kept["kind"]) == (run_id, "2026-03-01", "markers")
    assert kept["values"]["cadence_spm"]["q50"] == pytest.approx(170.0, rel=0.02)
    assert "Form by another sensor" in backstride("runs", "show", "last").output
    backstride("form", "remove", kept["id"][:8])
    assert json.loads(backstride("form", "list", "--json").output)["recordings"] == []


@pytest.mark.parametrize("name", ["form-phone.csv", "form-logger.csv", "form-sports2d.mot"])
def test_every_kind_is_told_by_its_content(backstride: Command, recorded: Path, name: str) -> None:
    other = recorded / "anything.dat"
    other.write_bytes((recorded / name).read_bytes())

    found = json.loads(backstride("form", "add", str(other), "--dry-run", "--json").output)

    assert found["passed"]
    assert found["values"]["cadence_spm"]["q50"] == pytest.approx(170.0, rel=0.02)
    assert json.loads(backstride("form", "list", "--json").output)["recordings"] == []


def test_what_does_not_pass_is_told_and_not_kept(backstride: Command, recorded: Path) -> None:
    told = backstride("form", "add", str(recorded / "form-half-missing.trc"))

    assert told.exit_code == 1
    assert "Not used" in told.output
    assert "missing" in told.output
    assert "No recordings" in backstride("form", "list").output


@pytest.mark.parametrize(
    "more", [("--unit", "furlong"), ("--rate", "fast"), ("--run", "ffff"), ("--place", "knee")]
)
def test_a_slip_is_told(backstride: Command, recorded: Path, more: tuple[str, str]) -> None:
    assert backstride("form", "add", str(recorded / "form-phone.csv"), *more).exit_code != 0


def test_a_rebuild_reads_recordings_of_older_rules_again(
    backstride: Command, home: Path, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("backstride.gait.trunk_sensor.FORM_VERSION", "form-0")
        backstride("form", "add", str(recorded / "form-phone.csv"))
    assert '"version": "form-0"' in backstride("form", "list", "--json").output

    assert backstride("rebuild").exit_code == 0

    assert '"version": "form-1"' in backstride("form", "list", "--json").output


def test_form_over_time_is_shown_and_told_as_data(backstride: Command, home: Path) -> None:
    assert "Not enough runs yet" in backstride("form").output
    with open_store(home) as store:
        keep(store, *history(16), *[easy_run(40 + 3 * k, cadence_spm=163.0) for k in range(8)])

    printed = backstride("form").output
    (trend,) = json.loads(backstride("form", "--json").output)["quantities"]

    assert "a clear change" in printed
    assert trend["change"]["q95"] < 0.0
    text = section(page("reference/json.md"), "`form --json`")
    assert [name for name in trend if f"`{name}`" not in text] == []
