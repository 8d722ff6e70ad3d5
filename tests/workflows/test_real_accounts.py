"""Real account exports and histories: every file accounted for, the days of accounts kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from backstride.store import day_totals
from backstride.store.ledger import Status
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import FileResult, LegRow
from backstride.workflows.wiring import Desk, open_desk

FOLDERS = ("exports", "history")

NO_RECORDING = {
    ".DS_Store",
    "._.DS_Store",
    "._export.xml",
    "export-2019-with-route-reference.xml",
    "export-v14-full-dtd.xml",
    "export.xml",
    "garmin-gdpr-UDSFile_2023-02-22_2023-06-02.json.gz",
    "garmin-gdpr-UDSFile_2023-06-02_2023-09-10.json.gz",
    "run-2025-workoutstatistics-gct-power.xml",
    "running-metric-records-watch6.xml",
    "strava-header-english-103-columns-2026.csv",
    "strava-header-german-92-columns.csv",
}

CANNOT_BE_READ = {
    "expected.csv": "the list of expected values",
    "strava-api-streams-run-a.json": "tells no start, so it has no day",
}


@pytest.fixture(scope="module")
def imported(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Desk, list[FileResult]]:
    with open_desk(tmp_path_factory.mktemp("home")) as desk:
        folders = [shared_data / folder for folder in FOLDERS]
        return desk, list(import_paths(desk, folders))


def names(found: list[FileResult], status: Status) -> set[str]:
    """Names of the files that ended so, without the folders they lay in."""
    return {
        one.file.rpartition("!")[2].rpartition("/")[2].partition("#")[0]
        for one in found
        if one.status is status
    }


def test_every_file_on_disk_ends_in_the_ledger(
    imported: tuple[Desk, list[FileResult]], shared_data: Path
) -> None:
    on_disk = {
        str(path)
        for folder in FOLDERS
        for path in (shared_data / folder).rglob("*")
        if path.is_file()
    }

    assert {one.file.split("!")[0].partition("#")[0] for one in imported[1]} == on_disk


def test_every_file_ends_as_what_it_is(imported: tuple[Desk, list[FileResult]]) -> None:
    found = imported[1]

    assert names(found, Status.FAILED) == set(CANNOT_BE_READ)
    assert names(found, Status.NOT_AN_ACTIVITY) == NO_RECORDING
    assert [one.file for one in found if one.status is not Status.IMPORTED and not one.reason] == []


def names_of_sources(legs: Iterable[LegRow], *, every: bool) -> Counter[str]:
    """Count runs by the file that told them first, or every recording by its file."""
    told = (leg.source_files if every else leg.source_files[:1] for leg in legs)
    return Counter(
        file.rpartition("/")[2].partition("#")[0] for files in told for file in set(files)
    )


def test_nothing_is_lost_and_every_history_is_whole(
    imported: tuple[Desk, list[FileResult]],
) -> None:
    """Every recording is there; what a history holds twice counts as one run."""
    legs = list_legs(imported[0])
    recordings = names_of_sources(legs, every=True)
    runs = names_of_sources(legs, every=False)

    assert recordings["runner-a-running_page-2019-2026.json"] == 1087
    assert recordings["runner-b-strava-activities-2015-2020.csv"] == 889
    assert recordings["garmin-connect-activities-french.csv"] == 314
    assert recordings["strava-activities-en-2021-2023-translation-missing.csv"] == 112
    assert recordings["running-diary-latin1-german.csv"] == 5
    assert recordings["garmin-gdpr-summarizedActivities-until-2023-09-09.json"] == 181
    assert runs["runner-a-running_page-2019-2026.json"] == 1087 - 5
    assert runs["runner-b-strava-activities-2015-2020.csv"] == 889 - 4
    assert runs["garmin-connect-activities-french.csv"] == 314 - 20


def test_the_days_of_the_accounts_are_kept(imported: tuple[Desk, list[FileResult]]) -> None:
    with imported[0].store.reading() as tx:
        days = {found.day.isoformat(): found for found in day_totals.find(tx)}
    garmin = [found.steps or 0 for day, found in days.items() if "2023-04" < day < "2023-10"]

    assert len(garmin) == 51 + 100
    assert sum(garmin) == 209782 + 421739
    assert days["2025-04-28"].sleep_h == 7.25
    assert days["2025-05-28"].steps == 690
