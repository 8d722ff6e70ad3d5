"""Cadence: files write strides of one foot or steps of both; evidence tells which."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.activity import Sport
from backstride.domain.locomotion import typical_cadence_spm, walking_cadence_spm
from backstride.domain.problem import Problem
from backstride.domain.stream import Array
from backstride.domain.units import FEET_PER_STRIDE

_ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})
_STEPS_ABOVE: Final = {Sport.RUNNING: 120.0, Sport.WALKING: 85.0, Sport.HIKING: 85.0}
"""Without a speed, a middle above this holds steps of both feet already: runners take 140 to 200
steps, so 70 to 100 strides a minute, walkers 90 to 130 steps (mean of a real treadmill file in
steps: 134). [1/min]"""

_MOVING_MPS: Final = 0.5
_RUNNING_FROM_MPS: Final = 2.1
"""Speed at which people change from walking to running [m/s] (Hum Mov Sci 2023, 90:103117)."""

_ENOUGH: Final = 30
"""Samples in motion with a cadence from which speed is evidence; fewer say little."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """Cadence in the domain's unit.

    Parameters
    ----------
    factor : float
        What the file's numbers are multiplied by.
    problem : Problem or None
        Told where the file departs from its format's custom.
    middle_per_min : float
        What the decision rests on. [1/min]
    """

    factor: float
    problem: Problem | None = None
    middle_per_min: float = 0.0


def cadence_factor(
    raw: Array, sport: Sport, *, is_run_field: bool = False, speed_mps: Array | None = None
) -> Cadence:
    """Decide what the cadence numbers of a file count.

    Custom is strides per minute for sports on foot, revolutions or strokes otherwise. Some files
    write steps. With a speed the reading counts that lies nearer to what legs do at it: at 3 m/s
    runners take 170 steps, so that 82 are strides, and 134 are steps rather than 268. The two
    readings differ by a factor of two; the border lies where both are equally far off.

    Parameters
    ----------
    raw : array (n_sample,)
        As the file writes them, NaN where missing. [1/min]
    sport : Sport
        Of the leg.
    is_run_field : bool
        True for a field that counts strides whatever the sport is called.
    speed_mps : array (n_sample,), optional
        Of the same samples, NaN where missing. [m/s]

    Returns
    -------
    Cadence
        Factor to steps per minute of both feet.
    """
    turning = np.isfinite(raw) & (raw > 0.0)
    if not turning.any() or not (sport in _ON_FOOT or is_run_field):
        return Cadence(1.0)
    border = _STEPS_ABOVE.get(sport, 120.0)
    middle = float(raw[turning].mean())
    if speed_mps is not None:
        moving = turning & (speed_mps > _MOVING_MPS)
        if moving.sum() >= _ENOUGH:
            middle = float(np.median(raw[moving]))
            border = _usual_spm(float(np.median(speed_mps[moving])), sport) / math.sqrt(2.0)
    if middle > border:
        told = Problem("xml.cadence_in_steps", "", {"mean_per_min": middle})
        return Cadence(1.0, told, middle)
    return Cadence(float(FEET_PER_STRIDE), None, middle)


def _usual_spm(speed_mps: float, sport: Sport) -> float:
    """Return steps per minute at a speed: the walker's below the change, else the runner's."""
    if sport is not Sport.RUNNING or speed_mps < _RUNNING_FROM_MPS:
        return float(walking_cadence_spm(speed_mps))
    return float(typical_cadence_spm(speed_mps))
