"""Use case: look through the runs page by page, with the sums of their weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.interval import Range
from backstride.domain.shoe import ShoeWord, shoes_of_run
from backstride.recording.likeness import Footprint
from backstride.store import corrections, leg_search, legs, recordings, run_parts
from backstride.store.leg_search import Sought
from backstride.store.store import Transaction
from backstride.workflows.daily_load import counted_legs
from backstride.workflows.list_runs import as_row, as_rows
from backstride.workflows.results import LegRow
from backstride.workflows.settle_older import settle_older
from backstride.workflows.shod_runs import ShoeBook, open_book
from backstride.workflows.wiring import Desk

Worn = Mapping[str, tuple[str, ...]]
"""Ids of the pairs in which each run was run."""

MARKS: Final = ("corrected", "by_hand", "held")
"""Words by which runs are looked for that something is special about."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a person looks for; empty is everything.

    Parameters
    ----------
    since, until : date or None
        The runner's days, both inclusive.
    sport : str
        Name of a `Sport`.
    shoe_id : str
        Id of a pair.
    mark : str
        One of `MARKS`.
    words : str
        Part of the name of a file.
    """

    since: date | None = None
    until: date | None = None
    sport: str = ""
    shoe_id: str = ""
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """What was run in one week.

    Parameters
    ----------
    monday : date
        Its first day.
    n_run : int
        Legs of running; what waits for a decision does not count.
    distance_m, moving_s : float
        Sums of what is known. [m], [s]
    easy_km : Range or None
        Load; None where none is known. [easy km]
    n_without_load : int
        Legs of running whose load is not known: the week held more.
    """

    monday: date
    n_run: int
    distance_m: float
    moving_s: float
    easy_km: Range | None
    n_without_load: int


@dataclass(frozen=True, slots=True)
class Found:
    """A portion of what was looked for.

    Parameters
    ----------
    rows : tuple of LegRow
        The newest first.
    total : int
        Legs in all.
    weeks : dict of date to Week
        The whole weeks in which the rows lie, by Monday, whatever was looked for.
    worn : mapping
        Ids of the pairs in which these runs were run.
    """

    rows: tuple[LegRow, ...]
    total: int
    weeks: dict[date, Week]
    worn: Worn


@dataclass(frozen=True, slots=True)
class DeletedRun:
    """A run that was deleted and can be restored.

    Parameters
    ----------
    id : str
        The run.
    footprint : Footprint or None
        What its recording tells; None for a part of a run.
    """

    id: str
    footprint: Footprint | None


def search_runs(
    desk: Desk, search: Search, *, first: int = 0, n_row: int = 50, worn: Worn | None = None
) -> Found:
    """Return a portion of the legs that are looked for, the newest first.

    Parameters
    ----------
    desk : Desk
        Open.
    search : Search
        What is looked for.
    first, n_row : int
        Legs to leave out at the beginning, and legs to return at most.
    worn : mapping, optional
        As `shoes_by_run` returns it, where it is known already.
    """
    settle_older(desk)
    in_pair = _in_pair(desk, search.shoe_id, worn) if search.shoe_id else None
    with desk.store.reading() as tx:
        sought = _sought(tx, search, in_pair)
        found = leg_search.find_newest(tx, sought, first=first, n_row=n_row)
        total = leg_search.count(tx, sought)
        rows = tuple(as_rows(tx, found))
        return Found(rows, total, _weeks(tx, rows), worn_of(open_book(tx, found)))


def list_deleted(desk: Desk) -> tuple[DeletedRun, ...]:
    """Return the runs that were deleted and can be restored, the newest first."""
    with desk.store.reading() as tx:
        gone = corrections.find_of_kind(tx, "delete")
        ids = list(dict.fromkeys(one.run_id for one in gone if one.run_id))
        roots = {run_id: corrections.find_root(tx, run_id) for run_id in ids}
        there = {one.id: one for one in recordings.find(tx, set(roots.values()))}
        parts = run_parts.find_groups(tx, list(roots.values()))
        in_run = {part.run_id: part.activity_id for part in parts if part.is_recording}
        there |= {one.id: one for one in recordings.find(tx, set(in_run.values()))}
    found = []
    for run_id in reversed(ids):
        recording = there.get(roots[run_id]) or there.get(in_run.get(roots[run_id], ""))
        found.append(DeletedRun(run_id, None if recording is None else recording.footprint))
    return tuple(found)


def runs_beside(desk: Desk, row: LegRow) -> tuple[str | None, str | None]:
    """Return the runs just before and just after one; None at either end."""
    with desk.store.reading() as tx:
        return leg_search.find_beside(tx, row.start_utc)


def shoes_by_run(desk: Desk) -> Worn:
    """Return the ids of the pairs in which each run was run."""
    with desk.store.reading() as tx:
        return worn_of(open_book(tx))


def worn_of(book: ShoeBook) -> Worn:
    """Return the ids of the pairs in which each run of a book was run."""
    worn: dict[str, tuple[str, ...]] = {}
    for run in book.runs:
        word, parts = shoes_of_run(run, book.shoes, book.usual)
        if word is not ShoeWord.UNKNOWN:
            worn[run.run_id] = tuple(part.shoe_id for part in parts)
    return worn


def monday_of(day: date) -> date:
    """Return the Monday of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def sum_weeks(rows: Iterable[LegRow]) -> dict[date, Week]:
    """Sum running by week, by Monday.

    Parameters
    ----------
    rows : iterable of LegRow
        In any order; other sports and what waits for a decision are left out.
    """
    by_monday: dict[date, list[LegRow]] = {}
    for row in rows:
        if row.sport == Sport.RUNNING.value and row.held_with is None:
            by_monday.setdefault(monday_of(row.local_date), []).append(row)
    return {monday: _week(monday, legs_run) for monday, legs_run in by_monday.items()}


