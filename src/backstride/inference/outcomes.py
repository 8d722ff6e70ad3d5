"""Outcomes: the symptoms a diary may hold, all read on a scale from 0 to 10."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.diary_items import ITEMS

Array = NDArray[np.float64]

LEG: Final = "leg_morning"
"""The outcome an answer speaks of unless told otherwise: leg pain, mornings and evenings."""

HIGHEST: Final = 10.0
"""Top of the scale on which every outcome is read [points]."""

#: A diary in which at least this share of scores are half points is read on the half-point grid.
HALF_POINT_SHARE: Final = 0.1
#: Bounds beyond any latent pain: below a score of 0 and above a score of 10 there is no edge.
NO_EDGE: Final = 1.0e6
_NEAR: Final = 0.01

_SCALES: Final = {item.key: item.scale for item in ITEMS}


def read_outcome(table: DailyTable, name: str) -> tuple[Array, float]:
    """Return an outcome on the 0-10 scale, and the grid of its scores there.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    name : str
        A key of ``table.outcomes``. The range of its diary item is stretched to 0-10; a name that
        is no diary item is taken to be on 0-10 already.

    Returns
    -------
    tuple
        Scores (n_day,) and their step. [points]
    """
    scores = np.asarray(table.outcomes[name], dtype=np.float64)
    scale = _SCALES.get(name)
    if scale is None or (scale.low, scale.high) == (0.0, HIGHEST):
        return scores, grid_of(scores[np.isfinite(scores)])
    stretch = HIGHEST / (scale.high - scale.low)
    return (scores - scale.low) * stretch, scale.step * stretch


def grid_of(scores: Array) -> float:
    """Return half a point where the diary uses half points as a habit, else one."""
    halves = np.abs(scores - np.rint(scores)) > _NEAR
    return 0.5 if scores.size and halves.mean() >= HALF_POINT_SHARE else 1.0


def intervals(scores: Array, steps: Array) -> tuple[Array, Array]:
    """Return what felt pain each score may stand for; open below 0 and above 10.

    Parameters
    ----------
    scores, steps : array (n_row,)
        Scores and the grid each was given on. A score between the points of its grid stands for a
        quarter of a point either side.
    """
    on_grid = np.abs(scores / steps - np.rint(scores / steps)) <= _NEAR
    half_width = np.where(on_grid, 0.5 * steps, 0.25)
    low = np.where(scores - half_width < 0.0, -NO_EDGE, scores - half_width)
    high = np.where(scores + half_width > HIGHEST, NO_EDGE, scores + half_width)
    return low, high
