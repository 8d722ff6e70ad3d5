"""What the writer writes, the reader reads: channel by channel, to the format's own steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fitdecode
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Activity, Lap, Leg, Pause, Sport
from backstride.domain.stream import CHANNELS, Channel, Stream
from backstride.readers.fit import read_fit
from backstride.synth.fit_writer import write_fit
from tests.readers.reading_facts import all_problems, only_leg, stream_of

BEGAN = datetime(2026, 4, 5, 6, 30, tzinfo=UTC)

STEP = {
    "latitude_deg": 1e-7,
    "longitude_deg": 1e-7,
    "altitude_m": 0.2,
    "distance_m": 0.01,
    "speed_mps": 0.001,
    "heart_rate_bpm": 1.0,
    "cadence_spm": 2 / 128,
    "power_w": 1.0,
    "contact_ms": 0.1,
    "contact_percent": 0.01,
    "contact_balance_percent": 0.01,
    "vertical_oscillation_mm": 0.1,
    "step_length_mm": 0.1,
    "vertical_ratio_percent": 0.01,
    "temperature_c": 1.0,
}
"""Smallest difference that the format can hold of each channel."""

MIDDLE = {
    "latitude_deg": -35.0,
    "longitude_deg": -5.0,
    "altitude_m": 120.0,
    "distance_m": 900.0,
    "speed_mps": 3.0,
    "heart_rate_bpm": 150.0,
    "cadence_spm": 171.0,
    "power_w": 280.0,
    "contact_ms": 247.0,
    "contact_percent": 35.0,
    "contact_balance_percent": 50.4,
    "vertical_oscillation_mm": 88.0,
    "step_length_mm": 1050.0,
    "vertical_ratio_percent": 8.4,
    "temperature_c": 14.0,
}


def run_with(values: dict[str, np.ndarray], n_sample: int) -> Activity:
    channels = {
        name: Channel(column, CHANNELS.get(name, "made up")) for name, column in values.items()
    }
    stream = Stream(np.arange(n_sample, dtype=float), channels)
    leg = Leg(
        Sport.RUNNING,
        BEGAN,
        sub_sport="trail",
        elapsed_s=n_sample - 1.0,
        timer_s=n_sample - 31.0,
        moving_s=n_sample - 40.0,
        distance_m=1234.5,
        ascent_m=40.0,
        descent_m=38.0,
        stream=stream,
        laps=(
            Lap(BEGAN, 100.0, 70.0, 300.0),
            Lap(BEGAN + timedelta(seconds=100), 99.0, 99.0, 310.25),
        ),
        pauses=(Pause(20.0, 50.0),),
        mean_cadence_spm=171.5,
        mean_heart_rate_bpm=150.0,
    )
    return Activity((leg,), "Made-up Watch 7", 7200)


def wave(name: str, n_sample: int) -> np.ndarray:
    middle, swing = MIDDLE[name], 1e-5 if name.endswith("_deg") else 0.02
    return middle * (1 + swing * np.sin(np.arange(n_sample) / 9.0))


@pytest.fixture(scope="module")
def every_channel() -> Activity:
    values = {name: wave(name, 200) for name in CHANNELS}
    values["dev:0:Form Power"] = np.linspace(60.0, 80.0, 200)
    return run_with(values, 200)


def test_every_channel_comes_back_to_the_steps_of_the_format(every_channel: Activity) -> None:
    written = stream_of(every_channel.legs[0]).channels
    read = stream_of(only_leg(read_fit(write_fit(every_channel)))).channels

    off = {name: float(np.abs(read[name].values - written[name].values).max()) for name in CHANNELS}

    assert {name: error for name, error in off.items() if error > 0.51 * STEP[name]} == {}
    assert np.allclose(
        read["dev:0:Form Power"].values, written["dev:0:Form Power"].values, rtol=1e-6
    )


def test_everything_beside_the_samples_comes_back(every_channel: Activity) -> None:
    reading = read_fit(write_fit(every_channel))
    (read,) = reading.activities
    leg, written = read.legs[0], every_channel.legs[0]

    assert all_problems(reading) == []
    assert (read.device, read.utc_offset_s) == ("Made-up Watch 7", 7200)
    assert (leg.laps, leg.pauses) == (written.laps, written.pauses)
    for name in ("sport", "sub_sport", "start", "elapsed_s", "timer_s", "moving_s", "distance_m"):
        assert getattr(leg, name) == getattr(written, name), name
    for name in ("ascent_m", "descent_m", "mean_heart_rate_bpm", "mean_cadence_spm"):
        assert getattr(leg, name) == pytest.approx(getattr(written, name), abs=0.01), name


def test_an_independent_decoder_accepts_what_is_written(every_channel: Activity) -> None:
    reader = fitdecode.FitReader(write_fit(every_channel), check_crc=fitdecode.CrcCheck.RAISE)

    names = [frame.name for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA]

    assert names.count("record") == 200
    assert names[0] == "file_id"
    assert names[-1] == "activity"


def test_a_triathlon_comes_back_leg_by_leg() -> None:
    half = run_with({"distance_m": 3.0 * np.arange(100.0)}, 100).legs[0]
    ride = Leg(Sport.CYCLING, BEGAN, elapsed_s=99.0, distance_m=297.0, stream=half.stream)
    run = Leg(
        Sport.RUNNING,
        BEGAN + timedelta(hours=1),
        elapsed_s=99.0,
        distance_m=297.0,
        stream=half.stream,
    )

    (read,) = read_fit(write_fit(Activity((ride, run)))).activities

    assert [leg.sport for leg in read.legs] == [Sport.CYCLING, Sport.RUNNING]
    assert [leg.start for leg in read.legs] == [ride.start, run.start]
    assert [stream_of(leg).channels["distance_m"].values[-1] for leg in read.legs] == [297, 297]


def test_a_leg_without_samples_comes_back_as_its_totals() -> None:
    leg = Leg(Sport.RUNNING, BEGAN, elapsed_s=1800.0, timer_s=1800.0, distance_m=5000.0)

    read = only_leg(read_fit(write_fit(Activity((leg,)))))

    assert read.stream is None
    assert (read.elapsed_s, read.distance_m) == (1800.0, 5000.0)


@settings(max_examples=60, deadline=None)
@given(
    holes=st.lists(st.booleans(), min_size=2, max_size=60),
    names=st.sets(st.sampled_from(sorted(set(CHANNELS) - {"latitude_deg", "longitude_deg"}))),
)
def test_a_hole_stays_a_hole_and_a_value_a_value(holes: list[bool], names: set[str]) -> None:
    hole = np.array(holes)
    values = {name: np.where(hole, np.nan, wave(name, hole.size)) for name in names}

    read = stream_of(only_leg(read_fit(write_fit(run_with(values, hole.size))))).channels

    for name in names:
        got = read[name].values if name in read else np.full(hole.size, np.nan)
        assert np.array_equal(np.isnan(got), hole)
