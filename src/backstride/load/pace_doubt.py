"""A pace that a known runner does not hold: a ride, or a speed in another unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from backstride.domain.gait import Gait
from backstride.domain.locomotion import errors_of_doubt
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem
from backstride.domain.reference import EasyRunReference, ReferenceOrigin

FASTEST_OVER_EASY: Final = 1.6
"""Mean speed of ten minutes and more over a runner's easy speed that is the recording's error [1]
(own choice: easy is 0.85 of marathon speed, and ten minutes of all one's strength are run at 1.15
of it in the world records and somewhat more by others: 1.35 to 1.5 together)."""

_LONG_S: Final = 600.0
"""Running that is shorter may be a sprint [s] (own choice)."""


def doubt_pace(gait: Gait, reference: EasyRunReference) -> Gait:
    """Widen the errors of a leg that is too fast for its runner, until they hold an easy run.

    Parameters
    ----------
    gait : Gait
        Form of a leg.
    reference : EasyRunReference
        Believed only where the runner told a pace or has a history.

    Returns
    -------
    Gait
        With a problem that says so; the same where there is nothing to doubt.
    """
    if not gait.known or reference.origin is ReferenceOrigin.POPULATION:
        return gait
    seconds = np.where(gait.running & np.isfinite(gait.speed_mps), gait.duration_s, 0.0)
    running_s = float(seconds.sum())
    if running_s < _LONG_S:
        return gait
    speed = float(np.nansum(gait.speed_mps * seconds)) / running_s
    if speed <= FASTEST_OVER_EASY * reference.easy_speed_mps:
        return gait
    speed_sd, steps_sd = errors_of_doubt(1.0 - reference.easy_speed_mps / speed)
    params: dict[str, Parameter] = {
        "speed_mps": round(speed, 2),
        "easy_mps": round(reference.easy_speed_mps, 2),
    }
    told = Problem("load.pace_unlike_runner", "speed_mps", params)
    return replace(
        gait,
        speed_sd=float(np.hypot(gait.speed_sd, speed_sd)),
        steps_sd=float(np.hypot(gait.steps_sd, steps_sd)),
        problems=(*gait.problems, told),
    )
