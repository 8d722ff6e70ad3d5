"""Diary: what the runner noted about one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from backstride.domain.diary_parts import Event, ImportedScore, Moment, RunNote
from backstride.domain.diary_value import ItemValue, Score, Skipped

__all__ = ["DiaryEntry", "ItemValue", "NoRunReason", "Score", "Skipped"]


class NoRunReason(Enum):
    """Why there was no run on a day."""

    PLANNED = "planned"
    SYMPTOMS = "symptoms"
    OTHER = "other"


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
        What the day put on the body beside running, and any other number under its own name with
        its unit: ``sitting_h``, ``sleep_0_10``. The model may adjust for these.
    marks : dict of str to str
        Any other word under its own name: ``note``.
    backfilled : bool
        True where the entry was written later than the day it is about.
    items : dict of str to ItemValue
        Answers to the other items by key (`backstride.domain.diary_items`). Of these the model
        reads the further symptoms (`OUTCOMES`) and what was done about it (`DAY_MEASURES`,
        `RUN_MEASURES`, shoes, changes of treatment); the rest comes after the pain that it would
        explain.
    moments : tuple of Moment
        What was felt at several times of the day.
    runs : tuple of RunNote
        What was noted about single runs.
    events : tuple of Event
        Stretches of days that begin on this day.
    scores : tuple of ImportedScore
        Questionnaires filled in on this day elsewhere.
    """

    day: date
    leg_morning: Score = None
    leg_evening: Score = None
    no_run_reason: NoRunReason | None = None
    sides: dict[str, Score] = field(default_factory=dict)
    covariates: dict[str, float] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    backfilled: bool = False
    items: dict[str, ItemValue] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    runs: tuple[RunNote, ...] = ()
    events: tuple[Event, ...] = ()
    scores: tuple[ImportedScore, ...] = ()
