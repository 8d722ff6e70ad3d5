"""Use case: keep pairs of shoes, and tell which run was run in which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Final

from backstride.domain.errors import OutOfRange
from backstride.domain.shoe import Shoe, ShoeUse
from backstride.store import shoes
from backstride.workflows.name_run import name_run, name_runs
from backstride.workflows.wiring import Desk

MOST_KM: Final = 20_000.0
"""More kilometres than any pair lasts; a larger number is a slip [km] (own choice)."""


def add_shoe(desk: Desk, shoe: Shoe, *, usual: bool | None = None) -> tuple[Shoe, bool]:
    """Keep a new pair.

    Parameters
    ----------
    desk : Desk
        Open.
    shoe : Shoe
        Without an id.
    usual : bool, optional
        Whether it is the usual pair from its first day on; left out, it is where no pair is usual.

    Returns
    -------
    tuple of Shoe and bool
        The pair as kept, and whether it is the usual one.

    Raises
    ------
    OutOfRange
        Where the name is empty or taken, or kilometres cannot be.
    """
    _check(shoe)
    with desk.store.transaction() as tx:
        if any(_same_name(one, shoe.name) for one in shoes.find(tx)):
            raise OutOfRange("shoe.name_taken", name=shoe.name)
        kept = shoes.add(tx, replace(shoe, name=shoe.name.strip()))
        is_usual = not shoes.usual(tx) if usual is None else usual
        if is_usual:
            shoes.tell_usual(tx, kept.first_day or date.min, kept.id)
    return kept, is_usual


def change_shoe(desk: Desk, shoe: Shoe) -> None:
    """Overwrite what is known of a pair.

    Raises
    ------
    OutOfRange
        Where the name is empty or taken by another, or kilometres cannot be.
    """
    _check(shoe)
    with desk.store.transaction() as tx:
        if any(_same_name(one, shoe.name) and one.id != shoe.id for one in shoes.find(tx)):
            raise OutOfRange("shoe.name_taken", name=shoe.name)
        shoes.change(tx, replace(shoe, name=shoe.name.strip()))


def find_pairs(desk: Desk, *, removed: bool = False) -> tuple[Shoe, ...]:
    """Return the pairs, or those that were taken out of sight."""
    with desk.store.reading() as tx:
        return shoes.find(tx, removed=removed)


def find_shoe(desk: Desk, name: str, *, removed: bool = False) -> Shoe:
    """Return the pair of a name, of its beginning, or of the beginning of its id.

    Raises
    ------
    OutOfRange
        Where no pair or several are meant.
    """
    said = name.strip().casefold()
    there = find_pairs(desk, removed=removed)
    exact = [shoe for shoe in there if shoe.name.casefold() == said]
    meant = exact or [shoe for shoe in there if said and (shoe.name.casefold().startswith(said))]
    if len(meant) == 1:
        return meant[0]
    names = ", ".join(shoe.name for shoe in (meant or there))
    raise OutOfRange("shoe.not_one" if meant else "shoe.none", name=name, names=names)


def remove_shoe(desk: Desk, shoe: Shoe, *, back: bool = False) -> None:
    """Take a pair out of sight, or bring it back; runs in it count as unknown meanwhile."""
    with desk.store.transaction() as tx:
        shoes.mark_removed(tx, shoe.id, removed=not back)


def make_usual(desk: Desk, shoe: Shoe | None, *, since: date) -> None:
    """Make a pair the usual one from a day on; None: no pair."""
    with desk.store.transaction() as tx:
        shoes.tell_usual(tx, since, None if shoe is None else shoe.id)


def tell_use(
    desk: Desk, shoe: Shoe, said: str, *, km: float | None = None, only: bool = False
) -> tuple[str, ...]:
    """Tell that runs were run in a pair.

    Parameters
    ----------
    desk : Desk
        Open.
    shoe : Shoe
        The pair.
    said : str
        As `name_runs` takes it.
    km : float, optional
        Part of one run; the rest of it lies with its other pairs. [km]
    only : bool
        Forget the other pairs that were told for these runs.

    Returns
    -------
    tuple of str
        The runs.

    Raises
    ------
    OutOfRange
        Where no run is meant, or a distance cannot be.
    """
    if km is not None and not (isfinite(km) and 0.0 < km <= MOST_KM):
        raise OutOfRange("shoe.km", km=km)
    found = name_runs(desk, said) if km is None else (name_run(desk, said),)
    with desk.store.transaction() as tx:
        for run_id in found:
            if only:
                shoes.forget_uses(tx, run_id)
            shoes.tell_use(tx, ShoeUse(run_id, shoe.id, None if km is None else 1000.0 * km))
    return found


def forget_uses(desk: Desk, said: str) -> int:
    """Forget what was told of the pairs of runs; return how many words that were."""
    found = name_runs(desk, said)
    with desk.store.transaction() as tx:
        return sum(shoes.forget_uses(tx, run_id) for run_id in found)


def _check(shoe: Shoe) -> None:
    if not shoe.name.strip():
        raise OutOfRange("shoe.no_name")
    for km in (shoe.start_km, shoe.limit_km):
        if km is not None and not (isfinite(km) and 0.0 <= km <= MOST_KM):
            raise OutOfRange("shoe.km", km=km)
    if shoe.first_day and shoe.retired and shoe.retired < shoe.first_day:
        raise OutOfRange("shoe.days", first=str(shoe.first_day), last=str(shoe.retired))


def _same_name(shoe: Shoe, name: str) -> bool:
    return shoe.name.casefold() == name.strip().casefold()
