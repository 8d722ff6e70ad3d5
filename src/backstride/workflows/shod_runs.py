"""Use case: which run was run in which pair, from what was told, the diary and the usual pair."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    known = {shoe.id: shoe for shoe in shoes.find(tx)}
    told: dict[str, list[ShoeUse]] = {}
    for use in shoes.uses(tx):
        told.setdefault(use.run_id, []).append(use)
    found = counted_legs(legs.find(tx) if rows is None else rows)
    days = [row.local_date for row in found] or [date.min]
    entries = {
        entry.day: entry for entry in diary.entries(tx, first_day=min(days), last_day=max(days))
    }
    shod = [row for row in found if row.sport is Sport.RUNNING or row.activity_id in told]
    names = {shoe.name.casefold(): shoe.id for shoe in known.values()}
    by_run: dict[str, list[LegRow]] = {}
    for row in shod:
        by_run.setdefault(row.activity_id, []).append(row)
    runs = tuple(
        _shod_run(run_id, own, told.get(run_id, []), _noted(entries, own[0], names))
        for run_id, own in by_run.items()
    )
    return ShoeBook(known, shoes.usual(tx), runs)


def _shod_run(
    run_id: str, rows: Sequence[LegRow], told: Sequence[ShoeUse], noted: tuple[str, ...]
) -> ShodRun:
    distances = [row.distance_m for row in rows if row.distance_m is not None]
    loads = [row.dose.easy_km.q50 for row in rows if row.dose is not None and row.dose.easy_km]
    return ShodRun(
        run_id=run_id,
        day=rows[0].local_date,
        distance_m=sum(distances) if distances else None,
        easy_km=sum(loads) if loads else None,
        noted=noted,
        told=tuple(told),
    )


def _noted(
    entries: Mapping[date, DiaryEntry], row: LegRow, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the pairs that the diary names for a run, else for its day."""
    entry = entries.get(row.local_date)
    if entry is None:
        return ()
    of_run = [note.values for note in entry.runs if note.activity_id == row.activity_id]
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
