"""Parts of an answer beside its verdict: curves, progress, measures, what more data would bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from backstride.domain.effect import Effect


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a diary has come with one clause of the minimal-data rule.

    Parameters
    ----------
    name : str
        Stable name of the clause, such as ``diary_days``.
    found, needed : float
        What there is, and the limit; a count of days, a share, or typical runs.
    at_most : bool
        True where the limit may not be exceeded, else it has to be reached.
    """

    name: str
    found: float
    needed: float
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether this clause keeps no verdict away."""
        return self.found <= self.needed if self.at_most else self.found >= self.needed


@dataclass(frozen=True, slots=True)
class Curve:
    """An effect along one axis, with its 90 % interval; entry k of each belongs to ``at[k]``.

    Parameters
    ----------
    at : tuple of float
        Places on the axis.
    q05, q50, q95 : tuple of float
        Posterior quantiles, away from floor and ceiling of the scale. [points]
    """

    at: tuple[float, ...]
    q05: tuple[float, ...]
    q50: tuple[float, ...]
    q95: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DayByDay:
    """What the running of the four weeks before it did to each morning.

    Parameters
    ----------
    first_day : date
        Day of the first entry; one entry a day follows.
    q05, q50, q95 : tuple of float
        Posterior quantiles, away from floor and ceiling of the scale. [points]
    """

    first_day: date
    q05: tuple[float, ...]
    q50: tuple[float, ...]
    q95: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RunningPicture:
    """What running does under the fitted model, from three sides.

    Parameters
    ----------
    dose_response : Curve
        Mean of 28 mornings when a run of this many typical runs is run every other day from rest,
        against rest.
    delay_profile : Curve
        What one typical run does to the 1st, 2nd, ... morning after it.
    day_by_day : DayByDay
        What running did to each morning of the diary.
    """

    dose_response: Curve
    delay_profile: Curve
    day_by_day: DayByDay


class MeasureWord(Enum):
    """What the records say of a measure."""

    HELPING = "helping"
    WORSENING = "worsening"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """What a measure went along with, everything else in the model held fixed.

    Parameters
    ----------
    name : str
        As in `DailyTable.measures`.
    effect : Effect
        A day with it against a day without, on the next morning. [points]
    word : MeasureWord
        Said only beyond the margin of `verdict`.
    """

    name: str
    effect: Effect
    word: MeasureWord


@dataclass(frozen=True, slots=True)
class Outlook:
    """What more recording is expected to bring, before any of it is seen.

    Parameters
    ----------
    plan : str
        ``usual`` (as in the last four weeks), ``complete_mornings`` (the same with every morning)
        or ``blocks`` (every morning, three days with running and three without, as much running
        as usual).
    days : int
        How long. [d]
    sd : float
        Expected posterior standard deviation of `effect_28d` then. [points]
    p_verdict : float
        Probability, from what is known now, that the margin of some verdict is reached then.
    """

    plan: str
    days: int
    sd: float
    p_verdict: float
