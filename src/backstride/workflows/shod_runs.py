"""Use case: which run was run in which pair, from what was told, the diary and the usual pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_value import ItemValue
from backstride.domain.shoe import Mileage, ShodRun, Shoe, ShoeUse, UsualShoe, mileages
from backstride.store import diary, legs, shoes
from backstride.store.legs import LegRow
from backstride.store.store import Transaction
from backstride.workflows.daily_load import counted_legs

SHOES_ITEM: Final = "shoes"
"""Item of the diary that names pairs."""

_BETWEEN_NAMES = re.compile(r"\s*[,;+/]\s*")


@dataclass(frozen=True, slots=True)
class ShoeBook:
    """Everything that is known of pairs and their runs.

    Parameters
    ----------
    shoes : dict of str to Shoe
        Pairs by id, in order of their making.
    usual : tuple of UsualShoe
        By day.
    runs : tuple of ShodRun
        In order of time, each run once.
    """

    shoes: dict[str, Shoe]
    usual: tuple[UsualShoe, ...]
    runs: tuple[ShodRun, ...]

    def mileages(self) -> tuple[Mileage, ...]:
        """Sum up how far each pair has gone."""
        return mileages(self.runs, self.shoes, self.usual)


@dataclass(frozen=True, slots=True)
class Pairs:
    """What the runner told of pairs.

    Parameters
    ----------
    shoes : dict of str to Shoe
        Pairs by id, in order of their making.
    uses : tuple of ShoeUse
        Words on single runs.
    usual : tuple of UsualShoe
        By day.
    """

    shoes: dict[str, Shoe]
    uses: tuple[ShoeUse, ...]
    usual: tuple[UsualShoe, ...]


def gather_pairs(tx: Transaction) -> Pairs:
    """Gather what was told of pairs."""
    return Pairs({shoe.id: shoe for shoe in shoes.find(tx)}, shoes.uses(tx), shoes.usual(tx))


def open_book(tx: Transaction, rows: Sequence[LegRow] | None = None) -> ShoeBook:
    """Gather pairs and runs.

    Parameters
    ----------
    tx : Transaction
        Any.
    rows : sequence of LegRow, optional
        Legs that are known already, whole runs; all of them otherwise.

    Returns
    -------
    ShoeBook
        Runs on foot that are called runs, and any other activity whose pair was told.
    """
    found = counted_legs(legs.find(tx) if rows is None else rows)
    days = [row.local_date for row in found] or [date.min]
    entries = diary.entries(tx, first_day=min(days), last_day=max(days))
    return with_diary(book_of(gather_pairs(tx), found), entries)


def book_of(pairs: Pairs, rows: Sequence[LegRow]) -> ShoeBook:
    """Do as `open_book` with what was gathered, the diary left out.

    Parameters
    ----------
    pairs : Pairs
        As `gather_pairs` returns them.
    rows : sequence of LegRow
        Legs of whole runs, in order of time.
    """
    told: dict[str, list[ShoeUse]] = {}
    for use in pairs.uses:
        told.setdefault(use.run_id, []).append(use)
    counted = counted_legs(rows)
    shod = [row for row in counted if row.sport is Sport.RUNNING or row.activity_id in told]
    by_run: dict[str, list[LegRow]] = {}
    for row in shod:
        by_run.setdefault(row.activity_id, []).append(row)
    runs = tuple(_shod_run(run_id, own, told.get(run_id, [])) for run_id, own in by_run.items())
    return ShoeBook(pairs.shoes, pairs.usual, runs)


def with_diary(book: ShoeBook, entries: Iterable[DiaryEntry]) -> ShoeBook:
    """Add the pairs that a diary names to a book of `book_of`.

    Parameters
    ----------
    book : ShoeBook
        Without a diary.
    entries : iterable of DiaryEntry
        The days of its runs at least.
    """
    names = {shoe.name.casefold(): shoe.id for shoe in book.shoes.values()}
    said = {entry.day: entry for entry in naming_shoes(entries)}
    if not said:
        return book
    runs = tuple(
        replace(run, noted=_noted(said[run.day], run.run_id, names)) if run.day in said else run
        for run in book.runs
    )
    return replace(book, runs=runs)


def naming_shoes(entries: Iterable[DiaryEntry]) -> tuple[DiaryEntry, ...]:
    """Return the days that say something of shoes, or of those of a run."""
    return tuple(
        entry
        for entry in entries
        if SHOES_ITEM in entry.items or any(SHOES_ITEM in run.values for run in entry.runs)
    )


def _shod_run(run_id: str, rows: Sequence[LegRow], told: Sequence[ShoeUse]) -> ShodRun:
    distances = [row.distance_m for row in rows if row.distance_m is not None]
    loads = [row.dose.easy_km.q50 for row in rows if row.dose is not None and row.dose.easy_km]
    return ShodRun(
        run_id=run_id,
        day=rows[0].local_date,
        distance_m=sum(distances) if distances else None,
        easy_km=sum(loads) if loads else None,
        told=tuple(told),
    )


def _noted(entry: DiaryEntry, run_id: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the pairs that the diary names for a run, else for its day."""
    of_run = [note.values for note in entry.runs if note.activity_id == run_id]
    for answers in (*of_run, entry.items):
        found = _named(answers.get(SHOES_ITEM), names)
        if found:
            return found
    return ()


def _named(said: ItemValue | None, names: Mapping[str, str]) -> tuple[str, ...]:
    if not isinstance(said, str):
        return ()
    whole = names.get(said.strip().casefold())
    if whole is not None:
        return (whole,)
    parts = [part.casefold() for part in _BETWEEN_NAMES.split(said.strip())]
    return tuple(dict.fromkeys(names[part] for part in parts if part in names))
