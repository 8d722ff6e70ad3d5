"""Real files that tell of one run: joined in any order, counted once."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.store import ledger
from backstride.store.ledger import Status
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.wiring import open_desk
from tests.workflows.made_files import easy_km, the_run

TWINS = {
    "14 km, Forerunner 945": (
        "fit-run/garmin-fr945-run-stryd-gpx-tcx-twin.fit",
        "gpx-tcx/garmin-fr945-run-fit-twin.tcx.gz",
        "gpx-tcx/garminconnect-run-fit-twin-fr945.gpx.gz",
    ),
    "10 km, Forerunner 15": (
        "fit-run/garmin-fr15-run-no-cadence-tcx-twin.fit",
        "gpx-tcx/garmin-fr15-run-10km.tcx.gz",
    ),
    "4.5 km, vivoactive": (
        "fit-run/garmin-vivoactivehr-run-gpx-twin.fit",
        "gpx-tcx/garminconnect-run-fit-twin-vivoactivehr.gpx",
    ),
    "treadmill": (
        "fit-run/garmin-fr945-treadmill-run-rd-stryd.fit",
        "gpx-tcx/garmin-fr945-treadmill-no-position.tcx.gz",
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_real_twins_are_one_run_in_any_order(shared_data: Path, tmp_path: Path, name: str) -> None:
    found = []
    for turn, files in enumerate((TWINS[name], TWINS[name][::-1])):
        with open_desk(tmp_path / str(turn)) as desk:
            results = list(import_paths(desk, [shared_data / file for file in files], n_worker=1))
            assert [r.status for r in results[1:]] == [Status.DUPLICATE] * (len(files) - 1)
            found.append((the_run(desk), easy_km(desk)))
            with desk.store.reading() as tx:
                kept = [ledger.find_by_batch(tx, 1)[n].entry.sha256 for n in range(len(files))]
            assert all(kept)
    (one, load), (other, turned) = found
    assert load == pytest.approx(turned)
    assert (one.distance_m, one.n_samples) == (other.distance_m, other.n_samples)
    assert one.recordings == len(TWINS[name])


def test_a_real_list_with_rows_that_stand_twice_counts_each_run_once(
    shared_data: Path, tmp_path: Path
) -> None:
    """The French list view was saved page by page, and two pages overlap."""
    with open_desk(tmp_path) as desk:
        path = shared_data / "exports" / "garmin-connect-activities-french.csv"
        list(import_paths(desk, [path], n_worker=1))
        starts = [run.start_utc for run in list_legs(desk)]
        assert len(starts) == len(set(starts))
        assert sum(run.recordings == 2 for run in list_legs(desk)) == 20
