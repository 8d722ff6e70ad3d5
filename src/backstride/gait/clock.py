"""The time grid: how long each sample stands for, whatever the recording's rhythm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Pause
from backstride.gait.limits import GAP_S

Array = NDArray[np.float64]


_BEYOND_S = 10.0
"""How far the first and last known value are held outwards [s] (own choice: devices often start
without speed)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time of a leg with pauses and gaps taken out.

    Parameters
    ----------
    time_s : array (n_sample,)
        Time since the start of the leg, never decreasing. [s]
    active_s : array (n_sample,)
        Time since the first sample without pauses and gaps. [s]
    interval_s : array (n_sample - 1,)
        Active time between neighbours; 0 across a gap. [s]
    duration_s : array (n_sample,)
        Half of the two intervals beside each sample. [s]
    gap_s : float
        Time lost in gaps that no pause explains. [s]
    longest_s : float
        Longest stretch between samples that counted. [s]
    """

    time_s: Array
    active_s: Array
    interval_s: Array
    duration_s: Array
    gap_s: float
    longest_s: float


def measure_clock(time_s: Array, pauses: tuple[Pause, ...]) -> Clock:
    """Lay the time grid of a leg.

    Parameters
    ----------
    time_s : array (n_sample,)
        Time of each sample since the start of the leg; at least two. [s]
    pauses : tuple of Pause
        Stretches in which the timer stood still.

    Returns
    -------
    Clock
        Durations add up to the time in which the leg was recorded without pause or gap.
    """
    time_s = np.maximum.accumulate(np.where(np.isfinite(time_s), time_s, -np.inf))
    if not np.isfinite(time_s[0]):
        first = time_s[np.isfinite(time_s)]
        time_s = np.maximum(time_s, first[0] if first.size else 0.0)
    running = np.diff(time_s)
    if pauses:
        running = np.maximum(running - np.diff(_paused_before(time_s, pauses)), 0.0)
    longest = _longest_stretch(running)
    interval = np.where(running <= longest, running, 0.0)
    active = np.concatenate(([0.0], np.cumsum(interval)))
    duration = np.zeros(time_s.size)
    duration[1:] += 0.5 * interval
    duration[:-1] += 0.5 * interval
    gap_s = float(running.sum() - interval.sum())
    return Clock(time_s, active, interval, duration, gap_s, longest)


def window_mean(active_s: Array, values: Array, half_width_s: float) -> Array:
    """Mean of a quantity in a moving window of time, edges narrowed, whatever the rhythm.

    Parameters
    ----------
    active_s : array (n_sample,)
        Active time, never decreasing. [s]
    values : array (n_sample,)
        Finite values.
    half_width_s : float
        Half the width of the window. [s]

    Returns
    -------
    array (n_sample,)
        Means by the trapezoidal rule.
    """
    interval = np.diff(active_s)
    area = np.concatenate(([0.0], np.cumsum(0.5 * interval * (values[1:] + values[:-1]))))
    late = np.minimum(active_s + half_width_s, active_s[-1])
    early = np.maximum(active_s - half_width_s, active_s[0])
    width = late - early
    mean = np.interp(late, active_s, area) - np.interp(early, active_s, area)
    safe = width > 0.0
    return np.where(safe, mean / np.where(safe, width, 1.0), values)


def fill_between(active_s: Array, values: Array, longest_s: float) -> Array:
    """Fill missing values from their neighbours in time, not across more than `longest_s`.

    Before the first and after the last known value, that value is held for 10 s.

    Parameters
    ----------
    active_s, values : array (n_sample,)
        Active time [s] and values, NaN where missing.
    longest_s : float
        Longest stretch that is bridged. [s]

    Returns
    -------
    array (n_sample,)
        Values, NaN where nothing is near.
    """
    known = np.flatnonzero(np.isfinite(values))
    if known.size in {0, values.size}:
        return values
    filled = np.interp(active_s, active_s[known], values[known])
    after = np.minimum(np.searchsorted(known, np.arange(values.size)), known.size - 1)
    before = np.maximum(np.searchsorted(known, np.arange(values.size), side="right") - 1, 0)
    stretch = np.abs(active_s[known[after]] - active_s[known[before]])
    outside = (np.arange(values.size) < known[0]) | (np.arange(values.size) > known[-1])
    near = np.abs(active_s - active_s[known[after]]) <= _BEYOND_S
    bridged = np.where(outside, near, stretch <= longest_s)
    return np.where(bridged, filled, np.where(np.isfinite(values), values, np.nan))


def _longest_stretch(running: Array) -> float:
    """Longest interval that is still recording: smart rhythms get a longer limit [s]."""
    steps = running[running > 0.0]
    usual = float(np.median(steps)) if steps.size else 1.0
    return float(np.clip(5.0 * usual, *GAP_S))


def _paused_before(time_s: Array, pauses: tuple[Pause, ...]) -> Array:
    """Seconds of pause before each instant, overlapping pauses counted once."""
    spans = sorted((p.start_s, p.end_s) for p in pauses if p.end_s > p.start_s)
    if not spans:
        return np.zeros(time_s.size)
    merged: list[tuple[float, float]] = [spans[0]]
    for start, end in spans[1:]:
        last_start, last_end = merged[-1]
        if start <= last_end:
            merged[-1] = (last_start, max(last_end, end))
        else:
            merged.append((start, end))
    edges = np.array(merged).ravel()
    lengths = np.zeros(edges.size)
    lengths[1::2] = edges[1::2] - edges[0::2]
    return np.interp(time_s, edges, np.cumsum(lengths))
