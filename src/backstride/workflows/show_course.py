"""Use case: show running and pain on one line of time, with its runs and marked stretches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.answer import DailyTable
from backstride.domain.diary_parts import EventKind
from backstride.inference.calendar import build_table
from backstride.store import diary, legs
from backstride.workflows.daily_load import counted_legs, doses_by_day
from backstride.workflows.wiring import Desk

LINKED_DAYS: Final = 366
"""Last days whose runs can be opened from the line of time; beyond, days are drawn together. [d]"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Marked days.

    Parameters
    ----------
    kind : EventKind
        What it was.
    first, last : date
        Both included; one that goes on ends today.
    note : str
        In the runner's words.
    """

    kind: EventKind
    first: date
    last: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands on the line of time beside load and pain.

    Parameters
    ----------
    runs : mapping of date to tuple of str
        Ids of the runs of each of the last days.
    stretches : tuple of Stretch
        In the order of their first days.
    """

    runs: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()


def find_marks(desk: Desk) -> Marks:
    """Return the runs of the last year and every marked stretch of the diary."""
    today = desk.today()
    with desk.store.reading() as tx:
        since = today - timedelta(days=LINKED_DAYS)
        found = legs.find(tx, first_day=since, sports=[Sport.RUNNING])
        entries = diary.entries(tx)
    runs: dict[date, tuple[str, ...]] = {}
    for leg in counted_legs(found):
        others = runs.get(leg.local_date, ())
        if leg.activity_id not in others:
            runs[leg.local_date] = (*others, leg.activity_id)
    stretches = tuple(
        Stretch(event.kind, entry.day, max(event.last_day or today, entry.day), event.note)
        for entry in entries
        for event in entry.events
    )
    return Marks(runs, stretches)


def find_days(desk: Desk) -> DailyTable:
    """Return every day with its load and scores, without any answer."""
    with desk.store.reading() as tx:
        return build_table(diary.entries(tx), doses_by_day(tx))
