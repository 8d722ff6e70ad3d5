"""Number preference: some scores are used more willingly than their neighbours.

People who rate pain keep to favourite numbers: even ones, whole ones, or two or three of their own.
The model knows a grid and nothing of this; a forecast of scores has to.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Scores that are looked back on. [d]
_N_RECENT: Final = 365
#: Sd of the smoothing that tells what neighbours would be used without a preference. [grid step]
_SMOOTHING: Final = 1.0
#: Scores that the belief in no preference is worth. With the smoothing chosen on rehearsal runners
#: of the forecast study among 3 and 8, and 0.7, 1 and 1.5: all six were better than none.
_N_BEFORE: Final = 5.0


def number_preference(scores: Array, grid: Array) -> Array:
    """Return how willingly each score of a grid is used; 1 where nothing speaks for or against.

    Counts of the scores over counts smoothed with their neighbours, both with some belief in no
    preference beside them.

    Parameters
    ----------
    scores : array (n,)
        Past scores, NaN where missing. [points]
    grid : array (n_score,)
        All possible scores, equally far apart. [points]
    """
    step = grid[1] - grid[0]
    known = scores[np.isfinite(scores)][-_N_RECENT:]
    place = np.clip(np.rint(known / step).astype(np.int64), 0, grid.size - 1)
    counts = np.bincount(place, minlength=grid.size).astype(np.float64)
    steps = np.arange(grid.size)
    kernel = np.exp(-0.5 * (np.subtract.outer(steps, steps) / _SMOOTHING) ** 2)
    expected = (kernel / kernel.sum(axis=0)) @ counts
    preference: Array = (counts + _N_BEFORE) / (expected + _N_BEFORE)
    return preference
