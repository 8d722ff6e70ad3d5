"""Use case: weigh one run: what it put on the back, beside the runner's own runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from typing import Final

import numpy as np

from backstride.domain.activity import Leg, Sport
from backstride.domain.dose import RunDose
from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.reference import EasyRunReference
from backstride.domain.runner import Runner
from backstride.domain.shoe import Mileage, ShoeWord, shoes_of_run
from backstride.gait.cut import cut_gait
from backstride.gait.drift import form_drift
from backstride.gait.segments import Segment, segments_of
from backstride.gait.summarise import summarise_leg
from backstride.load.day_course import DayCourse, day_course
from backstride.load.dose import easy_km_by_exponent
from backstride.load.easy_km import estimate_easy_km
from backstride.store import activities, form_recordings, legs
from backstride.store.run_legs import find_of_run
from backstride.store.store import Transaction
from backstride.workflows.daily_load import counted_legs
from backstride.workflows.day_exposures import exposure_of_leg
from backstride.workflows.derive_load import ON_FOOT, find_reference
from backstride.workflows.follow_form import QUANTITIES, DatedPoint, baseline_of, form_points
from backstride.workflows.list_runs import as_row
from backstride.workflows.name_run import name_run
from backstride.workflows.run_page import LegPage, RunPage, ShoePart, Typical, Usual
from backstride.workflows.shod_runs import ShoeBook, open_book
from backstride.workflows.wiring import Desk

RISING: Final = time(7, 0)
BEDTIME: Final = time(23, 0)
"""Times of the runner's clock between which the day is followed, where nothing tells them (own
choice); an earlier or later run moves them by an hour around it."""

AVERAGED: Final = (
    "altitude_m",
    "vertical_oscillation_mm",
    "vertical_ratio_percent",
    "step_length_mm",
    "contact_balance_percent",
)
"""Channels of which form takes means or slopes alone."""

AROUND: Final = timedelta(hours=1)
"""Time between rising and an early run, and between a late run and bed (own choice)."""


@dataclass(frozen=True, slots=True)
class Company:
    """The runner's runs, to hold one against; gathered once where many runs are looked at.

    Parameters
    ----------
    loads, losses : tuple of (str, float)
        Run and middle of its load [easy km], and of its shrinkage. [mm]
    points : tuple of DatedPoint
        Form of every run.
    book : ShoeBook
        Pairs and runs.
    gone : dict of str to Mileage
        How far each pair has gone, by its id.
    """

    loads: tuple[tuple[str, float], ...]
    losses: tuple[tuple[str, float], ...]
    points: tuple[DatedPoint, ...]
    book: ShoeBook
    gone: dict[str, Mileage]


def gather_company(desk: Desk) -> Company:
    """Gather the runs to hold one against."""
    with desk.store.reading() as tx:
        every = legs.find(tx)
        return company_of(every, open_book(tx, every))


def company_of(every: Sequence[legs.LegRow], book: ShoeBook) -> Company:
    """Do as `gather_company` with every leg and the book of their shoes."""
    rows = [row for row in counted_legs(every) if row.sport is Sport.RUNNING]
    weighed = [(row.activity_id, row.dose) for row in rows if row.dose is not None]
    return Company(
        tuple((run_id, dose.easy_km.q50) for run_id, dose in weighed if dose.easy_km),
        tuple((run_id, dose.shrinkage_mm.q50) for run_id, dose in weighed if dose.shrinkage_mm),
        form_points(rows),
        book,
        gone_of(book),
    )


def gone_of(book: ShoeBook) -> dict[str, Mileage]:
    """Return how far each pair has gone, by its id."""
    return {one.shoe.id: one for one in book.mileages()}


def with_book(company: Company, book: ShoeBook) -> Company:
    """Return the same runs with what is now known of their shoes."""
    return replace(company, book=book, gone=gone_of(book))


def weigh_run(
    desk: Desk, said: str, *, piece_m: float = 1000.0, company: Company | None = None
) -> RunPage:
    """Gather everything about one run.

    Parameters
    ----------
    desk : Desk
        Open.
    said : str
        As `name_run` takes it.
    piece_m : float
        Length of the pieces. [m]
    company : Company, optional
        As `gather_company` returns it, where it is known already.

    Raises
    ------
    OutOfRange
        Where nothing or more than one run is meant, or the length is not above 0.
    """
    runner = desk.runner()
    others = company or gather_company(desk)
    with desk.store.reading() as tx:
        run_id = name_run(tx, said)
        setting = _Setting(runner, find_reference(tx, runner), piece_m)
        rows = find_of_run(tx, run_id)
        pages = _leg_pages(tx, rows, others, setting)
        return RunPage(
            id=run_id,
            day=rows[0].local_date,
            start=_local(rows[0]),
            device=rows[0].device,
            legs=pages,
            typical=_typical(run_id, others, pages),
            course=_course(tx, rows[0], setting),
            shoes=_shoes(run_id, others),
            recordings=form_recordings.find(tx, run_id=run_id),
        )


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every leg is judged by."""

    runner: Runner
    reference: EasyRunReference
    piece_m: float


