"""How an invented runner turns pain into a number between 0 and 10."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.synth.traits import Style, Traits

Array = NDArray[np.float64]

STEP: Final = {Style.WHOLE: 1.0, Style.EVEN: 2.0, Style.HALF: 0.5}
"""Distance between the numbers a style uses [points]."""

FEW_NUMBERS: Final = np.array([0.0, 3.0, 5.0, 8.0, 10.0])
"""All that `Style.FEW` ever writes [points]."""

_GRID: Final = np.linspace(-3.5, 3.5, 281)
"""Standard scatter over which an expected score is averaged."""


def report(pain: Array, style: Style) -> Array:
    """Return the score written for a pain: rounded in the runner's style, within 0 to 10.

    Parameters
    ----------
    pain : array
        Pain felt, not bounded. [points]
    style : Style
        Which numbers the runner uses.
    """
    if style is Style.FEW:
        middles = 0.5 * (FEW_NUMBERS[1:] + FEW_NUMBERS[:-1])
        return np.asarray(FEW_NUMBERS[np.searchsorted(middles, pain, side="right")])
    step = STEP[style]
    return np.asarray(np.clip(step * np.floor(pain / step + 0.5), 0.0, 10.0))


def expected_score(pain: Array, traits: Traits) -> Array:
    """Return the mean score over the scatter of a rating.

    Parameters
    ----------
    pain : array (n,)
        Pain felt. [points]
    traits : Traits
        Scatter and style of the runner.
    """
    weight = np.exp(-0.5 * _GRID**2)
    scores = report(pain[:, None] + traits.slip_sd * _GRID, traits.style)
    return np.asarray(scores @ (weight / weight.sum()))
