"""What becomes of every odd FIT file, each made anew: what is kept, what is said."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from backstride.domain.activity import Leg, Pause, Sport
from backstride.domain.problem import Severity
from backstride.readers.fit import is_fit, read_fit
from backstride.readers.reading import Outcome, Reading
from backstride.synth.fit_oddities import oddities
from backstride.synth.fit_recipe import N_RECORD, START
from backstride.text.catalogue import load_catalogue
from tests.readers.reading_facts import (
    all_problems,
    codes,
    mean_turning,
    n_finite,
    only_leg,
    stream_of,
)

ODD = oddities()

BEGAN = datetime(2026, 2, 28, 7, 0, tzinfo=UTC)

NOT_FIT = {
    "zero_length",
    "resource_fork",
    "json_named_fit",
    "html_named_fit",
    "zip_named_fit",
    "truncated_in_header",
}
NOTHING_WHOLE = {"header_only", "truncated_in_definition", "undefined_from_the_start"}
NOT_A_RECORDING = {"settings_file", "course_file"}


def reading_of(name: str) -> Reading:
    return read_fit(ODD[name].content)


def leg_of(name: str) -> Leg:
    return only_leg(reading_of(name))


def test_every_odd_file_says_what_is_odd_about_it() -> None:
    assert len(ODD) >= 45
    assert [name for name, oddity in ODD.items() if not oddity.what.endswith(".")] == []


@pytest.mark.parametrize("name", sorted(ODD))
def test_every_odd_file_ends_as_it_should(name: str) -> None:
    expected = Outcome.ACTIVITIES
    if name in NOT_FIT | NOTHING_WHOLE:
        expected = Outcome.FAILED
    elif name in NOT_A_RECORDING:
        expected = Outcome.NOT_AN_ACTIVITY

    assert reading_of(name).outcome is expected
    assert is_fit(ODD[name].content[:16]) is (name not in NOT_FIT)


@pytest.mark.parametrize("name", sorted(ODD))
def test_every_finding_of_an_odd_file_has_words(name: str) -> None:
    catalogue = load_catalogue("en")

    for problem in all_problems(reading_of(name)):
        words = catalogue.problems[problem.code]
        assert words["found"].format(**problem.params)
        assert words["done"].format(**problem.params)
        assert words.get("expected", "").format(**problem.params) is not None


@pytest.mark.parametrize(
    "name",
    sorted(
        set(ODD)
        - NOT_FIT
        - NOTHING_WHOLE
        - NOT_A_RECORDING
        - {"truncated_in_records", "lost_bytes", "chained_two_runs", "multisport_reused_index"}
        - {"duplicate_timestamps", "records_without_timestamp", "clock_not_set"}
        - {"treadmill_calibrated"}
    ),
)
def test_every_record_of_an_odd_run_is_kept_with_start_and_distance(name: str) -> None:
    leg = leg_of(name)

    assert stream_of(leg).n_sample == N_RECORD
    assert leg.sport is Sport.RUNNING
    assert leg.start == BEGAN
    assert leg.distance_m == pytest.approx(1797.0)


def test_a_failed_file_says_why_last() -> None:
    for name in NOT_FIT | NOTHING_WHOLE:
        last = reading_of(name).problems[-1]
        assert last.severity is Severity.REFUSED


@pytest.mark.parametrize("name", ["bad_file_crc", "header_size_zero"])
def test_a_fault_that_costs_nothing_is_a_note(name: str) -> None:
    reading = reading_of(name)

    assert not reading.partial
    assert {problem.severity for problem in reading.problems} == {Severity.NOTE}


@pytest.mark.parametrize("name", ["header_crc_zero", "header_of_twelve_bytes", "plain_run"])
def test_a_file_as_the_protocol_allows_it_is_read_without_a_word(name: str) -> None:
    assert all_problems(reading_of(name)) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("truncated_in_records", "fit.truncated"),
        ("truncated_before_crc", "fit.truncated"),
        ("lost_bytes", "fit.bytes_skipped"),
        ("data_before_definition", "fit.bytes_skipped"),
        ("chained_corrupt_second_header", "fit.trailing_bytes"),
        ("trailing_junk", "fit.trailing_bytes"),
    ],
)
def test_what_was_lost_is_told_and_the_reading_is_partial(name: str, code: str) -> None:
    reading = reading_of(name)

    assert reading.partial
    assert code in codes(reading)


def test_a_cut_recording_keeps_every_whole_record() -> None:
    leg = leg_of("truncated_in_records")

    assert stream_of(leg).n_sample == 329
    assert leg.elapsed_s == 328.0
    assert leg.distance_m == pytest.approx(3.0 * 328)


def test_a_lost_byte_costs_the_record_it_was_in_and_no_other() -> None:
    leg = leg_of("lost_bytes")

    assert stream_of(leg).n_sample == N_RECORD - 3
    assert np.ptp(stream_of(leg).channels["speed_mps"].values) == 0.0


def test_a_chain_of_two_recordings_is_two_activities() -> None:
    first, second = reading_of("chained_two_runs").activities

    assert (second.start - first.start).days == 1
    assert [stream_of(activity.legs[0]).n_sample for activity in (first, second)] == [600, 600]


def test_heart_rate_from_a_chained_file_fills_the_run_and_says_where_from() -> None:
    channel = stream_of(leg_of("chained_stored_heart_rate")).channels["heart_rate_bpm"]

    assert channel.source == "derived:hr_message"
    assert np.median(channel.values) == 141.0
    assert np.isfinite(channel.values).all()


def test_compressed_timestamps_give_one_record_a_second() -> None:
    stream = stream_of(leg_of("compressed_timestamps"))

    assert stream.time_s.tolist() == list(range(N_RECORD))


@pytest.mark.parametrize("name", ["no_session", "header_size_zero"])
def test_a_run_without_a_session_is_a_run(name: str) -> None:
    leg = leg_of(name)

    assert leg.sport is Sport.RUNNING
    assert (leg.elapsed_s, leg.timer_s) == (599.0, 599.0)
    assert mean_turning(leg) == pytest.approx(168.0)


def test_a_late_session_gives_way_to_the_first_record() -> None:
    assert "fit.session_starts_late" in codes(reading_of("late_session"))
    assert stream_of(leg_of("late_session")).time_s[0] == 0.0


def test_a_session_in_1990_takes_the_start_of_its_records() -> None:
    assert "fit.session_start" in codes(reading_of("session_start_1990"))


def test_a_clock_that_was_never_set_is_told_and_kept() -> None:
    assert leg_of("clock_not_set").start == datetime(1990, 7, 9, 7, 0, 41, tzinfo=UTC)
    assert "fit.clock_not_set" in codes(reading_of("clock_not_set"))


def test_a_record_in_the_year_2085_takes_the_time_of_the_one_before() -> None:
    stream = stream_of(leg_of("year_2085"))

    assert stream.time_s[-2:].tolist() == [598.0, 598.0]
    assert "fit.time_implausible" in codes(reading_of("year_2085"))


def test_repeated_times_are_all_kept() -> None:
    assert stream_of(leg_of("duplicate_timestamps")).n_sample == 2 * N_RECORD


def test_records_out_of_order_are_put_in_order() -> None:
    stream = stream_of(leg_of("time_backwards"))

    assert stream.time_s.tolist() == list(range(N_RECORD))
    assert (np.diff(stream.channels["distance_m"].values) > 0).all()


def test_a_recording_over_a_month_keeps_its_times() -> None:
    assert stream_of(leg_of("spans_31_days")).time_s[-1] == 30 * 86_400 + 599
    assert "fit.time_jump" in codes(reading_of("spans_31_days"))


def test_a_timer_beyond_the_elapsed_time_is_kept_and_told() -> None:
    leg = leg_of("timer_beyond_elapsed")

    assert (leg.timer_s, leg.elapsed_s) == (21_680.0, 2_839.6)
    assert "fit.timer_beyond_elapsed" in codes(reading_of("timer_beyond_elapsed"))


def test_stops_of_the_timer_are_pauses_and_the_last_stop_is_none() -> None:
    assert leg_of("pauses").pauses == (Pause(100.0, 160.0), Pause(300.0, 330.0))


def test_a_pool_swim_takes_its_times_from_the_lengths() -> None:
    leg = leg_of("records_without_timestamp")

    assert leg.sport is Sport.SWIMMING
    assert stream_of(leg).time_s[:2].tolist() == [29.5, 59.5]
    assert stream_of(leg).n_sample == 20


def test_a_treadmill_run_without_positions_is_a_run() -> None:
    leg = leg_of("treadmill")

    assert leg.sub_sport == "treadmill"
    assert n_finite(leg, "latitude_deg") == 0
    assert mean_turning(leg) == pytest.approx(168.0)


def test_a_heart_rate_of_zero_is_no_heart_rate() -> None:
    (problem,) = all_problems(reading_of("heart_rate_zero"))

    assert n_finite(leg_of("heart_rate_zero"), "heart_rate_bpm") == 0
    assert (problem.code, problem.params["n_sample"]) == ("fit.implausible_values", N_RECORD)


def test_absurd_values_are_set_aside_one_by_one_and_named() -> None:
    leg = leg_of("absurd_values")

    for channel in ("speed_mps", "altitude_m", "latitude_deg", "longitude_deg"):
        assert n_finite(leg, channel) == N_RECORD - 1
    assert [problem.where for problem in all_problems(reading_of("absurd_values"))] == [
        "record 21, altitude_m",
        "record 11, speed_mps",
        "record 31",
    ]


def test_cadence_that_counts_both_feet_is_not_doubled() -> None:
    assert mean_turning(leg_of("cadence_in_steps")) == pytest.approx(168.0)


def test_a_changed_definition_leaves_holes_where_it_left_fields_out() -> None:
    leg = leg_of("changing_definitions")

    assert n_finite(leg, "heart_rate_bpm") == 200
    assert n_finite(leg, "cadence_spm") == 400
    assert n_finite(leg, "speed_mps") == N_RECORD


def test_the_start_of_the_recipe_is_the_instant_it_says() -> None:
    assert (BEGAN - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds() == START
