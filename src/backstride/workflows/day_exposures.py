"""Use case: what other activities put on each day, as columns beside the running load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.domain.dose import RunDose
from backstride.domain.interval import Range
from backstride.load.exposure import (
    Exposure,
    Kind,
    daily_columns,
    exposure_of_time,
    exposure_of_walk,
    kind_of,
)
from backstride.store import coverage, legs
from backstride.store.legs import LegRow
from backstride.store.store import Transaction
from backstride.workflows.daily_load import counted_legs, covered_spans

LONGEST_H = 24.0
"""A recording longer than a day is a forgotten watch; no more than this is believed [h]."""


def exposure_of_leg(row: LegRow) -> Exposure | None:
    """Find what one leg put on the back beside running.

    Parameters
    ----------
    row : LegRow
        Any leg.

    Returns
    -------
    Exposure or None
        None for running on land, for what is not known, and where no time is told.
    """
    kind = kind_of(row.sport, row.sub_sport)
    if kind is None:
        return None
    if kind is Kind.WALKING:
        return exposure_of_walk(row.dose or RunDose())
    derived = None if row.dose is None else row.dose.gait.moving_s
    seconds = next((s for s in (derived, row.moving_s, row.timer_s, row.elapsed_s) if s), None)
    if seconds is None:
        return None
    return exposure_of_time(kind, min(seconds / 3600.0, LONGEST_H))


def exposures_by_day(tx: Transaction) -> dict[date, dict[str, Range]]:
    """Sum recorded activities beside running to columns.

    Parameters
    ----------
    tx : Transaction
        Any.

    Returns
    -------
    dict of date to dict of str to Range
        Days with any, each with the columns that occurred. [h] or [easy km]
    """
    found: dict[date, list[Exposure]] = {}
    for row in counted_legs(legs.find(tx)):
        exposure = exposure_of_leg(row)
        if exposure is not None:
            found.setdefault(row.local_date, []).append(exposure)
    return {day: daily_columns(exposures) for day, exposures in found.items()}


def with_exposures(tx: Transaction, table: DailyTable) -> DailyTable:
    """Add recorded activities beside running to a table of days, as covariates.

    Parameters
    ----------
    tx : Transaction
        Any.
    table : DailyTable
        Days of diary and load.

    Returns
    -------
    DailyTable
        With a column for each kind that was ever recorded: its middle on days with it, 0 on days
        that a source covers, else unknown. What the diary says of a day wins.
    """
    by_day = exposures_by_day(tx)
    names = sorted({name for columns in by_day.values() for name in columns})
    if not names or not table.n_day:
        return table
    days = [table.first_day + timedelta(days=k) for k in range(table.n_day)]
    covered = _covered(days, covered_spans(coverage.ranges(tx)))
    columns = dict(table.covariates)
    for name in names:
        recorded = np.where(covered, 0.0, np.nan)
        for k, day in enumerate(days):
            if name in by_day.get(day, {}):
                recorded[k] = by_day[day][name].q50
        told = columns.get(name)
        columns[name] = recorded if told is None else np.where(np.isfinite(told), told, recorded)
    return replace(table, covariates=columns)


def _covered(days: Sequence[date], spans: Sequence[tuple[date, date]]) -> np.ndarray:
    return np.array([any(first <= day <= last for first, last in spans) for day in days])
