"""Phases: what was in force on a day because it had begun and not yet ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import PHASES, EventKind
from backstride.domain.diary_value import Skipped

Array = NDArray[np.float64]
Told = Mapping[date, DiaryEntry]


@dataclass(frozen=True, slots=True)
class Shoes:
    """Which pair was run in.

    Parameters
    ----------
    usual : str
        The pair of most runs, to which the others are compared; empty where none was noted.
    columns : dict of str to array (n_day,)
        Of every other pair, as ``shoes.NAME``: 1 on days it was run in, 0 on days without a run
        and on days of another pair, NaN where nobody knows.
    """

    usual: str
    columns: dict[str, Array]


def phase_columns(told: Told, first_day: date, n_day: int) -> dict[str, Array]:
    """Return treatments and whatever else was marked as a stretch of days.

    Parameters
    ----------
    told : mapping of date to DiaryEntry
        The whole diary: a phase may have begun before the first day wanted.
    first_day : date
        Day of row 0.
    n_day : int
        Number of rows.

    Returns
    -------
    dict of str to array (n_day,)
        ``treatment.NOTE``, ``cadence.NOTE``, ``measure.NOTE``, the kind alone where there is no
        note: 1 in force, 0 on every other day since the diary began, NaN before.

    Notes
    -----
    An event lasts until its last day, or goes on. Words about a change of treatment
    (``treatment_change``) have no end of their own: each is in force until the next.
    """
    columns: dict[str, Array] = {}
    begun = (min(told) - first_day).days if told else n_day
    blank = np.where(np.arange(n_day) < begun, np.nan, 0.0)
    for name, first, last in _phases(told):
        values = columns.setdefault(name, blank.copy())
        start = max(0, (first - first_day).days)
        stop = n_day if last is None else min(n_day, (last - first_day).days + 1)
        values[start : max(start, stop)] = 1.0
    return columns


def names_going_on(told: Told, today: date) -> frozenset[str]:
    """Return the phases, named as their columns, that have begun and not ended on a day."""
    return frozenset(
        name
        for name, first, last in _phases(told)
        if first <= today and (last is None or last >= today)
    )


def find_shoes(told: Told, first_day: date, load: Array) -> Shoes:
    """Return the pairs that were run in; a pair stays on until another one is noted.

    Parameters
    ----------
    told : mapping of date to DiaryEntry
        The whole diary.
    first_day : date
        Day of row 0.
    load : array (n_day,)
        NaN where it is unknown whether there was a run.
    """
    worn = _worn(told, first_day, load)
    n_run = Counter(pair for pairs in worn if pairs for pair in sorted(pairs))
    if not n_run:
        return Shoes("", {})
    usual = n_run.most_common(1)[0][0]
    unknown = np.array([pairs is None for pairs in worn])
    columns = {}
    for pair in sorted(set(n_run) - {usual}):
        on = np.array([bool(pairs) and pair in (pairs or ()) for pairs in worn])
        columns[f"shoes.{pair}"] = np.where(unknown, np.nan, on.astype(np.float64))
    return Shoes(usual, columns)


def _phases(told: Told) -> Iterator[tuple[str, date, date | None]]:
    """Yield name, first and last day of every phase; one name in two spellings is one."""
    spelling: dict[str, str] = {}
    for kind, words, first, last in (*_events(told), *_changes(told)):
        name = f"{kind.value}.{words}" if words else kind.value
        yield _spelled(spelling, name), first, last


def _events(told: Told) -> Iterator[tuple[EventKind, str, date, date | None]]:
    for day in sorted(told):
        for event in told[day].events:
            if event.kind in PHASES:
                yield event.kind, _tidy(event.note), day, event.last_day


def _changes(told: Told) -> Iterator[tuple[EventKind, str, date, date | None]]:
    words = {day: told[day].items.get("treatment_change") for day in sorted(told)}
    said = [(day, _tidy(text)) for day, text in words.items() if isinstance(text, str)]
    ends = [day - timedelta(days=1) for day, _ in said[1:]]
    for (day, text), last in zip_longest(said, ends):
        yield EventKind.TREATMENT, text, day, last


def _worn(told: Told, first_day: date, load: Array) -> list[frozenset[str] | None]:
    """Pairs of each day: none on a day without a run, None where it is not known."""
    spelling: dict[str, str] = {}
    on: frozenset[str] | None = None
    noted: dict[int, frozenset[str] | None] = {}
    carried: dict[int, frozenset[str]] = {}
    for day in sorted(told):
        row = (day - first_day).days
        said = _shoes_said(told[day])
        if not said:
            continue
        if all(isinstance(pair, Skipped) for pair in said):
            noted[row] = None
        pairs = [
            _spelled(spelling, _tidy(pair))
            for pair in said
            if isinstance(pair, str) and pair.strip()
        ]
        if pairs:
            noted[row], carried[row] = frozenset(pairs), frozenset(pairs[-1:])
    before = [row for row in carried if row < 0]
    if before:
        on = carried[max(before)]
    worn: list[frozenset[str] | None] = []
    for row, km in enumerate(load):
        on = carried.get(row, on)
        if km == 0.0:
            worn.append(frozenset())
        else:
            worn.append(noted.get(row, on if km > 0.0 else None))
    return worn


def _shoes_said(entry: DiaryEntry) -> list[object]:
    """Return what a day and its runs say about shoes, in the order of the runs."""
    if not entry.items and not entry.runs:
        return []
    said = [entry.items.get("shoes"), *(run.values.get("shoes") for run in entry.runs)]
    return [pair for pair in said if pair is not None]


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _spelled(spelling: dict[str, str], name: str) -> str:
    """Return the first spelling of a name: upper and lower case are one."""
    return spelling.setdefault(name.casefold(), name)
