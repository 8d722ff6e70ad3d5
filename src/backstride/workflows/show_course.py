"""Use case: show running and pain on one line of time, with its runs and marked stretches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import EventKind
from backstride.store import diary, legs
from backstride.store.legs import LegRow
from backstride.workflows.daily_load import counted_legs
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
        return marks_of(found, diary.entries(tx), today=today)


def marks_of(rows: Iterable[LegRow], entries: Iterable[DiaryEntry], *, today: date) -> Marks:
    """Do as `find_marks` with legs and a diary that are known already.

    Parameters
    ----------
    rows : iterable of LegRow
        In order of time; other sports and runs before the last year are left out.
    entries : iterable of DiaryEntry
        The whole diary in order of day.
    today : date
        Stretches that go on end here.
    """
    since = today - timedelta(days=LINKED_DAYS)
    recent = [row for row in rows if row.local_date >= since and row.sport is Sport.RUNNING]
    runs: dict[date, tuple[str, ...]] = {}
    for leg in counted_legs(recent):
        others = runs.get(leg.local_date, ())
        if leg.activity_id not in others:
            runs[leg.local_date] = (*others, leg.activity_id)
    stretches = tuple(
        Stretch(event.kind, entry.day, max(event.last_day or today, entry.day), event.note)
        for entry in entries
        for event in entry.events
    )
    return Marks(runs, stretches)
