"""Use case: list what was run and what each leg put on the back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from backstride.domain.activity import Sport
from backstride.store import corrections, leg_search, legs
from backstride.store.leg_search import Sought
from backstride.store.store import Transaction
from backstride.workflows.results import LegRow
from backstride.workflows.settle_older import settle_older
from backstride.workflows.wiring import Desk


def list_legs(
    desk: Desk, *, since: date | None = None, until: date | None = None, sport: str | None = None
) -> list[LegRow]:
    """Return legs in order of time.

    Parameters
    ----------
    desk : Desk
        Open.
    since, until : date, optional
        The runner's days, both inclusive.
    sport : str, optional
        Name of a `Sport`; any other word finds nothing.
    """
    known = {one.value: one for one in Sport}
    if sport is not None and sport not in known:
        return []
    sports = None if sport is None else [known[sport]]
    settle_older(desk)
    with desk.store.reading() as tx:
        return as_rows(tx, legs.find(tx, first_day=since, last_day=until, sports=sports))


@dataclass(frozen=True, slots=True)
class LastLegs:
    """The last legs of a list, and how long the list is.

    Parameters
    ----------
    rows : list of LegRow
        In order of time.
    n_total, n_held : int
        Legs in all, and those of them that wait for a decision.
    """

    rows: list[LegRow]
    n_total: int
    n_held: int


def list_last(desk: Desk, sought: Sought, *, n_row: int | None) -> LastLegs:
    """Return the last legs, without reading those before them.

    Parameters
    ----------
    desk : Desk
        Open.
    sought : Sought
        Which.
    n_row : int or None
        How many at most; None for all.
    """
    settle_older(desk)
    with desk.store.reading() as tx:
        return LastLegs(
            rows=as_rows(tx, leg_search.find_last(tx, sought, n_row=n_row)),
            n_total=leg_search.count(tx, sought),
            n_held=leg_search.count(tx, replace(sought, is_held=True)),
        )


def as_rows(tx: Transaction, found: Iterable[legs.LegRow]) -> list[LegRow]:
    """Return legs as lists show them, with the kinds of corrections of their runs."""
    corrected = _corrected(tx)
    rows = (as_row(leg) for leg in found)
    return [
        replace(row, corrections=corrected[row.id]) if row.id in corrected else row for row in rows
    ]


def _corrected(tx: Transaction) -> dict[str, tuple[str, ...]]:
    """Return the kinds of corrections of every run that has some."""
    kinds: dict[str, tuple[str, ...]] = {}
    for one in corrections.find_all(tx):
        for run_id in (one.run_id, one.params.get("second_id")):
            if run_id is not None:
                kinds[run_id] = (*kinds.get(run_id, ()), one.kind)
    return kinds


def without_load(rows: list[LegRow]) -> list[LegRow]:
    """Return the same legs without what they put on the back."""
    return [replace(row, easy_km=None, shrinkage_mm=None) for row in rows]


def as_row(leg: legs.LegRow) -> LegRow:
    """Return one leg as lists show it: derived values where there are any, else the file's."""
    dose = leg.dose
    gait = None if dose is None else dose.gait
    cadence = leg.mean_cadence_spm
    if gait is not None and gait.cadence_spm is not None:
        cadence = gait.cadence_spm.q50
    return LegRow(
        id=leg.activity_id,
        leg=leg.leg_index,
        start_utc=leg.start,
        local_date=leg.local_date,
        sport=leg.sport.value,
        sub_sport=leg.sub_sport,
        elapsed_s=leg.elapsed_s,
        timer_s=leg.timer_s,
        moving_s=leg.moving_s if gait is None or gait.moving_s is None else gait.moving_s,
        distance_m=leg.distance_m,
        n_samples=leg.n_sample or 0,
        mean_cadence_spm=cadence,
        running_dynamics=gait is not None and gait.running_dynamics,
        easy_km=None if dose is None else dose.easy_km,
        shrinkage_mm=None if dose is None else dose.shrinkage_mm,
        source_files=leg.units,
        recordings=leg.n_recording,
        held_with=leg.held_with,
    )
