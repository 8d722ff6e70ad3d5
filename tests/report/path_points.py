"""Points along SVG path data, so that a test can ask what a shape covers."""

from __future__ import annotations

import re
from itertools import pairwise

Point = tuple[float, float]
N_STEP = 8
_PART = re.compile(r"([MLCQZ])([^MLCQZ]*)")


def polygon(path: str) -> list[Point]:
    """The outline of a closed path as a polygon."""
    points: list[Point] = []
    for command, numbers in _PART.findall(path):
        given = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", numbers)]
        pairs = list(zip(given[::2], given[1::2], strict=True))
        if command in "ML":
            points += pairs
        elif command in ("Q", "C"):
            points += _curve([points[-1], *pairs])
    return points


def _curve(control: list[Point]) -> list[Point]:
    return [_at(control, step / N_STEP) for step in range(1, N_STEP + 1)]


def _at(control: list[Point], share: float) -> Point:
    """De Casteljau's construction."""
    while len(control) > 1:
        control = [
            (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
            for a, b in pairwise(control)
        ]
    return control[0]


def is_inside(point: Point, outline: list[Point]) -> bool:
    """Even-odd rule."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def holds_square(outline: list[Point], side: float) -> bool:
    """Whether a square of that side, upright, fits into the shape somewhere."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    offsets = [side * share for share in (-0.5, -0.25, 0.0, 0.25, 0.5)]
    n_step = 24
    for column in range(n_step + 1):
        x = min(xs) + (max(xs) - min(xs)) * column / n_step
        for row in range(n_step + 1):
            y = min(ys) + (max(ys) - min(ys)) * row / n_step
            if all(is_inside((x + dx, y + dy), outline) for dx in offsets for dy in offsets):
                return True
    return False
