"""A run lies on the day on which the runner ran it, wherever that was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.stream import Channel, Stream
from backstride.workflows.place_in_time import find_offset

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
