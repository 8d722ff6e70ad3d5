"""Use case: how form goes over time, against the runner's own at the same speed and grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.interval import Range
from backstride.domain.shoe import Shoe, ShoeWord, shoes_of_run
from backstride.gait.baseline import (
    Baseline,
    FormPoint,
    change_against,
    fit_baseline,
    point_of,
)
from backstride.store import legs
from backstride.store.legs import LegRow
from backstride.store.store import Transaction
from backstride.workflows.daily_load import counted_legs
from backstride.workflows.shod_runs import ShoeBook, open_book
from backstride.workflows.wiring import Desk

RECENT: Final = timedelta(days=28)
"""Runs of so many days up to the last one are held against those before (own choice: the window
of the answer)."""

FEWEST_RECENT: Final = 3
"""Fewest runs whose mean difference is told (own choice)."""

BEFORE_SHOES: Final = timedelta(days=365)
"""How far back runs count as those before new shoes (own choice)."""

QUANTITIES: Final = (
    "cadence_spm",
    "contact_ms",
    "duty_factor",
    "vertical_oscillation_mm",
    "vertical_ratio_percent",
    "contact_balance_percent",
)
"""What is compared, as `gait.segments.form_columns` names it."""

ON_CONTACT: Final = frozenset({"contact_ms", "duty_factor"})
"""Quantities that are compared within one source of contact time only."""


@dataclass(frozen=True, slots=True)
class DatedPoint:
    """Form of one run.

    Parameters
    ----------
    run_id : str
        The run.
    point : FormPoint
        Its means.
    """

    run_id: str
    point: FormPoint


@dataclass(frozen=True, slots=True)
class Trend:
    """One quantity over time.

    Parameters
    ----------
    name : str
        Quantity; its unit is in the name.
    source : str
        Source of contact time where the quantity rests on it, else empty.
    usual : Range
        Where a run at the runner's mean speed and grade usually lies.
    speed_mps : float
        That speed. [m/s]
    n_before, n_recent : int
        Runs behind `usual`, and recent ones.
    change : Range or None
        Mean difference of the recent runs at the same speed and grade; None where fewer than
        three hold the quantity.
    apart : tuple of (date, float)
        Difference of every run from its usual value, in the quantity's unit.
    """

    name: str
    source: str
    usual: Range
    speed_mps: float
    n_before: int
    n_recent: int
    change: Range | None
    apart: tuple[tuple[date, float], ...]


class Against(Enum):
    """What the runs in a pair are held against."""

    OTHER_PAIRS = "other_pairs"
    """Runs in other pairs in the year before the first run in it: what came with new shoes."""
    FIRST_RUNS = "first_runs"
    """The first half of the runs in it: what came as it aged."""


@dataclass(frozen=True, slots=True)
class ShoeChange:
    """How one quantity differs between runs in a pair and others.

    Parameters
    ----------
    shoe : Shoe
        The pair.
    name : str
        Quantity; its unit is in the name.
    change : Range
        Mean difference at the same speed and grade.
    n_before, n_in : int
        Runs it is held against, and runs that are held.
    against : Against
        What they are held against.
    """

    shoe: Shoe
    name: str
    change: Range
    n_before: int
    n_in: int
    against: Against = Against.OTHER_PAIRS


def form_points(rows: Sequence[LegRow]) -> tuple[DatedPoint, ...]:
    """Return the form of every run that is known, in order of time."""
    found = []
    for row in rows:
        point = None if row.dose is None else point_of(row.dose.gait, row.local_date)
        if point is not None:
            found.append(DatedPoint(row.activity_id, point))
    return tuple(found)


def follow_form(desk: Desk, *, until: date | None = None) -> tuple[Trend, ...]:
    """Hold recent runs against the runner's own before them.

    Parameters
    ----------
    desk : Desk
        Open.
    until : date, optional
        Last day that counts.

    Returns
    -------
    tuple of Trend
        One for each quantity that at least eight earlier runs hold; values that rest on contact
        time within the latest run's source only.
    """
    with desk.store.reading() as tx:
        rows = counted_legs(legs.find(tx, last_day=until, sports=[Sport.RUNNING]))
    points = [one.point for one in form_points(rows)]
    if not points:
        return ()
    start = points[-1].day - RECENT
    before = [point for point in points if point.day <= start]
    recent = [point for point in points if point.day > start]
    found = (_trend(name, before, recent) for name in QUANTITIES)
    return tuple(trend for trend in found if trend is not None)


def after_new_shoes(desk: Desk) -> tuple[ShoeChange, ...]:
    """Hold the runs in each pair against those in other pairs before it."""
    with desk.store.reading() as tx:
        return changes_by_shoe(tx, open_book(tx))


def changes_by_shoe(tx: Transaction, book: ShoeBook) -> tuple[ShoeChange, ...]:
    """Hold the runs in each pair against other pairs before it, and its later against its first.

    Parameters
    ----------
    tx : Transaction
        Any.
    book : ShoeBook
        Pairs and runs.

    Returns
    -------
    tuple of ShoeChange
        For pairs with at least three runs of known form, and eight before them. A change is what
        went along with the shoes: other things may have changed with them.
    """
    points = form_points(counted_legs(legs.find(tx, sports=[Sport.RUNNING])))
    pair_of = _one_pair(book)
    found: list[ShoeChange] = []
    for shoe_id, shoe in book.shoes.items():
        inside = [one.point for one in points if pair_of.get(one.run_id) == shoe_id]
        if len(inside) < FEWEST_RECENT:
            continue
        first = inside[0].day
        before = [
            one.point
            for one in points
            if first - BEFORE_SHOES <= one.point.day < first and pair_of.get(one.run_id) != shoe_id
        ]
        found.extend(_shoe_changes(shoe, before, inside, Against.OTHER_PAIRS))
        half = len(inside) // 2
        found.extend(_shoe_changes(shoe, inside[:half], inside[half:], Against.FIRST_RUNS))
    return tuple(found)


def baseline_of(points: Sequence[FormPoint], name: str, source: str) -> Baseline | None:
    """Learn what is usual of a quantity, within one source where it rests on contact."""
    return fit_baseline(points, name, contact_source=source if name in ON_CONTACT else "")


def _shoe_changes(
    shoe: Shoe, before: Sequence[FormPoint], inside: Sequence[FormPoint], against: Against
) -> list[ShoeChange]:
    found = []
    for name in QUANTITIES:
        base = baseline_of(before, name, inside[-1].contact_source)
        kept = [] if base is None else _comparable(inside, base)
        change = change_against(base, kept) if base is not None else None
        if base is not None and change is not None and len(kept) >= FEWEST_RECENT:
            found.append(ShoeChange(shoe, name, change, base.n_run, len(kept), against))
    return found


def _trend(name: str, before: Sequence[FormPoint], recent: Sequence[FormPoint]) -> Trend | None:
    source = recent[-1].contact_source if name in ON_CONTACT else ""
    base = baseline_of(before, name, source)
    if base is None:
        return None
    kept = _comparable(recent, base)
    enough = len(kept) >= FEWEST_RECENT
    apart = tuple(
        (p.day, p.values[name] - base.usual(p.speed_mps, p.grade).q50)
        for p in (*_comparable(before, base), *kept)
    )
    return Trend(
        name=name,
        source=base.contact_source,
        usual=base.usual(base.speed_mps, base.grade),
        speed_mps=base.speed_mps,
        n_before=base.n_run,
        n_recent=len(kept),
        change=change_against(base, kept) if enough else None,
        apart=apart,
    )


def _comparable(points: Sequence[FormPoint], base: Baseline) -> list[FormPoint]:
    source = base.contact_source
    return [p for p in points if base.name in p.values and source in {"", p.contact_source}]


def _one_pair(book: ShoeBook) -> dict[str, str]:
    """Return the pair of every run that was run in one pair alone."""
    found = {}
    for run in book.runs:
        word, worn = shoes_of_run(run, book.shoes, book.usual)
        if word is not ShoeWord.UNKNOWN and len(worn) == 1:
            found[run.run_id] = worn[0].shoe_id
    return found
