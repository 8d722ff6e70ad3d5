"""A run lies on the day on which the runner ran it, wherever that was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.stream import Channel, Stream
from backstride.readers.tcx import read_tcx
from backstride.synth import xml_oddities
from backstride.workflows.place_in_time import find_offset, place

LATE_EVENING_UTC = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)


def run_at(
    latitude: float | None, longitude: float | None, *, offset_s: int | None = None
) -> Activity:
    channels = {}
    if latitude is not None and longitude is not None:
        channels = {
            "latitude_deg": Channel(np.array([np.nan, latitude]), "deg"),
            "longitude_deg": Channel(np.array([np.nan, longitude]), "deg"),
        }
    stream = Stream(np.array([0.0, 1.0]), channels)
    leg = Leg(Sport.RUNNING, LATE_EVENING_UTC, stream=stream)
    return Activity((leg,), utc_offset_s=offset_s)


def test_the_offset_in_the_file_is_believed_before_everything() -> None:
    found = find_offset(run_at(52.5, 13.4, offset_s=-3600), zone="Asia/Tokyo")
    assert found == (-3600, "file")


def test_a_late_evening_in_utc_is_the_next_day_where_the_run_was() -> None:
    activity = run_at(52.5, 13.4)
    offset_s, source = find_offset(activity, zone=None)
    assert (offset_s, source) == (3600, "position")
    assert activity.local_date(offset_s) == date(2026, 3, 10)


def test_a_runner_on_a_journey_keeps_the_day_of_the_place() -> None:
    activity = run_at(40.7, -74.0)
    offset_s, _ = find_offset(activity, zone="Europe/Berlin")
    assert activity.local_date(offset_s) == date(2026, 3, 9)


def test_summer_time_is_that_of_the_day_of_the_run() -> None:
    winter = find_offset(run_at(52.5, 13.4), zone=None)[0]
    june = Leg(Sport.RUNNING, LATE_EVENING_UTC + timedelta(days=100))
    summer = find_offset(Activity((june,)), zone="Europe/Berlin")[0]
    assert (winter, summer) == (3600, 7200)


def test_a_treadmill_run_takes_the_runners_own_zone() -> None:
    assert find_offset(run_at(None, None), zone="Asia/Tokyo") == (9 * 3600, "profile")


def test_without_any_hint_the_computers_zone_is_taken_and_said() -> None:
    assert find_offset(run_at(None, None), zone=None)[1] == "computer"


@pytest.mark.parametrize("zone", ["Not/AZone", "", "../etc"])
def test_a_zone_that_does_not_exist_is_passed_over(zone: str) -> None:
    assert find_offset(run_at(None, None), zone=zone)[1] == "computer"


@pytest.mark.parametrize(
    ("place", "position", "moment", "day"),
    [
        ("Kathmandu", (27.7, 85.3), datetime(2026, 3, 9, 18, 20, tzinfo=UTC), date(2026, 3, 10)),
        ("Auckland", (-36.8, 174.8), datetime(2026, 1, 9, 11, 30, tzinfo=UTC), date(2026, 1, 10)),
        ("Honolulu", (21.3, -157.8), datetime(2026, 1, 10, 9, 30, tzinfo=UTC), date(2026, 1, 9)),
        ("Berlin", (52.5, 13.4), datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),
        ("Berlin", (52.5, 13.4), datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_is_that_of_the_place_on_that_day(
    place: str, position: tuple[float, float], moment: datetime, day: date
) -> None:
    """Nepal is 5:45 ahead; Auckland has summer time in January, Hawaii never."""
    run = run_at(*position).moved(moment - LATE_EVENING_UTC)
    offset_s, source = find_offset(run, zone="America/New_York")
    assert (place, run.local_date(offset_s), source) == (place, day, "position")


def test_two_runs_of_a_flight_day_lie_on_the_days_of_their_places() -> None:
    """Morning in Tokyo and morning in Honolulu, eighteen hours later and the same day again."""
    tokyo = run_at(35.7, 139.7).moved(datetime(2026, 3, 9, 22, tzinfo=UTC) - LATE_EVENING_UTC)
    honolulu = run_at(21.3, -157.8).moved(datetime(2026, 3, 10, 16, tzinfo=UTC) - LATE_EVENING_UTC)
    days = [run.local_date(find_offset(run, zone=None)[0]) for run in (tokyo, honolulu)]
    assert days == [date(2026, 3, 10), date(2026, 3, 10)]


def test_samples_in_local_time_marked_as_utc_are_put_right_and_it_is_said() -> None:
    """The points are an hour ahead of the Id, as Munich is of UTC in March."""
    (read,) = read_tcx(xml_oddities.oddities()["local-time-marked-z.tcx"]).activities
    placed, offset_s, source = place(read, zone=None)
    assert (placed.start, offset_s, source) == (xml_oddities.START, 3600, "position")
    assert placed.problems[-1].code == "time.local_marked_utc"
    assert place(placed, zone=None)[0].start == xml_oddities.START


def test_where_nothing_tells_which_clock_is_utc_nothing_is_moved() -> None:
    (read,) = read_tcx(xml_oddities.oddities()["local-time-marked-z.tcx"]).activities
    elsewhere = replace(read, legs=tuple(replace(leg, stream=None) for leg in read.legs))
    for zone in (None, "America/New_York"):
        assert place(elsewhere, zone=zone)[0].start == read.start
