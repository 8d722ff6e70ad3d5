"""Reading: what became of one file, archive member or workout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from backstride.domain.activity import Activity
from backstride.domain.day_totals import DayTotals
from backstride.domain.problem import Problem
from backstride.readers.side_table import SideRow


class Outcome(Enum):
    """What a reader made of the bytes."""

    ACTIVITIES = "activities"
    """At least one activity was read, wholly or in part."""
    NOT_AN_ACTIVITY = "not_an_activity"
    """Well understood, and no recording of movement: settings, a course, a planned route."""
    FAILED = "failed"
    """Nothing could be read; the last problem says why."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Result of reading one piece of bytes.

    Parameters
    ----------
    outcome : Outcome
        What became of it.
    format : str
        ``fit``, ``gpx``, ``tcx``, or empty where nothing was recognised.
    activities : tuple of Activity
        One per workout in the file (a TCX may hold several).
    problems : tuple of Problem
        Everything found on the way that concerns the file as a whole.
    partial : bool
        True where something was lost and the rest kept.
    side : tuple of SideRow
        What the file says about other files; each row is about one of `activities`.
    days : tuple of DayTotals
        What the file says about whole days, in order of days.
    """

    outcome: Outcome
    format: str
    activities: tuple[Activity, ...] = ()
    problems: tuple[Problem, ...] = ()
    partial: bool = False
    side: tuple[SideRow, ...] = ()
    days: tuple[DayTotals, ...] = ()
