"""Corrections change what a run counts as, and never what was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.activity import Activity, Lap, Pause, Sport
from backstride.domain.errors import OutOfRange
from backstride.recording.correcting import (
    Crop,
    Delete,
    SetDistance,
    SetDuration,
    SetSport,
    SetStart,
    Split,
    apply,
    correct,
)
from backstride.recording.cropping import crop
from tests.recording.made_twins import NOON, recorded

CHANNELS = ("distance_m", "speed_mps", "cadence_spm", "step_length_mm", "vertical_ratio_percent")


def whole() -> Activity:
    """Ten minutes with a pause of one minute and a lap in the middle."""
    run = recorded(*CHANNELS, distance_m=1797.0, ascent_m=20.0)
    (leg,) = run.legs
    lap = Lap(NOON + timedelta(seconds=400), 100.0, 100.0, 300.0)
    return replace(run, legs=(replace(leg, laps=(lap,), pauses=(Pause(200.0, 260.0),)),))


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_a_wrong_sport_is_put_right_and_its_finer_word_forgotten() -> None:
    trail = replace(whole(), legs=(replace(whole().legs[0], sub_sport="trail"),))
    (leg,) = apply(trail, SetSport(Sport.WALKING)).legs
    assert (leg.sport, leg.sub_sport) == (Sport.WALKING, "")
    (leg,) = apply(trail, SetSport(Sport.RUNNING, "treadmill")).legs
    assert (leg.sport, leg.sub_sport) == (Sport.RUNNING, "treadmill")


def test_the_distance_of_a_treadmill_stretches_every_step() -> None:
    (leg,) = apply(whole(), SetDistance(2.0 * 1797.0)).legs
    assert leg.stream is not None
    first = {name: float(leg.stream.channels[name].values[-1]) for name in CHANNELS}
    assert first == pytest.approx(
        {
            "distance_m": 2.0 * 3.0 * 599.0,
            "speed_mps": 6.0,
            "cadence_spm": 166.0,
            "step_length_mm": 2160.0,
            "vertical_ratio_percent": 4.0,
        }
    )
    assert (leg.distance_m, leg.laps[0].distance_m) == (3594.0, 600.0)


def test_a_corrected_distance_stretches_the_samples_where_the_file_names_no_total() -> None:
    run = replace(whole(), legs=(replace(whole().legs[0], distance_m=None),))

    (leg,) = apply(run, SetDistance(2.0 * 1797.0)).legs

    assert leg.stream is not None
    assert leg.stream.channels["speed_mps"].values[-1] == pytest.approx(6.0)


def test_a_corrected_distance_leaves_samples_alone_that_were_right_beside_a_wrong_total() -> None:
    run = replace(whole(), legs=(replace(whole().legs[0], distance_m=5400.0),))

    (leg,) = apply(run, SetDistance(1797.0)).legs

    assert leg.stream is not None
    assert leg.distance_m == 1797.0
    assert leg.stream.channels["speed_mps"].values[-1] == pytest.approx(3.0)


def test_a_corrected_distance_stretches_by_the_total_where_samples_lack_a_part() -> None:
    run = replace(whole(), legs=(replace(whole().legs[0], distance_m=2400.0),))

    (leg,) = apply(run, SetDistance(2520.0)).legs

    assert leg.stream is not None
    assert leg.stream.channels["speed_mps"].values[-1] == pytest.approx(3.0 * 1.05)


@pytest.mark.parametrize("distance_m", [1.797, 0.0, -1.0])
def test_kilometres_typed_for_metres_and_no_distance_are_refused(distance_m: float) -> None:
    with pytest.raises(OutOfRange):
        apply(whole(), SetDistance(distance_m))


def test_a_measured_duration_is_not_typed_over() -> None:
    with pytest.raises(OutOfRange):
        apply(whole(), SetDuration(500.0))
    (leg,) = apply(recorded(distance_m=1800.0), SetDuration(500.0)).legs
    assert (leg.moving_s, leg.timer_s, leg.elapsed_s) == (500.0, 500.0, 500.0)


def test_a_wrong_clock_moves_everything_alike() -> None:
    moved = apply(whole(), SetStart(NOON + at(86_400)))
    assert moved.start == NOON + at(86_400)
    assert moved.legs[0].laps[0].start == NOON + at(86_800)


def test_what_is_cut_off_is_gone_from_samples_and_totals() -> None:
    (leg,) = crop(whole(), NOON + at(100), NOON + at(400)).legs
    assert leg.stream is not None
    distance = leg.stream.channels["distance_m"].values
    assert (leg.start, leg.elapsed_s, leg.timer_s) == (NOON + at(100), 300.0, 240.0)
    assert leg.pauses == (Pause(100.0, 160.0),)
    assert (distance[0], distance[-1], leg.stream.n_sample) == (0.0, 897.0, 300)
    assert leg.distance_m == pytest.approx(900.0)
    assert leg.ascent_m == pytest.approx(20.0 * 900.0 / 1797.0)
    assert leg.laps == ()


def test_a_run_without_distance_samples_is_cut_by_time() -> None:
    run = recorded("cadence_spm", distance_m=1800.0)
    (leg,) = crop(run, NOON, NOON + at(150)).legs
    assert leg.distance_m == pytest.approx(450.0)


@pytest.mark.parametrize(("first_s", "last_s"), [(700, 900), (-50, 0), (300, 300), (599.5, 599.9)])
def test_a_cut_that_leaves_nothing_is_refused(first_s: float, last_s: float) -> None:
    with pytest.raises(OutOfRange):
        crop(whole(), NOON + at(first_s), NOON + at(last_s))


def test_a_run_known_by_its_totals_cannot_be_cut() -> None:
    with pytest.raises(OutOfRange):
        crop(recorded(distance_m=1800.0), NOON, NOON + at(300))


@given(st.integers(3, 597))
def test_the_two_parts_of_a_split_are_the_whole(at_s: int) -> None:
    runs = correct(whole(), "a", [("a", Split(NOON + at(at_s), "b"))]).runs
    legs = [runs[one].legs[0] for one in ("a", "b")]
    assert sum(leg.distance_m or 0.0 for leg in legs) == pytest.approx(1797.0)
    assert sum(0 if leg.stream is None else leg.stream.n_sample for leg in legs) == 600
    assert sum(leg.elapsed_s or 0.0 for leg in legs) == 600.0
    assert sum(leg.timer_s or 0.0 for leg in legs) <= 600.0


def test_a_part_is_corrected_apart() -> None:
    changes = [
        ("a", Split(NOON + at(300), "b")),
        ("b", SetSport(Sport.WALKING)),
        ("a", Delete()),
    ]
    (left,) = correct(whole(), "a", changes).runs.items()
    assert (left[0], left[1].legs[0].sport) == ("b", Sport.WALKING)


def test_a_correction_of_another_recording_is_about_the_run() -> None:
    runs = correct(whole(), "a", [("another", SetSport(Sport.HIKING))]).runs
    assert runs["a"].legs[0].sport is Sport.HIKING


def test_a_correction_that_cannot_be_made_any_more_is_told_and_passed_over() -> None:
    changes = [("a", Crop(NOON + at(900), NOON + at(990))), ("a", SetSport(Sport.WALKING))]
    found = correct(whole(), "a", changes)
    assert found.runs["a"].legs[0].sport is Sport.WALKING
    assert [why.message.key for why in found.refused] == ["error.recording.nothing_left"]


def test_what_was_recorded_stays_as_it_was() -> None:
    run = whole()
    before = run.legs[0].stream
    assert before is not None
    copies = {name: one.values.copy() for name, one in before.channels.items()}
    apply(run, SetDistance(3000.0))
    crop(run, NOON + at(10), NOON + at(20))
    assert all(np.array_equal(before.channels[name].values, copies[name]) for name in copies)
