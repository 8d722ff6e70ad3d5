"""What must hold of the load of any run, however it was recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Leg
from backstride.domain.reference import EasyRunReference
from backstride.domain.runner import Runner
from backstride.domain.stream import CHANNELS, Channel, Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from tests.gait.made_legs import START, leg_of, wandering_speed
from tests.load.test_easy_km import OWN

NOBODY = Runner()
DEFAULT = reference_before_history(NOBODY)
NAMES = ["speed_mps", "distance_m", "altitude_m", "cadence_spm", "contact_ms", "latitude_deg"]
ANYTHING = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True, width=32),
    st.sampled_from([0.0, -1.0, 60.0, 1e9, float("nan"), 165.0, 83.0, 3.0]),
)


def easy_km(leg: Leg, reference: EasyRunReference = DEFAULT) -> float:
    dose = estimate_dose(summarise_leg(leg, NOBODY), reference)
    assert dose.easy_km is not None
    return dose.easy_km.q50


def made_run(
    time_s: np.ndarray, mean_mps: float, *, cadence: bool, contact: bool, shift_s: float = 0.0
) -> Leg:
    clock = time_s + shift_s
    fine = np.arange(0.0, clock[-1] + 2.0, 0.5)
    way = np.concatenate(([0.0], np.cumsum(0.5 * wandering_speed(fine, mean_mps))[:-1]))
    channels = {
        "speed_mps": wandering_speed(clock, mean_mps),
        "distance_m": np.interp(clock, fine, way),
        "altitude_m": 80.0 + 25.0 * np.sin(clock / 260.0),
    }
    if cadence:
        channels["cadence_spm"] = 165.0 + 8.0 * (channels["speed_mps"] - mean_mps)
    if contact:
        channels["contact_ms"] = 255.0 - 20.0 * (channels["speed_mps"] - mean_mps)
    return leg_of(time_s, **channels)


@st.composite
def hostile_streams(draw: st.DrawFn) -> Stream:
    n_sample = draw(st.integers(0, 40))
    steps = draw(st.lists(st.floats(0.0, 1e5), min_size=n_sample, max_size=n_sample))
    time_s = np.cumsum(np.array(steps, dtype=np.float64))
    channels = {}
    for name in draw(st.sets(st.sampled_from(NAMES))):
        values = draw(st.lists(ANYTHING, min_size=n_sample, max_size=n_sample))
        channels[name] = Channel(np.array(values, dtype=np.float64), CHANNELS[name])
    return Stream(time_s, channels)


@settings(max_examples=300, deadline=None)
@given(stream=hostile_streams(), total=st.one_of(st.none(), ANYTHING), timer=st.one_of(ANYTHING))
def test_no_recording_gives_a_negative_or_unordered_load(
    stream: Stream, total: float | None, timer: float
) -> None:
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        leg = leg_of(np.zeros(0))
        leg = replace(leg, start=START, stream=stream, distance_m=total, timer_s=timer)
        dose = estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)

    for found in (dose.easy_km, dose.shrinkage_mm, dose.gait.contact_ms, dose.gait.cadence_spm):
        if found is not None:
            assert np.isfinite([found.q05, found.q50, found.q95]).all()
            assert 0.0 <= found.q05 <= found.q50 <= found.q95
    if dose.easy_km is None:
        assert dose.problems


CORRUPTIONS = {
    "missing": lambda values, _: np.full(values.size, np.nan),
    "zero": lambda values, _: np.zeros(values.size),
    "far too much": lambda values, _: np.full(values.size, 1e6),
    "doubled": lambda values, _: 2.0 * values,
    "halved": lambda values, _: 0.5 * values,
    "below zero": lambda values, _: -values,
    "infinite": lambda values, _: np.full(values.size, np.inf),
    "stuck": lambda values, _: np.full(values.size, values[0]),
    "noisy": lambda values, noise: values * noise.lognormal(0.0, 1.0, values.size),
    "shuffled": lambda values, noise: noise.permutation(values),
}


@settings(max_examples=300, deadline=None)
@given(
    hurts=st.lists(
        st.tuples(
            st.sampled_from(["speed_mps", "distance_m", "altitude_m", "cadence_spm", "contact_ms"]),
            st.sampled_from(sorted(CORRUPTIONS)),
            st.floats(0.0, 1.0),
            st.floats(0.0, 1.0),
        ),
        max_size=4,
    ),
    gap_s=st.sampled_from([0.0, 20.0, 3600.0, 1.8e6]),
    drop=st.sets(st.sampled_from(["speed_mps", "distance_m", "cadence_spm"])),
    seed=st.integers(0, 100),
)
def test_no_corrupted_run_gives_a_negative_or_unordered_load(
    hurts: list[tuple[str, str, float, float]], gap_s: float, drop: set[str], seed: int
) -> None:
    noise = np.random.default_rng(seed)
    time_s = np.arange(0.0, 901.0)
    leg = made_run(time_s, 2.9, cadence=True, contact=True)
    assert leg.stream is not None
    channels = {name: c for name, c in leg.stream.channels.items() if name not in drop}
    for name, kind, start, length in hurts:
        if name in channels:
            values = channels[name].values.copy()
            span = slice(int(900 * start), int(900 * start) + 1 + int(900 * length))
            values[span] = CORRUPTIONS[kind](values[span], noise)
            channels[name] = replace(channels[name], values=values)
    late = time_s + np.where(time_s > 450.0, gap_s, 0.0)
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        leg = replace(leg, stream=Stream(late, channels))
        dose = estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)

    if dose.easy_km is None:
        assert dose.problems
        return
    assert 0.0 <= dose.easy_km.q05 <= dose.easy_km.q50 <= dose.easy_km.q95 < 30.0
    assert dose.shrinkage_mm is not None
    assert 0.0 <= dose.shrinkage_mm.q05 <= dose.shrinkage_mm.q50 <= dose.shrinkage_mm.q95 < 25.0


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(2.3, 4.5),
    minutes=st.integers(5, 120),
    more=st.integers(1, 30),
    cadence=st.booleans(),
)
def test_running_on_never_lowers_the_load(
    mean: float, minutes: int, more: int, cadence: bool
) -> None:
    short, long = (
        made_run(np.arange(0.0, 60.0 * n + 1), mean, cadence=cadence, contact=False)
        for n in (minutes, minutes + more)
    )

    assert easy_km(long, OWN) > easy_km(short, OWN)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(2.3, 4.5),
    minutes=st.integers(20, 120),
    share=st.floats(0.2, 0.8),
    contact=st.booleans(),
)
def test_the_parts_of_a_run_add_up_to_it(
    mean: float, minutes: int, share: float, contact: bool
) -> None:
    time_s = np.arange(0.0, 60.0 * minutes + 1)
    cut = int(share * time_s.size)
    whole = made_run(time_s, mean, cadence=True, contact=contact)
    first = made_run(time_s[: cut + 1], mean, cadence=True, contact=contact)
    second = made_run(
        time_s[cut:] - time_s[cut], mean, cadence=True, contact=contact, shift_s=float(cut)
    )

    parts = easy_km(first, OWN) + easy_km(second, OWN)

    assert parts == pytest.approx(easy_km(whole, OWN), rel=0.01)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(2.3, 4.5),
    cadence=st.booleans(),
    contact=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_the_rhythm_of_recording_does_not_change_the_load(
    mean: float, cadence: bool, contact: bool, seed: int
) -> None:
    contact = contact and cadence
    every_second = np.arange(0.0, 3601.0)
    smart = np.cumsum(np.random.default_rng(seed).integers(1, 9, 900).astype(np.float64))
    smart = np.concatenate(([0.0], smart[smart < 3600.0], [3600.0]))

    usual = easy_km(made_run(every_second, mean, cadence=cadence, contact=contact))
    for other in (every_second[::2], smart):
        found = easy_km(made_run(other, mean, cadence=cadence, contact=contact))
        assert found == pytest.approx(usual, rel=0.01)


@settings(max_examples=30, deadline=None)
@given(lost=st.floats(0.0, 0.3), seed=st.integers(0, 1000))
def test_scattered_missing_values_hardly_change_the_load(lost: float, seed: int) -> None:
    noise = np.random.default_rng(seed)
    leg = made_run(np.arange(0.0, 1801.0), 2.9, cadence=True, contact=True)
    assert leg.stream is not None
    holes = {
        name: replace(
            channel,
            values=np.where(noise.random(channel.values.size) < lost, np.nan, channel.values),
        )
        for name, channel in leg.stream.channels.items()
    }

    found = easy_km(replace(leg, stream=Stream(leg.stream.time_s, holes)))

    assert found == pytest.approx(easy_km(leg), rel=0.02)
