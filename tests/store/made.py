"""Invented values for the store to keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from backstride.domain.activity import Activity, Lap, Leg, Pause, Sport
from backstride.domain.dose import GaitSummary, RunDose
from backstride.domain.interval import Range
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Channel, Stream
from backstride.store.activities import Origin, SavedActivity, save
from backstride.store.store import Transaction

FIRST_DAY = date(2026, 3, 1)


def made_stream(n_sample: int = 300, seed: int = 0) -> Stream:
    """A run in the steps of a FIT device, with gaps, an odd developer field and raw floats."""
    rng = np.random.default_rng(seed)
    pace = np.round(3.0 + np.cumsum(rng.normal(0, 0.02, n_sample)), 3)
    heart_rate = np.round(140 + np.cumsum(rng.normal(0, 0.5, n_sample)))
    heart_rate[10:15] = np.nan
    climb = np.cumsum(rng.integers(-1, 2, n_sample))
    semicircles = 621_000_000 + np.cumsum(rng.integers(-300, 300, n_sample))
    return Stream(
        np.arange(n_sample, dtype=np.float64),
        {
            "latitude_deg": Channel(semicircles * (180.0 / 2**31), "deg"),
            "altitude_m": Channel((3000 + climb) / 5 - 500, "m"),
            "speed_mps": Channel(pace, "m/s"),
            "heart_rate_bpm": Channel(heart_rate, "1/min"),
            "cadence_spm": Channel(2 * (82 + rng.integers(0, 128, n_sample) / 128), "1/min"),
            "dev:0:Form Power": Channel(rng.normal(70, 3, n_sample), "Watts", "developer:Form"),
        },
    )


def made_run(day: int = 0, *, n_sample: int = 300, sport: Sport = Sport.RUNNING) -> Activity:
    """One run of 300 s at 17:00 UTC, some days after the first."""
    start = datetime(2026, 3, 1, 17, tzinfo=UTC) + timedelta(days=day)
    leg = Leg(
        sport=sport,
        start=start,
        sub_sport="trail",
        elapsed_s=300.0,
        timer_s=290.5,
        moving_s=280.25,
        distance_m=1000.5,
        ascent_m=12.0,
        stream=made_stream(n_sample, seed=day),
        laps=(Lap(start, 300.0, 290.5, 1000.5), Lap(start + timedelta(seconds=150))),
        pauses=(Pause(20.0, 29.5),),
        mean_heart_rate_bpm=141.0,
    )
    found = Problem("fit.speed_absurd", "record 12", {"found_mps": 61.5}, Severity.REPAIRED)
    return Activity((leg,), "Maker Watch 3", 3600, (found,))


def save_run(
    tx: Transaction,
    activity: Activity,
    *,
    origins: tuple[Origin, ...] = (),
    batch: int | None = None,
) -> SavedActivity:
    """Save an activity on the day of its start, one hour east of UTC."""
    return save(
        tx,
        activity,
        utc_offset_s=3600,
        offset_source="file",
        local_date=activity.local_date(3600),
        origins=origins,
        batch_id=batch,
    )


def made_dose(version: str = "gait-1") -> RunDose:
    """A dose with something of everything."""
    gait = GaitSummary(
        moving_s=280.0,
        cadence_spm=Range(168.0, 170.0, 172.0),
        vertical_oscillation_mm=81.5,
        running_dynamics=True,
        contact_source="native",
    )
    note = Problem("gait.few_samples", params={"n_sample": 12})
    return RunDose(
        gait,
        easy_km=Range(0.9, 1.0, 1.2),
        shrinkage_mm=Range(0.4, 0.6, 1.1),
        version=version,
        problems=(note,),
    )


def assert_same_activity(found: Activity, expected: Activity) -> None:
    """Compare two activities, samples bit for bit."""
    assert without_samples(found) == without_samples(expected)
    for found_leg, expected_leg in zip(found.legs, expected.legs, strict=True):
        assert_same_stream(found_leg.stream, expected_leg.stream)


def assert_same_stream(found: Stream | None, expected: Stream | None) -> None:
    """Compare two streams bit for bit, order and names of channels included."""
    assert (found is None) == (expected is None)
    if found is None or expected is None:
        return
    assert same_bits(found.time_s, expected.time_s)
    assert list(found.channels) == list(expected.channels)
    for name, channel in expected.channels.items():
        assert (found.channels[name].unit, found.channels[name].source) == (
            channel.unit,
            channel.source,
        )
        assert same_bits(found.channels[name].values, channel.values), name


def same_bits(found: np.ndarray, expected: np.ndarray) -> bool:
    """Compare two float64 columns as bits: NaN equals itself, -0.0 is not 0.0."""
    return found.dtype == expected.dtype and np.array_equal(
        found.view(np.int64), np.ascontiguousarray(expected).view(np.int64)
    )


def without_samples(activity: Activity) -> Activity:
    """Take the samples off, for arrays have no single equality."""
    legs = tuple(
        Leg(**{name: getattr(leg, name) for name in Leg.__dataclass_fields__ if name != "stream"})
        for leg in activity.legs
    )
    return Activity(legs, activity.device, activity.utc_offset_s, activity.problems)
