"""Speed of each sample: the device's own, else from distance, else from positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Stream
from backstride.domain.units import EARTH_RADIUS_M
from backstride.gait.clock import Clock, fill_between, window_mean
from backstride.gait.limits import SPRINT_MPS

Array = NDArray[np.float64]

_HALF_WINDOW_S = 3.0
"""Half width over which distance becomes speed [s] (own choice: above the rhythm of most)."""

_MOST = 0.5
"""Share of the time a speed channel must cover to be used at all [1] (own choice)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Speed along a leg.

    Parameters
    ----------
    speed_mps : array (n_sample,)
        Speed, NaN where nothing tells it. [m/s]
    source : str
        ``native``, ``derived:distance``, ``derived:position``; empty where there is none.
    problems : tuple of Problem
        What was set aside.
    """

    speed_mps: Array
    source: str
    problems: tuple[Problem, ...] = ()


def measure_pace(stream: Stream, clock: Clock) -> Pace:
    """Find the speed of each sample.

    Parameters
    ----------
    stream : Stream
        Channels ``speed_mps``, ``distance_m``, ``latitude_deg`` and ``longitude_deg`` are used,
        in this order of trust.
    clock : Clock
        Time grid of the same samples.

    Returns
    -------
    Pace
        Speeds above any runner's are set aside and said so.
    """
    travelled, source = _travelled_m(stream, clock)
    derived = None if travelled is None else _speed_from_distance(travelled, clock)
    native = stream.values("speed_mps")
    if native is None:
        speed, absurd = derived, 0.0
    else:
        speed, absurd = _without_absurd(native, clock)
        if not _usable(speed, travelled, clock):
            speed = derived if derived is not None else speed
        else:
            source = stream.channels["speed_mps"].source
            if derived is not None:
                speed = np.where(np.isfinite(speed), speed, derived)
    problems = _absurd_problem(absurd)
    if speed is None or not np.isfinite(speed).any():
        return Pace(np.full(clock.time_s.size, np.nan), "", problems)
    return Pace(fill_between(clock.active_s, speed, clock.longest_s), source, problems)


def _without_absurd(speed: Array, clock: Clock) -> tuple[Array, float]:
    absurd = np.isfinite(speed) & ((speed > SPRINT_MPS) | (speed < 0.0))
    return np.where(absurd | ~np.isfinite(speed), np.nan, speed), float(
        clock.duration_s[absurd].sum()
    )


def _absurd_problem(seconds: float) -> tuple[Problem, ...]:
    if seconds <= 0.0:
        return ()
    params: dict[str, Parameter] = {"duration_s": round(seconds), "limit_mps": SPRINT_MPS}
    return (Problem("gait.speed_absurd", "", params, Severity.REPAIRED),)


def _usable(speed: Array, travelled: Array | None, clock: Clock) -> bool:
    """Tell whether the channel covers most of the time and does not stand still on the way."""
    finite = np.isfinite(speed)
    total = clock.duration_s.sum()
    if total <= 0.0 or clock.duration_s[finite].sum() < _MOST * total:
        return False
    if travelled is None:
        return True
    covered = float(np.sum(np.where(finite, speed, 0.0) * clock.duration_s))
    return covered >= _MOST * float(travelled[-1])


def _travelled_m(stream: Stream, clock: Clock) -> tuple[Array | None, str]:
    """Way since the first sample without impossible leaps, and where it came from [m]."""
    distance = stream.values("distance_m")
    if distance is not None and np.isfinite(distance).sum() >= 2:
        way = _bridge(np.where(np.isfinite(distance), distance, np.nan), clock)
        travelled = _credible(np.diff(np.maximum.accumulate(way)), clock)
        if travelled[-1] > 0.0:
            return travelled, "derived:distance"
    steps = _position_steps_m(stream, clock)
    if steps is None:
        return None, ""
    return _credible(steps, clock), "derived:position"


def _credible(steps_m: Array, clock: Clock) -> Array:
    possible = (steps_m >= 0.0) & (steps_m <= SPRINT_MPS * np.maximum(clock.interval_s, 1e-9))
    kept = np.where(possible & np.isfinite(steps_m), steps_m, 0.0)
    return np.concatenate(([0.0], np.cumsum(kept)))


def _bridge(values: Array, clock: Clock) -> Array:
    known = np.isfinite(values)
    if known.all():
        return values
    return np.interp(clock.active_s, clock.active_s[known], values[known])


def _position_steps_m(stream: Stream, clock: Clock) -> Array | None:
    """Way between neighbours on a sphere, positions smoothed against jitter [m]."""
    latitude, longitude = stream.values("latitude_deg"), stream.values("longitude_deg")
    if latitude is None or longitude is None:
        return None
    known = np.isfinite(latitude) & np.isfinite(longitude)
    if known.sum() < 2:
        return None
    both = [_bridge(np.where(known, axis, np.nan), clock) for axis in (latitude, longitude)]
    north, east = (np.radians(window_mean(clock.active_s, axis, _HALF_WINDOW_S)) for axis in both)
    d_north = np.diff(north)
    d_east = np.diff(east) * np.cos(0.5 * (north[1:] + north[:-1]))
    return np.asarray(EARTH_RADIUS_M * np.hypot(d_north, d_east), dtype=np.float64)


def _speed_from_distance(travelled: Array, clock: Clock) -> Array:
    """Slope of the way over a short window: keeps the total, calms the jitter [m/s]."""
    active = clock.active_s
    late = np.minimum(active + _HALF_WINDOW_S, active[-1])
    early = np.maximum(active - _HALF_WINDOW_S, active[0])
    way = np.interp(late, active, travelled) - np.interp(early, active, travelled)
    width = late - early
    safe = width > 0.0
    return np.where(safe, way / np.where(safe, width, 1.0), 0.0)
