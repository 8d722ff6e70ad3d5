"""Exports as a whole: tables joined with the recordings beside them, nothing counted twice."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backstride.domain.activity import Activity, Leg, Sport
from backstride.store.ledger import Status
from backstride.synth import apple_export, watch_oddities
from backstride.synth.apple_oddities import old_totals
from backstride.synth.archive_oddities import gzipped, zipped
from backstride.synth.export_oddities import oddities as export_oddities
from backstride.synth.table_oddities import oddities as table_oddities
from backstride.synth.table_oddities import strava_english
from backstride.synth.xml_oddities import example_run
from backstride.synth.xml_writer import write_gpx
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.place_in_time import place
from backstride.workflows.results import FileResult
from backstride.workflows.wiring import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


def bring(desk: Desk, folder: Path, files: dict[str, bytes]) -> dict[str, FileResult]:
    """Write files, import them in one go and return the results by the end of their names."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    results = import_paths(desk, [folder / name for name in files], n_worker=1)
    return {result.file.removeprefix(f"{folder.as_posix()}/"): result for result in results}


def strava_zip() -> bytes:
    """Return an export of five rows, of which three name a recording and two of these are there."""
    run = write_gpx(example_run())
    moved = run.replace(b"2026-03-09", b"2026-03-10")
    return zipped(
        {
            "activities.csv": strava_english(),
            "activities/0.gpx.gz": gzipped(run),
            "activities/1.gpx.gz": gzipped(moved),
            "profile.csv": b"Athlete ID,Email\n1,a@b.c\n",
        }
    )


def test_a_row_with_a_recording_is_no_second_run(desk: Desk, tmp_path: Path) -> None:
    results = bring(desk, tmp_path, {"export.zip": strava_zip()})
    table = results["export.zip!activities.csv"]
    runs = list_legs(desk)

    assert len(runs) == 5
    assert sum(run.n_samples > 0 for run in runs) == 2
    assert len(set(table.activity_ids)) == 5
    for n in range(2):
        (recorded,) = results[f"export.zip!activities/{n}.gpx.gz"].activity_ids
        assert recorded in table.activity_ids
    assert list(results)[-1] == "export.zip!activities.csv"


def test_an_export_imported_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"export.zip": strava_zip()})
    before = {run.id for run in list_legs(desk)}

    again = bring(desk, tmp_path, {"export.zip": strava_zip()})

    assert {run.id for run in list_legs(desk)} == before
    assert again["export.zip!activities.csv"].status is Status.DUPLICATE


def test_a_later_export_adds_only_what_is_new(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"activities.csv": strava_english()})
    more = strava_english().replace(b"Mar 5, 2021", b"Mar 6, 2021")

    bring(desk, tmp_path, {"later/activities.csv": more})

    assert sorted(run.local_date.day for run in list_legs(desk)) == [1, 2, 3, 4, 5, 6]


def test_a_list_of_runs_that_are_there_already_adds_none(desk: Desk, tmp_path: Path) -> None:
    """The recording is found by its start, whatever file it came from."""
    entry = json.loads(export_oddities()["running-page.json"])
    bring(desk, tmp_path, {"run.gpx": write_gpx(example_run())})

    bring(desk, tmp_path, {"activities.json": json.dumps(entry).encode()})

    runs = list_legs(desk)
    assert len(runs) == len(entry)
    assert sum(run.n_samples > 0 for run in runs) == 1


def test_a_garmin_account_in_nested_archives_counts_each_run_once(
    desk: Desk, tmp_path: Path
) -> None:
    recordings = zipped({"ada_1.gpx": write_gpx(example_run())})
    account = {
        "DI_CONNECT/DI-Connect-Fitness/ada_0_summarizedActivities.json": "garmin-summaries.json",
        "DI_CONNECT/DI-Connect-Aggregator/UDSFile_2026.json": "garmin-days.json",
        "DI_CONNECT/DI-Connect-Wellness/hydration.json": "garmin-other.json",
    }
    files = {name: export_oddities()[made] for name, made in account.items()}
    files["DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"] = recordings

    results = bring(desk, tmp_path, {"account.zip": zipped(files)})

    runs = list_legs(desk, sport="running")
    assert len(runs) == 3
    assert sum(run.n_samples > 0 for run in runs) == 1
    assert Status.FAILED not in {result.status for result in results.values()}


def test_a_row_that_stands_twice_in_a_table_is_one_run(desk: Desk, tmp_path: Path) -> None:
    entries = json.loads(export_oddities()["running-page.json"])

    bring(desk, tmp_path, {"activities.json": json.dumps([*entries, entries[0]]).encode()})

    runs = list_legs(desk)
    assert len(runs) == len(entries)
    assert sorted(len(run.source_files) for run in runs)[-2:] == [1, 2]


def test_two_rows_of_a_day_without_times_are_two_runs(desk: Desk, tmp_path: Path) -> None:
    header = "Datum,Art,Distanz in km,Zeit HH:MM:SS\n"
    rows = "13.03.26,LaD,5.0,00:25:00\n13.03.26,LaD,5.0,00:26:00\n"

    bring(desk, tmp_path, {"diary.csv": (header + rows).encode()})

    assert len(list_legs(desk)) == 2


