"""Use case: mark stretches of days on the time line: begin, end, take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import PHASES, Event, EventKind
from backstride.store import diary_lookup
from backstride.workflows.keep_diary import change_entry
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Marked:
    """An event and the day it begins on."""

    first: date
    event: Event


def mark_event(desk: Desk, first: date, event: Event) -> bool:
    """Put an event on a day; False where it stood there like this already.

    Parameters
    ----------
    desk : Desk
        Open.
    first : date
        First day of it.
    event : Event
        Of the day's events of its kind it replaces the one of the same note, one without a note,
        or, where it bears none itself, the only one there is, whose note it takes over.
    """
    return change_entry(desk, first, lambda entry: _with_event(entry, event))


def _with_event(entry: DiaryEntry, event: Event) -> DiaryEntry:
    same = [one for one in entry.events if one.kind is event.kind]
    old = next((one for one in same if _same_words(one.note, event.note)), None)
    if old is None:
        old = next((one for one in same if not one.note), None)
    if not event.note and len(same) == 1:
        old = same[0]
    if old is not None:
        event = replace(event, note=event.note or old.note)
    others = tuple(one for one in entry.events if one is not old)
    return replace(entry, events=(*others, event))


def end_event(desk: Desk, marked: Marked, last: date) -> bool:
    """Set the last day of an event that stands in the diary."""
    return mark_event(desk, marked.first, replace(marked.event, last_day=last))


def remove_event(desk: Desk, first: date, kind: EventKind, note: str = "") -> bool:
    """Take the events of a kind away from the day they begin on, or the one of a note."""

    def without(entry: DiaryEntry) -> DiaryEntry:
        kept = tuple(
            one
            for one in entry.events
            if one.kind is not kind or (note and not _same_words(one.note, note))
        )
        return replace(entry, events=kept)

    return change_entry(desk, first, without)


def find_going_on(desk: Desk, kind: EventKind, *, by: date, note: str = "") -> list[Marked]:
    """Return the events of a kind that have begun by a day and have no end, oldest first."""
    return [
        marked
        for marked in _going_on(desk, by)
        if marked.event.kind is kind and (not note or _same_words(marked.event.note, note))
    ]


def find_tried(desk: Desk) -> tuple[Marked, ...]:
    """Return what the runner tries today: phases that have begun and have no end, oldest first."""
    with desk.store.reading() as tx:
        today = desk.today()
        return tried_of(diary_lookup.entries_with_events(tx, last_day=today), today=today)


def tried_of(entries: Iterable[DiaryEntry], *, today: date) -> tuple[Marked, ...]:
    """Do as `find_tried` with a diary that is known already, in order of day."""
    return tuple(one for one in _without_end(entries, today) if one.event.kind in PHASES)


def _going_on(desk: Desk, by: date) -> list[Marked]:
    with desk.store.reading() as tx:
        return list(_without_end(diary_lookup.entries_with_events(tx, last_day=by), by))


def _without_end(entries: Iterable[DiaryEntry], by: date) -> Iterator[Marked]:
    for entry in entries:
        if entry.day <= by:
            for event in entry.events:
                if event.last_day is None:
                    yield Marked(entry.day, event)


def events_at(desk: Desk, day: date) -> list[Marked]:
    """Return the events of every kind that a day belongs to, oldest first."""
    with desk.store.reading() as tx:
        return [
            Marked(entry.day, event)
            for entry in diary_lookup.entries_with_events(tx, last_day=day)
            for event in entry.events
            if event.last_day is None or event.last_day >= day
        ]


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
