"""The clock of a track: points out of order, a clock put back, and the axis that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.path_length import steps_m
from backstride.readers.points import Points

_PUT_BACK_S: Final = 600.0
"""A step back by more than this is a clock that was set anew, not jitter [s]."""

_SAME_WAY: Final = 1.01
"""Points sorted by time belong in that order if the way gets no longer than this factor."""


def timed(points: Points) -> tuple[Points, tuple[Problem, ...]]:
    """Keep the points that have a time.

    Parameters
    ----------
    points : Points
        As the file holds them.
    """
    known = np.isfinite(points.time_s)
    n_untimed = int((~known).sum())
    if n_untimed in {0, points.n_point}:
        return points.take(known), ()
    problem = Problem("xml.point_without_time", "", {"n": n_untimed}, Severity.REPAIRED)
    return points.take(known), (problem,)


def in_order(points: Points) -> tuple[Points, tuple[Problem, ...]]:
    """Make time never run backwards; every point is kept.

    Where sorting by time leaves the way as short as it is in the order of the file, the points
    were written out of order and are sorted. Where sorting makes a zigzag of it, the order is
    right and the clock is wrong: a step back by more than 10 minutes is a clock put back, and the
    rest of the track is moved behind it; smaller ones are held at the latest time so far.

    Parameters
    ----------
    points : Points
        All with a time.

    Returns
    -------
    points : Points
        With `Points.time_s` never decreasing.
    problems : tuple of Problem
        What was done, and how often time ran backwards.
    """
    n_back = int((np.diff(points.time_s) < 0.0).sum())
    if n_back == 0:
        return points, ()
    order = np.argsort(points.time_s, kind="stable")
    if belong_sorted(order, points.columns):
        sorted_points = points.take(order)
        return sorted_points, (Problem("xml.points_sorted", "", {"n": n_back}, Severity.REPAIRED),)
    held = Points(held_times(points.time_s), points.segment, points.columns)
    return held, (Problem("xml.clock_held", "", {"n": n_back}, Severity.REPAIRED),)


def belong_sorted(order: NDArray[np.int64], columns: Mapping[str, Array]) -> bool:
    """Tell by the way whether points written out of order belong in the order of their times.

    Parameters
    ----------
    order : array (n_point,)
        That of their times.
    columns : mapping of str to array (n_point,)
        Positions tell it, else the distance; without either the times are believed.

    Returns
    -------
    bool
        False where sorting makes a zigzag of a way that makes sense in the order of the file.
    """
    latitude, longitude = columns.get("latitude_deg"), columns.get("longitude_deg")
    if latitude is not None and longitude is not None:
        placed = np.isfinite(latitude) & np.isfinite(longitude)
        if placed.sum() > 1:
            rows = order[placed[order]]
            sorted_m = steps_m(latitude[rows], longitude[rows]).sum()
            return bool(sorted_m <= _SAME_WAY * steps_m(latitude[placed], longitude[placed]).sum())
    distance_m = columns.get("distance_m")
    if distance_m is None or np.isfinite(distance_m).sum() < 2:
        return True
    sorted_m = np.abs(np.diff(distance_m[order][np.isfinite(distance_m[order])])).sum()
    return bool(sorted_m <= _SAME_WAY * np.abs(np.diff(distance_m[np.isfinite(distance_m)])).sum())


def held_times(time_s: Array) -> Array:
    """Return times that never run backwards, in the order of the file.

    A step back by more than 10 minutes is a clock put back: all later times are moved behind it.
    Smaller ones are held at the latest time so far.

    Parameters
    ----------
    time_s : array (n_point,)
        Without NaN. [s]
    """
    step_s = np.diff(time_s, prepend=time_s[:1])
    put_back_s = np.where(step_s < -_PUT_BACK_S, -step_s, 0.0)
    return np.asarray(np.maximum.accumulate(time_s + np.cumsum(put_back_s)))
