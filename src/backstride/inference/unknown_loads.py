"""Unknown loads: what stands in for a day of which nobody knows whether there was a run."""

from __future__ import annotations

from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.priors import MAX_DELAY_DAYS, Priors

Array = NDArray[np.float64]

#: Known days on each side of an unknown one that say how often this runner runs at that time.
NEIGHBOUR_DAYS: Final = 14
#: Scores are left out where more than this share of the fast effect comes from unknown loads.
MAX_UNKNOWN_SHARE: Final = 0.2


def mean_or_zero(values: NDArray[np.bool_]) -> float:
    """Return the share of true values, 0 of none."""
    return float(values.mean()) if values.size else 0.0


def running_share(load: Array, known: NDArray[np.bool_]) -> Array:
    """Share of known days with a run within two weeks either side; of all where none is known."""
    kernel = np.ones(2 * NEIGHBOUR_DAYS + 1)
    n_known = np.convolve(known.astype(float), kernel)[NEIGHBOUR_DAYS:-NEIGHBOUR_DAYS]
    n_run = np.convolve((known & (load > 0.0)).astype(float), kernel)
    overall = mean_or_zero(load[known] > 0.0)
    counted = np.maximum(n_known, 1.0)
    return np.where(n_known > 0, n_run[NEIGHBOUR_DAYS:-NEIGHBOUR_DAYS] / counted, overall)


def guessed_share(unknown: NDArray[np.bool_]) -> Array:
    """Share of each morning's fast effect that stems from unknown days, at the prior medians."""
    priors = Priors()
    keep = exp(-1.0 / exp(priors.log_tau_fast.mean))
    delay = MAX_DELAY_DAYS / (1.0 + exp(-priors.delay_logit.mean))
    whole, part = int(delay), delay - int(delay)
    padded = np.concatenate([np.ones(whole + 1), unknown.astype(float)])
    late = (1.0 - part) * padded[1 : 1 + unknown.size] + part * padded[: unknown.size]
    share = np.ones(unknown.size)
    for day in range(1, unknown.size):
        share[day] = keep * share[day - 1] + (1.0 - keep) * late[day - 1]
    return share


def usable_scores(
    scores: Array, known: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the days that unknown loads leave clear (n_day,), and the usable scores (2, n_day).

    Parameters
    ----------
    scores : array (2, n_day)
        Mornings and evenings; an evening needs the load of its own day as well.
    known : array (n_day,)
        Days with a known load.
    """
    clear: NDArray[np.bool_] = guessed_share(~known) <= MAX_UNKNOWN_SHARE
    usable = np.isfinite(scores) & clear
    usable[1] &= known
    return clear, usable
