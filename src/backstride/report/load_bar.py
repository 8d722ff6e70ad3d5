"""A load with its range as a small bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from backstride.domain.interval import Range

WIDTH: Final = 100.0


@dataclass(frozen=True, slots=True)
class LoadBar:
    """Ends of a bar and of its range, from 0 to `WIDTH`."""

    low: float
    middle: float
    high: float


def load_bars(loads: Iterable[Range | None]) -> list[LoadBar | None]:
    """Return bars on one scale, None where there is no load.

    Parameters
    ----------
    loads : iterable of Range or None
        In one unit.
    """
    known = list(loads)
    most = max((one.q95 for one in known if one is not None), default=0.0)
    scale = WIDTH / most if most > 0.0 else 0.0
    return [
        None
        if one is None
        else LoadBar(*(round(max(value, 0.0) * scale, 1) for value in (one.q05, one.q50, one.q95)))
        for one in known
    ]
