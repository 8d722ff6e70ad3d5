"""Recordings of form by other sensors: what they hold, and what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import ShapeMismatch
from backstride.domain.interval import Range
from backstride.domain.problem import Problem, Severity

Array = NDArray[np.float64]


class FormKind(Enum):
    """What recorded."""

    SACRUM = "sacrum"
    """An accelerometer on the sacrum."""
    LUMBAR = "lumbar"
    """An accelerometer on the small of the back."""
    MARKERS = "markers"
    """Places of joints over time (.trc)."""
    ANGLES = "angles"
    """Angles of joints and segments over time (.mot)."""


@dataclass(frozen=True, slots=True)
class Acceleration:
    """What an accelerometer on the trunk recorded.

    Parameters
    ----------
    time_s : array (n_sample,)
        Time since the first sample, never decreasing. [s]
    force_g : array (n_sample, n_axis)
        Specific force, gravity included, along three axes of any orientation or along the
        vertical alone; NaN where missing. [g]
    problems : tuple of Problem
        What was odd while reading.
    """

    time_s: Array
    force_g: Array
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        if self.force_g.ndim != 2 or self.force_g.shape[0] != self.time_s.size:
            n_found = int(self.force_g.shape[0])
            raise ShapeMismatch(
                "channel_length", channel="force_g", n_found=n_found, n_expected=self.time_s.size
            )


@dataclass(frozen=True, slots=True)
class Motion:
    """Joint places or angles over time.

    Parameters
    ----------
    kind : FormKind
        Which of the two.
    time_s : array (n_frame,)
        Time since the first frame. [s]
    columns : dict of str to array
        By name in small letters without blanks: places (n_frame, 3) in the file's unit, or angles
        (n_frame,) in degrees; NaN where missing.
    unit : str
        Unit of places as the file says, such as ``m``, ``mm`` or ``px``.
    problems : tuple of Problem
        What was odd while reading.
    """

    kind: FormKind
    time_s: Array
    columns: dict[str, Array]
    unit: str = ""
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        for name, values in self.columns.items():
            if values.shape[0] != self.time_s.size:
                n_found = int(values.shape[0])
                raise ShapeMismatch(
                    "channel_length", channel=name, n_found=n_found, n_expected=self.time_s.size
                )


@dataclass(frozen=True, slots=True)
class FormFound:
    """What a recording says of form.

    Parameters
    ----------
    kind : FormKind
        What recorded.
    duration_s, rate_hz : float
        Length of the recording [s], and samples or frames per second. [Hz]
    n_step : int
        Steps behind the values.
    values : dict of str to Range
        By quantity, its unit in the name; empty where the recording did not pass.
    problems : tuple of Problem
        Everything the quality gate found; one of severity ``REFUSED`` means it did not pass.
    version : str
        Version of the rules.
    """

    kind: FormKind
    duration_s: float
    rate_hz: float
    n_step: int = 0
    values: dict[str, Range] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    version: str = ""

    @property
    def passed(self) -> bool:
        """Whether the recording passed the quality gate."""
        return not any(problem.severity is Severity.REFUSED for problem in self.problems)
