"""Grade, climb and descent from a noisy altitude."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.problem import Problem, Severity
from backstride.gait.clock import Clock, fill_between, window_mean
from backstride.gait.limits import ALTITUDE_M, CLIMB_STEP_M, SLOPE_WINDOW_S, STEEPEST

Array = NDArray[np.float64]

_LEAP_MPS = 5.0
"""Altitude that changes faster for one sample is a spike [m/s] (own choice)."""

_LEAP_M = 3.0
"""Spikes smaller than this are left to the smoothing [m] (own choice)."""

_SHORTEST_RUN_M = 10.0
"""Less way than this within the window has no grade: standing [m] (own choice)."""

_TOO_STEEP_SHARE = 0.03
"""More of the way than this at the steepest grade: the altitude is not one [1] (own choice)."""


@dataclass(frozen=True, slots=True)
class Slope:
    """Up and down along a leg.

    Parameters
    ----------
    grade : array (n_sample,)
        Rise over run; 0 where the altitude says nothing. [1]
    ascent_m, descent_m : float or None
        Sum of rises and of falls larger than the noise; None without altitude. [m]
    problems : tuple of Problem
        Why an altitude was set aside.
    """

    grade: Array
    ascent_m: float | None = None
    descent_m: float | None = None
    problems: tuple[Problem, ...] = ()


def measure_slope(altitude_m: Array | None, speed_mps: Array, clock: Clock) -> Slope:
    """Find grade, ascent and descent.

    Altitude is smoothed over 30 s; turning points that differ by less than the noise are
    joined (hysteresis), and inside a rise no fall is counted, so that a flat run with a
    wandering altitude is flat.

    Parameters
    ----------
    altitude_m : array (n_sample,) or None
        Altitude. [m]
    speed_mps : array (n_sample,)
        Speed; NaN counts as standing. [m/s]
    clock : Clock
        Time grid.

    Returns
    -------
    Slope
        Flat where there is no usable altitude.
    """
    flat = np.zeros(clock.time_s.size)
    if altitude_m is None:
        return Slope(flat)
    raw = _without_spikes(altitude_m, clock)
    if np.isfinite(raw).sum() < 2:
        return Slope(flat)
    raw = fill_between(clock.active_s, raw, np.inf)
    smooth = window_mean(clock.active_s, raw, SLOPE_WINDOW_S)
    noise_m = float(np.sqrt(np.mean((raw - smooth) ** 2)))
    step_m = float(np.clip(CLIMB_STEP_M[0] + 2.0 * noise_m, *CLIMB_STEP_M))
    pivots = turning_points(smooth, step_m)
    legs_m = np.diff(smooth[pivots])
    legs_m = legs_m[np.abs(legs_m) >= step_m]
    grade = _grade_along(smooth, pivots, np.where(np.isfinite(speed_mps), speed_mps, 0.0), clock)
    if _too_steep(grade, speed_mps, clock):
        problem = Problem("gait.altitude_unusable", "altitude_m", {}, Severity.REPAIRED)
        return Slope(flat, problems=(problem,))
    ascent = float(legs_m[legs_m > 0.0].sum())
    descent = float(np.abs(legs_m[legs_m < 0.0]).sum())
    return Slope(grade, ascent, descent)


def turning_points(altitude_m: Array, step_m: float) -> NDArray[np.intp]:
    """Find where a rise turns into a fall of at least `step_m`, or the other way round.

    Parameters
    ----------
    altitude_m : array (n_sample,)
        Smoothed altitude. [m]
    step_m : float
        Smallest rise or fall that counts. [m]

    Returns
    -------
    array of int (n_turn,)
        First sample, turning points in order, and the last extreme that counted.
    """
    moves = np.sign(np.diff(altitude_m))
    places = np.flatnonzero(moves)
    if places.size == 0:
        return np.zeros(1, dtype=np.intp)
    turns = places[np.flatnonzero(np.diff(moves[places]))] + 1
    candidates = np.concatenate(([0], turns, [altitude_m.size - 1])).astype(np.intp)
    heights: list[float] = altitude_m[candidates].tolist()
    pivots, extreme, direction = [0], 0, 0
    low = high = 0
    for k, height in enumerate(heights):
        if direction == 0:
            low = k if height < heights[low] else low
            high = k if height > heights[high] else high
            start, direction = _first_direction(heights, k, (low, high), step_m)
            if direction:
                pivots, extreme = _with(pivots, start), k
        elif direction * (height - heights[extreme]) > 0.0:
            extreme = k
        elif direction * (heights[extreme] - height) >= step_m:
            pivots, extreme, direction = _with(pivots, extreme), k, -direction
    if direction:
        pivots = _with(pivots, extreme)
    return candidates[np.array(pivots, dtype=np.intp)]


def _first_direction(
    heights: list[float], k: int, lowest_highest: tuple[int, int], step_m: float
) -> tuple[int, int]:
    low, high = lowest_highest
    if heights[k] - heights[low] >= step_m:
        return low, 1
    if heights[high] - heights[k] >= step_m:
        return high, -1
    return 0, 0


def _with(pivots: list[int], at: int) -> list[int]:
    return pivots if at == pivots[-1] else [*pivots, at]


def _without_spikes(altitude_m: Array, clock: Clock) -> Array:
    lowest, highest = ALTITUDE_M
    possible = np.isfinite(altitude_m)
    possible &= np.where(possible, (altitude_m > lowest) & (altitude_m < highest), False)
    clean = np.where(possible, altitude_m, np.nan)
    if clean.size < 3:
        return clean
    step = np.diff(clean)
    leap = np.abs(step) > np.maximum(_LEAP_M, _LEAP_MPS * clock.interval_s)
    spike = leap[:-1] & leap[1:] & (step[:-1] * step[1:] < 0.0)
    clean[1:-1][spike] = np.nan
    return clean


def _grade_along(smooth: Array, pivots: NDArray[np.intp], speed_mps: Array, clock: Clock) -> Array:
    """Rise over run within the legs between turning points, of their own sign only."""
    way = np.concatenate(
        ([0.0], np.cumsum(0.5 * clock.interval_s * (speed_mps[1:] + speed_mps[:-1])))
    )
    active = clock.active_s
    late = np.minimum(active + SLOPE_WINDOW_S, active[-1])
    early = np.maximum(active - SLOPE_WINDOW_S, active[0])
    rise = np.interp(late, active, smooth) - np.interp(early, active, smooth)
    run = np.interp(late, active, way) - np.interp(early, active, way)
    safe = run > _SHORTEST_RUN_M
    grade = np.clip(np.where(safe, rise / np.where(safe, run, 1.0), 0.0), -STEEPEST, STEEPEST)
    if pivots.size < 2:
        return np.zeros(smooth.size)
    place = np.searchsorted(pivots, np.arange(smooth.size), side="right") - 1
    signs = np.concatenate((np.sign(np.diff(smooth[pivots])), [0.0]))
    sign = signs[place]
    return np.where(grade * sign > 0.0, grade, 0.0)


def _too_steep(grade: Array, speed_mps: Array, clock: Clock) -> bool:
    way = clock.duration_s * np.where(np.isfinite(speed_mps), speed_mps, 0.0)
    steep = way[np.abs(grade) >= STEEPEST].sum()
    return bool(steep > _TOO_STEEP_SHARE * max(float(way.sum()), 1e-9))
