"""Seconds of an invented run: speed, steps, heart, hills and a loop of road that is not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Activity, Lap, Leg, Sport
from backstride.domain.stream import Channel, Stream
from backstride.domain.units import EARTH_RADIUS_M
from backstride.synth.behaviour import Kind

Array = NDArray[np.float64]

CENTRE_DEG: Final = (-35.0, -5.0)
"""Middle of the loop [deg]: open water in the South Atlantic, where nobody runs."""

LOOP_RADIUS_M: Final = 420.0
"""Radius of the loop [m], 2.6 km round."""

EASY_MPS: Final = 2.85
"""Easy speed of the invented runner [m/s]."""

SPEED: Final = {
    Kind.EASY: 1.0,
    Kind.LONG: 0.97,
    Kind.INTERVALS: 1.0,
    Kind.HILLS: 0.98,
    Kind.TREADMILL: 1.0,
}
"""Mean speed of each kind over the easy speed; invented."""

HILL_M: Final = {Kind.HILLS: 26.0, Kind.LONG: 5.0}
"""Half of the climb of one loop [m]; 3 m elsewhere."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """One run to be invented.

    Parameters
    ----------
    kind : Kind
        Sort of run.
    km : float
        Distance. [km]
    start : datetime
        Aware UTC instant.
    step_s : float
        Seconds between two samples. [s]
    dynamics : bool
        True where the watch measured contact time and vertical oscillation.
    """

    kind: Kind
    km: float
    start: datetime
    step_s: float
    dynamics: bool


def invent_run(plan: RunPlan, rng: np.random.Generator) -> Activity:
    """Return a recording of a run as a watch would have made it.

    Parameters
    ----------
    plan : RunPlan
        What to run.
    rng : Generator
        Source of every chance.
    """
    time, speed, grade_m = _pace(plan, rng)
    distance = np.concatenate([[0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]) * np.diff(time))])
    channels = {
        "distance_m": distance,
        "speed_mps": speed,
        "heart_rate_bpm": _heart_rate(time, speed, grade_m, rng),
        **_steps(speed, rng, dynamics=plan.dynamics),
    }
    if plan.kind is not Kind.TREADMILL:
        channels |= _positions(distance, rng)
        channels["altitude_m"] = np.round(_altitude(plan.kind, distance) * 5.0) / 5.0
    ascent = float(np.sum(np.maximum(np.diff(_altitude(plan.kind, distance)), 0.0)))
    on_belt = plan.kind is Kind.TREADMILL
    leg = Leg(
        sport=Sport.RUNNING,
        start=plan.start,
        sub_sport="treadmill" if on_belt else "generic",
        elapsed_s=float(time[-1]),
        timer_s=float(time[-1]),
        distance_m=float(distance[-1]),
        ascent_m=None if on_belt else round(ascent),
        descent_m=None if on_belt else round(ascent),
        stream=Stream(
            time, {name: Channel(values, _unit(name)) for name, values in channels.items()}
        ),
        laps=_kilometre_laps(plan.start, time, distance),
    )
    return Activity(legs=(leg,), utc_offset_s=0)


def _pace(plan: RunPlan, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Time, speed and climb per second, long enough for the distance."""
    n_sample = int(2.0 * 1000.0 * plan.km / (EASY_MPS * plan.step_s)) + 2
    time: Array = plan.step_s * np.arange(n_sample, dtype=np.float64)
    speed = EASY_MPS * SPEED[plan.kind] * (1.0 + 0.03 * _wander(rng, n_sample, plan.step_s))
    if plan.kind is Kind.INTERVALS:
        speed *= _interval_factor(time, 1000.0 * plan.km / EASY_MPS)
    slope = _slope(plan.kind, np.cumsum(speed) * plan.step_s)
    speed *= np.clip(1.0 - 2.5 * slope, 0.75, 1.12)
    speed *= np.minimum(1.0, 0.5 + time / 20.0)
    done = int(np.searchsorted(np.cumsum(speed) * plan.step_s, 1000.0 * plan.km)) + 1
    return time[:done], np.round(speed[:done], 3), slope[:done]


def _interval_factor(time: Array, total_s: float) -> Array:
    """Three minutes fast, two minutes slow, between a quiet start and a quiet end."""
    in_middle = (time > 0.22 * total_s) & (time < 0.85 * total_s)
    fast = (time % 300.0) < 180.0
    return np.where(in_middle, np.where(fast, 1.38, 0.82), 1.0)


