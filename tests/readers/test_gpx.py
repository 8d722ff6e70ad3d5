"""GPX: every oddity seen in real files, on made look-alikes whose truth is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from backstride.domain.activity import Activity, Sport
from backstride.readers.gpx import is_gpx, read_gpx
from backstride.readers.reading import Outcome
from backstride.synth.xml_oddities import (
    CADENCE_SPM,
    DEVICE,
    N_POINT,
    START,
    example_run,
    oddities,
    paused_run,
)
from backstride.synth.xml_writer import instant_text, write_gpx
from tests.readers.reading_facts import (
    all_problems,
    codes,
    mean_turning,
    n_finite,
    n_sample,
    only_leg,
    stream_of,
)

ODD = oddities()
WHOLE_M = 357.0
READ_LIKE_PLAIN = [
    "plain.gpx",
    "undeclared-prefix.gpx",
    "byte-order-mark.gpx",
    "utf-16.gpx",
    "latin-1-name.gpx",
    "strava-type-9.gpx",
    "other-prefix.gpx",
    "control-bytes.gpx",
    "entity-bomb.gpx",
    "written-backwards.gpx",
]


@pytest.mark.parametrize("name", READ_LIKE_PLAIN)
def test_an_odd_spelling_changes_nothing_of_the_run(name: str) -> None:
    leg = only_leg(read_gpx(ODD[name]))

    assert leg.sport is Sport.RUNNING
    assert leg.start == START
    assert leg.elapsed_s == leg.timer_s == N_POINT - 1
    assert leg.distance_m == pytest.approx(WHOLE_M, rel=1e-4)
    assert stream_of(leg).n_sample == N_POINT
    assert n_finite(leg, "heart_rate_bpm") == N_POINT
    assert mean_turning(leg) == pytest.approx(CADENCE_SPM)
    assert np.all(np.diff(stream_of(leg).time_s) == 1.0)


def test_the_creator_is_the_device() -> None:
    assert read_gpx(ODD["plain.gpx"]).activities[0].device == DEVICE


def test_gpx_is_told_by_its_root_element_and_not_by_a_mention() -> None:
    assert is_gpx(b"\xef\xbb\xbf  <?xml version='1.0'?><!-- <tcx> --><x:gpx creator='a'>")
    assert is_gpx("<gpx>".encode("utf-16"))
    assert not is_gpx(b"<html><body>gpx</body></html>")
    assert not is_gpx(b"gpx")
    assert not is_gpx(b"")


def test_a_break_between_segments_is_a_pause_that_counts_neither_time_nor_way() -> None:
    leg = only_leg(read_gpx(write_gpx(paused_run(pause_s=600.0))))

    (pause,) = leg.pauses
    assert (pause.start_s, pause.end_s) == (59.0, 660.0)
    assert leg.elapsed_s == 719.0
    assert leg.timer_s == 118.0
    assert leg.distance_m == pytest.approx(354.0, rel=1e-4)


def test_a_point_without_latitude_is_kept_without_a_position() -> None:
    leg = only_leg(read_gpx(ODD["point-without-latitude.gpx"]))

    latitude = stream_of(leg).values("latitude_deg")
    assert stream_of(leg).n_sample == N_POINT
    assert latitude is not None
    assert np.isnan(latitude[0])
    assert np.isfinite(latitude[1:]).all()
    assert n_finite(leg, "heart_rate_bpm") == N_POINT


def test_points_written_far_away_during_a_pause_do_not_inflate_the_distance() -> None:
    reading = read_gpx(ODD["pause-points-far-away.gpx"])

    leg = only_leg(reading)
    (problem,) = [found for found in all_problems(reading) if "position" in found.code]
    assert problem.code == "xml.position_set_aside"
    assert problem.params["n"] == 5
    assert leg.distance_m == pytest.approx(WHOLE_M, rel=1e-3)
    assert stream_of(leg).n_sample == N_POINT + 5
    assert n_finite(leg, "latitude_deg") == N_POINT


def test_points_written_in_reverse_are_sorted_and_none_is_dropped() -> None:
    reading = read_gpx(ODD["written-backwards.gpx"])

    assert codes(reading) == ["xml.points_sorted"]
    assert all_problems(reading)[0].params["n"] == N_POINT - 1


def test_one_step_back_in_time_loses_no_point() -> None:
    leg = only_leg(read_gpx(ODD["one-step-backwards.gpx"]))

    assert stream_of(leg).n_sample == N_POINT
    assert np.all(np.diff(stream_of(leg).time_s) >= 0.0)
    assert leg.distance_m == pytest.approx(WHOLE_M, rel=1e-3)


def test_a_clock_put_back_by_an_hour_does_not_scramble_the_way() -> None:
    reading = read_gpx(ODD["clock-put-back.gpx"])

    leg = only_leg(reading)
    assert "xml.clock_held" in codes(reading)
    assert leg.distance_m == pytest.approx(WHOLE_M, rel=1e-3)
    assert leg.elapsed_s == pytest.approx(N_POINT - 1, abs=1.0)


def test_a_planned_route_is_not_an_activity() -> None:
    reading = read_gpx(ODD["no-times.gpx"])

    assert reading.outcome is Outcome.NOT_AN_ACTIVITY
    assert reading.problems[-1].params == {"n_point": N_POINT}


def test_a_file_without_a_track_is_not_an_activity() -> None:
    assert read_gpx(ODD["metadata-only.gpx"]).outcome is Outcome.NOT_AN_ACTIVITY


def test_a_treadmill_run_without_points_is_a_run_by_its_totals() -> None:
    leg = only_leg(read_gpx(ODD["treadmill-totals-only.gpx"]))

    assert leg.sport is Sport.RUNNING
    assert leg.sub_sport == "treadmill"
    assert leg.start == START
    assert leg.distance_m == 5294.74
    assert leg.moving_s == 1684.0
    assert leg.elapsed_s == 1763.379
    assert leg.mean_heart_rate_bpm == 156.0
    assert leg.stream is None


def test_an_empty_track_without_totals_is_told_and_not_invented() -> None:
    reading = read_gpx(ODD["empty-track.gpx"])

    assert reading.outcome is Outcome.NOT_AN_ACTIVITY
    assert codes(reading) == ["gpx.empty_track"]


def test_a_sport_that_is_not_named_is_told_by_speed_and_said_so() -> None:
    reading = read_gpx(ODD["no-type.gpx"])

    assert only_leg(reading).sport is Sport.RUNNING
    assert codes(reading) == ["gpx.sport_by_speed"]


def test_what_stands_before_the_cut_is_kept() -> None:
    reading = read_gpx(ODD["cut-short.gpx"])

    leg = only_leg(reading)
    assert reading.partial
    assert "xml.cut_short" in codes(reading)
    assert 80 < stream_of(leg).n_sample < N_POINT


@pytest.mark.parametrize(
    ("name", "code", "n_left", "channel"),
    [
        ("year-2085.gpx", "xml.absurd_time", N_POINT - 1, "heart_rate_bpm"),
        ("heart-rate-zero.gpx", "xml.absurd_value", N_POINT - 12, "heart_rate_bpm"),
        ("speed-sixty.gpx", "xml.absurd_value", N_POINT - 1, "speed_mps"),
    ],
)
def test_an_absurd_value_is_set_aside_and_the_rest_kept(
    name: str, code: str, n_left: int, channel: str
) -> None:
    reading = read_gpx(ODD[name])

    assert code in codes(reading)
    assert n_finite(only_leg(reading), channel) == n_left
    assert n_finite(only_leg(reading), "cadence_spm") >= N_POINT - 1


def test_entities_are_cut_with_the_dtd_and_never_expanded() -> None:
    reading = read_gpx(ODD["entity-bomb.gpx"])

    assert "xml.dtd_cut" in codes(reading)
    assert n_finite(only_leg(reading), "altitude_m") == N_POINT - 1


def two_tracks(gap_s: float, second_sport: Sport = Sport.RUNNING) -> bytes:
    """Two recordings in one file, the second `gap_s` after the end of the first."""
    first = write_gpx(example_run())
    second = example_run(sport=second_sport)
    shift = timedelta(seconds=N_POINT - 1 + gap_s)
    moved = write_gpx(second)
    for row in range(N_POINT):
        old = START + timedelta(seconds=row)
        moved = moved.replace(
            f"<time>{instant_text(old)}".encode(), f"<time>@{instant_text(old + shift)}".encode()
        )
    moved = moved.replace(b"<time>@", b"<time>")
    track = moved[moved.index(b"<trk>") : moved.index(b"</gpx>")]
    return first.replace(b"</gpx>", track + b"</gpx>")


def activities(data: bytes) -> tuple[Activity, ...]:
    return read_gpx(data).activities


def test_two_tracks_with_a_short_break_are_one_run_with_a_pause() -> None:
    (activity,) = activities(two_tracks(600.0))

    (leg,) = activity.legs
    assert n_sample(activity) == 2 * N_POINT
    assert leg.timer_s == 2 * (N_POINT - 1)
    assert [pause.end_s - pause.start_s for pause in leg.pauses] == [600.0]


def test_two_tracks_hours_apart_are_two_activities() -> None:
    first, second = activities(two_tracks(7200.0))

    assert second.start - first.start == timedelta(seconds=N_POINT - 1 + 7200.0)


def test_two_tracks_that_overlap_are_two_activities() -> None:
    assert len(activities(two_tracks(-60.0))) == 2


def test_two_tracks_of_different_sports_in_a_row_are_two_legs() -> None:
    (activity,) = activities(two_tracks(60.0, Sport.CYCLING))

    assert [leg.sport for leg in activity.legs] == [Sport.RUNNING, Sport.CYCLING]
    cadences = [mean_turning(leg) for leg in activity.legs]
    assert cadences == [pytest.approx(CADENCE_SPM), pytest.approx(CADENCE_SPM)]


def test_an_offset_written_with_the_times_is_kept() -> None:
    data = ODD["plain.gpx"].replace(b".000Z</time>", b".000+02:00</time>")

    (activity,) = activities(data)
    assert activity.utc_offset_s == 7200
    assert activity.start == START - timedelta(hours=2)


def test_times_without_a_zone_are_read_as_utc_and_told() -> None:
    reading = read_gpx(ODD["plain.gpx"].replace(b".000Z</time>", b"</time>"))

    assert only_leg(reading).start == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
    assert codes(reading) == ["xml.time_without_zone"]
