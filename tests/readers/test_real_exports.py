"""Real account exports against the values measured on them by independent means.

The expected values stand in the data folder's own table.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backstride.domain.activity import Activity, Leg, Pause, Sport
from backstride.readers import registry
from backstride.readers.member import FoundFile, Member, Refusal
from backstride.readers.reading import Outcome, Reading
from backstride.readers.side_table import Role
from backstride.readers.source import unwrap_file
from tests.readers.reading_facts import codes, mean_turning, n_finite, only_leg


def members(shared_data: Path, name: str) -> list[Member]:
    path = shared_data / name
    found = list(unwrap_file(FoundFile(path, path.stat().st_size)))
    assert not [part for part in found if isinstance(part, Refusal)]
    return [part for part in found if isinstance(part, Member)]


def reading_of(shared_data: Path, name: str) -> Reading:
    (member,) = members(shared_data, name)
    return registry.read(member.data)


def legs(reading: Reading) -> list[Leg]:
    assert reading.outcome is Outcome.ACTIVITIES, codes(reading)
    return [leg for activity in reading.activities for leg in activity.legs]


def total_km(found: list[Leg], sport: Sport | None = None) -> float:
    kept = [leg for leg in found if sport is None or leg.sport is sport]
    return sum(leg.distance_m or 0.0 for leg in kept) / 1000.0


def counts(found: list[Leg]) -> Counter[Sport]:
    return Counter(leg.sport for leg in found)


def test_seven_years_of_one_runner_in_running_page(shared_data: Path) -> None:
    reading = reading_of(shared_data, "history/runner-a-running_page-2019-2026.json")
    found = legs(reading)
    runs = [leg for leg in found if leg.sport is Sport.RUNNING]

    assert reading.format == "running_page"
    assert len(found) == 1087
    assert len(runs) == 997
    assert total_km(runs) == pytest.approx(12362.3, abs=0.05)
    assert sum(leg.mean_heart_rate_bpm is not None for leg in runs) == 995
    assert runs[0].start == datetime(2019, 4, 14, 21, 17, 33, tzinfo=UTC)
    assert reading.activities[0].local_date(reading.activities[0].utc_offset_s or 0) == date(
        2019, 4, 15
    )
    assert max(leg.start for leg in found).date() == date(2026, 8, 20)
    assert not reading.problems


def test_five_years_of_one_runner_in_an_early_strava_table(shared_data: Path) -> None:
    reading = reading_of(shared_data, "history/runner-b-strava-activities-2015-2020.csv")
    found = legs(reading)

    assert len(found) == 889
    assert counts(found)[Sport.RUNNING] == 708
    assert total_km(found, Sport.RUNNING) == pytest.approx(5743.6, abs=0.05)
    assert found[0].start == datetime(2015, 7, 17, 10, 15, 52, tzinfo=UTC)
    assert (found[0].elapsed_s, found[0].moving_s) == (2349.0, 2276.0)
    assert reading.side == ()


def test_a_strava_table_with_repeated_names_and_mark_up(shared_data: Path) -> None:
    name = "exports/strava-activities-en-2021-2023-translation-missing.csv"
    reading = reading_of(shared_data, name)
    found = legs(reading)
    endings = Counter(row.members[0].partition(".")[2] for row in reading.side)

    assert len(found) == 112
    assert counts(found)[Sport.RUNNING] == 89
    assert total_km(found, Sport.RUNNING) == pytest.approx(408.3014, abs=0.0001)
    assert endings == {"gpx": 87, "fit.gz": 6}
    assert all(row.role is Role.RECORDING for row in reading.side)
    assert not reading.partial


@pytest.mark.parametrize(
    ("name", "n_column"), [("english-103-columns-2026", 103), ("german-92-columns", 92)]
)
def test_a_strava_header_alone_is_known_and_empty(
    shared_data: Path, name: str, n_column: int
) -> None:
    reading = reading_of(shared_data, f"exports/strava-header-{name}.csv")

    assert reading.outcome is Outcome.NOT_AN_ACTIVITY
    assert reading.problems[-1].code == "strava_export.no_rows"
    assert reading.problems[-1].params == {"n_column": n_column}


def test_strava_streams_without_a_start_say_what_they_are(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/strava-api-streams-run-a.json")

    assert reading.outcome is Outcome.FAILED
    assert codes(reading) == ["strava_streams.no_start"]
    assert reading.problems[0].params["n_sample"] == 2197
    assert reading.problems[0].params["km"] == pytest.approx(6.458)


def test_the_summaries_of_a_garmin_account(shared_data: Path) -> None:
    name = "exports/garmin-gdpr-summarizedActivities-until-2023-09-09.json"
    reading = reading_of(shared_data, name)
    found = legs(reading)
    words = Counter(leg.sub_sport for leg in found)

    assert len(found) == 181
    assert counts(found)[Sport.SWIMMING] == 50 + 8
    assert counts(found)[Sport.WALKING] == 50
    assert counts(found)[Sport.CYCLING] == 42
    assert counts(found)[Sport.STRENGTH] == 1
    assert (words["lap_swimming"], words["open_water_swimming"]) == (50, 8)
    assert (words["rock_climbing"], words["mountaineering"]) == (3, 1)
    assert total_km(found) == pytest.approx(339.2, abs=0.05)
    assert sum(leg.timer_s or 0.0 for leg in found) / 3600.0 == pytest.approx(114.8, abs=0.05)
    assert {activity.utc_offset_s for activity in reading.activities} <= {3600, 7200}


@pytest.mark.parametrize(
    ("span", "n_day", "n_step"),
    [("2023-02-22_2023-06-02", 51, 209782), ("2023-06-02_2023-09-10", 100, 421739)],
)
def test_the_days_of_a_garmin_account_are_no_activities(
    shared_data: Path, span: str, n_day: int, n_step: int
) -> None:
    reading = reading_of(shared_data, f"exports/garmin-gdpr-UDSFile_{span}.json.gz")

    assert reading.outcome is Outcome.NOT_AN_ACTIVITY
    assert len(reading.days) == n_day
    assert sum(found.steps or 0 for found in reading.days) == n_step
    assert reading.problems[-1].code == "garmin_export.daily_summaries"


def test_a_garmin_list_view_in_french(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/garmin-connect-activities-french.csv")
    found = legs(reading)

    assert len(found) == 314
    assert counts(found) == {Sport.RUNNING: 306, Sport.HIKING: 8}
    assert found[0].start == datetime(2014, 6, 30, 7, 3, tzinfo=UTC)
    assert (found[0].distance_m, found[0].timer_s) == (2940.0, 1246.0)
    assert all(activity.start_is_local for activity in reading.activities)
    assert not reading.problems


def test_a_german_diary_in_latin_1(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/running-diary-latin1-german.csv")
    found = legs(reading)

    assert [leg.distance_m for leg in found] == [7400.0, 5200.0, 9200.0, 7100.0, 6400.0]
    assert {leg.sport for leg in found} == {Sport.RUNNING}
    assert found[0].start.date() == date(2012, 2, 18)
    assert codes(reading).count("activity_list.no_time_of_day") == 5


def test_a_goldencheetah_ride(shared_data: Path) -> None:
    leg = only_leg(reading_of(shared_data, "exports/goldencheetah-activity.json.gz"))

    assert leg.sport is Sport.CYCLING
    assert leg.start == datetime(2017, 4, 24, 16, 18, 45, tzinfo=UTC)
    assert leg.stream is not None
    assert leg.stream.n_sample == 3601


def test_a_polar_run_whose_route_is_eighty_minutes_late(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/polar-flow-gdpr-training-session-run.json")
    leg = only_leg(reading)
    told = {problem.code: problem for problem in reading.activities[0].problems}

    assert leg.sport is Sport.RUNNING
    assert leg.start == datetime(2017, 1, 23, 17, 20, 18, tzinfo=UTC)
    assert reading.activities[0].utc_offset_s == 3600
    assert (leg.distance_m, leg.timer_s) == (6595.0, pytest.approx(2754.128))
    assert leg.mean_cadence_spm == 2 * 88
    assert n_finite(leg, "heart_rate_bpm") == n_finite(leg, "latitude_deg") == 2751
    assert told["polar_export.route_moved"].params["minutes"] == pytest.approx(80.5, abs=0.1)


def test_a_polar_calendar_with_a_stray_comma(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/polar-personaltrainer-additional-comma.xml")
    leg = only_leg(reading)

    assert leg.sport is Sport.RUNNING
    assert leg.distance_m == 11300.0
    assert n_finite(leg, "speed_mps") == n_finite(leg, "heart_rate_bpm") == 3468
    assert len(leg.laps) == 12
    assert mean_turning(leg) == pytest.approx(2 * 84, abs=6)
    assert reading.activities[0].start_is_local


def test_a_suunto_run_with_pauses(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/suunto-app-run.json.gz")
    leg = only_leg(reading)

    assert leg.sport is Sport.RUNNING
    assert leg.start == datetime(2018, 3, 13, 16, 57, 2, tzinfo=UTC)
    assert reading.activities[0].utc_offset_s == 3600
    assert leg.distance_m == 10136.0
    assert sum(pause.end_s - pause.start_s for pause in leg.pauses) == pytest.approx(157, abs=1)
    assert mean_turning(leg) == pytest.approx(175, abs=5)
    assert n_finite(leg, "latitude_deg") == pytest.approx(1726, abs=2)


def test_a_suunto_multisport_log_has_two_legs(shared_data: Path) -> None:
    reading = reading_of(shared_data, "exports/suunto-app-multisport.json")
    (activity,) = reading.activities

    assert [leg.sport for leg in activity.legs] == [Sport.RUNNING, Sport.STRENGTH]
    assert activity.legs[1].start == datetime(2018, 4, 9, 16, 3, 23, 854000, tzinfo=UTC)
    assert sum(leg.elapsed_s or 0.0 for leg in activity.legs) == pytest.approx(17.9, abs=0.1)


def apple(shared_data: Path, name: str) -> tuple[list[Activity], Reading]:
    """Workouts of an export, and the reading of what is left of it."""
    *workouts, rest = members(shared_data, f"exports/apple-health/{name}")
    found = [activity for one in workouts for activity in registry.read(one.data).activities]
    return found, registry.read(rest.data)


def test_an_old_apple_run_refers_to_its_route(shared_data: Path) -> None:
    (activity,), _ = apple(shared_data, "export-2019-with-route-reference.xml")
    workout, _ = members(shared_data, "exports/apple-health/export-2019-with-route-reference.xml")
    (leg,) = activity.legs
    (row,) = registry.read(workout.data).side

    assert leg.sport is Sport.RUNNING
    assert leg.start == datetime(2016, 11, 14, 14, 25, 41, tzinfo=UTC)
    assert leg.timer_s == pytest.approx(60 * 5.194, abs=0.1)
    assert leg.distance_m == pytest.approx(1609.344 * 0.4971749504535062)
    assert activity.utc_offset_s == -8 * 3600
    assert row.role is Role.ROUTE
    assert row.members == ("workout-routes/route_2019-06-11_3.00pm.gpx",)


def test_a_new_apple_run_tells_its_totals_in_statistics(shared_data: Path) -> None:
    (activity,), _ = apple(shared_data, "run-2025-workoutstatistics-gct-power.xml")
    (leg,) = activity.legs

    assert leg.start == datetime(2025, 12, 20, 11, 51, tzinfo=UTC)
    assert leg.timer_s == pytest.approx(60 * 119.271, abs=0.1)
    assert leg.distance_m == pytest.approx(16124.4)
    assert leg.ascent_m == pytest.approx(454.43)
    assert leg.mean_heart_rate_bpm == pytest.approx(140.139)
    assert leg.mean_cadence_spm == pytest.approx(17599 / 119.271, abs=0.01)
    assert activity.utc_offset_s == 3600


def test_an_apple_export_with_the_genuine_definition(shared_data: Path) -> None:
    (walk, ride), rest = apple(shared_data, "export-v14-full-dtd.xml")

    assert (walk.legs[0].sport, ride.legs[0].sport) == (Sport.WALKING, Sport.CYCLING)
    assert walk.legs[0].distance_m == 5234.0
    assert walk.legs[0].timer_s == pytest.approx(60 * 88.234, abs=0.1)
    assert walk.legs[0].pauses == (Pause(1125.0, 1275.0),)
    assert walk.legs[0].mean_heart_rate_bpm == 92.5
    assert ride.legs[0].distance_m == 12500.0
    assert {found.day: (found.steps, found.sleep_h) for found in rest.days} == {
        date(2025, 4, 28): (None, 7.25),
        date(2025, 5, 28): (690, None),
    }


def test_apple_exports_without_workouts_are_no_recordings(shared_data: Path) -> None:
    workouts, rest = apple(shared_data, "running-metric-records-watch6.xml")

    assert workouts == []
    assert rest.outcome is Outcome.NOT_AN_ACTIVITY


def test_every_member_of_an_apple_zip_is_accounted_for(shared_data: Path) -> None:
    found = members(shared_data, "exports/apple-health/export-small.zip")
    outcomes = {part.name.rpartition("/")[2]: registry.read(part.data).outcome for part in found}

    assert outcomes == {
        ".DS_Store": Outcome.NOT_AN_ACTIVITY,
        "._.DS_Store": Outcome.NOT_AN_ACTIVITY,
        "._export.xml": Outcome.NOT_AN_ACTIVITY,
        "export.xml": Outcome.NOT_AN_ACTIVITY,
    }
