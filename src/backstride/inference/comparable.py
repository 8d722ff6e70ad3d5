"""Comparable days: whether a measure was done and left often enough to be judged at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable

LEAST_COMPARABLE: Final = 8
"""Days with a measure that have a day without it to stand against [d]; as many as the
minimal-data rule asks of running days and of rest days (``inference.md`` section 7)."""


@dataclass(frozen=True, slots=True)
class MeasureDays:
    """How often a measure was done and left.

    Parameters
    ----------
    n_done, n_without, n_unknown : int
        Days done or in force, known to be without, and unknown. [d]
    n_comparable : int
        Days done that have a day without to stand against: the smaller of both numbers, among
        running days and among rest days apart, of days whose next morning has a score. [d]
    """

    n_done: int
    n_without: int
    n_unknown: int
    n_comparable: int

    @property
    def is_enough(self) -> bool:
        """Whether the measure may enter the model."""
        return self.n_comparable >= LEAST_COMPARABLE


def count_days(table: DailyTable, name: str) -> MeasureDays:
    """Count the days of one measure of a table.

    Running and rest days are kept apart, since a warm-up on every run and on no rest day would
    be the same column as running.
    """
    values = table.measures[name]
    n_comparable = 0
    next_scored = np.append(np.isfinite(table.morning[1:]), False)[: table.n_day]
    for kind in (table.load > 0.0, table.load == 0.0):
        rows = values[kind & next_scored]
        n_comparable += min(int(np.sum(rows == 1.0)), int(np.sum(rows == 0.0)))
    return MeasureDays(
        n_done=int(np.sum(values == 1.0)),
        n_without=int(np.sum(values == 0.0)),
        n_unknown=int(np.sum(np.isnan(values))),
        n_comparable=n_comparable,
    )


def keep_comparable(table: DailyTable) -> DailyTable:
    """Return a table without the measures that there are too few days of."""
    kept = {
        name: values for name, values in table.measures.items() if count_days(table, name).is_enough
    }
    return replace(table, measures=kept)


def too_few(table: DailyTable) -> dict[str, MeasureDays]:
    """Return the counts of the measures that `keep_comparable` leaves out."""
    counts = {name: count_days(table, name) for name in table.measures}
    return {name: days for name, days in counts.items() if not days.is_enough}
