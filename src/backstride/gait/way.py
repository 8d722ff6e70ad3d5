"""The way travelled, from recorded distance or positions, with what cannot be believed left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backstride.domain.stream import Stream
from backstride.domain.units import EARTH_RADIUS_M
from backstride.gait.clock import Clock, fill_between, window_mean
from backstride.gait.limits import SPRINT_MPS

Array = NDArray[np.float64]

BY_DISTANCE = "derived:distance"
BY_POSITION = "derived:position"

_HALF_WINDOW_S = 3.0
"""Half width over which way becomes speed [s] (own choice: above the rhythm of most devices)."""

_LEAP_M = 20.0
"""Smaller leaps are the ordinary corrections of a receiver [m] (own choice)."""


@dataclass(frozen=True, slots=True)
class Way:
    """How far and how fast a leg went by its distances or positions.

    Parameters
    ----------
    speed_mps : array (n_sample,)
        Slope of the way over a short window, NaN where the way is not known. [m/s]
    total_m : float
        Length of the way that is known. [m]
    doubtful_share : float
        Share of the time in which the recording leapt or said nothing. [1]
    n_leap : int
        Leaps that no runner makes, forward or back. [1]
    source : str
        ``derived:distance`` or ``derived:position``.
    """

    speed_mps: Array
    total_m: float
    doubtful_share: float
    n_leap: int
    source: str


def measure_way(stream: Stream, clock: Clock) -> Way | None:
    """Find the way travelled.

    Parameters
    ----------
    stream : Stream
        ``distance_m`` is used, else ``latitude_deg`` and ``longitude_deg``.
    clock : Clock
        Time grid of the same samples.

    Returns
    -------
    Way or None
        None where neither is there, or the distance never grows and there are no positions.
    """
    distance = stream.values("distance_m")
    if distance is not None:
        known = np.isfinite(distance)
        if known.sum() >= 2:
            way = _follow(_caught_up(_bridge(distance, clock), clock), known, clock)
            if way.total_m > 0.0:
                return way
    return _from_positions(stream, clock)


def _from_positions(stream: Stream, clock: Clock) -> Way | None:
    """Measure the way on a sphere, positions smoothed against jitter."""
    latitude, longitude = stream.values("latitude_deg"), stream.values("longitude_deg")
    if latitude is None or longitude is None:
        return None
    known = (np.abs(latitude) <= 90.0) & (np.abs(longitude) <= 360.0)
    if known.sum() < 2:
        return None
    axes = [_bridge(np.where(known, axis, np.nan), clock) for axis in (latitude, longitude)]
    north, east = (np.radians(window_mean(clock.active_s, axis, _HALF_WINDOW_S)) for axis in axes)
    d_north = np.diff(north)
    d_east = np.diff(east) * np.cos(0.5 * (north[1:] + north[:-1]))
    found = _follow(EARTH_RADIUS_M * np.hypot(d_north, d_east), known, clock)
    return replace(found, source=BY_POSITION)


def _follow(steps_m: Array, known: NDArray[np.bool_], clock: Clock) -> Way:
    """Turn steps between neighbours into speed; leaps are bridged from what is beside them."""
    interval = clock.interval_s
    places = np.flatnonzero(known)
    inside = np.arange(steps_m.size)
    told = (inside >= places[0]) & (inside < places[-1])
    counted = interval > 0.0
    possible = told & (steps_m >= -1.0) & (steps_m <= SPRINT_MPS * interval + 1.0)
    speed = np.where(counted & possible, np.maximum(steps_m, 0.0), np.nan)
    speed = speed / np.where(counted, interval, 1.0)
    middle = 0.5 * (clock.active_s[1:] + clock.active_s[:-1])
    filled = fill_between(middle, speed, clock.longest_s)
    lost = ~np.isfinite(filled)
    travelled = np.concatenate(([0.0], np.cumsum(np.where(lost, 0.0, filled) * interval)))
    smooth = np.minimum(_slope_of(travelled, clock), SPRINT_MPS)
    gone = lost & counted
    unknown = np.concatenate((gone, [True])) & np.concatenate(([True], gone))
    total_s = max(float(interval.sum()), 1e-9)
    doubtful = float(interval[counted & ~possible].sum()) / total_s
    found = np.where(unknown, np.nan, smooth)
    leaps = told & counted & ((steps_m < -_LEAP_M) | (steps_m > SPRINT_MPS * interval + _LEAP_M))
    return Way(found, float(travelled[-1]), doubtful, int(leaps.sum()), BY_DISTANCE)


def _caught_up(way: Array, clock: Clock) -> Array:
    """Take steps along the way; a late device's leap is spread over the standstill before it."""
    step = np.where(clock.interval_s > 0.0, np.diff(way), 0.0)
    if not (step > SPRINT_MPS * clock.interval_s + 1.0).any() or (step < 0.0).any():
        return step
    caught = np.concatenate(([0.0], np.cumsum(step)))
    knots = np.concatenate(([0], np.flatnonzero(step > 0.0) + 1))
    return np.diff(np.interp(clock.active_s, clock.active_s[knots], caught[knots]))


def _bridge(values: Array, clock: Clock) -> Array:
    known = np.isfinite(values)
    if known.all():
        return values
    return np.interp(clock.active_s, clock.active_s[known], values[known])


def _slope_of(travelled: Array, clock: Clock) -> Array:
    """Slope over a short window: keeps the total, calms the jitter. [m/s]."""
    active = clock.active_s
    late = np.minimum(active + _HALF_WINDOW_S, active[-1])
    early = np.maximum(active - _HALF_WINDOW_S, active[0])
    way = np.interp(late, active, travelled) - np.interp(early, active, travelled)
    width = late - early
    safe = width > 0.0
    return np.where(safe, way / np.where(safe, width, 1.0), 0.0)
