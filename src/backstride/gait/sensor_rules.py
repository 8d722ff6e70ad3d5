"""What every reader of form from other sensors shares: version, range, rate, refusal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.interval import Range
from backstride.domain.problem import Problem, Severity

Array = NDArray[np.float64]

FORM_VERSION: Final = "form-1"
"""Version of every rule that reads form from other sensors; kept with what it found."""

_Z95: Final = 1.6449
"""Standard normal quantile of 95 % [1]."""


def spread(middle: float, relative_sd: float) -> Range:
    """Return a range about a positive value from its relative standard deviation."""
    factor = 1.0 + _Z95 * relative_sd
    return Range(middle / factor, middle, middle * factor)


def about(middle: float, sd: float) -> Range:
    """Return a range about a value from its standard deviation in the same unit."""
    return Range(middle - _Z95 * sd, middle, middle + _Z95 * sd)


def rate_hz_of(time_s: Array) -> float:
    """Return samples per second by the usual step of time. [Hz]."""
    steps = np.diff(time_s)
    steps = steps[steps > 0.0]
    return 0.0 if steps.size == 0 else 1.0 / float(np.median(steps))


def length_s_of(time_s: Array) -> float:
    """Return the time from first to last sample. [s]."""
    return float(time_s[-1] - time_s[0]) if time_s.size else 0.0


def is_refused(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems keeps everything away."""
    return any(problem.severity is Severity.REFUSED for problem in problems)
