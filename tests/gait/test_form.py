"""Form of one leg: speed, slope, cadence, walking and contact time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

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


def with_sensor(leg, contact_ms):
    stream = leg.stream
    sensor = Channel(np.full(stream.n_sample, contact_ms), "Milliseconds", "developer:Ground Time")
    channels = {**stream.channels, "dev:0:Ground Time": sensor}
    return replace(leg, stream=Stream(stream.time_s, channels))
