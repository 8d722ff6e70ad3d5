"""Effect: the posterior summary of one contrast, the unit every part of an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """Posterior summary of one contrast, in points of the 0-10 leg score.

    Parameters
    ----------
    mean, sd : float
        Posterior mean and standard deviation. [points]
    q05, q25, q50, q75, q95 : float
        Posterior quantiles. [points]
    p_above_0 : float
        Posterior probability that the effect is above zero.
    p_above_delta, p_below_minus_delta : float
        Posterior probability above +0.3 and below -0.3 points.
    p_within_half : float
        Posterior probability of an absolute effect below 0.5 points.
    """

    mean: float
    sd: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    p_above_0: float
    p_above_delta: float
    p_below_minus_delta: float
    p_within_half: float
