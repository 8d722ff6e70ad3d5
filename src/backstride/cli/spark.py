"""Small lines for the terminal: values about a middle, and the course of a quantity."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from backstride.cli.picture import draw_bars

BAND, DOT, FAR = "·", "●", "◆"
"""Marks of the usual range, of a value inside it, and of one outside."""


def draw_around(values: Sequence[float], *, half: float, height: int = 5) -> list[str]:
    """Draw values about a middle line, oldest first, one column a value.

    Parameters
    ----------
    values : sequence of float
        Differences from the middle; NaN leaves the column blank.
    half : float
        Half the usual range; twice as much fills half the height.
    height : int
        Rows, an odd number.
    """
    middle = height // 2
    rows = [[" "] * len(values) for _ in range(height)]
    rows[middle] = [BAND] * len(values)
    for column, value in enumerate(values):
        if not isfinite(value):
            continue
        step = round(value / (2.0 * half) * middle)
        row = middle - max(-middle, min(middle, step))
        rows[row][column] = DOT if abs(value) <= half else FAR
    return ["".join(row).rstrip() for row in rows]


def draw_course(values: Sequence[float], *, width: int, height: int = 4) -> list[str]:
    """Draw the course of a quantity from its least to its greatest value.

    Parameters
    ----------
    values : sequence of float
        Not negative; neighbours are averaged where there are more than columns.
    width, height : int
        Columns and rows.
    """
    known = [value for value in values if isfinite(value)]
    if not known:
        return []
    n_column = min(width, len(values))
    shown = []
    for column in range(n_column):
        first = column * len(values) // n_column
        last = max((column + 1) * len(values) // n_column, first + 1)
        part = [value for value in values[first:last] if isfinite(value)]
        shown.append(sum(part) / len(part) if part else float("nan"))
    return draw_bars(shown, height=height, top=max(known))
