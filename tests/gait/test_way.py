"""Way of one leg: speed, slope, standing, and what is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstride.domain.activity import Leg, Pause, Sport
from backstride.domain.gait import Gait
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from tests.gait.made_legs import leg_of, steady, wandering_speed

NOBODY = Runner()


def codes(gait: Gait) -> set[str]:
    return {problem.code for problem in gait.problems}


def test_standing_is_not_movement() -> None:
    time_s = np.arange(0.0, 601.0)
    speed = np.where((time_s > 200) & (time_s <= 300), 0.0, 3.0)

    gait = summarise_leg(leg_of(time_s, speed_mps=speed, cadence_spm=60 * speed), NOBODY)

    assert gait.summary.moving_s == pytest.approx(500.0, abs=1.0)


def test_running_through_a_tunnel_counts_and_is_said() -> None:
    time_s = np.arange(0.0, 601.0)
    speed = np.where((time_s > 200) & (time_s <= 300), 0.0, 3.0)

    gait = summarise_leg(leg_of(time_s, speed_mps=speed, cadence_spm=166), NOBODY)

    assert gait.summary.moving_s == pytest.approx(600.0)
    assert "gait.speed_from_steps" in codes(gait)
    assert gait.steps_sd > summarise_leg(steady(cadence_spm=166), NOBODY).steps_sd


def test_speeds_of_no_runner_are_set_aside_and_said() -> None:
    time_s = np.arange(0.0, 601.0)
    speed = np.where(time_s % 60 == 0, 60.0, 3.0)

    gait = summarise_leg(leg_of(time_s, speed_mps=speed), NOBODY)

    assert "gait.speed_absurd" in codes(gait)
    assert gait.distance_m == pytest.approx(1800.0, rel=0.01)


def test_a_speed_channel_is_scaled_to_the_recorded_distance() -> None:
    time_s = np.arange(0.0, 1801.0)

    gait = summarise_leg(leg_of(time_s, speed_mps=3.2, distance_m=3.0 * time_s), NOBODY)

    assert gait.distance_m == pytest.approx(5400.0, rel=1e-3)


def test_speed_comes_from_distance_where_there_is_no_speed() -> None:
    time_s = np.arange(0.0, 1801.0)
    speed = wandering_speed(time_s)

    gait = summarise_leg(leg_of(time_s, distance_m=np.cumsum(speed)), NOBODY)

    assert gait.speed_source == "derived:distance"
    assert gait.speed_mps[60:-60] == pytest.approx(speed[60:-60], abs=0.1)


def test_speed_comes_from_positions_where_there_is_nothing_else() -> None:
    time_s = np.arange(0.0, 1801.0)
    metre = 1.0 / 111_195.0
    noise = np.random.default_rng(1).normal(0.0, 1.0 * metre, time_s.size)

    gait = summarise_leg(
        leg_of(time_s, latitude_deg=48.0 + 3.0 * metre * time_s + noise, longitude_deg=11.0),
        NOBODY,
    )

    assert gait.speed_source == "derived:position"
    assert gait.distance_m == pytest.approx(5400.0, rel=0.02)


def test_a_distance_that_catches_up_in_leaps_keeps_its_total() -> None:
    time_s = np.arange(0.0, 601.0)
    late = 60.0 * np.floor(time_s / 20.0)

    gait = summarise_leg(leg_of(time_s, distance_m=late), NOBODY)

    assert gait.distance_m == pytest.approx(1800.0, rel=0.02)


def test_way_covered_across_a_gap_is_neither_counted_nor_a_leap() -> None:
    time_s = np.concatenate((np.arange(0.0, 601.0), np.arange(900.0, 1501.0)))
    distance = np.concatenate((3.0 * time_s[:601], 2200.0 + 3.0 * (time_s[601:] - 900.0)))

    gait = summarise_leg(leg_of(time_s, distance_m=distance), NOBODY)

    assert gait.distance_m == pytest.approx(3600.0, rel=0.005)
    assert codes(gait) == {"gait.recording_gap"}


def test_one_wild_distance_does_not_swallow_the_rest_of_the_run() -> None:
    time_s = np.arange(0.0, 1801.0)
    distance = 3.0 * time_s
    distance[200:230] = 1e6

    gait = summarise_leg(leg_of(time_s, distance_m=distance), NOBODY)

    assert gait.distance_m == pytest.approx(5400.0, rel=0.02)
    assert codes(gait) == {"gait.distance_leaps"}


def test_a_distance_that_ends_early_is_missing_and_not_a_standstill() -> None:
    time_s = np.arange(0.0, 1801.0)
    distance = np.where(time_s <= 900.0, 3.0 * time_s, np.nan)

    gait = summarise_leg(leg_of(time_s, distance_m=distance), NOBODY)

    assert gait.covered == pytest.approx(0.5, abs=0.02)
    assert codes(gait) == {"gait.speed_unknown"}


def test_a_good_speed_is_not_overruled_by_a_distance_full_of_leaps() -> None:
    time_s = np.arange(0.0, 1801.0)
    noise = np.random.default_rng(5).lognormal(0.0, 1.0, time_s.size)

    gait = summarise_leg(leg_of(time_s, speed_mps=3.0, distance_m=3.0 * time_s * noise), NOBODY)

    assert gait.distance_m == pytest.approx(5400.0, rel=0.01)
    assert "gait.distance_leaps" in codes(gait)


def test_a_speed_that_stands_still_gives_way_to_a_good_distance() -> None:
    time_s = np.arange(0.0, 1801.0)

    gait = summarise_leg(leg_of(time_s, speed_mps=0.0, distance_m=3.0 * time_s), NOBODY)

    assert gait.distance_m == pytest.approx(5400.0, rel=0.01)
    assert codes(gait) == {"gait.speed_and_distance_disagree"}


def test_a_wandering_altitude_on_the_flat_is_flat() -> None:
    time_s = np.arange(0.0, 3601.0)
    noise = np.random.default_rng(3).normal(0.0, 0.4, time_s.size)
    drift = 1.0 * np.sin(time_s / 500.0)

    gait = summarise_leg(leg_of(time_s, speed_mps=3.0, altitude_m=20.0 + drift + noise), NOBODY)

    assert gait.ascent_m == pytest.approx(0.0, abs=5.0)
    assert np.abs(gait.grade).max() < 0.02


def test_climb_and_descent_of_a_hill_are_found_below_the_sea_too() -> None:
    time_s = np.arange(0.0, 1801.0)
    noise = np.random.default_rng(4).normal(0.0, 0.3, time_s.size)
    altitude = -380.0 + 60.0 * np.sin(np.pi * time_s / 1800.0) + noise

    gait = summarise_leg(leg_of(time_s, speed_mps=3.0, altitude_m=altitude), NOBODY)

    assert gait.ascent_m == pytest.approx(60.0, abs=3.0)
    assert gait.descent_m == pytest.approx(60.0, abs=3.0)
    assert float(np.sum(np.maximum(-gait.grade, 0.0) * 3.0)) == pytest.approx(60.0, abs=4.0)


def test_the_files_own_climb_wins() -> None:
    leg = replace(steady(altitude_m=np.linspace(0.0, 50.0, 1801)), ascent_m=47.0)

    assert summarise_leg(leg, NOBODY).ascent_m == 47.0


def test_an_altitude_that_leaps_about_is_set_aside_and_said() -> None:
    altitude = np.where(np.arange(1801) // 60 % 2 == 0, 0.0, 400.0)

    gait = summarise_leg(steady(altitude_m=altitude), NOBODY)

    assert codes(gait) == {"gait.altitude_unusable"}
    assert not gait.grade.any()


def test_a_treadmill_has_no_slope() -> None:
    leg = replace(steady(altitude_m=np.linspace(0.0, 50.0, 1801)), sub_sport="treadmill")

    assert not summarise_leg(leg, NOBODY).grade.any()


def test_a_run_with_only_heart_rate_and_totals_is_a_run_with_a_wide_range() -> None:
    time_s = np.arange(0.0, 1801.0)
    totals = {"distance_m": 5000.0, "timer_s": 1800.0}

    gait = summarise_leg(leg_of(time_s, heart_rate_bpm=150, totals=totals), NOBODY)

    assert gait.known
    assert gait.n_sample == 1
    assert codes(gait) == {"gait.totals_only"}


def test_a_run_without_any_distance_is_judged_by_its_time() -> None:
    gait = summarise_leg(leg_of(np.arange(0.0, 1801.0), heart_rate_bpm=150), NOBODY)

    assert gait.known
    assert gait.distance_m == 0.0
    assert gait.summary.moving_s == pytest.approx(1800.0)
    assert codes(gait) == {"gait.distance_assumed"}


def test_on_a_belt_without_a_sensor_the_steps_tell_how_long_was_run() -> None:
    time_s = np.arange(0.0, 1801.0)
    cadence = np.where(time_s < 1200.0, 164.0, 0.0)

    gait = summarise_leg(leg_of(time_s, cadence_spm=cadence, distance_m=0.0), NOBODY)

    assert gait.summary.moving_s == pytest.approx(1200.0, abs=1.0)
    assert gait.summary.cadence_spm is not None
    assert gait.summary.cadence_spm.q50 == pytest.approx(164.0, rel=0.01)


@pytest.mark.parametrize(
    "leg",
    [
        leg_of(np.arange(0.0, 1801.0), speed_mps=0.0),
        leg_of(np.arange(0.0, 1801.0), heart_rate_bpm=60, cadence_spm=0.0),
        leg_of(np.arange(0.0, 30_001.0), heart_rate_bpm=70),
        replace(leg_of(np.arange(0.0, 1801.0), heart_rate_bpm=90), sport=Sport.WALKING),
    ],
    ids=["standing", "no steps", "a watch left on", "a walk"],
)
def test_time_alone_is_not_enough_where_it_shows_no_running(leg: Leg) -> None:
    gait = summarise_leg(leg, NOBODY)

    assert not gait.known
    assert codes(gait) == {"gait.no_distance"}


def test_a_car_ride_is_not_judged_as_a_run() -> None:
    leg = steady(speed_mps=11.0)

    gait = summarise_leg(replace(leg, distance_m=19_800.0, timer_s=1800.0), NOBODY)

    assert not gait.known
    assert {"gait.pace_implausible", "gait.totals_implausible"} <= codes(gait)


def test_a_ride_has_time_and_no_form() -> None:
    leg = replace(steady(speed_mps=8.0), sport=Sport.CYCLING, timer_s=1800.0)

    gait = summarise_leg(leg, NOBODY)

    assert not gait.known
    assert gait.summary.moving_s == 1800.0
    assert gait.problems == ()


def test_samples_that_hold_half_of_the_run_say_so() -> None:
    leg = replace(steady(seconds=900.0), distance_m=5400.0, timer_s=1800.0)

    assert summarise_leg(leg, NOBODY).covered == pytest.approx(0.5, abs=0.01)


def test_a_pause_is_no_movement_though_the_device_wrote_on() -> None:
    time_s = np.arange(0.0, 1801.0)
    leg = leg_of(time_s, speed_mps=3.0, pauses=(Pause(600.0, 1200.0),))

    assert summarise_leg(leg, NOBODY).distance_m == pytest.approx(3600.0)
