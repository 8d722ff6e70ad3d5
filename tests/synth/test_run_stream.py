"""The seconds of an invented run agree with one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from backstride.domain.activity import Leg
from backstride.domain.units import EARTH_RADIUS_M
from backstride.synth.behaviour import Kind
from backstride.synth.run_stream import RunPlan, invent_run


def plan_of(kind: Kind) -> RunPlan:
    return RunPlan(kind, 8.0, datetime(2026, 5, 1, 17, 45, tzinfo=UTC), 5.0, dynamics=True)


def leg_of(plan: RunPlan) -> Leg:
    return invent_run(plan, np.random.default_rng(2)).legs[0]


def values(leg: Leg, name: str) -> np.ndarray:
    assert leg.stream is not None
    found = leg.stream.values(name)
    assert found is not None
    return found


def test_distance_is_the_sum_of_speed() -> None:
    leg = leg_of(plan_of(Kind.EASY))
    assert leg.stream is not None
    walked = np.trapezoid(values(leg, "speed_mps"), leg.stream.time_s)
    assert values(leg, "distance_m")[-1] == pytest.approx(walked, rel=1e-6)


def test_positions_move_as_fast_as_the_runner() -> None:
    leg = leg_of(replace(plan_of(Kind.EASY), step_s=5.0))
    latitude, longitude = (
        np.radians(values(leg, f"{name}_deg")) for name in ("latitude", "longitude")
    )
    north = np.diff(latitude) * EARTH_RADIUS_M
    east = np.diff(longitude) * EARTH_RADIUS_M * np.cos(latitude[1:])
    along = np.hypot(north, east).sum()
    assert along == pytest.approx(leg.distance_m, rel=0.05)


def test_a_treadmill_run_has_no_position_and_no_altitude() -> None:
    leg = leg_of(plan_of(Kind.TREADMILL))
    assert leg.sub_sport == "treadmill"
    assert leg.stream is not None
    assert not {"latitude_deg", "longitude_deg", "altitude_m"} & set(leg.stream.channels)


def test_intervals_swing_between_fast_and_slow() -> None:
    swing = np.ptp(np.percentile(values(leg_of(plan_of(Kind.INTERVALS)), "speed_mps"), [10, 90]))
    steady = np.ptp(np.percentile(values(leg_of(plan_of(Kind.EASY)), "speed_mps"), [10, 90]))
    assert swing > 1.0 > 2 * steady


def test_hills_climb_and_slow_the_runner_down() -> None:
    leg = leg_of(plan_of(Kind.HILLS))
    climbing = np.diff(values(leg, "altitude_m")) > 0.5
    speed = values(leg, "speed_mps")[1:]
    assert leg.ascent_m is not None
    assert leg.ascent_m > 100
    assert speed[climbing].mean() < speed[~climbing].mean()


def test_step_length_times_cadence_is_speed() -> None:
    leg = leg_of(plan_of(Kind.EASY))
    speed = values(leg, "step_length_mm") / 1000.0 * values(leg, "cadence_spm") / 60.0
    np.testing.assert_allclose(speed, values(leg, "speed_mps"), rtol=0.01)


def test_an_older_watch_measures_no_running_dynamics() -> None:
    leg = leg_of(replace(plan_of(Kind.EASY), dynamics=False))
    assert leg.stream is not None
    assert "contact_ms" not in leg.stream.channels
    assert "cadence_spm" in leg.stream.channels


def test_laps_are_kilometres_and_add_up() -> None:
    leg = leg_of(plan_of(Kind.LONG))
    lengths = [lap.distance_m for lap in leg.laps]
    assert lengths[:-1] == [1000.0] * (len(lengths) - 1)
    assert sum(length or 0.0 for length in lengths) == pytest.approx(leg.distance_m)