def _leg_pages(
    tx: Transaction,
    rows: Sequence[legs.LegRow],
    others: Company,
    setting: _Setting,
) -> tuple[LegPage, ...]:
    recorded = activities.load(tx, rows[0].recording_id).legs
    found = []
    for row in rows:
        dose, leg = row.dose or RunDose(), recorded[row.leg_index]
        if row.sport not in ON_FOOT:
            found.append(LegPage(as_row(row), dose, exposure=exposure_of_leg(row)))
            continue
        gait = summarise_leg(leg, setting.runner)
        found.append(
            LegPage(
                as_row(row),
                dose,
                pieces=_pieces(gait, leg, setting),
                by_exponent=easy_km_by_exponent(gait, setting.reference),
                drifts=form_drift(gait, leg.stream),
                usual=_usual(row, others),
                sources=_sources(gait, leg),
                exposure=exposure_of_leg(row),
            )
        )
    return tuple(found)


def _pieces(gait: Gait, leg: Leg, setting: _Setting) -> tuple[tuple[Segment, Range | None], ...]:
    segments = segments_of(gait, leg.stream, length_m=setting.piece_m)
    found = []
    for segment in segments:
        start = int(np.searchsorted(gait.time_s, segment.start_s))
        stop = int(np.searchsorted(gait.time_s, segment.end_s, side="right"))
        load = estimate_easy_km(cut_gait(gait, start, stop), setting.reference)
        found.append((segment, load))
    return tuple(found)


def _sources(gait: Gait, leg: Leg) -> dict[str, str]:
    """Tell where speed, cadence, contact and what is only averaged came from."""
    found = {
        "speed_mps": gait.speed_source,
        "cadence_spm": gait.cadence_source,
        "contact_ms": gait.contact_source,
    }
    channels = {} if leg.stream is None else leg.stream.channels
    for name in AVERAGED:
        channel = channels.get(name)
        if channel is not None and bool(np.isfinite(channel.values).any()):
            found[name] = channel.source
    return {name: source for name, source in found.items() if source}


def _usual(row: legs.LegRow, others: Company) -> tuple[Usual, ...]:
    """Hold the form of a leg against the runner's other runs."""
    own = form_points([row])
    if not own or row.sport is not Sport.RUNNING:
        return ()
    point = own[0].point
    rest = [one.point for one in others.points if one.run_id != row.activity_id]
    found = []
    for name in QUANTITIES:
        base = baseline_of(rest, name, point.contact_source)
        if base is not None and name in point.values:
            usual = base.usual(point.speed_mps, point.grade)
            found.append(Usual(name, point.values[name], usual, base.n_run))
    return tuple(found)


def _typical(run_id: str, others: Company, pages: Sequence[LegPage]) -> Typical | None:
    loads = [load for other, load in others.loads if other != run_id]
    losses = [loss for other, loss in others.losses if other != run_id]
    if not loads or not losses:
        return None
    own = [page.dose.easy_km.q50 for page in pages if page.dose.easy_km is not None]
    lighter = float(np.mean(np.array(loads) < sum(own))) if own else None
    return Typical(len(loads), _quartiles(loads), _quartiles(losses), lighter)


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = (float(x) for x in np.percentile(values, (25, 50, 75)))
    return low, middle, high


def _course(tx: Transaction, first: legs.LegRow, setting: _Setting) -> DayCourse | None:
    """Follow the height of the spine over the day of a run, with every leg on foot of that day."""
    day = first.local_date
    rows = counted_legs(legs.find(tx, first_day=day, last_day=day, sports=ON_FOOT))
    gaits = []
    for row in rows:
        leg = activities.load(tx, row.recording_id).legs[row.leg_index]
        gait = summarise_leg(leg, setting.runner)
        if gait.known:
            gaits.append(gait)
    if not gaits:
        return None
    zone = _local(first).tzinfo
    start, end = gaits[0].start, gaits[-1].start + timedelta(seconds=float(gaits[-1].time_s[-1]))
    rising = min(datetime.combine(day, RISING, zone), start - AROUND)
    bedtime = max(datetime.combine(day, BEDTIME, zone), end + AROUND)
    return day_course(gaits, setting.reference, rising=rising, bedtime=bedtime)


def _shoes(run_id: str, others: Company) -> tuple[ShoePart, ...]:
    book = others.book
    run = next((run for run in book.runs if run.run_id == run_id), None)
    if run is None:
        return ()
    word, worn = shoes_of_run(run, book.shoes, book.usual)
    if word is ShoeWord.UNKNOWN:
        return ()
    return tuple(ShoePart(others.gone[part.shoe_id], part, word) for part in worn)


def _local(row: legs.LegRow) -> datetime:
    return row.start.astimezone(timezone(timedelta(seconds=row.utc_offset_s)))
