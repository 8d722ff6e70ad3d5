"""Treadmills: whose word counts for the distance, the belt's or the wrist's."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from backstride.domain.activity import Leg
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Channel, Stream

_ON_BELT: Final = frozenset({"treadmill", "indoor_running"})

_FACTORS: Final = (0.5, 2.0)
"""A total further from the records than this was not calibrated but is another run's [1] (own
choice: a wrist's estimate on a belt is off by up to a third)."""

_SAME: Final = 0.01
"""Share up to which total and records are one: the last seconds of a recording. [1]"""


def calibrated_on_belt(leg: Leg) -> tuple[Leg, tuple[Problem, ...]]:
    """Scale the recorded distance of a treadmill run to its total.

    On a belt a watch only estimates the way. When the run is saved it asks for the distance that
    the belt shows and writes it into the total; the records keep the estimate.

    Parameters
    ----------
    leg : Leg
        With distances from the start of the leg.

    Returns
    -------
    leg : Leg
        Unchanged where it is no treadmill run, or both agree.
    problems : tuple of Problem
        What was scaled.
    """
    channel = None if leg.stream is None else leg.stream.channels.get("distance_m")
    if leg.sub_sport not in _ON_BELT or channel is None or leg.stream is None:
        return leg, ()
    records_m = float(np.nanmax(channel.values))
    total_m = leg.distance_m or 0.0
    if records_m <= 0.0 or not _FACTORS[0] <= total_m / records_m <= _FACTORS[1]:
        return leg, ()
    factor = total_m / records_m
    if abs(factor - 1.0) <= _SAME:
        return leg, ()
    scaled = Channel(channel.values * factor, channel.unit, f"{channel.source}:calibrated")
    stream = Stream(leg.stream.time_s, leg.stream.channels | {"distance_m": scaled})
    told = Problem(
        "fit.treadmill_calibrated",
        "session",
        {"total_m": total_m, "records_m": records_m},
        Severity.REPAIRED,
    )
    return replace(leg, stream=stream), (told,)
