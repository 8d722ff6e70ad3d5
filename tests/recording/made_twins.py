"""Footprints and recordings of one run, as several devices would have made them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.stream import Channel, Stream
from backstride.recording.likeness import Footprint

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
DAY = date(2026, 3, 9)
RUNNING = frozenset({Sport.RUNNING})


def footprint(
    *,
    later_s: float = 0.0,
    minutes: float = 60.0,
    km: float | None = 10.0,
    sports: frozenset[Sport] = RUNNING,
    cadence_spm: float | None = None,
) -> Footprint:
    """A recording that begins some seconds after noon."""
    start = NOON + timedelta(seconds=later_s)
    return Footprint(
        start=start,
        end=start + timedelta(minutes=minutes),
        day=DAY,
        sports=sports,
        distance_m=None if km is None else 1000.0 * km,
        cadence_spm=cadence_spm,
        file="a",
    )


def whole_day(km: float, *, file: str, sports: frozenset[Sport] = RUNNING) -> Footprint:
    """A row of a list without times of day."""
    found = footprint(km=km, minutes=0.0, sports=sports)
    return replace(found, has_time_of_day=False, file=file)


def recorded(*names: str, n_sample: int = 600, later_s: float = 0.0, **totals: float) -> Activity:
    """Ten minutes at 3 m/s, one sample a second, of which only some channels are known."""
    time_s = np.arange(n_sample, dtype=np.float64)
    values = {
        "distance_m": 3.0 * time_s,
        "speed_mps": np.full(n_sample, 3.0),
        "heart_rate_bpm": 140.0 + np.mod(time_s, 7.0),
        "cadence_spm": np.full(n_sample, 166.0),
        "latitude_deg": 48.0 + 1e-5 * time_s,
        "longitude_deg": np.full(n_sample, 11.5),
        "contact_ms": np.full(n_sample, 250.0),
        "step_length_mm": np.full(n_sample, 1080.0),
        "vertical_ratio_percent": np.full(n_sample, 8.0),
    }
    channels = {name: Channel(values[name], name.rpartition("_")[2]) for name in names}
    leg = Leg(
        Sport.RUNNING,
        NOON + timedelta(seconds=later_s),
        elapsed_s=float(n_sample),
        timer_s=float(n_sample),
        stream=Stream(time_s, channels) if names else None,
        **totals,
    )
    return Activity((leg,), device="Watch")
