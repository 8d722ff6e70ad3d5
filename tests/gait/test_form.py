"""Form of one leg: speed, slope, cadence, walking and contact time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstride.domain.activity import Pause, Sport
from backstride.domain.gait import Gait
from backstride.domain.locomotion import stance_force_bw
from backstride.domain.runner import Runner
from backstride.domain.stream import Channel, Stream
from backstride.gait.summarise import summarise_leg
from tests.gait.made_legs import leg_of, steady, wandering_speed

NOBODY = Runner()


def codes(gait: Gait) -> set[str]:
    return {problem.code for problem in gait.problems}


def test_a_steady_run_is_described_as_it_was_run() -> None:
    gait = summarise_leg(steady(speed_mps=3.0, cadence_spm=168, contact_ms=240), NOBODY)

    found = gait.summary
    assert gait.distance_m == pytest.approx(5400.0)
    assert found.moving_s == pytest.approx(1800.0)
    assert found.cadence_spm is not None
    assert found.cadence_spm.q50 == pytest.approx(168.0)
    assert found.contact_ms is not None
    assert found.contact_ms.q50 == pytest.approx(240.0)
    assert found.flight_ms is not None
    assert found.flight_ms.q50 == pytest.approx(60_000 / 168 - 240)
    assert found.duty_factor is not None
    assert found.duty_factor.q50 == pytest.approx(240 / (2 * 60_000 / 168))
    assert found.walk_share == 0.0
    assert found.running_dynamics
    assert found.step_length_mm == pytest.approx(3.0 * 60_000 / 168)
    assert gait.problems == ()


@pytest.mark.parametrize(
    ("speed_mps", "contact_ms"),
    [(2.5, 237.0), (3.0, 229.0), (4.0, 215.0)],
)
def test_the_line_of_athletes_gives_the_contact_times_derived_from_it(
    speed_mps: float, contact_ms: float
) -> None:
    """Intercept 1.27 at 165 steps a minute; the table stands in the evidence notes, section 6.3."""

    assert 60_000 / 165 / stance_force_bw(speed_mps, 1.27) == pytest.approx(contact_ms, abs=1.0)


@pytest.mark.parametrize(
    ("speed_mps", "athletes_ms", "recreational_ms"),
    [(2.5, 237.0, 254.0), (3.06, 228.0, 244.0), (3.61, 220.0, 235.0)],
)
def test_estimated_contact_time_lies_between_athletes_and_recreational_runners(
    speed_mps: float, athletes_ms: float, recreational_ms: float
) -> None:
    found = summarise_leg(steady(speed_mps=speed_mps, cadence_spm=165), NOBODY).summary.contact_ms

    assert found is not None
    assert athletes_ms < found.q50 < recreational_ms
    assert found.q05 < athletes_ms
    assert found.q95 > recreational_ms


def test_the_watchs_own_contact_time_wins_over_an_added_sensor() -> None:
    leg = with_sensor(steady(cadence_spm=165, contact_ms=240), 225.0)

    gait = summarise_leg(leg, NOBODY)

    assert gait.contact_source == "native"
    assert np.nanmedian(gait.contact_ms) == pytest.approx(240.0)


def test_an_added_sensor_is_used_where_the_watch_measured_little() -> None:
    leg = steady(cadence_spm=165)
    assert leg.stream is not None
    sparse = np.where(np.arange(leg.stream.n_sample) < 300, 240.0, np.nan)
    leg = with_sensor(steady(cadence_spm=165, contact_ms=sparse), 225.0)

    gait = summarise_leg(leg, NOBODY)

    assert gait.contact_source == "developer:Ground Time"
    assert np.nanmedian(gait.contact_ms) == pytest.approx(225.0)


def test_missing_contact_times_follow_the_runners_own_line() -> None:
    every_other = np.where(np.arange(1801) % 2 == 0, 270.0, np.nan)

    gait = summarise_leg(steady(cadence_spm=165, contact_ms=every_other), NOBODY)

    assert gait.contact_ms[gait.running] == pytest.approx(270.0)


def test_a_channel_that_cannot_be_contact_time_is_set_aside() -> None:
    gait = summarise_leg(steady(cadence_spm=165, contact_ms=130.0), NOBODY)

    assert "gait.contact_implausible" in codes(gait)
    assert gait.contact_source == "derived:force_line"


def test_a_run_without_cadence_gets_a_wide_estimate() -> None:
    found = summarise_leg(steady(speed_mps=3.0), NOBODY).summary.cadence_spm

    assert found is not None
    assert found.q50 == pytest.approx(169.6, abs=0.1)
    assert found.q95 - found.q05 > 25.0


def test_tall_runners_are_taken_to_step_less_often() -> None:
    def cadence(runner: Runner) -> float:
        found = summarise_leg(steady(), runner).summary.cadence_spm
        assert found is not None
        return found.q50

    assert cadence(Runner(height_m=1.95)) < cadence(NOBODY) < cadence(Runner(height_m=1.55))
    assert cadence(Runner(sex="male")) < cadence(Runner(sex="female"))


def test_cadence_in_strides_is_doubled_and_said() -> None:
    gait = summarise_leg(steady(cadence_spm=83), NOBODY)

    assert codes(gait) == {"gait.cadence_in_strides"}
    assert gait.summary.cadence_spm is not None
    assert gait.summary.cadence_spm.q50 == pytest.approx(166.0)


def test_cadence_doubled_twice_is_halved_and_said() -> None:
    gait = summarise_leg(steady(cadence_spm=334), NOBODY)

    assert codes(gait) == {"gait.cadence_doubled"}
    assert gait.summary.cadence_spm is not None
    assert gait.summary.cadence_spm.q50 == pytest.approx(167.0)


def test_walk_breaks_are_recognised_by_cadence() -> None:
    time_s = np.arange(0.0, 1801.0)
    walks = (time_s % 600.0) >= 480.0
    speed = np.where(walks, 1.5, 2.8)

    gait = summarise_leg(
        leg_of(time_s, speed_mps=speed, cadence_spm=np.where(walks, 112.0, 164.0)), NOBODY
    )

    assert gait.summary.walk_share == pytest.approx(0.2, abs=0.01)
    assert np.isnan(gait.contact_ms[gait.walking]).all()


def test_a_slow_jog_with_quick_steps_is_not_a_walk() -> None:
    gait = summarise_leg(steady(speed_mps=1.9, cadence_spm=156), NOBODY)

    assert gait.summary.walk_share == 0.0


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


def test_a_run_without_any_distance_is_not_judged() -> None:
    gait = summarise_leg(leg_of(np.arange(0.0, 1801.0), heart_rate_bpm=150), NOBODY)

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


def with_sensor(leg, contact_ms):
    stream = leg.stream
    sensor = Channel(np.full(stream.n_sample, contact_ms), "Milliseconds", "developer:Ground Time")
    channels = {**stream.channels, "dev:0:Ground Time": sensor}
    return replace(leg, stream=Stream(stream.time_s, channels))