def _week(monday: date, rows: Sequence[LegRow]) -> Week:
    loads = [row.easy_km for row in rows if row.easy_km is not None]
    total = None
    for load in loads:
        total = load if total is None else total.plus(load)
    return Week(
        monday,
        n_run=len(rows),
        distance_m=sum(row.distance_m or 0.0 for row in rows),
        moving_s=sum(row.moving_s or row.timer_s or 0.0 for row in rows),
        easy_km=total,
        n_without_load=len(rows) - len(loads),
    )


def _weeks(tx: Transaction, rows: Sequence[LegRow]) -> dict[date, Week]:
    """Sum the weeks of a portion, read portion by portion: far apart ones are not read between."""
    mondays = sorted({monday_of(row.local_date) for row in rows})
    found: dict[date, Week] = {}
    for first, last in _stretches(mondays):
        span = legs.find(tx, first_day=first, last_day=last, sports=[Sport.RUNNING])
        found |= sum_weeks(map(as_row, counted_legs(span)))
    return found


def _stretches(mondays: Sequence[date]) -> list[tuple[date, date]]:
    """Join weeks that follow one another to spans of days, both ends included."""
    week = timedelta(days=7)
    found: list[tuple[date, date]] = []
    for monday in mondays:
        end = monday + week - timedelta(days=1)
        if found and found[-1][1] + timedelta(days=1) == monday:
            found[-1] = (found[-1][0], end)
        else:
            found.append((monday, end))
    return found


def _in_pair(desk: Desk, shoe_id: str, worn: Worn | None) -> set[str]:
    known = shoes_by_run(desk) if worn is None else worn
    return {run_id for run_id, pairs in known.items() if shoe_id in pairs}


def _sought(tx: Transaction, search: Search, in_pair: set[str] | None) -> Sought:
    wanted: list[set[str]] = [] if in_pair is None else [in_pair]
    if search.mark in {"corrected", "by_hand"}:
        is_added = search.mark == "by_hand"
        standing = corrections.find_all(tx)
        ids = {one.run_id for one in standing if (one.kind == corrections.ADD) == is_added}
        ids |= {one.params["second_id"] for one in standing if one.kind == "split" and not is_added}
        wanted.append({one for one in ids if one})
    return Sought(
        search.since,
        search.until,
        search.sport,
        is_held=search.mark == "held",
        run_ids=set.intersection(*wanted) if wanted else None,
        words=search.words,
    )
