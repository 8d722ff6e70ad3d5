"""Diary: what the runner noted about one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class NoRunReason(Enum):
    """Why there was no run on a day."""

    PLANNED = "planned"
    SYMPTOMS = "symptoms"
    OTHER = "other"


class Skipped(Enum):
    """A question that was asked and passed over: not the same as never asked, nor as zero."""

    SKIPPED = "skipped"


Score = float | Skipped | None
"""0 to 10 in steps of one half; ``SKIPPED`` asked and passed over; None never asked."""


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One day of the diary; scores are the 0-10 numeric pain rating scale (NPRS).

    Parameters
    ----------
    day : date
        Day on the runner's own calendar.
    leg_morning : Score
        Leg pain now, the worse leg, in the morning before deciding to run.
    leg_evening : Score
        Worst leg pain since the morning entry.
    no_run_reason : NoRunReason or None
        Why there was no run.
    sides : dict of str to Score
        ``leg_morning_left`` and its kin, where a side was noted on its own.
    covariates : dict of str to float
        Any other number under its own name with its unit: ``sitting_h``, ``sleep_0_10``.
    marks : dict of str to str
        Any other word under its own name: ``note``.
    backfilled : bool
        True where the entry was written later than the day it is about.
    """

    day: date
    leg_morning: Score = None
    leg_evening: Score = None
    no_run_reason: NoRunReason | None = None
    sides: dict[str, Score] = field(default_factory=dict)
    covariates: dict[str, float] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    backfilled: bool = False
