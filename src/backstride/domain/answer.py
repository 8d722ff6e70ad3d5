"""Answer: is running aggravating, leaving alone or easing the leg pain, and how sure are we."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import ShapeMismatch
from backstride.domain.message import Message


class Verdict(Enum):
    """The four words an answer may say."""

    AGGRAVATING = "aggravating"
    EASING = "easing"
    NO_IMPORTANT_EFFECT = "no_important_effect"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class DailyTable:
    """What inference sees of a runner: one row a day, no gaps in the dates.

    Parameters
    ----------
    first_day : date
        Day of row 0.
    load : array (n_day,)
        Running load of the day in the source's own unit; 0 is a day known to be without a run,
        NaN is unknown.
    morning, evening : array (n_day,)
        Leg pain 0-10 (NPRS), NaN where missing. Half points are allowed.
    reason : tuple of str (n_day,)
        ``planned``, ``symptoms``, ``other`` or empty.
    covariates : dict of str to array (n_day,)
        Other numbers of the day, NaN where missing.
    load_unit : str
        Unit of `load`, for display.
    outcomes : dict of str to array (n_day,)
        Further symptoms by the key of their diary item, such as ``tingling_0_6``, on the item's
        own scale; NaN where missing.
    measures : dict of str to array (n_day,)
        What the runner did about it, such as ``strength`` or ``shoes.x``: 1 on days it was done or
        in force, 0 on days known to be without, NaN where nothing is known.
    """

    first_day: date
    load: NDArray[np.float64]
    morning: NDArray[np.float64]
    evening: NDArray[np.float64]
    reason: tuple[str, ...] = ()
    covariates: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    load_unit: str = "easy km"
    outcomes: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    measures: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n_day = self.load.size
        columns = {"morning": self.morning, "evening": self.evening, **self.covariates}
        columns |= {**self.outcomes, **self.measures}
        for name, values in columns.items():
            if values.size != n_day:
                raise ShapeMismatch(
                    "column_length", column=name, n_found=values.size, n_expected=n_day
                )

    @property
    def n_day(self) -> int:
        """Number of days."""
        return int(self.load.size)


@dataclass(frozen=True, slots=True)
class Effect:
    """Posterior summary of one contrast, in points of the 0-10 leg score.

    Parameters
    ----------
    mean, sd : float
        Posterior mean and standard deviation. [points]
    q05, q25, q50, q75, q95 : float
        Posterior quantiles. [points]
    p_above_0 : float
        Posterior probability that the effect is above zero.
    p_above_delta, p_below_minus_delta : float
        Posterior probability above +0.3 and below -0.3 points.
    p_within_half : float
        Posterior probability of an absolute effect below 0.5 points.
    """

    mean: float
    sd: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    p_above_0: float
    p_above_delta: float
    p_below_minus_delta: float
    p_within_half: float


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tested before the answer was believed.

    Parameters
    ----------
    name : str
        Stable name: ``ess``, ``sensitivity_sign``.
    passed : bool or None
        None where the check only informs.
    value : float
        What was measured.
    """

    name: str
    passed: bool | None
    value: float


@dataclass(frozen=True, slots=True)
class DataUsed:
    """How much diary and running stood behind an answer; all are counts of days."""

    diary_days: int
    mornings: int
    run_days_with_next_morning: int
    rest_days_with_next_morning: int
    missing_morning_share: float
    unknown_load_days: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The full answer, in numbers and message keys.

    Parameters
    ----------
    as_of : date
        Last day of the data.
    window : tuple of date
        First and last of the 28 days that `effect_28d` speaks of.
    verdict : Verdict
        One of four words.
    robust : bool
        True where the sign class survives the sensitivity panel.
    reasons : tuple of Message
        Why this verdict, most important first.
    effect_28d : Effect or None
        Observed running of the window against none.
    effect_plus20 : Effect or None
        A fifth more running in the window against the observed.
    standard_28d : Effect or None
        Half a typical run a day for 28 days from rest, against rest.
    data : DataUsed
        What stood behind it.
    checks : tuple of Check
        What was tested.
    engine, model : str
        How it was computed.
    typical_run : float or None
        One unit of load: median of the days with a run, in `DailyTable.load_unit`.
    load_unit : str
        Unit of `typical_run`.
    """

    as_of: date
    window: tuple[date, date] | None
    verdict: Verdict
    robust: bool
    reasons: tuple[Message, ...]
    effect_28d: Effect | None
    effect_plus20: Effect | None
    standard_28d: Effect | None
    data: DataUsed
    checks: tuple[Check, ...] = ()
    engine: str = ""
    model: str = ""
    typical_run: float | None = None
    load_unit: str = "easy km"
