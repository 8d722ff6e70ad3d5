"""Answer: is running aggravating, leaving alone or easing the leg pain, and how sure are we."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer_parts import MeasureEffect, Outlook, Progress, RunningPicture
from backstride.domain.effect import Effect
from backstride.domain.errors import ShapeMismatch
from backstride.domain.message import Message

__all__ = ["Answer", "Check", "DailyTable", "DataUsed", "Effect", "Verdict"]


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
    """How much diary and running stood behind an answer; all but the share are counts of days.

    Parameters
    ----------
    diary_days, mornings, evenings : int
        Days with any score, with a morning and with an evening score.
    run_days_with_next_morning, rest_days_with_next_morning : int
        Days with a run, and days known to be without, whose next morning has a score.
    missing_morning_share : float
        Share of the days from the first score to the last without a morning score. [1]
    unknown_load_days : int
        Days of the diary on which it is not known whether there was a run.
    span_days : int
        Days from the first score to the last.
    history_days : int
        Days before the first score on which the running is known.
    scores_left_out : int
        Scores that do not count since the running before them is unknown.
    """

    diary_days: int
    mornings: int
    run_days_with_next_morning: int
    rest_days_with_next_morning: int
    missing_morning_share: float
    unknown_load_days: int = 0
    evenings: int = 0
    span_days: int = 0
    history_days: int = 0
    scores_left_out: int = 0


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
    outcome : str
        What the effects are about: ``leg_morning``, or the key of the symptom that is asked
        instead where the leg is silent; always on a 0-10 scale.
    progress : tuple of Progress
        Every clause of the minimal-data rule, met or not.
    sides : dict of str to Effect
        `effect_28d` of the ``left`` and of the ``right`` leg alone.
    outcomes : dict of str to Effect
        Effect of the window's running on further symptoms, on their 0-10 reading, away from floor
        and ceiling.
    measures : tuple of MeasureEffect
        What the runner did about it, in alphabetical order.
    running : RunningPicture or None
        What running does by dose, by delay and day by day.
    outlook : tuple of Outlook
        What more recording is expected to bring.
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
    outcome: str = "leg_morning"
    progress: tuple[Progress, ...] = ()
    sides: dict[str, Effect] = field(default_factory=dict)
    outcomes: dict[str, Effect] = field(default_factory=dict)
    measures: tuple[MeasureEffect, ...] = ()
    running: RunningPicture | None = None
    outlook: tuple[Outlook, ...] = ()
