"""Scales: from values to places on a picture, with ticks at round numbers and at first days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, isfinite, log10
from typing import Final

MOST: Final = 1e9
"""Values beyond are drawn at it: nothing a diary or a watch holds is larger."""

ROUND: Final = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale.

    Parameters
    ----------
    low, high : float
        Values at its ends; what lies beyond is drawn at the end.
    start, end : float
        Places of its ends. [px]
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        if not isfinite(value):
            return self.start
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, n_tick: int = 4) -> tuple[float, ...]:
        """Return round values, about so many."""
        step = round_step(self.high - self.low, n_tick)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return tuple(step * k for k in range(first, last + 1))


def round_step(span: float, n_tick: int) -> float:
    """Return the round step that cuts a span into about so many pieces."""
    rough = span / n_tick
    power = 10.0 ** floor(log10(rough))
    return next((step * power for step in ROUND if step * power >= rough - 1e-12), 10.0 * power)


def decimals(step: float) -> int:
    """Return the decimals that tell the ticks of a step apart."""
    return max(0, -floor(log10(step) + 1e-9))


def scale_around(values: Iterable[float], start: float, end: float, *, least: float = 1.0) -> Scale:
    """Return a scale that holds zero, every value and some room; values may be missing.

    Parameters
    ----------
    values : iterable of float
        What is to be drawn.
    start, end : float
        Places of the ends. [px]
    least : float
        Shortest reach on either side of zero that has values at all.
    """
    known = [min(max(value, -MOST), MOST) for value in values if isfinite(value)]
    high = max([least, *known])
    low = min([0.0, *known])
    low = min(low, -0.3 * least) if low < 0.0 else 0.0
    room = 0.06 * (high - low)
    return Scale(low - (room if low < 0.0 else 0.0), high + room, start, end)


@dataclass(frozen=True, slots=True)
class DayScale:
    """A scale of days; every day is a column of the same width.

    Parameters
    ----------
    first : date
        Leftmost day.
    n_day : int
        Number of days, at least one.
    start, end : float
        Places of its ends. [px]
    """

    first: date
    n_day: int
    start: float
    end: float

    @property
    def width(self) -> float:
        """Width of one day in pixels."""
        return (self.end - self.start) / self.n_day

    def left(self, day: date) -> float:
        """Return the left edge of a day, at most the ends."""
        row = min(max((day - self.first).days, 0), self.n_day)
        return self.start + row * self.width

    def middle(self, day: date) -> float:
        """Return the middle of a day."""
        row = min(max((day - self.first).days, 0), self.n_day - 1)
        return self.start + (row + 0.5) * self.width

    def ticks(self, room: float) -> list[tuple[date, str]]:
        """Return first days to be written on the axis, and how.

        Parameters
        ----------
        room : float
            Width that one label needs. [px]
        """
        last = self.first + timedelta(days=self.n_day - 1)
        days = _every(self.first, last, 7, room / self.width)
        if days is not None:
            return [(day, "day") for day in days]
        months = _months(self.first, last)
        for step, unit in ((1, "month"), (3, "month"), (6, "month"), (12, "year"), (24, "year")):
            chosen = [day for day in months if _count(day) % step == 0]
            if step * 30.0 * self.width >= room:
                return [(day, unit) for day in chosen]
        return [(day, "year") for day in months if _count(day) % 60 == 0]


def _every(first: date, last: date, step: int, room_d: float) -> Sequence[date] | None:
    """Mondays, one or two weeks apart; None where they stand too close."""
    monday = first + timedelta(days=-first.weekday() % 7)
    for n_week in (1, 2):
        if n_week * step >= room_d:
            n_found = (last - monday).days // (n_week * step) + 1
            return [monday + timedelta(days=k * n_week * step) for k in range(n_found)]
    return None


def _months(first: date, last: date) -> list[date]:
    found = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _count(day: date) -> int:
    return day.year * 12 + day.month - 1
