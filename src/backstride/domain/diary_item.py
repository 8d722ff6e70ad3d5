"""One question of the diary: its key, scale, and when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Kind(Enum):
    """What an answer is."""

    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    WORDS = "words"


class Asked(Enum):
    """When a question is asked."""

    MORNING = "morning"
    EVENING = "evening"
    DAY = "day"
    RUN = "run"
    WEEK = "week"
    MONTH = "month"


class Kept(Enum):
    """Where in a diary entry the answer stands."""

    FIELD = "field"
    SIDE = "side"
    COVARIATE = "covariate"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Scale:
    """What an answer may be.

    Parameters
    ----------
    kind : Kind
        Number, yes or no, one of some words, or any words.
    low, high, step : float
        Range and grid of a number, in its unit; step 0 where any number in the range will do.
    unit : str
        Unit of a number.
    options : tuple of str
        Words of a choice.
    """

    kind: Kind
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    unit: str = ""
    options: tuple[str, ...] = ()

    def fits(self, value: float) -> bool:
        """Tell whether a number lies in the range and on the grid."""
        if not self.low <= value <= self.high:
            return False
        return self.step == 0.0 or ((value - self.low) / self.step).is_integer()


FRESH_DAYS: Final = {Asked.WEEK: 9, Asked.MONTH: 35}
"""How long an answer stands before it is stale [d]: a week and two days of grace; five weeks. Any
other answer is about its own day only. [own choice]"""


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Parameters
    ----------
    key : str
        Stable name; a number bears its unit. Its words stand in the catalogue under ``item.KEY``.
    scale : Scale
        What an answer may be.
    asked : Asked
        When.
    kept : Kept
        Where in an entry.
    flags : str
        Names of its command-line option, as typer takes them; empty where only ``--set`` does.
    """

    key: str
    scale: Scale
    asked: Asked
    kept: Kept = Kept.ITEM
    flags: str = ""

    @property
    def fresh_days(self) -> int:
        """Days after which an answer is stale; 0 where it is about its own day only."""
        return FRESH_DAYS.get(self.asked, 0)
