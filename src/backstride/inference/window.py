"""Window: the 28 days that `effect_28d` speaks of."""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.inference.calendar import diary_rows

WINDOW_DAYS: Final = 28
"""Length of the window [d] (``inference.md`` section 1)."""

LEAST_RUN_DAYS: Final = 6
"""Running days the window must hold, so that a runner who has stopped is not told that running
does nothing."""


def find_window(table: DailyTable) -> tuple[int, int] | None:
    """Find the most recent 28 days that hold at least six running days.

    Parameters
    ----------
    table : DailyTable
        One row a day.

    Returns
    -------
    tuple of int or None
        First row and one past the last row; the window lies within the span of the diary, whose
        scores it is about. None where no 28 days hold enough running.
    """
    first, stop = diary_rows(table)
    ran = np.nan_to_num(table.load, nan=0.0) > 0.0
    for end in range(stop, first + WINDOW_DAYS - 1, -1):
        if np.count_nonzero(ran[end - WINDOW_DAYS : end]) >= LEAST_RUN_DAYS:
            return end - WINDOW_DAYS, end
    return None
