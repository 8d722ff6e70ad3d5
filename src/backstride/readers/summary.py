"""Summaries: activities of which only totals are known, as full members of the history."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.problem import Problem
from backstride.readers.cadence import cadence_factor

LONGEST_S: Final = 14 * 86_400.0
"""A longer recording was forgotten; the longest non-stop foot races last about ten days [s]."""

FARTHEST_M: Final = 2.0e6
"""As `plausible.BOUNDS` [m]."""


def summary_activity(
    leg: Leg,
    *,
    where: str = "",
    utc_offset_s: int | None = None,
    device: str = "",
    start_is_local: bool = False,
    problems: tuple[Problem, ...] = (),
) -> Activity:
    """Build an activity known by its totals, and say that it is.

    Parameters
    ----------
    leg : Leg
        Without samples.
    where : str
        Place in the file.
    utc_offset_s : int or None
        As of `Activity`. [s]
    device : str
        As of `Activity`.
    start_is_local : bool
        As of `Activity`.
    problems : tuple of Problem
        What else was found.
    """
    note = Problem("readers.summary_only", where, {})
    return Activity(
        (replace(leg, stream=None),),
        device=device,
        utc_offset_s=utc_offset_s,
        problems=(note, *problems),
        start_is_local=start_is_local,
    )


def seconds(value: float | None) -> float | None:
    """Return a duration that can be, None for any other [s]."""
    return _within(value, LONGEST_S)


def metres(value: float | None) -> float | None:
    """Return a distance or height that can be, None for any other [m]."""
    return _within(value, FARTHEST_M)


def beats(value: float | None) -> float | None:
    """Return a mean heart rate that can be, None for any other [1/min]."""
    return value if value is not None and 20.0 <= value <= 250.0 else None


def steps_per_minute(value: float | None, sport: Sport) -> float | None:
    """Return a mean cadence in the domain's unit, None where there is none.

    Parameters
    ----------
    value : float or None
        Strides or steps per minute as the file writes them; evidence tells which. [1/min]
    sport : Sport
        Of the leg.
    """
    if value is None or not 0.0 < value <= 300.0:
        return None
    return value * cadence_factor(np.array([value]), sport).factor


def _within(value: float | None, largest: float) -> float | None:
    if value is None or not math.isfinite(value) or not 0.0 <= value <= largest:
        return None
    return value
