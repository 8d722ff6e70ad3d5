"""The clock of a track: points out of order, a clock put back, and the axis that comes of it."""

from __future__ import annotations

from typing import Final

import numpy as np

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
    ordered = points.take(np.argsort(points.time_s, kind="stable"))
    if _length_m(ordered) <= _SAME_WAY * _length_m(points):
        return ordered, (Problem("xml.points_sorted", "", {"n": n_back}, Severity.REPAIRED),)
    held = Points(_held(points.time_s), points.segment, points.columns)
    return held, (Problem("xml.clock_held", "", {"n": n_back}, Severity.REPAIRED),)


def _held(time_s: Array) -> Array:
    step_s = np.diff(time_s, prepend=time_s[:1])
    put_back_s = np.where(step_s < -_PUT_BACK_S, -step_s, 0.0)
    return np.asarray(np.maximum.accumulate(time_s + np.cumsum(put_back_s)))


def _length_m(points: Points) -> float:
    latitude, longitude = points.columns["latitude_deg"], points.columns["longitude_deg"]
    placed = np.isfinite(latitude) & np.isfinite(longitude)
    return float(steps_m(latitude[placed], longitude[placed]).sum())
