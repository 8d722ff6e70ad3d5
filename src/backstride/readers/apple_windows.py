"""Which workouts run at a moment, for millions of moments."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.stream import Array

_LONGEST_S: Final = 7 * 86_400.0
_MOST_AT_ONCE: Final = 8
"""Workouts that may overlap; two or three apps recording the same run do."""


class Windows:
    """Stretches of time between which the set of running workouts changes.

    Parameters
    ----------
    spans : list of (float, float)
        Start and end of each workout, NaN where unknown. [s]
    """

    def __init__(self, spans: list[tuple[float, float]]) -> None:
        changes: list[tuple[float, int, int]] = []
        for number, (start_s, end_s) in enumerate(spans):
            if 0.0 <= end_s - start_s <= _LONGEST_S:
                changes += [(start_s, 1, number), (end_s + 1.0, 0, number)]
        self._bounds: list[float] = []
        self._owners: list[tuple[int, ...]] = [()]
        running: dict[int, None] = {}
        for at_s, begins, number in sorted(changes):
            if begins:
                running[number] = None
            else:
                running.pop(number, None)
            self._bounds.append(at_s)
            self._owners.append(tuple(running)[:_MOST_AT_ONCE])
        self._edges = np.array(self._bounds)
        self._used = np.array([bool(owners) for owners in self._owners])

    def spans_of(self, seconds: Array) -> NDArray[np.int64]:
        """Return for each instant the stretch between two changes in which it lies, 0 for none."""
        found = np.searchsorted(self._edges, seconds, side="right")
        return np.where(np.isfinite(seconds), found, 0)

    def is_used(self, spans: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell in which stretches a workout runs."""
        return np.asarray(self._used[spans])

    def owners(self, span: int) -> tuple[int, ...]:
        """Return the workouts that run in a stretch."""
        return self._owners[span]