def test_a_diary_without_times_of_day_is_joined_by_day_and_length(
    desk: Desk, tmp_path: Path
) -> None:
    far_m = 3.0 * 119
    header = "Datum,Art,Distanz in km,Zeit HH:MM:SS\n"
    rows = f"09.03.26,LaD,{far_m / 1000:.3f},00:02:00\n13.03.26,LaD,5.0,00:25:00\n"
    bring(desk, tmp_path, {"run.gpx": write_gpx(example_run())})

    bring(desk, tmp_path, {"diary.csv": (header + rows).encode()})

    assert [run.local_date.day for run in sorted(list_legs(desk), key=lambda r: r.local_date)] == [
        9,
        13,
    ]


def test_a_start_on_the_clock_of_the_runner_is_placed_in_utc(desk: Desk, tmp_path: Path) -> None:
    """The route of the session tells the zone: Munich, in winter one hour before UTC."""
    data = watch_oddities.oddities()["polar-without-offset.json"]

    bring(desk, tmp_path, {"session.json": data})

    (run,) = list_legs(desk)
    assert run.start_utc == watch_oddities.START
    assert run.local_date == (watch_oddities.START + timedelta(hours=1)).date()


def apple_zip(route_name: str = "route_1.gpx") -> bytes:
    route = write_gpx(example_run(n_point=1500)).replace(
        b"<metadata>", b"<metadata><time>2026-03-20T00:00:00Z</time>"
    )
    heart = "".join(
        '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch &amp; Co" '
        f'unit="count/min" startDate="2026-03-09 07:{30 + minute}:00 +0100" '
        f'endDate="2026-03-09 07:{30 + minute}:00 +0100" value="150"/>\n'
        for minute in range(20)
    )
    export = old_totals().replace(b"<Workout ", heart.encode() + b"<Workout ", 1)
    return zipped(
        {
            f"apple_health_export/workout-routes/{route_name}": route,
            "apple_health_export/export.xml": export,
            "apple_health_export/export_cda.xml": b"<ClinicalDocument/>",
        }
    )


def test_an_apple_workout_and_its_way_are_one_run(desk: Desk, tmp_path: Path) -> None:
    results = bring(desk, tmp_path, {"export.zip": apple_zip()})
    folder = "export.zip!apple_health_export"

    (run,) = list_legs(desk)
    assert run.n_samples >= 1500
    assert {name: result.status for name, result in results.items()} == {
        f"{folder}/export.xml#1": Status.IMPORTED,
        f"{folder}/export.xml": Status.NOT_AN_ACTIVITY,
        f"{folder}/workout-routes/route_1.gpx": Status.NOT_AN_ACTIVITY,
        f"{folder}/export_cda.xml": Status.NOT_AN_ACTIVITY,
    }


def test_a_way_that_no_workout_names_is_joined_with_the_workout_of_its_time(
    desk: Desk, tmp_path: Path
) -> None:
    bring(desk, tmp_path, {"export.zip": apple_zip("route_2.gpx")})

    (run,) = list_legs(desk)
    assert run.n_samples == 1500
    assert len(run.source_files) == 2


def test_an_export_of_the_next_month_brings_only_the_new_workouts(
    desk: Desk, tmp_path: Path
) -> None:
    for n_day, zone in ((4, "+0100"), (8, "+0100")):
        target = io.BytesIO()
        apple_export.write_export(target, n_day=n_day, zone=zone, address=n_day)
        archive = zipped({"export.xml": target.getvalue()})
        results = bring(desk, tmp_path, {f"{n_day}/export.zip": archive})

    statuses = [result.status for result in results.values()]
    assert statuses.count(Status.DUPLICATE) == 2
    assert statuses.count(Status.IMPORTED) == 2
    assert len(list_legs(desk)) == 4


@pytest.mark.parametrize("name", ["list-german-diary.csv", "list-french.csv", "strava-early.csv"])
def test_runs_known_by_their_totals_have_a_load(desk: Desk, tmp_path: Path, name: str) -> None:
    bring(desk, tmp_path, {name: table_oddities()[name]})

    runs = list_legs(desk, sport="running")
    assert len(runs) == 5
    assert all(run.easy_km is not None and run.n_samples == 0 for run in runs)


def test_the_local_day_of_a_list_is_the_day_it_says(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"list.csv": table_oddities()["list-french.csv"]})

    said = {(1, 2), (2, 3), (3, 4), (8, 5), (12, 6), (3, 1)}
    assert {(run.local_date.month, run.local_date.day) for run in list_legs(desk)} == said


@pytest.mark.parametrize(
    ("day", "hour_utc"),
    [((2026, 3, 28), 6), ((2026, 3, 29), 5), ((2026, 10, 25), 6), ((2026, 10, 24), 5)],
)
def test_seven_by_the_clock_is_seven_by_the_clock_on_days_when_clocks_change(
    day: tuple[int, int, int], hour_utc: int
) -> None:
    leg = Leg(Sport.RUNNING, datetime(*day, 7, tzinfo=UTC), timer_s=1500.0, distance_m=5000.0)

    placed, offset_s, source = place(Activity((leg,), start_is_local=True), zone="Europe/Berlin")

    assert placed.start == datetime(*day, hour_utc, tzinfo=UTC)
    assert placed.local_date(offset_s).timetuple()[:3] == day
    assert (source, placed.start_is_local) == ("profile", False)
