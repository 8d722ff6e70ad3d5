"""Bars of days: one bar a day, in a picture whose units are those of its view box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 120.0
"""From the base line to the highest bar. [view box units]"""
STEP: Final = 20.0
"""From one day to the next. [view box units]"""
WIDTH: Final = 14.0
"""Of a bar. [view box units]"""
TOP: Final = 16.0
"""Above the highest bar. [view box units]"""


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one day.

    Parameters
    ----------
    x, y, width, height : float
        Of its rectangle; without height for a day without a value. [view box units]
    is_known : bool
        False where nothing is known of the day.
    """

    x: float
    y: float
    width: float
    height: float
    is_known: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of a stretch of days.

    Parameters
    ----------
    bars : tuple of Bar (n_day,)
        Oldest first.
    width, base : float
        Of the picture, and place of its base line. [view box units]
    most : float
        Value of the highest bar.
    """

    bars: tuple[Bar, ...]
    width: float
    base: float
    most: float


def lay_out_bars(values: Sequence[float | None]) -> Bars:
    """Return the bars of some days.

    Parameters
    ----------
    values : sequence of float or None (n_day,)
        None where nothing is known of a day.
    """
    most = max((value for value in values if value is not None), default=0.0)
    base = TOP + HEIGHT
    bars = []
    for place, value in enumerate(values):
        height = HEIGHT * value / most if value and most else 0.0
        x = STEP * place + (STEP - WIDTH) / 2
        bars.append(Bar(x, base - height, WIDTH, height, is_known=value is not None))
    return Bars(tuple(bars), STEP * len(values), base, most)
