"""What may be one run is listed, and decided by command or by answering."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.workflows.made_files import a_run, fit, gpx, with_values


@pytest.fixture
def pair(backstride: Command, tmp_path: Path) -> tuple[str, str]:
    """Two watches that count other steps."""
    for name, cadence in (("one.fit", 191.0), ("two.fit", 164.0)):
        (tmp_path / name).write_bytes(fit(with_values(a_run(), "cadence_spm", cadence)))
        backstride("import", str(tmp_path / name))
    (found,) = waiting(backstride)
    return str(found["one"]["id"]), str(found["other"]["id"])


def waiting(backstride: Command, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(backstride("duplicates", "--json", *arguments).output)
    return found


def n_run(backstride: Command) -> int:
    return len(json.loads(backstride("runs", "--json").output))


def test_an_import_says_that_something_waits(backstride: Command, tmp_path: Path) -> None:
    for name, cadence in (("one.fit", 191.0), ("two.fit", 164.0)):
        (tmp_path / name).write_bytes(fit(with_values(a_run(), "cadence_spm", cadence)))
        told = backstride("import", str(tmp_path / name))
    assert told.exit_code == 0
    assert "backstride duplicates" in told.output
    assert "backstride duplicates" in backstride("runs").output


def test_a_pair_is_shown_with_what_speaks_against_it(
    backstride: Command, pair: tuple[str, str]
) -> None:
    shown = backstride("duplicates").output
    assert all(one[:8] in shown for one in pair)
    assert "191 against 164 steps per minute" in shown
    assert "counts until you decide" in shown
    (found,) = waiting(backstride)
    assert (found["verdict"], found["against"]) == ("held", ["cadence"])
    assert found["counts"] in pair


def test_same_joins_and_undo_takes_it_back(backstride: Command, pair: tuple[str, str]) -> None:
    assert "One run" in backstride("duplicates", "same", pair[0][:8], pair[1][:8]).output
    assert n_run(backstride) == 1
    assert waiting(backstride) == []
    assert [found["who"] for found in waiting(backstride, "--all")] == ["runner"]
    assert "taken back" in backstride("duplicates", "undo").output
    assert len(waiting(backstride)) == 1
    assert "no decision" in backstride("duplicates", "undo").output


def test_different_leaves_two(backstride: Command, pair: tuple[str, str]) -> None:
    assert "Two runs" in backstride("duplicates", "different", *pair).output
    assert n_run(backstride) == 2
    assert "Nothing waits" in backstride("duplicates").output


@pytest.mark.parametrize(("typed", "left", "runs"), [("s\n", 0, 1), ("?\nd\n", 0, 2), ("\n", 1, 2)])
def test_pairs_are_settled_one_by_one(
    backstride: Command, pair: tuple[str, str], typed: str, left: int, runs: int
) -> None:
    asked = backstride("duplicates", "settle", typed=typed)
    assert asked.exit_code == 0
    assert f"Decided: {1 - left}" in asked.output
    assert (len(waiting(backstride)), n_run(backstride)) == (left, runs)
    assert pair


def test_twins_are_listed_on_demand(backstride: Command, tmp_path: Path) -> None:
    files = [tmp_path / "a.fit", tmp_path / "a.gpx"]
    for path, write in zip(files, (fit, gpx), strict=True):
        path.write_bytes(write(a_run()))
    backstride("import", *map(str, files))
    assert waiting(backstride) == []
    (found,) = waiting(backstride, "--all")
    assert (found["verdict"], found["shared_of_longer"]) == ("same", 1.0)
    (_, file) = json.loads(backstride("imports", "1", "--json").output)
    assert (file["status"], file["reason"]) == ("duplicate", "import.same_run")


def test_with_nothing_to_ask_nothing_is_asked(backstride: Command) -> None:
    assert "Decided: 0" in backstride("duplicates", "settle").output
