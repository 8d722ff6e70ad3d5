"""Real files nobody here wrote: every one is accounted for, and nothing is stored twice."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from backstride.store.ledger import Status
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import FileResult
from backstride.workflows.wiring import Desk, open_desk

FOLDERS = ("fit-run", "fit-other", "fit-odd", "gpx-tcx")

CANNOT_BE_READ = {
    "zero-length.fit": "0 bytes",
}
"""Files of which nothing can be kept, and why; any other failure is a fault of ours."""


@pytest.fixture(scope="module")
def imported(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Desk, list[FileResult]]:
    with open_desk(tmp_path_factory.mktemp("home")) as desk:
        folders = [shared_data / folder for folder in FOLDERS]
        return desk, list(import_paths(desk, folders))


def test_every_file_on_disk_ends_in_the_ledger(
    imported: tuple[Desk, list[FileResult]], shared_data: Path
) -> None:
    on_disk = {str(path) for folder in FOLDERS for path in (shared_data / folder).iterdir()}
    told = {result.file.split("!")[0] for result in imported[1]}
    assert told == on_disk


def test_only_the_known_wrecks_fail(imported: tuple[Desk, list[FileResult]]) -> None:
    failed = {Path(r.file).name for r in imported[1] if r.status is Status.FAILED}
    assert failed == set(CANNOT_BE_READ)


def test_every_file_that_is_not_imported_says_why(
    imported: tuple[Desk, list[FileResult]],
) -> None:
    silent = [r.file for r in imported[1] if r.status is not Status.IMPORTED and r.reason is None]
    assert silent == []


def test_every_run_has_a_load_or_a_problem_that_says_why_not(
    imported: tuple[Desk, list[FileResult]],
) -> None:
    runs = list_legs(imported[0], sport="running")
    assert len(runs) > 45
    without = [run.source_files for run in runs if run.easy_km is None]
    assert len(without) <= 2


def test_a_second_import_stores_nothing_new(
    imported: tuple[Desk, list[FileResult]], shared_data: Path
) -> None:
    desk, first = imported
    before = list_legs(desk)
    again = list(import_paths(desk, [shared_data / folder for folder in FOLDERS]))
    counts = Counter(result.status for result in again)
    assert counts[Status.IMPORTED] == 0
    assert counts[Status.DUPLICATE] >= sum(r.status is Status.IMPORTED for r in first)
    assert list_legs(desk) == before


def test_a_hundred_runs_of_one_runner_give_a_load_history(
    shared_data: Path, tmp_path: Path
) -> None:
    with open_desk(tmp_path) as desk:
        list(import_paths(desk, [shared_data / "history" / "runner-c-garmin-gpx-2025"]))
        legs = list_legs(desk)
    runs = [leg for leg in legs if leg.sport == "running"]
    assert (len(runs), len(legs)) == (99, 100)  # expected.csv: one of them is a walk
    assert all(run.easy_km is not None for run in runs)
    expected_m = sum(_expected_distances(shared_data))
    assert sum(leg.distance_m or 0.0 for leg in legs) == pytest.approx(expected_m, rel=0.005)


def _expected_distances(shared_data: Path) -> list[float]:
    """Length of the track, or the file's own total where there are no points (treadmill)."""
    table = shared_data / "history" / "runner-c-garmin-gpx-2025" / "expected.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [float(row["gpxpy_length_2d_m"]) or float(row["ext_distance_m"]) for row in rows]
