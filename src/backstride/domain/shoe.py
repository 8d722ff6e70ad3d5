"""Shoes: pairs, which run was run in which, and how far each has gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum


@dataclass(frozen=True, slots=True)
class Shoe:
    """One pair.

    Parameters
    ----------
    id : str
        Random, stable.
    name : str
        In the runner's words.
    first_day : date or None
        First day it was run in; None where it is not told.
    start_km : float
        Kilometres on the pair before the first run known here. [km]
    limit_km : float or None
        Kilometres after which the runner wants to be told. [km]
    retired : date or None
        Last day of use; None while it is in use.
    note : str
        In the runner's words.
    """

    id: str
    name: str
    first_day: date | None = None
    start_km: float = 0.0
    limit_km: float | None = None
    retired: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShoeUse:
    """The runner's word that a run was run in a pair.

    Parameters
    ----------
    run_id, shoe_id : str
        The two.
    distance_m : float or None
        Part of the run in this pair; None: the rest of it, shared with other such pairs. [m]
    """

    run_id: str
    shoe_id: str
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class UsualShoe:
    """The pair of every run from a day on of which nothing else is told.

    Parameters
    ----------
    from_day : date
        First day.
    shoe_id : str or None
        The pair; None: no pair is usual from that day on.
    """

    from_day: date
    shoe_id: str | None


class ShoeWord(Enum):
    """How the pair of a run is known."""

    TOLD = "told"
    """The runner named the pair of this run."""
    DIARY = "diary"
    """The diary names it for the run or its day."""
    USUAL = "usual"
    """It is the usual pair of that day."""
    UNKNOWN = "unknown"
    """Nothing says."""


@dataclass(frozen=True, slots=True)
class ShodRun:
    """A run and what is said of its shoes.

    Parameters
    ----------
    run_id : str
        The run.
    day : date
        Day on the runner's own calendar.
    distance_m : float or None
        Distance; None where it is not known. [m]
    easy_km : float or None
        Middle of its load; None where it is not known. [easy km]
    noted : tuple of str
        Ids of the pairs that the diary names.
    told : tuple of ShoeUse
        The runner's word.
    """

    run_id: str
    day: date
    distance_m: float | None = None
    easy_km: float | None = None
    noted: tuple[str, ...] = ()
    told: tuple[ShoeUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Worn:
    """Part of one run in one pair.

    Parameters
    ----------
    shoe_id : str
        The pair.
    distance_m : float or None
        None where the run's distance is not known. [m]
    share : float or None
        Part of the run's distance; None where it is not known. [1]
    """

    shoe_id: str
    distance_m: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Mileage:
    """How far a pair has gone.

    Parameters
    ----------
    shoe : Shoe
        The pair.
    km : float
        Kilometres, those before the first known run included. [km]
    easy_km : float
        Load of the runs in it, each by its share. [easy km]
    n_run : int
        Runs in it.
    n_without_distance : int
        Those of them whose distance is not known: the pair has gone further than `km`.
    first, last : date or None
        Days of the first and the last of them.
    """

    shoe: Shoe
    km: float
    easy_km: float = 0.0
    n_run: int = 0
    n_without_distance: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def limit_share(self) -> float | None:
        """Kilometres over those after which the runner wants to be told. [1]."""
        return None if not self.shoe.limit_km else self.km / self.shoe.limit_km


def shoes_of_run(
    run: ShodRun, shoes: Mapping[str, Shoe], usual: Sequence[UsualShoe]
) -> tuple[ShoeWord, tuple[Worn, ...]]:
    """Tell in which pairs a run was run.

    The runner's word for the run comes first, then the diary's, then the usual pair of the day.

    Parameters
    ----------
    run : ShodRun
        The run.
    shoes : mapping of str to Shoe
        The pairs that are there, by id.
    usual : sequence of UsualShoe
        In any order.

    Returns
    -------
    ShoeWord
        How it is known.
    tuple of Worn
        Pairs, each with its part; parts without a distance of their own share what is left.
    """
    told = [use for use in run.told if use.shoe_id in shoes]
    if told:
        return ShoeWord.TOLD, _shared(run, told)
    noted = [ShoeUse(run.run_id, shoe_id) for shoe_id in run.noted if shoe_id in shoes]
    if noted:
        return ShoeWord.DIARY, _shared(run, noted)
    before = [one for one in usual if one.from_day <= run.day]
    found = max(before, key=lambda one: one.from_day, default=None)
    shoe = None if found is None or found.shoe_id is None else shoes.get(found.shoe_id)
    if shoe is None or (shoe.retired is not None and shoe.retired < run.day):
        return ShoeWord.UNKNOWN, ()
    return ShoeWord.USUAL, _shared(run, [ShoeUse(run.run_id, shoe.id)])


def mileages(
    runs: Sequence[ShodRun], shoes: Mapping[str, Shoe], usual: Sequence[UsualShoe]
) -> tuple[Mileage, ...]:
    """Sum up how far each pair has gone.

    Parameters
    ----------
    runs : sequence of ShodRun
        All runs.
    shoes : mapping of str to Shoe
        The pairs, by id.
    usual : sequence of UsualShoe
        In any order.

    Returns
    -------
    tuple of Mileage
        One a pair, in the order of `shoes`.
    """
    worn: dict[str, list[tuple[ShodRun, Worn]]] = {shoe_id: [] for shoe_id in shoes}
    for run in runs:
        for part in shoes_of_run(run, shoes, usual)[1]:
            worn[part.shoe_id].append((run, part))
    return tuple(_mileage(shoe, worn[shoe_id]) for shoe_id, shoe in shoes.items())


def _shared(run: ShodRun, uses: Sequence[ShoeUse]) -> tuple[Worn, ...]:
    """Give each pair its own distance, and what is left to those without one."""
    own = {use.shoe_id: use.distance_m for use in uses}
    open_pairs = sum(distance is None for distance in own.values())
    whole = run.distance_m
    left = None
    if whole is not None and open_pairs:
        known = sum(distance for distance in own.values() if distance is not None)
        left = max(whole - known, 0.0) / open_pairs
    found = []
    for shoe_id, distance in own.items():
        part = left if distance is None else distance
        share = None if part is None or not whole else min(part / whole, 1.0)
        found.append(Worn(shoe_id, part, share))
    return tuple(found)


def _mileage(shoe: Shoe, worn: Sequence[tuple[ShodRun, Worn]]) -> Mileage:
    days = [run.day for run, _ in worn]
    return Mileage(
        shoe,
        km=shoe.start_km + sum(part.distance_m or 0.0 for _, part in worn) / 1000.0,
        easy_km=sum((run.easy_km or 0.0) * (part.share or 0.0) for run, part in worn),
        n_run=len(worn),
        n_without_distance=sum(part.distance_m is None for _, part in worn),
        first=min(days, default=None),
        last=max(days, default=None),
    )
