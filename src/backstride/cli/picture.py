"""A small picture for the terminal: bars of load above bars of leg pain, one column a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import isnan

EIGHTHS = " ▁▂▃▄▅▆▇█"
"""Bars in eighths of a character cell (Unicode block elements U+2581 to U+2588)."""


def draw_bars(values: Sequence[float], *, height: int, top: float, zero: str = " ") -> list[str]:
    """Draw one column per value, `height` rows tall, as rows from top to bottom.

    Parameters
    ----------
    values : sequence of float
        What to draw; NaN leaves the column blank.
    height : int
        Rows.
    top : float
        Value that fills the whole height.
    zero : str
        Mark on the lowest row for a value of zero.
    """
    rows = [[" "] * len(values) for _ in range(height)]
    for column, value in enumerate(values):
        if isnan(value):
            continue
        eighths = min(round(8 * height * value / top), 8 * height) if top > 0 else 0
        for level in range(height):
            part = max(0, min(8, eighths - 8 * level))
            rows[height - 1 - level][column] = EIGHTHS[part]
        if eighths == 0:
            rows[-1][column] = zero
    return ["".join(row).rstrip() for row in rows]


def draw_dates(first: date, n_day: int, name_month: Callable[[date], str]) -> str:
    """Draw a line that names each month below the column where it begins.

    Parameters
    ----------
    first : date
        Day of the first column.
    n_day : int
        Columns.
    name_month : callable
        Name of the month of a day, short.
    """
    line = [" "] * (n_day + 3)
    free_from = 0
    for column in range(n_day):
        day = first + timedelta(days=column)
        if (day.day == 1 or column == 0) and column >= free_from:
            name = name_month(day)
            line[column : column + len(name)] = name
            free_from = column + len(name) + 1
    return "".join(line).rstrip()
