"""How form changes within a run, at the same speed and slope: a sign of tiring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.stream import Stream
from backstride.gait.segments import form_columns

Array = NDArray[np.float64]

_BIN_S: Final = 30.0
"""Form is averaged over this before it is compared [s] (own choice)."""

_FEWEST: Final = 20
"""Fewest such averages from which a drift is told: ten minutes of running (own choice)."""

_WARM_UP_S: Final = 300.0
"""The first minutes are left out: form settles while warming up [s] (own choice)."""

_Z95: Final = 1.6449
"""Standard normal quantile of 95 % [1]."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Change of one quantity from the beginning of a run to its end.

    Parameters
    ----------
    change : Range
        Change at the same speed and slope, in the quantity's unit.
    mean : float
        The quantity at the run's mean speed and slope.
    n_bin : int
        Half minutes behind it.
    """

    change: Range
    mean: float
    n_bin: int

    @property
    def clear(self) -> bool:
        """Tell whether the range lies on one side of no change."""
        return self.change.q05 > 0.0 or self.change.q95 < 0.0


def form_drift(gait: Gait, stream: Stream | None) -> dict[str, Drift]:
    """Find how each measured quantity drifted.

    A straight line in time beside lines in speed and grade, over half-minute means of the
    running after the first five minutes. The error takes neighbouring half minutes' likeness
    into account (effective number by their correlation).

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    stream : Stream or None
        Its samples.

    Returns
    -------
    dict of str to Drift
        By the names of `segments.form_columns`; empty for short runs.
    """
    if not gait.known or gait.n_sample < 2:
        return {}
    active = np.cumsum(np.where(gait.moving, gait.duration_s, 0.0))
    usable = gait.running & (gait.duration_s > 0.0) & (active > _WARM_UP_S)
    if not usable.any():
        return {}
    place = (active / _BIN_S).astype(np.intp)
    speed, grade = _binned(gait.speed_mps, usable, place), _binned(gait.grade, usable, place)
    found = {}
    for name, values in form_columns(gait, stream).items():
        means = _binned(values, usable & np.isfinite(values), place)
        drift = _drift(means, speed, grade)
        if drift is not None:
            found[name] = drift
    return found


def _binned(values: Array, known: NDArray[np.bool_], place: NDArray[np.intp]) -> Array:
    n_bin = int(place[-1]) + 1
    count = np.bincount(place[known], minlength=n_bin).astype(np.float64)
    total = np.bincount(place[known], values[known], minlength=n_bin)
    enough = 0.5 * float(np.median(count[count > 0.0])) if known.any() else 1.0
    return np.where(count >= max(enough, 1.0), total / np.maximum(count, 1.0), np.nan)


def _drift(means: Array, speed: Array, grade: Array) -> Drift | None:
    known = np.flatnonzero(np.isfinite(means) & np.isfinite(speed) & np.isfinite(grade))
    if known.size < _FEWEST:
        return None
    share = (known - known[0]) / float(known[-1] - known[0]) - 0.5
    columns = [np.ones(known.size), share, speed[known] - speed[known].mean()]
    if float(np.std(grade[known])) > 1e-3:
        columns.append(grade[known] - grade[known].mean())
    design = np.column_stack(columns)
    found, *_ = np.linalg.lstsq(design, means[known], rcond=None)
    left = means[known] - design @ found
    spread = float(left @ left) / (known.size - design.shape[1])
    likeness = _likeness(left)
    inflation = (1.0 + likeness) / (1.0 - likeness)
    variance = spread * inflation * float(np.linalg.pinv(design.T @ design)[1, 1])
    half = _Z95 * float(np.sqrt(variance))
    change = float(found[1])
    return Drift(Range(change - half, change, change + half), float(found[0]), known.size)


def _likeness(left: Array) -> float:
    """Correlation of neighbouring residuals, held within 0 and 0.95."""
    whole = float(left @ left)
    if whole <= 0.0:
        return 0.0
    return float(np.clip(float(left[1:] @ left[:-1]) / whole, 0.0, 0.95))
