"""Means of form over the running of a leg: what one run is compared with another by."""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.dose import GaitSummary
from backstride.domain.gait import Gait
from backstride.domain.stream import Stream
from backstride.gait.segments import form_columns

_SHORTEST_S: Final = 300.0
"""Shorter running says nothing of form [s] (own choice)."""

_ENOUGH: Final = 0.5
"""Share of the running that a quantity must cover to count for the run [1] (own choice)."""


def form_means(gait: Gait, stream: Stream | None) -> GaitSummary:
    """Average what was measured over the running alone.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    stream : Stream or None
        Its samples.

    Returns
    -------
    GaitSummary
        With ``form``, ``form_speed_mps`` and ``form_grade`` alone; without them where less than
        five minutes were run or nothing of form was measured.
    """
    running = gait.running & (gait.duration_s > 0.0)
    seconds = np.where(running, gait.duration_s, 0.0)
    whole_s = float(seconds.sum())
    if gait.n_sample < 2 or whole_s < _SHORTEST_S:
        return GaitSummary()
    values = {}
    for name, column in form_columns(gait, stream).items():
        known = running & np.isfinite(column)
        known_s = float(seconds[known].sum())
        if known_s >= _ENOUGH * whole_s:
            values[name] = float(np.dot(column[known], seconds[known])) / known_s
    if not values:
        return GaitSummary()
    return GaitSummary(
        form=values,
        form_speed_mps=float(np.dot(gait.speed_mps[running], seconds[running])) / whole_s,
        form_grade=float(np.dot(gait.grade[running], seconds[running])) / whole_s,
    )
