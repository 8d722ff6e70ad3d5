"""Day totals: what a phone or watch says of a whole day, beside the recordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What one source says about a whole day; None where it says nothing.

    Parameters
    ----------
    day : date
        Day on the runner's own calendar; a night belongs to the day of waking.
    steps : int or None
        Steps of the day, running included.
    sleep_h : float or None
        Hours asleep, overlapping sources counted once. [h]
    """

    day: date
    steps: int | None = None
    sleep_h: float | None = None
