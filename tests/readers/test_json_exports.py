"""JSON and XML of watches, accounts and programs: what is read, moved, marked and refused."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Activity, Leg, Pause, Sport
from backstride.readers import registry
from backstride.readers.json_text import number, read_json
from backstride.readers.reading import Outcome, Reading
from backstride.synth import export_oddities, watch_oddities
from backstride.synth.watch_oddities import (
    HEART_BPM,
    N_SECOND,
    OFFSET_S,
    SPEED_MPS,
    START,
    STRIDES_PM,
)
from tests.readers.reading_facts import codes, n_finite, only_leg, stream_of

FILES = watch_oddities.oddities() | export_oddities.oddities()
WHOLE_RUNS = [
    "polar.json",
    "polar-route-80-minutes-late.json",
    "suunto.json",
    "goldencheetah.json",
    "goldencheetah-form.json",
    "goldencheetah-byte-order-mark.json",
    "streams-with-start.json",
]


def read(name: str) -> Reading:
    return registry.read(FILES[name])


def mean(leg: Leg, channel: str) -> float:
    values = stream_of(leg).values(channel)
    assert values is not None
    return float(np.nanmean(values))


@pytest.mark.parametrize("name", WHOLE_RUNS)
def test_the_invented_run_comes_out_of_every_format(name: str) -> None:
    leg = only_leg(read(name))

    assert leg.sport is Sport.RUNNING
    assert leg.start == START
    assert leg.distance_m == pytest.approx(SPEED_MPS * N_SECOND, rel=0.02)
    assert mean(leg, "heart_rate_bpm") == pytest.approx(HEART_BPM)
    assert n_finite(leg, "latitude_deg") == N_SECOND


def test_a_late_route_is_moved_to_the_other_samples_and_told() -> None:
    on_time, late = only_leg(read("polar.json")), only_leg(read("polar-route-80-minutes-late.json"))

    assert np.array_equal(stream_of(on_time).time_s, stream_of(late).time_s)
    latitude = "latitude_deg"
    assert np.allclose(stream_of(on_time).values(latitude), stream_of(late).values(latitude))
    assert "polar_export.route_moved" in codes(read("polar-route-80-minutes-late.json"))
    assert "polar_export.route_moved" not in codes(read("polar.json"))


def test_a_local_start_without_offset_is_marked_and_can_be_placed() -> None:
    (activity,) = read("polar-without-offset.json").activities
    placed = activity.placed(OFFSET_S)

    assert activity.start_is_local
    assert activity.start == START + timedelta(seconds=OFFSET_S)
    assert placed.start == START
    assert placed.legs[0].laps[0].start == START
    assert not placed.start_is_local
    assert placed.placed(OFFSET_S) == placed


def test_an_offset_that_the_file_tells_is_kept() -> None:
    for name in ("polar.json", "suunto.json", "garmin-summaries.json", "running-page.json"):
        (activity, *_) = read(name).activities
        assert activity.utc_offset_s == OFFSET_S, name
        assert activity.start == START, name


def test_exercises_of_a_session_are_legs_in_order_of_time() -> None:
    (activity,) = read("polar-two-exercises.json").activities

    assert [leg.sport for leg in activity.legs] == [Sport.RUNNING, Sport.CYCLING]
    assert "readers.summary_only" in [problem.code for problem in activity.problems]


def test_missing_values_are_missing() -> None:
    leg = only_leg(read("polar-nulls.json"))

    assert n_finite(leg, "heart_rate_bpm") == N_SECOND - 2
    assert n_finite(leg, "speed_mps") == N_SECOND - 1


def test_a_session_without_samples_is_a_summary() -> None:
    leg = only_leg(read("polar-without-samples.json"))

    assert leg.stream is None
    assert leg.distance_m == SPEED_MPS * N_SECOND
    assert leg.mean_cadence_spm == 2 * STRIDES_PM


@pytest.mark.parametrize("name", ["polar.xml", "polar-stray-comma.xml", "polar-blank-within.xml"])
def test_a_polar_calendar_is_on_the_clock_of_the_runner(name: str) -> None:
    reading = read(name)
    leg = only_leg(reading)

    assert reading.activities[0].start_is_local
    assert leg.start == START + timedelta(seconds=OFFSET_S)
    assert leg.sport is Sport.RUNNING
    assert mean(leg, "cadence_spm") == 2 * STRIDES_PM
    assert n_finite(leg, "speed_mps") == N_SECOND
    assert mean(leg, "speed_mps") == pytest.approx(SPEED_MPS)


def test_a_suunto_log_is_in_si_units() -> None:
    leg = only_leg(read("suunto.json"))

    assert mean(leg, "cadence_spm") == pytest.approx(2 * STRIDES_PM)
    assert mean(leg, "temperature_c") == pytest.approx(20.0)
    assert mean(leg, "latitude_deg") == pytest.approx(48.0, abs=0.01)
    assert leg.pauses == (Pause(40.0, 50.0),)


def test_a_suunto_multisport_log_counts_each_leg_from_its_own_start() -> None:
    (activity,) = read("suunto-multisport.json").activities
    run, circuit = activity.legs

    assert (run.sport, run.sub_sport, circuit.sport) == (Sport.RUNNING, "trail", Sport.STRENGTH)
    assert circuit.start == START + timedelta(seconds=N_SECOND / 2)
    for leg in activity.legs:
        distance_m = stream_of(leg).values("distance_m")
        assert distance_m is not None
        assert float(np.nanmin(distance_m)) == 0.0


def test_a_suunto_log_without_events_is_one_leg() -> None:
    assert only_leg(read("suunto-without-events.json")).sport is Sport.RUNNING
    assert only_leg(read("suunto-treadmill.json")).sub_sport == "treadmill"


def test_goldencheetah_form_has_our_units() -> None:
    leg = only_leg(read("goldencheetah-form.json"))

    assert mean(leg, "contact_ms") == 252.0
    assert mean(leg, "vertical_oscillation_mm") == pytest.approx(89.0)
    assert mean(leg, "cadence_spm") == 2 * STRIDES_PM
    assert n_finite(leg, "temperature_c") == 0


def test_nowhere_is_no_position() -> None:
    assert n_finite(only_leg(read("goldencheetah-without-place.json")), "latitude_deg") == 0


def test_garmin_summaries_have_their_own_units() -> None:
    leg = read("garmin-summaries.json").activities[0].legs[0]

    assert (leg.sport, leg.sub_sport) == (Sport.RUNNING, "treadmill")
    assert (leg.distance_m, leg.ascent_m) == (5000.0, 23.0)
    assert (leg.timer_s, leg.elapsed_s, leg.moving_s) == (1500.0, 1560.0, 1490.0)
    assert leg.mean_cadence_spm == 164.0


def test_the_parent_of_multisport_legs_is_not_counted_again() -> None:
    reading = read("garmin-parent.json")

    assert len(reading.activities) == 2
    assert not reading.partial
    assert "garmin_export.parent_of_legs" in codes(reading)


def test_daily_summaries_are_days_and_no_activities() -> None:
    reading = read("garmin-days.json")

    assert reading.outcome is Outcome.NOT_AN_ACTIVITY
    assert [found.steps for found in reading.days] == [8000, 8001, 8002, 8003, 8004]


@pytest.mark.parametrize("name", ["garmin-other.json", "polar-account.json"])
def test_other_files_of_an_account_are_no_activities(name: str) -> None:
    assert read(name).outcome is Outcome.NOT_AN_ACTIVITY


@pytest.mark.parametrize(
    ("name", "n_kept", "code"),
    [
        ("running-page-bad-date.json", 3, "row.date_unreadable"),
        ("running-page-without-totals.json", 3, "row.no_totals"),
        ("garmin-without-start.json", 2, "row.date_unreadable"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(name: str, n_kept: int, code: str) -> None:
    reading = read(name)

    assert len(reading.activities) == n_kept
    assert [(found.code, found.where) for found in reading.problems] == [(code, "entry 2")]
    assert reading.partial


def test_a_duration_of_more_than_a_day_is_read() -> None:
    assert read("running-page-long.json").activities[1].legs[0].moving_s == 93784.0


@pytest.mark.parametrize("name", ["streams-without-start.json", "streams-as-objects.json"])
def test_streams_without_a_start_are_refused_with_what_they_hold(name: str) -> None:
    reading = read(name)

    assert reading.outcome is Outcome.FAILED
    assert reading.problems[-1].params == {
        "n_sample": N_SECOND,
        "minutes": pytest.approx((N_SECOND - 1) / 60.0),
        "km": pytest.approx(SPEED_MPS * (N_SECOND - 1) / 1000.0),
    }


@pytest.mark.parametrize("name", ["polar-cut-short.json", "suunto-cut-short.json"])
def test_of_a_file_cut_short_the_whole_part_is_kept(name: str) -> None:
    reading = read(name)
    leg = only_leg(reading)

    assert reading.partial
    assert "json.cut_short" in codes(reading)
    assert 10 < stream_of(leg).n_sample <= N_SECOND


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(FILES["running-page.json"]) - 1))
def test_a_list_cut_anywhere_keeps_its_whole_entries(end: int) -> None:
    data = FILES["running-page.json"][:end]
    reading = registry.read(data)

    if reading.format == "running_page":
        assert len(reading.activities) == data.count(b"\n }")
    else:
        assert reading.outcome is Outcome.FAILED


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_document_is_read_or_refused(value: object) -> None:
    text = json.dumps(value)

    assert read_json(text.encode()).problems == ()
    read_json(text[: len(text) // 2].encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 200_000, "json.too_deep"),
        (b'{"a": ' * 100_000 + b"1" + b"}" * 100_000, "json.too_deep"),
        (b"{", "json.broken"),
        (b"", "json.broken"),
    ],
)
def test_hostile_documents_are_refused(data: bytes, code: str) -> None:
    document = read_json(data)

    assert document.root is None
    assert [problem.code for problem in document.problems] == [code]


def test_numbers_of_thousands_of_digits_are_no_numbers() -> None:
    assert number(10**400) is None
    assert number("1" * 5000) is not None
    assert number(float("nan")) is None
    assert number(True) is None
    assert registry.read(b'{"DeviceLog": {"Header": {"Duration": ' + b"9" * 6000 + b"}}}")


def test_a_placed_activity_equals_itself_where_nothing_is_local() -> None:
    activity = Activity((only_leg(read("suunto.json")),))

    assert activity.placed(7200) is activity
