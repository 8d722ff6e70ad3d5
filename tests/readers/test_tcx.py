"""TCX: every oddity seen in real files, on made look-alikes whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from backstride.domain.activity import Activity, Sport
from backstride.readers.reading import Outcome
from backstride.readers.tcx import is_tcx, read_tcx
from backstride.synth.xml_oddities import (
    CADENCE_SPM,
    DEVICE,
    N_POINT,
    START,
    example_run,
    oddities,
    paused_run,
)
from backstride.synth.xml_writer import write_tcx
from tests.readers.reading_facts import (
    codes,
    mean_turning,
    n_finite,
    only_leg,
    stream_of,
)

ODD = oddities()
READ_LIKE_PLAIN = [
    "plain.tcx",
    "spaces-before-declaration.tcx",
    "doubled-cadence-treadmill.tcx",
    "running-in-plain-cadence.tcx",
    "lower-case-sport.tcx",
    "no-namespace-extension.tcx",
    "missing-distances.tcx",
]


@pytest.mark.parametrize("name", READ_LIKE_PLAIN)
def test_an_odd_spelling_changes_nothing_of_the_run(name: str) -> None:
    leg = only_leg(read_tcx(ODD[name]))

    assert leg.sport is Sport.RUNNING
    assert leg.start == START
    assert leg.elapsed_s == leg.timer_s == N_POINT - 1
    assert leg.distance_m == 357.0
    assert stream_of(leg).n_sample == N_POINT
    assert mean_turning(leg) == pytest.approx(CADENCE_SPM)


def test_the_creator_is_the_device() -> None:
    assert read_tcx(ODD["plain.tcx"]).activities[0].device == DEVICE


def test_tcx_is_told_by_its_root_element() -> None:
    assert is_tcx(ODD["spaces-before-declaration.tcx"][:200])
    assert not is_tcx(b"<gpx/>")


def test_cadence_in_steps_is_not_doubled_and_told() -> None:
    reading = read_tcx(ODD["doubled-cadence-treadmill.tcx"])

    assert codes(reading) == ["xml.cadence_in_steps"]
    assert n_finite(only_leg(reading), "latitude_deg") == 0


def test_distances_counted_from_an_earlier_start_are_counted_from_this_one() -> None:
    leg = only_leg(read_tcx(ODD["missing-distances.tcx"]))

    distance = stream_of(leg).values("distance_m")
    assert distance is not None
    known = distance[np.isfinite(distance)]
    assert known.size == N_POINT // 3
    assert known[0] == 0.0
    assert known[-1] == pytest.approx(3.0 * 117.0, abs=0.2)


def test_a_break_between_tracks_is_a_pause_and_the_laps_give_the_totals() -> None:
    leg = only_leg(read_tcx(write_tcx([paused_run(pause_s=600.0)])))

    (pause,) = leg.pauses
    assert (pause.start_s, pause.end_s) == (59.0, 660.0)
    assert leg.timer_s == 118.0
    assert leg.elapsed_s == 719.0


def test_each_activity_element_is_an_activity() -> None:
    reading = read_tcx(ODD["three-activities.tcx"])

    assert [activity.start for activity in reading.activities] == [START] * 3
    assert codes(reading) == []


def test_a_multisport_session_is_one_activity_of_several_legs() -> None:
    run = example_run().legs[0]
    ride = replace(example_run(sport=Sport.CYCLING).legs[0], start=START + timedelta(seconds=300))
    data = write_tcx([Activity((run, ride), device=DEVICE), example_run()])

    first, second = read_tcx(data).activities
    assert [leg.sport for leg in first.legs] == [Sport.RUNNING, Sport.CYCLING]
    assert len(second.legs) == 1
    assert [mean_turning(leg) for leg in first.legs] == [
        pytest.approx(CADENCE_SPM),
        pytest.approx(CADENCE_SPM),
    ]


def test_local_time_marked_as_utc_is_told_and_left_alone() -> None:
    reading = read_tcx(ODD["local-time-marked-z.tcx"])

    assert codes(reading) == ["tcx.local_time"]
    assert reading.activities[0].problems[0].params == {"offset_h": 1.0}
    assert only_leg(reading).start == START + timedelta(hours=1)


def test_an_activity_without_points_is_read_from_its_laps() -> None:
    reading = read_tcx(ODD["lap-totals-only.tcx"])

    leg = only_leg(reading)
    assert leg.stream is None
    assert (leg.timer_s, leg.distance_m) == (119.0, 357.0)
    assert codes(reading) == ["tcx.no_points"]


def test_a_course_is_not_an_activity() -> None:
    assert read_tcx(ODD["course.tcx"]).outcome is Outcome.NOT_AN_ACTIVITY


def test_lap_totals_longer_than_the_points_are_kept_and_told() -> None:
    data = ODD["plain.tcx"].replace(b"<TotalTimeSeconds>119<", b"<TotalTimeSeconds>464<")

    reading = read_tcx(data)
    assert only_leg(reading).timer_s == 464.0
    assert codes(reading) == ["tcx.laps_longer_than_points"]


def test_averages_of_laps_are_weighted_by_their_time() -> None:
    head, _, tail = ODD["lap-totals-only.tcx"].partition(b"<Lap ")
    laps = b"".join(
        b'<Lap StartTime="2026-03-09T06:30:00Z"><TotalTimeSeconds>%d</TotalTimeSeconds>'
        b"<AverageHeartRateBpm><Value>%d</Value></AverageHeartRateBpm><Extensions><ns3:LX>"
        b"<ns3:AvgRunCadence>%d</ns3:AvgRunCadence></ns3:LX></Extensions></Lap>" % row
        for row in ((100, 120, 80), (300, 160, 84))
    )
    data = head + laps + tail[tail.index(b"</Lap>") + len(b"</Lap>") :]

    leg = only_leg(read_tcx(data))
    assert leg.mean_heart_rate_bpm == pytest.approx(150.0)
    assert leg.mean_cadence_spm == pytest.approx(166.0)
    assert len(leg.laps) == 2
    assert leg.timer_s == 400.0
