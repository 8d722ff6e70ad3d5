"""Steps of a leg, gathered by how hard they were, so that cost does not grow with length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.gait import Gait
from backstride.domain.locomotion import stance_force_bw
from backstride.load.priors import STEEPEST_MEASURED_DEG

Array = NDArray[np.float64]

_N_BIN: Final = 128
"""Bins of hardness; within a bin the mean stands for all (error below 1e-5 of the load)."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of a leg by hardness.

    Parameters
    ----------
    hardness : array (n_bin,)
        Mean of each bin: step time over contact time where contact was measured
        [body weights], else speed. [m/s]
    count : array (n_bin,)
        Running steps of both feet. [1]
    downhill : array (n_bin,)
        Running steps times degrees of descent. [deg]
    walked : float
        Walking steps of both feet. [1]
    speed_mps : float
        Mean speed of the running, 0 where there was none. [m/s]
    """

    hardness: Array
    count: Array
    downhill: Array
    walked: float
    speed_mps: float


def gather_steps(gait: Gait) -> Steps:
    """Count the steps of a leg.

    Parameters
    ----------
    gait : Gait
        Form of the leg.

    Returns
    -------
    Steps
        Steps of both feet while moving; empty bins are left out.
    """
    steps = gait.cadence_spm * gait.duration_s / 60.0
    walked = float(steps[gait.walking & np.isfinite(steps)].sum())
    running = gait.running & (gait.duration_s > 0.0)
    if gait.contact_measured and gait.force_offset_bw is not None:
        own_line = stance_force_bw(gait.speed_mps, gait.force_offset_bw)
        hardness = 60_000.0 / (gait.cadence_spm * gait.contact_ms)
        hardness = np.where(np.isfinite(hardness), hardness, own_line)
    else:
        hardness = gait.speed_mps
    running &= np.isfinite(steps) & np.isfinite(hardness)
    if not running.any():
        nothing = np.zeros(0)
        return Steps(nothing, nothing, nothing, walked, 0.0)
    steps, hardness = steps[running], hardness[running]
    degrees = np.degrees(np.arctan(np.maximum(-gait.grade[running], 0.0)))
    degrees = np.minimum(degrees, STEEPEST_MEASURED_DEG)
    seconds = gait.duration_s[running]
    speed = float(np.dot(gait.speed_mps[running], seconds) / seconds.sum())
    low, high = float(hardness.min()), float(hardness.max())
    place = ((hardness - low) * ((_N_BIN - 1) / max(high - low, 1e-9))).astype(np.intp)
    count, total, downhill = (
        np.asarray(np.bincount(place, weight, _N_BIN), dtype=np.float64)
        for weight in (steps, steps * hardness, steps * degrees)
    )
    kept = count > 0.0
    return Steps(total[kept] / count[kept], count[kept], downhill[kept], walked, speed)
