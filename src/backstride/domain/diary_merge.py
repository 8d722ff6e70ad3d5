"""Merging of diary entries: one day that holds the newest word on everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import TypeVar

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of, with_answers
from backstride.domain.diary_parts import Event, Moment, RunNote

_Part = TypeVar("_Part")


def merge_entries(before: DiaryEntry | None, now: DiaryEntry) -> DiaryEntry:
    """Return one entry that holds the newest word on everything.

    Parameters
    ----------
    before : DiaryEntry or None
        What stood of the day.
    now : DiaryEntry
        What was said later; what it leaves open keeps the earlier words.

    Returns
    -------
    DiaryEntry
        Merging the same entry once more changes nothing.
    """
    if before is None:
        return now
    noted = replace(
        before,
        covariates={**before.covariates, **now.covariates},
        marks={**before.marks, **now.marks},
        backfilled=before.backfilled or now.backfilled,
        moments=merge_moments(before.moments, now.moments),
        runs=_merge_parts(before.runs, now.runs, key=_run_id, join=_join_runs),
        events=_merge_parts(before.events, now.events, key=_event_key),
        scores=_merge_parts(before.scores, now.scores, key=lambda score: score.instrument),
    )
    return with_answers(noted, answers_of(now))


def merge_moments(before: Iterable[Moment], now: Iterable[Moment]) -> tuple[Moment, ...]:
    """Return the moments of two entries about one day in order of time, those without one first.

    Parameters
    ----------
    before, now : iterable of Moment
        Two with the same time are one: the newer word on each site and quality counts. Without a
        time they are one where they are equal, so that the same table read twice adds nothing;
        what one of them holds twice stays there twice.
    """
    merged: dict[Hashable, Moment] = {}
    for moments in (before, now):
        seen: Counter[Hashable] = Counter()
        for moment in moments:
            key = _moment_key(moment)
            if moment.at is None:
                seen[key] += 1
                key = (key, seen[key])
            merged[key] = _join_moments(merged[key], moment) if key in merged else moment
    return tuple(
        sorted(merged.values(), key=lambda moment: (moment.at is not None, str(moment.at)))
    )


def _moment_key(moment: Moment) -> Hashable:
    if moment.at is not None:
        return moment.at
    return (moment.marks, moment.is_whole_map, tuple(sorted(moment.values.items())))


def _join_moments(before: Moment, now: Moment) -> Moment:
    if now.is_whole_map:
        return replace(now, values={**before.values, **now.values})
    marks: dict[tuple[str, str], BodyMark] = {
        (mark.site, mark.quality): mark for mark in (*before.marks, *now.marks)
    }
    values = {**before.values, **now.values}
    return replace(before, marks=tuple(marks.values()), values=values)


def _event_key(event: Event) -> Hashable:
    return (event.kind, event.note)


def _run_id(run: RunNote) -> Hashable:
    return run.activity_id


def _join_runs(before: RunNote, now: RunNote) -> RunNote:
    return RunNote(before.activity_id, {**before.values, **now.values})


def _newest(_before: _Part, now: _Part) -> _Part:
    return now


def _merge_parts(
    before: Iterable[_Part],
    now: Iterable[_Part],
    *,
    key: Callable[[_Part], Hashable],
    join: Callable[[_Part, _Part], _Part] = _newest,
) -> tuple[_Part, ...]:
    """Return both in order of first mention; what has the same key is joined."""
    merged: dict[Hashable, _Part] = {}
    for part in (*before, *now):
        name = key(part)
        merged[name] = join(merged[name], part) if name in merged else part
    return tuple(merged.values())
