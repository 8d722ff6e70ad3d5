"""How good a predictive distribution was, once the score is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def crps(p_score: Array, grid: Array, found: float) -> float:
    """Continuous ranked probability score of a distribution on a grid [points]; less is better.

    ``E|X - y| - E|X - X'| / 2`` (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102:359).

    Parameters
    ----------
    p_score, grid : array (n_score,)
        Probability of each score, and the scores. [1], [points]
    found : float
        The score that came. [points]
    """
    away = float(p_score @ np.abs(grid - found))
    spread = float(p_score @ np.abs(grid[:, None] - grid) @ p_score)
    return away - 0.5 * spread


def pit(p_score: Array, grid: Array, found: float) -> tuple[float, float]:
    """Return the predictive distribution function just below and at the score.

    The pair defines the non-randomised histogram of Czado et al. (2009), Biometrics 65:1254.
    """
    below = float(p_score[grid < found - 1e-9].sum())
    return below, below + float(p_score[np.abs(grid - found) <= 1e-9].sum())


def pit_reached(pairs: Array, level: float) -> Array:
    """Return for each score how likely its transform is at most `level`, (n,).

    Parameters
    ----------
    pairs : array (n, 2)
        From `pit`: the transform is spread evenly between the two.
    level : float
        0 to 1.
    """
    below, at = pairs[:, 0], np.maximum(pairs[:, 1], pairs[:, 0] + 1e-12)
    reached: Array = np.clip((level - below) / (at - below), 0.0, 1.0)
    return reached


def pit_histogram(pairs: Array, n_bin: int = 10) -> Array:
    """Return the mean share of each bin, (n_bin,); one tenth each where calibrated.

    Parameters
    ----------
    pairs : array (n, 2)
        From `pit`.
    """
    edges = np.linspace(0.0, 1.0, n_bin + 1)
    share: Array = np.diff([pit_reached(pairs, edge).mean() for edge in edges])
    return share
