"""Samples that come as columns or as separate series, brought onto one time axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Sport
from backstride.domain.problem import Problem
from backstride.domain.stream import Array, Stream
from backstride.readers.json_text import Json, number
from backstride.readers.points import FIELDS, Points
from backstride.readers.sports import sport_by_speed
from backstride.readers.track_leg import Recording, stream_of


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity with times of its own.

    Parameters
    ----------
    time_s : array (n_value,)
        Seconds since 1970, NaN where missing. [s]
    values : array (n_value,)
        NaN where missing.
    """

    time_s: Array
    values: Array


def points_of(
    time_s: Array, columns: Mapping[str, Array], segment: NDArray[np.int64] | None = None
) -> Points:
    """Make points of columns that share one axis.

    Parameters
    ----------
    time_s : array (n_point,)
        Seconds since 1970, NaN where missing. [s]
    columns : mapping of str to array (n_point,)
        Keys of `plausible.BOUNDS`.
    segment : array (n_point,) or None
        As of `Points`; one piece where not given.
    """
    nothing = np.full(time_s.shape, np.nan)
    pieces = np.zeros(time_s.shape, dtype=np.int64) if segment is None else segment
    return Points(time_s, pieces, dict.fromkeys(FIELDS, nothing) | dict(columns))


def merged(series: Mapping[str, Series]) -> Points:
    """Bring series onto one axis of whole seconds; of two values in one second the first stands.

    Parameters
    ----------
    series : mapping of str to Series
        Keys of `plausible.BOUNDS`.
    """
    rounded = {name: np.round(found.time_s) for name, found in series.items()}
    known = [seconds[np.isfinite(seconds)] for seconds in rounded.values()]
    axis = np.unique(np.concatenate(known)) if known else np.empty(0)
    columns = {}
    for name, found in series.items():
        usable = np.isfinite(rounded[name]) & np.isfinite(found.values)
        places, first = np.unique(np.searchsorted(axis, rounded[name][usable]), return_index=True)
        columns[name] = np.full(axis.shape, np.nan)
        columns[name][places] = found.values[usable][first]
    return points_of(axis, columns)


def numbers(values: list[Json], *, scale: float = 1.0) -> Array:
    """Return the numbers of an array, NaN for anything else.

    Parameters
    ----------
    values : list
        As JSON holds them.
    scale : float
        Factor to the domain's unit.
    """
    found = (number(value) for value in values)
    return scale * np.array([np.nan if value is None else value for value in found], dtype=float)


def sport_or_speed(said: Sport | None, recording: Recording | None) -> Sport:
    """Return the sport a file says, else the one its speeds tell."""
    if said is not None:
        return said
    return Sport.UNKNOWN if recording is None else sport_by_speed(recording.speed_mps())


def last_distance_m(recording: Recording) -> float | None:
    """Distance as the device counted it, else along the positions [m]."""
    counted = recording.points.columns["distance_m"]
    counted = counted[np.isfinite(counted)]
    return float(counted.max()) if counted.size else recording.way.total_m


def stream_from(
    recording: Recording, sport: Sport, start_s: float
) -> tuple[float, Stream, tuple[Problem, ...]]:
    """Build the samples of a leg whose start the file tells.

    Parameters
    ----------
    recording : Recording
        Cleaned points.
    sport : Sport
        What its cadence means.
    start_s : float
        Start of the leg, NaN where not told; the first sample where that lies before. [s]

    Returns
    -------
    start_s : float
        Seconds since 1970 of the start that holds. [s]
    stream : Stream
        With times from that start.
    problems : tuple of Problem
        What was found out.
    """
    stream, problems = stream_of(recording, sport)
    lag_s = recording.start_unix_s - start_s
    if not lag_s > 0.0:
        return recording.start_unix_s, stream, (*recording.problems, *problems)
    later = Stream(np.round(stream.time_s + lag_s, 3), stream.channels)
    return start_s, later, (*recording.problems, *problems)
