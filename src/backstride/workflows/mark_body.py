"""Use case: mark where it is felt, mark by mark, so that none of another page is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Moment
from backstride.workflows.keep_diary import change_entry
from backstride.workflows.place_in_time import today_in
from backstride.workflows.wiring import Desk

SAME_MOMENT: Final = timedelta(hours=1)
"""Marks set within an hour of one another are one moment. [own choice]"""


def moment_now(desk: Desk, entry: DiaryEntry | None, day: date) -> time | None:
    """Return the time of day under which a mark set now belongs; None on an earlier day.

    Parameters
    ----------
    desk : Desk
        Open.
    entry : DiaryEntry or None
        The day as it stands: a moment of less than an hour ago goes on.
    day : date
        The day that is marked.
    """
    now = today_in(desk.runner().zone)
    if day != now.date():
        return None
    clock = now.time().replace(second=0, microsecond=0)
    times = [one.at for one in (entry.moments if entry else ()) if one.at and one.at <= clock]
    last = max(times, default=None)
    if last is not None and _since(last, clock) < SAME_MOMENT:
        return last
    return clock


def add_mark(desk: Desk, day: date, at: time | None, mark: BodyMark) -> bool:
    """Set a mark of one moment in place of an older one of the same site and word."""
    return _with_moment(desk, day, at, lambda moment: _marked(moment, mark))


def remove_mark(desk: Desk, day: date, at: time | None, mark: BodyMark) -> bool:
    """Take a mark of one moment away; a moment left without any goes with it."""

    def without(moment: Moment) -> Moment:
        kept = tuple(one for one in moment.marks if not _same_place(one, mark))
        return replace(moment, marks=kept)

    return _with_moment(desk, day, at, without)


def note_nothing_felt(desk: Desk, day: date, at: time | None) -> bool:
    """Keep that the whole map was looked at, and nothing was felt anywhere."""
    return _with_moment(desk, day, at, lambda moment: replace(moment, marks=(), is_whole_map=True))


def _marked(moment: Moment, mark: BodyMark) -> Moment:
    kept = tuple(one for one in moment.marks if not _same_place(one, mark))
    return replace(moment, marks=(*kept, mark))


def _same_place(one: BodyMark, other: BodyMark) -> bool:
    return (one.site, one.quality) == (other.site, other.quality)


def _with_moment(
    desk: Desk, day: date, at: time | None, change: Callable[[Moment], Moment]
) -> bool:
    is_later = desk.today() > day

    def changed(entry: DiaryEntry) -> DiaryEntry:
        moments = list(entry.moments)
        place = next((k for k, one in enumerate(moments) if one.at == at), len(moments))
        moment = change(moments[place] if place < len(moments) else Moment(at))
        is_empty = not (moment.marks or moment.is_whole_map or moment.values)
        moments[place : place + 1] = [] if is_empty else [moment]
        moments.sort(key=lambda one: (one.at is not None, str(one.at)))
        is_new = entry == DiaryEntry(day)
        return replace(
            entry, moments=tuple(moments), backfilled=entry.backfilled or (is_new and is_later)
        )

    return change_entry(desk, day, changed)


def _since(last: time, clock: time) -> timedelta:
    day = date.min
    return datetime.combine(day, clock) - datetime.combine(day, last)
