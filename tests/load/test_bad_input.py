"""Bad input widens a range or leaves the value out, and is said; it never gives a sure number."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Leg, Sport
from backstride.domain.dose import RunDose
from backstride.domain.interval import Range
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from tests.gait.made_legs import leg_of, steady, wandering_speed

NOBODY = Runner()
DEFAULT = reference_before_history(NOBODY)
TIME_S = np.arange(0.0, 1801.0)
SPEED = wandering_speed(TIME_S, 2.9)
WAY = np.concatenate(([0.0], np.cumsum(0.5 * (SPEED[1:] + SPEED[:-1]))))


def dose_of(leg: Leg) -> RunDose:
    return estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)


def load_of(leg: Leg) -> Range:
    found = dose_of(leg).easy_km
    assert found is not None
    return found


def codes(leg: Leg) -> set[str]:
    return {problem.code for problem in dose_of(leg).problems}


GOOD = leg_of(TIME_S, speed_mps=SPEED, distance_m=WAY, cadence_spm=166.0)


@pytest.mark.parametrize(
    ("scale", "name"), [(3.6, "kilometres an hour"), (0.001, "kilometres"), (0.447, "miles")]
)
def test_a_speed_on_another_scale_gives_way_to_the_distance(scale: float, name: str) -> None:
    leg = leg_of(TIME_S, speed_mps=SPEED * scale, distance_m=WAY, cadence_spm=166.0)

    assert load_of(leg).q50 == pytest.approx(load_of(GOOD).q50, rel=0.02), name
    assert "gait.speed_and_distance_disagree" in codes(leg)


@pytest.mark.parametrize("cadence", [166.0, None])
@pytest.mark.parametrize("scale", [0.62, 0.8, 1.2, 1.61, 2.2])
def test_a_speed_on_another_scale_than_the_total_widens_the_range_until_it_holds_both(
    scale: float, cadence: float | None
) -> None:
    steps = {} if cadence is None else {"cadence_spm": cadence}
    right, wrong = (
        replace(
            leg_of(TIME_S, speed_mps=SPEED * one, **steps),
            distance_m=float(WAY[-1]),
            timer_s=float(TIME_S[-1]),
        )
        for one in (1.0, scale)
    )

    found, shrinkage = load_of(wrong), dose_of(wrong).shrinkage_mm

    assert found.q05 <= load_of(right).q50 <= found.q95
    assert shrinkage is not None
    expected = dose_of(right).shrinkage_mm
    assert expected is not None
    assert shrinkage.q05 <= expected.q50 <= shrinkage.q95
    assert "gait.distance_disagrees" in codes(wrong)
    assert "gait.distance_disagrees" not in codes(right)


@pytest.mark.parametrize(("mph", "minutes"), [(16.0, 20), (15.0, 60), (14.0, 120), (13.0, 300)])
def test_a_ride_that_calls_itself_a_run_is_faster_than_any_runner_for_so_long(
    mph: float, minutes: int
) -> None:
    leg = steady(speed_mps=0.44704 * mph, seconds=60.0 * minutes)

    assert dose_of(leg).easy_km is None
    assert "gait.pace_implausible" in codes(leg)


@pytest.mark.parametrize("cadence", [166.0, None])
def test_a_pace_that_a_known_runner_does_not_hold_widens_the_range_to_an_easy_run(
    cadence: float | None,
) -> None:
    known = reference_before_history(Runner(easy_pace_s_per_km=360.0))
    steps = {} if cadence is None else {"cadence_spm": cadence}
    right, wrong, tempo = (
        leg_of(TIME_S, speed_mps=SPEED * scale, **steps) for scale in (1.0, 2.237, 1.45)
    )

    found, expected, fast = (
        estimate_dose(summarise_leg(leg, NOBODY), known) for leg in (wrong, right, tempo)
    )

    assert found.easy_km is not None
    assert expected.easy_km is not None
    assert found.easy_km.q05 <= expected.easy_km.q50 <= found.easy_km.q95
    assert "load.pace_unlike_runner" in {problem.code for problem in found.problems}
    assert "load.pace_unlike_runner" not in {problem.code for problem in fast.problems}


@pytest.mark.parametrize(
    ("distance_m", "seconds"), [(5000.0, 755.36), (10000.0, 1571.0), (42195.0, 7235.0)]
)
def test_a_world_record_is_a_run(distance_m: float, seconds: float) -> None:
    assert dose_of(steady(speed_mps=distance_m / seconds, seconds=seconds)).easy_km is not None


@pytest.mark.parametrize("contact_ms", [0.25, 25.0, 2500.0])
def test_a_contact_time_on_another_scale_is_not_used(contact_ms: float) -> None:
    leg = leg_of(TIME_S, speed_mps=SPEED, distance_m=WAY, cadence_spm=166.0, contact_ms=contact_ms)

    assert load_of(leg) == load_of(GOOD)
    assert not summarise_leg(leg, NOBODY).contact_measured


@pytest.mark.parametrize("feet", [0.5, 2.0])
def test_steps_of_one_foot_or_counted_twice_are_repaired_and_said(feet: float) -> None:
    leg = leg_of(TIME_S, speed_mps=SPEED, distance_m=WAY, cadence_spm=166.0 * feet)

    assert load_of(leg).q50 == pytest.approx(load_of(GOOD).q50, rel=1e-6)
    assert codes(leg) & {"gait.cadence_in_strides", "gait.cadence_doubled"}


def test_an_altitude_in_feet_is_too_steep_or_at_most_a_steeper_hill() -> None:
    hill = 80.0 + 25.0 * np.sin(TIME_S / 260.0)
    metres, feet = (
        leg_of(TIME_S, speed_mps=SPEED, distance_m=WAY, cadence_spm=166.0, altitude_m=scale * hill)
        for scale in (1.0, 3.28)
    )

    assert load_of(feet).q50 < 1.25 * load_of(metres).q50


def test_a_run_below_the_sea_is_like_one_above_it() -> None:
    hill = 25.0 * np.sin(TIME_S / 260.0)
    below, above = (
        leg_of(TIME_S, speed_mps=SPEED, distance_m=WAY, cadence_spm=166.0, altitude_m=hill + shift)
        for shift in (-400.0, 300.0)
    )

    assert load_of(below).q50 == pytest.approx(load_of(above).q50, rel=1e-6)


def test_standing_with_a_running_clock_adds_nothing() -> None:
    stood = np.concatenate((TIME_S, 1800.0 + np.arange(1.0, 901.0)))
    speed = np.concatenate((SPEED, np.zeros(900)))
    cadence = np.where(speed > 0.0, 166.0, 0.0)

    leg = leg_of(stood, speed_mps=speed, cadence_spm=cadence)
    bare = leg_of(TIME_S, speed_mps=SPEED, cadence_spm=166.0)

    assert load_of(leg).q50 == pytest.approx(load_of(bare).q50, rel=0.01)


def test_steps_without_speed_as_in_a_tunnel_count_with_a_wider_range() -> None:
    tunnel = (TIME_S > 600.0) & (TIME_S < 1000.0)
    leg = leg_of(TIME_S, speed_mps=np.where(tunnel, 0.0, SPEED), cadence_spm=166.0)
    open_air = leg_of(TIME_S, speed_mps=SPEED, cadence_spm=166.0)

    found, usual = load_of(leg), load_of(open_air)

    assert found.q50 == pytest.approx(usual.q50, rel=0.03)
    assert found.q95 - found.q05 > 1.5 * (usual.q95 - usual.q05)
    assert "gait.speed_from_steps" in codes(leg)


def test_a_gap_without_a_pause_counts_for_nothing_and_is_said() -> None:
    late = TIME_S + np.where(TIME_S > 900.0, 3600.0, 0.0)
    leg = leg_of(late, speed_mps=SPEED, cadence_spm=166.0)
    whole = leg_of(TIME_S, speed_mps=SPEED, cadence_spm=166.0)

    assert load_of(leg).q50 == pytest.approx(load_of(whole).q50, rel=0.01)
    assert "gait.recording_gap" in codes(leg)


@pytest.mark.parametrize("name", ["speed_mps", "distance_m", "cadence_spm"])
def test_a_channel_of_nothing_but_holes_is_like_no_channel(name: str) -> None:
    assert GOOD.stream is not None
    holes = replace(GOOD.stream.channels[name], values=np.full(TIME_S.size, np.nan))
    with_holes = {**GOOD.stream.channels, name: holes}
    without = {key: c for key, c in GOOD.stream.channels.items() if key != name}

    found, usual = (
        load_of(replace(GOOD, stream=replace(GOOD.stream, channels=channels)))
        for channels in (with_holes, without)
    )

    assert found.q50 == pytest.approx(usual.q50, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    speed=st.floats(2.3, 4.5),
    minutes=st.integers(3, 150),
    more=st.integers(1, 30),
    rhythm=st.sampled_from([1.0, 2.0, 5.0]),
)
def test_shrinkage_grows_with_time_and_hardly_depends_on_the_rhythm(
    speed: float, minutes: int, more: int, rhythm: float
) -> None:
    short, long, coarse = (
        dose_of(steady(speed_mps=speed, seconds=60.0 * length, step_s=step)).shrinkage_mm
        for length, step in ((minutes, 1.0), (minutes + more, 1.0), (minutes, rhythm))
    )

    assert short is not None
    assert long is not None
    assert coarse is not None
    assert 0.0 <= short.q05 <= short.q50 <= short.q95
    swing_mm = 16.0
    assert long.q50 > short.q50 or short.q50 == swing_mm
    assert coarse.q50 == pytest.approx(short.q50, rel=0.01)


@settings(max_examples=60, deadline=None)
@given(
    speed=st.floats(0.6, 6.0),
    cadence=st.one_of(st.none(), st.floats(60.0, 220.0)),
    contact=st.one_of(st.none(), st.floats(120.0, 600.0)),
    sport=st.sampled_from([Sport.RUNNING, Sport.WALKING, Sport.HIKING]),
)
def test_every_range_of_every_pace_is_ordered_and_never_negative(
    speed: float, cadence: float | None, contact: float | None, sport: Sport
) -> None:
    channels = {"cadence_spm": cadence, "contact_ms": contact}
    told = {name: value for name, value in channels.items() if value is not None}
    dose = dose_of(replace(steady(speed_mps=speed, seconds=900.0, **told), sport=sport))

    load = dose.easy_km if sport is Sport.RUNNING else dose.walk_easy_km
    assert load is not None
    for found in (load, dose.shrinkage_mm, dose.gait.peak_force_bw, dose.gait.flight_ms):
        if found is not None:
            assert 0.0 <= found.q05 <= found.q50 <= found.q95


def test_a_longer_way_in_the_same_pace_is_never_less_even_where_walk_and_run_blur() -> None:
    loads = [
        load_of(steady(speed_mps=1.95, seconds=60.0 * minutes, cadence_spm=136))
        for minutes in (10, 20, 40, 80)
    ]

    for less, more in pairwise(loads):
        assert less.q05 < more.q05
        assert less.q50 < more.q50
        assert less.q95 < more.q95
