"""Form of one leg: speed, slope, cadence, walking and contact time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstride.domain.activity import Sport
from backstride.domain.gait import Gait
from backstride.domain.locomotion import stance_force_bw
from backstride.domain.runner import Runner
from backstride.domain.stream import Channel, Stream
from backstride.gait.summarise import summarise_leg
from tests.gait.made_legs import leg_of, steady

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
    ("speed_mps", "cadence_spm", "plate_ms"),
    [(2.5, 156.5, 288.0), (2.5, 186.3, 268.0), (3.33, 202.7, 221.0), (3.33, 173.4, 245.0)],
)
def test_the_range_of_estimated_contact_holds_what_force_plates_measured(
    speed_mps: float, cadence_spm: float, plate_ms: float
) -> None:
    """Two runners on force treadmills, contact above 0.035 body weights (study force_curves)."""
    found = summarise_leg(steady(speed_mps=speed_mps, cadence_spm=cadence_spm), NOBODY).summary

    assert found.contact_ms is not None
    assert found.contact_ms.q05 < plate_ms < found.contact_ms.q95


def test_a_faster_runner_is_taken_to_touch_the_ground_more_briefly_than_speed_alone_says() -> None:
    jogger, racer = (
        summarise_leg(steady(speed_mps=speed, cadence_spm=170), NOBODY).contact_ms[900]
        for speed in (2.5, 4.5)
    )

    assert jogger / racer > stance_force_bw(4.5, 1.03) / stance_force_bw(2.5, 1.03) + 0.1


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
    assert codes(gait) == set()


def test_a_slow_jog_with_few_steps_is_a_run_and_its_range_holds_a_walk_too() -> None:
    gait = summarise_leg(steady(speed_mps=1.95, cadence_spm=136), NOBODY)

    assert gait.summary.walk_share == 0.0
    assert codes(gait) == {"gait.walk_or_run"}
    assert gait.unsure is not None
    assert gait.unsure.all()


def test_the_same_steps_between_running_bouts_are_walking() -> None:
    time_s = np.arange(0.0, 1801.0)
    bouts = (time_s % 600.0) >= 480.0
    speed = np.where(bouts, 2.8, 1.95)

    gait = summarise_leg(
        leg_of(time_s, speed_mps=speed, cadence_spm=np.where(bouts, 176.0, 136.0)), NOBODY
    )

    assert gait.summary.walk_share == pytest.approx(0.8, abs=0.01)
    assert codes(gait) == {"gait.walk_or_run"}


def test_a_slow_run_without_cadence_is_a_run_and_a_stroll_is_not() -> None:
    def walked(speed_mps: float) -> float | None:
        return summarise_leg(steady(speed_mps=speed_mps), NOBODY).summary.walk_share

    assert walked(1.95) == 0.0
    assert walked(1.5) == 1.0


def test_a_walk_of_that_pace_that_calls_itself_one_is_a_walk() -> None:
    leg = replace(steady(speed_mps=1.95), sport=Sport.WALKING)

    gait = summarise_leg(leg, NOBODY)

    assert gait.summary.walk_share == 1.0
    assert codes(gait) == set()


def test_a_flight_shows_running_where_steps_alone_would_not() -> None:
    """Walking has no flight: straps then show contact as long as the step, pods twice as long."""

    def walked(contact_ms: float) -> float | None:
        leg = steady(speed_mps=1.9, cadence_spm=132, contact_ms=contact_ms)
        return summarise_leg(leg, NOBODY).summary.walk_share

    step_ms = 60_000.0 / 132.0
    assert walked(0.8 * step_ms) == 0.0
    assert walked(0.98 * step_ms) == 1.0
    assert walked(2.0 * step_ms) == 1.0


def with_sensor(leg, contact_ms):
    stream = leg.stream
    sensor = Channel(np.full(stream.n_sample, contact_ms), "Milliseconds", "developer:Ground Time")
    channels = {**stream.channels, "dev:0:Ground Time": sensor}
    return replace(leg, stream=Stream(stream.time_s, channels))
