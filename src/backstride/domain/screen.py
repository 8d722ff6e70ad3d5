"""Screen: what a runner stated about warning signs, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from typing import Final, TypeAlias

from backstride.domain.message import Message

Reply: TypeAlias = str | int | float
"""``yes``, ``no``, ``unsure``, an option, or a number in the unit of its question."""

UNANSWERED: Final = "unanswered"
"""Asked and left open: neither a no nor a doubt."""


class Level(IntEnum):
    """How soon someone should look at it; a higher one is more urgent."""

    NONE = 0
    """Nothing found and everything answered. It never says that all is well."""
    E3 = 1
    """A routine visit within two to six weeks; also the floor while questions are open."""
    E2 = 2
    """Within days, at most two weeks."""
    E1 = 3
    """The same day, out of hours if needed."""
    E0 = 4
    """Emergency department or ambulance now."""

    @property
    def label(self) -> str:
        """The name as it stands in data: ``E0`` to ``E3`` or ``none``."""
        return "none" if self is Level.NONE else self.name


class ScreenEffect(Enum):
    """What the rest of the product must do about a finding."""

    STOP_IMPACT = "stop_impact"
    """No running, jumping or hopping in any plan, experiment or advice."""
    HIDE_LOAD = "hide_load"
    """No load of runs is shown and none is advised."""
    HIDE_ANSWER = "hide_answer"
    """The answer about running and pain is not shown."""


class StatementKind(Enum):
    """On what occasion something was stated."""

    SCREEN = "screen"
    SELF_CHECK = "self_check"
    DIARY = "diary"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a runner stated on one occasion.

    Parameters
    ----------
    day : date
        Day on the runner's own calendar.
    kind : StatementKind
        A screen asks everything anew; the others state what they state.
    answers : mapping of str to Reply
        By question key. What is not in it was not answered.
    """

    day: date
    kind: StatementKind
    answers: Mapping[str, Reply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that holds.

    Parameters
    ----------
    rule : str
        Its id, for example ``RF01``.
    level : Level
        At which it holds.
    effects : frozenset of ScreenEffect
        What it asks of the rest of the product.
    since : date
        The day whose statements it rests on.
    """

    rule: str
    level: Level
    effects: frozenset[ScreenEffect]
    since: date


@dataclass(frozen=True, slots=True)
class Triage:
    """The result of the screen on one day, in keys and without words.

    Parameters
    ----------
    day : date
        The day it is for.
    level : Level
        The worst of everything that holds, at least E3 while anything is open.
    complete : bool
        True where the newest screen left nothing open and no new one is due.
    unanswered : tuple of str
        Keys of the questions that are open, in the order of asking.
    findings : tuple of Finding
        What holds, the worst first.
    effects : tuple of ScreenEffect
        Everything that some finding asks for.
    advice : tuple of Message
        What to do now and what to say on the phone, the most urgent first.
    due : tuple of str
        Why a new screen is due: ``never``, ``week``, ``flare``, ``ladder``, ``saddle``,
        ``visit``; empty where none is.
    table_version : str
        Version of the rule table.
    """

    day: date
    level: Level
    complete: bool
    unanswered: tuple[str, ...]
    findings: tuple[Finding, ...]
    effects: tuple[ScreenEffect, ...]
    advice: tuple[Message, ...]
    due: tuple[str, ...] = ()
    table_version: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that hold, the worst first."""
        return tuple(finding.rule for finding in self.findings)

    def asks_for(self, effect: ScreenEffect) -> bool:
        """Whether some finding asks for an effect."""
        return effect in self.effects