def _wander(rng: np.random.Generator, n_sample: int, step_s: float) -> Array:
    """Slow random walk that returns, of unit spread."""
    keep = np.exp(-step_s / 60.0)
    steps = np.sqrt(1.0 - keep**2) * rng.normal(size=n_sample)
    out = np.empty(n_sample)
    level = rng.normal()
    for row in range(n_sample):
        level = keep * level + steps[row]
        out[row] = level
    return out


def _altitude(kind: Kind, distance: Array) -> Array:
    return np.asarray(12.0 + HILL_M.get(kind, 3.0) * np.sin(distance / LOOP_RADIUS_M))


def _slope(kind: Kind, distance: Array) -> Array:
    """Rise over run; none on the belt."""
    if kind is Kind.TREADMILL:
        return np.zeros_like(distance)
    height = HILL_M.get(kind, 3.0)
    return np.asarray(height / LOOP_RADIUS_M * np.cos(distance / LOOP_RADIUS_M))


def _positions(distance: Array, rng: np.random.Generator) -> dict[str, Array]:
    """Round the loop, with the slow error of a satellite fix."""
    angle = distance / LOOP_RADIUS_M
    north = LOOP_RADIUS_M * np.sin(angle) + 0.8 * _wander(rng, distance.size, 5.0)
    east = LOOP_RADIUS_M * np.cos(angle) + 0.8 * _wander(rng, distance.size, 5.0)
    latitude, longitude = CENTRE_DEG
    east_scale = EARTH_RADIUS_M * np.cos(np.radians(latitude))
    return {
        "latitude_deg": latitude + np.degrees(north / EARTH_RADIUS_M),
        "longitude_deg": longitude + np.degrees(east / east_scale),
    }


def _steps(speed: Array, rng: np.random.Generator, *, dynamics: bool) -> dict[str, Array]:
    """Cadence, and where the watch measures them contact, oscillation and step length."""
    faster = speed - EASY_MPS
    cadence = np.round((166.0 + 7.0 * faster + rng.normal(0.0, 1.0, speed.size)) / 2.0) * 2.0
    if not dynamics:
        return {"cadence_spm": cadence}
    step_length = 60_000.0 * speed / cadence
    oscillation = 88.0 - 3.0 * faster + rng.normal(0.0, 1.5, speed.size)
    return {
        "cadence_spm": cadence,
        "contact_ms": np.round(262.0 - 34.0 * faster + rng.normal(0.0, 3.0, speed.size)),
        "contact_balance_percent": np.round(49.3 + rng.normal(0.0, 0.4, speed.size), 1),
        "vertical_oscillation_mm": np.round(oscillation),
        "step_length_mm": np.round(step_length),
        "vertical_ratio_percent": np.round(100.0 * oscillation / step_length, 1),
    }


def _heart_rate(time: Array, speed: Array, slope: Array, rng: np.random.Generator) -> Array:
    """Follow effort with a delay of forty seconds, and drift upwards slowly."""
    aim = 146.0 + 26.0 * (speed - EASY_MPS) + 250.0 * slope + time / 600.0
    step_s = float(time[1] - time[0])
    keep = np.exp(-step_s / 40.0)
    rate = np.empty(time.size)
    level = 98.0
    for row in range(time.size):
        level = keep * level + (1.0 - keep) * aim[row]
        rate[row] = level
    return np.round(rate + rng.normal(0.0, 0.7, time.size))


def _kilometre_laps(start: datetime, time: Array, distance: Array) -> tuple[Lap, ...]:
    """Cut a lap at every whole kilometre."""
    marks = np.append(np.arange(1000.0, distance[-1] - 1.0, 1000.0), distance[-1])
    ends = np.interp(marks, distance, time)
    begins = np.concatenate([[0.0], ends[:-1]])
    lengths = np.diff(marks, prepend=0.0)
    return tuple(
        Lap(start + timedelta(seconds=float(begin)), float(end - begin), float(end - begin), length)
        for begin, end, length in zip(begins, ends, lengths.tolist(), strict=True)
    )


def _unit(name: str) -> str:
    units = {"mps": "m/s", "bpm": "1/min", "spm": "1/min", "percent": "%"}
    suffix = name.rsplit("_", 1)[-1]
    return units.get(suffix, suffix)
