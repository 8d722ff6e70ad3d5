"""Smooth curves through points, as path data of SVG."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import dist
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


def interpolate(knots: Sequence[Point], at: float) -> float:
    """Return the value of a smooth curve ``x(y)`` through knots, without overshoot.

    Parameters
    ----------
    knots : sequence of (y, x)
        In rising order of y.
    at : float
        Within the knots; beyond them the end value.

    Notes
    -----
    Piecewise cubic Hermite interpolation with the slopes of Fritsch and Butland (1984), harmonic
    means of the neighbouring secants.
    """
    place = bisect_right([y for y, _ in knots], at)
    if place == 0:
        return knots[0][1]
    if place == len(knots):
        return knots[-1][1]
    (low, start), (high, end) = knots[place - 1], knots[place]
    width = high - low
    along = (at - low) / width
    slope_start, slope_end = _slope(knots, place - 1), _slope(knots, place)
    square, cube = along**2, along**3
    return (
        (2 * cube - 3 * square + 1) * start
        + (cube - 2 * square + along) * width * slope_start
        + (3 * square - 2 * cube) * end
        + (cube - square) * width * slope_end
    )


def _slope(knots: Sequence[Point], place: int) -> float:
    """Slope of the curve at one knot: harmonic mean of the secants on both sides."""
    neighbours = knots[max(0, place - 1) : place + 2]
    secants = [
        (after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(neighbours)
    ]
    if len(secants) == 1:
        return secants[0]
    before, after = secants
    return 2 * before * after / (before + after) if before * after > 0 else 0.0


def smooth(points: Sequence[Point]) -> str:
    """Return path data that goes on from the first point through the others (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    parts = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"C{_pair(first)} {_pair(second)} {_pair(end)}")
    return "".join(parts)


def closed(points: Sequence[Point]) -> str:
    """Return path data of a closed smooth curve through points."""
    n_point = len(points)
    parts = [f"M{_pair(points[0])}"]
    for place in range(n_point):
        before, start, end, after = (points[(place + step) % n_point] for step in (-1, 0, 1, 2))
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"C{_pair(first)} {_pair(second)} {_pair(end)}")
    return "".join(parts) + "Z"


def joined(*edges: Sequence[Point], radius: float = 0.0) -> str:
    """Return path data of a closed shape whose edges are smooth and meet in rounded corners.

    Parameters
    ----------
    *edges : sequence of Point
        Each begins where the one before ends.
    radius : float
        How far from a corner the rounding begins.
    """
    cut = [_shortened(edge, radius) for edge in edges]
    parts = [f"M{_pair(cut[0][0])}"]
    for place, edge in enumerate(cut):
        after = cut[(place + 1) % len(cut)]
        parts.append(smooth(edge))
        parts.append(f"Q{_pair(edges[place][-1])} {_pair(after[0])}")
    return "".join(parts) + "Z"


def _shortened(edge: Sequence[Point], by: float) -> list[Point]:
    """Cut a length off both ends, at most two fifths of an end's own segment."""
    start = _along(edge[0], edge[1], by)
    end = _along(edge[-1], edge[-2], by)
    return [start, *edge[1:-1], end]


def _along(start: Point, end: Point, by: float) -> Point:
    length = dist(start, end)
    share = min(0.4, by / length) if length else 0.0
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _pair(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
