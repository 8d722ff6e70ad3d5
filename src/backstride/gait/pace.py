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


_BY_DISTANCE = "derived:distance"

_SCALE = (0.8, 1.25)
"""A speed channel is scaled to the recorded distance within these factors and set aside beyond
them [1] (own choice: foot pods and old watches are off by up to a fifth)."""


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
        ``speed_mps`` gives the shape, ``distance_m`` the total; where one is missing the other
        gives both; where both are, ``latitude_deg`` and ``longitude_deg``.
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
    speed, absurd = derived, 0.0
    if native is not None:
        clean, absurd = _without_absurd(native, clock)
        factor = _scale(clean, travelled if source == _BY_DISTANCE else None, clock)
        if derived is None or factor is not None:
            source = stream.channels["speed_mps"].source
            speed = clean * (factor or 1.0)
        if derived is not None and speed is not None:
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


def _scale(speed: Array, travelled: Array | None, clock: Clock) -> float | None:
    """Factor that makes the channel agree with the way; None where it is not to be used. [1]."""
    finite = np.isfinite(speed)
    total = clock.duration_s.sum()
    if total <= 0.0 or clock.duration_s[finite].sum() < _MOST * total:
        return None
    if travelled is None:
        return 1.0
    covered = float(np.sum(np.where(finite, speed, 0.0) * clock.duration_s))
    unseen = _speed_from_distance(travelled, clock)[~finite] * clock.duration_s[~finite]
    way = float(travelled[-1]) - float(unseen.sum())
    if covered <= 0.0 or not _SCALE[0] <= way / covered <= _SCALE[1]:
        return None
    return way / covered


def _travelled_m(stream: Stream, clock: Clock) -> tuple[Array | None, str]:
    """Way since the first sample without impossible leaps, and where it came from [m]."""
    distance = stream.values("distance_m")
    if distance is not None and np.isfinite(distance).sum() >= 2:
        way = np.maximum.accumulate(_bridge(distance, clock))
        travelled = _credible(np.diff(_caught_up(way, clock)), clock)
        if travelled[-1] > 0.0:
            return travelled, _BY_DISTANCE
    steps = _position_steps_m(stream, clock)
    if steps is None:
        return None, ""
    return _credible(steps, clock), "derived:position"


def _credible(steps_m: Array, clock: Clock) -> Array:
    possible = (steps_m >= 0.0) & (steps_m <= SPRINT_MPS * np.maximum(clock.interval_s, 1e-9))
    kept = np.where(possible & np.isfinite(steps_m), steps_m, 0.0)
    return np.concatenate(([0.0], np.cumsum(kept)))


def _caught_up(way: Array, clock: Clock) -> Array:
    """Spread a leap after a standstill over the standstill: the device was late, not the runner."""
    step = np.diff(way)
    if not (step > SPRINT_MPS * clock.interval_s).any():
        return way
    knots = np.concatenate(([0], np.flatnonzero(step > 0.0) + 1))
    return np.interp(clock.active_s, clock.active_s[knots], way[knots])


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
