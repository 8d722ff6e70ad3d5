"""Days drawn together: one place on the line of time for a day, a week or four weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable

LONGEST_BY_DAY: Final = 366
"""Days up to which each has a place of its own. [d]"""
LONGEST_BY_WEEK: Final = 1100
"""Days up to which each week has. [d]"""


@dataclass(frozen=True, slots=True)
class Bin:
    """What is drawn at one place.

    Parameters
    ----------
    first : date
        First of its days.
    n_day : int
        How many days it stands for.
    load : float
        Sum of what is known; NaN where nothing is.
    n_unknown : int
        Days on which it is not known whether there was a run.
    morning, evening : float
        Means of the scores; NaN where there is none. [points]
    runs : tuple of str
        Ids of its runs, of a single day only.
    """

    first: date
    n_day: int
    load: float
    n_unknown: int
    morning: float
    evening: float
    runs: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """Last of its days."""
        return self.first + timedelta(days=self.n_day - 1)


def step_of(n_day: int) -> int:
    """Return how many days are drawn together in a stretch of so many."""
    if n_day <= LONGEST_BY_DAY:
        return 1
    return 7 if n_day <= LONGEST_BY_WEEK else 28


def bins_of(
    table: DailyTable, first: date, last: date, runs: Mapping[date, tuple[str, ...]]
) -> tuple[Bin, ...]:
    """Cut a stretch of days into places on the line of time.

    Parameters
    ----------
    table : DailyTable
        Days outside it are unknown.
    first, last : date
        Both included.
    runs : mapping of date to tuple of str
        Ids of runs.
    """
    n_day = (last - first).days + 1
    step = step_of(n_day)
    columns = [_cut(values, table, first, n_day) for values in _columns(table)]
    return tuple(_bins(columns, first, n_day, step=step, runs=runs))


def _bins(
    columns: list[NDArray[np.float64]],
    first: date,
    n_day: int,
    *,
    step: int,
    runs: Mapping[date, tuple[str, ...]],
) -> Iterator[Bin]:
    load, morning, evening = columns
    for start in range(0, n_day, step):
        stop = min(start + step, n_day)
        day = first + timedelta(days=start)
        known = load[start:stop][np.isfinite(load[start:stop])]
        yield Bin(
            first=day,
            n_day=stop - start,
            load=float(known.sum()) if known.size else float("nan"),
            n_unknown=stop - start - int(known.size),
            morning=_mean(morning[start:stop]),
            evening=_mean(evening[start:stop]),
            runs=runs.get(day, ()) if step == 1 else (),
        )


def _columns(table: DailyTable) -> tuple[NDArray[np.float64], ...]:
    return table.load, table.morning, table.evening


def _cut(
    values: NDArray[np.float64], table: DailyTable, first: date, n_day: int
) -> NDArray[np.float64]:
    cut = np.full(n_day, np.nan)
    offset = (first - table.first_day).days
    start, stop = max(0, offset), min(table.n_day, offset + n_day)
    if stop > start:
        cut[start - offset : stop - offset] = values[start:stop]
    return cut


def _mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")
