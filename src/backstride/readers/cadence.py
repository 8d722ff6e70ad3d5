"""Cadence: files write strides of one foot or steps of both; evidence tells which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.activity import Sport
from backstride.domain.problem import Problem
from backstride.domain.stream import Array
from backstride.domain.units import FEET_PER_STRIDE

_ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})
_STEPS_ABOVE: Final = {Sport.RUNNING: 120.0, Sport.WALKING: 85.0, Sport.HIKING: 85.0}
"""A mean above this holds steps of both feet already: runners take 140 to 200 steps, so 70 to 100
strides a minute, walkers 90 to 130 steps (mean of a real treadmill file in steps: 134). [1/min]"""


@dataclass(frozen=True, slots=True)
class Cadence:
    """Cadence in the domain's unit.

    Parameters
    ----------
    factor : float
        What the file's numbers are multiplied by.
    problem : Problem or None
        Told where the file departs from its format's custom.
    """

    factor: float
    problem: Problem | None = None


def cadence_factor(raw: Array, sport: Sport, *, is_run_field: bool = False) -> Cadence:
    """Decide what the cadence numbers of a file count.

    GPX and TCX exporters write strides per minute for sports on foot, revolutions or strokes
    otherwise. Some write steps.

    Parameters
    ----------
    raw : array (n_sample,)
        As the file writes them, NaN where missing. [1/min]
    sport : Sport
        Of the leg.
    is_run_field : bool
        True for TCX ``RunCadence``, which counts strides whatever the sport is called.

    Returns
    -------
    Cadence
        Factor to steps per minute of both feet.
    """
    turning = raw[np.isfinite(raw) & (raw > 0.0)]
    if turning.size == 0 or not (sport in _ON_FOOT or is_run_field):
        return Cadence(1.0)
    mean = float(turning.mean())
    if mean > _STEPS_ABOVE.get(sport, 120.0):
        return Cadence(1.0, Problem("xml.cadence_in_steps", "", {"mean_per_min": mean}))
    return Cadence(float(FEET_PER_STRIDE))
