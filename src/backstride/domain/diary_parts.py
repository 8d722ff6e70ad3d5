"""What a diary day may hold beside its scores: moments, runs, events, scores from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from typing import Final

from backstride.domain.body import BodyMark
from backstride.domain.diary_value import ItemValue


@dataclass(frozen=True, slots=True)
class Moment:
    """What was felt at one time of the day; a day may hold many.

    Parameters
    ----------
    at : time or None
        Time of day on the runner's own clock; None where only the day is known.
    marks : tuple of BodyMark
        Sites with what was felt there; level 0 means asked and not felt.
    is_whole_map : bool
        True where every site was offered, so that a site without a mark was not felt.
    values : dict of str to float or str
        Whatever else was noted at that time, under its own name; none of it enters the answer.
    """

    at: time | None = None
    marks: tuple[BodyMark, ...] = ()
    is_whole_map: bool = False
    values: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunNote:
    """What was noted about one run.

    Parameters
    ----------
    activity_id : str
        Id of the activity; empty for a run of the day without a recording.
    values : dict of str to ItemValue
        Answers by item key, all of them items asked about a run.
    """

    activity_id: str
    values: dict[str, ItemValue] = field(default_factory=dict)


class EventKind(Enum):
    """What kind of stretch of days is marked on the time line."""

    HOLIDAY = "holiday"
    ILLNESS = "illness"
    TREATMENT = "treatment"
    FLARE = "flare"
    TRAVEL = "travel"
    OTHER = "other"
    CADENCE = "cadence"
    MEASURE = "measure"


PHASES: Final = (EventKind.TREATMENT, EventKind.CADENCE, EventKind.MEASURE)
"""Kinds that say what the runner did about it: the model reads these as measures."""


@dataclass(frozen=True, slots=True)
class Event:
    """A stretch of days, kept with the day it begins on.

    Parameters
    ----------
    kind : EventKind
        What it is.
    last_day : date or None
        Last day of it; None while it goes on.
    note : str
        In the runner's words.
    """

    kind: EventKind
    last_day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedScore:
    """A score of a questionnaire that was filled in elsewhere; only its number is kept.

    Parameters
    ----------
    instrument : str
        Name of the questionnaire, such as ``ODI``.
    value : float
        The total as its own instructions give it.
    """

    instrument: str
    value: float


INSTRUMENTS: dict[str, tuple[float, float]] = {
    "ODI": (0.0, 100.0),
    "OSTRC-O2": (0.0, 100.0),
    "RMDQ": (0.0, 24.0),
    "SBI": (0.0, 24.0),
    "TSK-11": (11.0, 44.0),
    "UWRI": (0.0, 36.0),
    "painDETECT": (-1.0, 38.0),
}
"""Least and greatest total of questionnaires whose text may not be shipped (``evidence.md`` 4.1).
A score of any other name is taken as it is."""


def instrument_named(name: str) -> str:
    """Return the usual spelling of a questionnaire's name; an unknown name as it is."""
    wanted = name.strip()
    known = {instrument.casefold(): instrument for instrument in INSTRUMENTS}
    return known.get(wanted.casefold(), wanted)


def is_possible_score(score: ImportedScore) -> bool:
    """Tell whether a score lies on its questionnaire's scale, where the scale is known."""
    low, high = INSTRUMENTS.get(score.instrument, (float("-inf"), float("inf")))
    return low <= score.value <= high
