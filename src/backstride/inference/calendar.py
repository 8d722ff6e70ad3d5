"""Calendar: diary entries and daily doses become one table with a row for every day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry, ItemValue, NoRunReason, Score
from backstride.domain.diary_items import OUTCOMES
from backstride.domain.dose import DailyDose, LoadState
from backstride.inference.comparable import keep_comparable
from backstride.inference.measures import lay_measures

Array = NDArray[np.float64]

HISTORY_DAYS: Final = 180
"""Days of load kept from before the first diary day [d]: six slow time constants of 30 days; the
model needs 90 (``inference.md`` section 2)."""


def build_table(
    entries: Iterable[DiaryEntry],
    doses: Iterable[DailyDose],
    *,
    as_of: date | None = None,
    load_unit: str = "easy km",
) -> DailyTable:
    """Place diary and load on one grid of days without gaps.

    A day is a rest day (load 0) only where its dose says so or where the diary says why there was
    no run; a day that nothing speaks about has an unknown load (NaN). A skipped score, a score
    never asked and a missing entry are all NaN, never zero. Measures are those with enough
    comparable days; `lay_days` keeps them all.

    Parameters
    ----------
    entries : iterable of DiaryEntry
        In any order; of two entries for one day the later in the sequence counts.
    doses : iterable of DailyDose
        Likewise.
    as_of : date, optional
        Last day that may be used; what lies after it is left out.
    load_unit : str
        Unit of the doses' medians, for display.

    Returns
    -------
    DailyTable
        From the first day of interest to the last; no rows where there is nothing at all.
    """
    return keep_comparable(lay_days(entries, doses, as_of=as_of, load_unit=load_unit))


def lay_days(
    entries: Iterable[DiaryEntry],
    doses: Iterable[DailyDose],
    *,
    as_of: date | None = None,
    load_unit: str = "easy km",
    whole_diary: bool = False,
) -> DailyTable:
    """Do as `build_table`, with every measure that was ever done, however few its days.

    Parameters
    ----------
    entries, doses, as_of, load_unit
        As of `build_table`.
    whole_diary : bool
        True where every entry is a day of the diary, also one without anything to fit.
    """
    told = [entry for entry in entries if as_of is None or entry.day <= as_of]
    diary = {entry.day: entry for entry in told if whole_diary or _speaks(entry)}
    loads = {dose.day: dose for dose in doses if as_of is None or dose.day <= as_of}
    first, n_day = _span(diary, loads, as_of)
    days = [first + timedelta(days=row) for row in range(n_day)]
    rows = [diary.get(day) for day in days]
    load = np.array([_load(loads.get(day), diary.get(day)) for day in days], dtype=np.float64)
    return DailyTable(
        first_day=first,
        load=load,
        morning=np.array([_morning(entry) for entry in rows], dtype=np.float64),
        evening=np.array([_evening(entry) for entry in rows], dtype=np.float64),
        reason=tuple(_reason(entry, loads.get(day)) for day, entry in zip(days, rows, strict=True)),
        covariates=_covariates(rows),
        load_unit=load_unit,
        outcomes=_outcomes(rows),
        measures=lay_measures(told, first, load),
    )


def cut_after(table: DailyTable, as_of: date) -> DailyTable:
    """Return the rows of a table up to and including one day."""
    n_day = max(0, min(table.n_day, (as_of - table.first_day).days + 1))
    return cut_rows(table, 0, n_day)


def cut_rows(table: DailyTable, start: int, stop: int) -> DailyTable:
    """Return the rows ``start`` (included) to ``stop`` (excluded) of a table."""
    return replace(
        table,
        first_day=table.first_day + timedelta(days=start),
        load=table.load[start:stop],
        morning=table.morning[start:stop],
        evening=table.evening[start:stop],
        reason=table.reason[start:stop],
        covariates={name: values[start:stop] for name, values in table.covariates.items()},
        outcomes={name: values[start:stop] for name, values in table.outcomes.items()},
        measures={name: values[start:stop] for name, values in table.measures.items()},
    )


def diary_rows(table: DailyTable) -> tuple[int, int]:
    """Return first row and one past the last row that hold a score; ``(0, 0)`` where none does."""
    scored = np.flatnonzero(np.isfinite(table.morning) | np.isfinite(table.evening))
    if scored.size == 0:
        return 0, 0
    return int(scored[0]), int(scored[-1]) + 1


def day_of(table: DailyTable, row: int) -> date:
    """Return the day of a row."""
    return table.first_day + timedelta(days=row)


def _speaks(entry: DiaryEntry) -> bool:
    """Tell whether an entry holds anything that the model reads.

    A body map, a note or a mark on the time line years before the first score is no diary day.
    """
    scores = (entry.leg_morning, entry.leg_evening, entry.no_run_reason)
    if any(score is not None for score in scores) or entry.sides or entry.covariates:
        return True
    return any(key in entry.items for key in OUTCOMES)


def _span(
    diary: Mapping[date, DiaryEntry], loads: Mapping[date, DailyDose], as_of: date | None
) -> tuple[date, int]:
    """First day and number of days; history that is unknown throughout is not kept."""
    known = [day for day, dose in loads.items() if dose.state is not LoadState.UNKNOWN]
    ends = [*known, *diary]
    if not ends:
        return as_of or date(1970, 1, 1), 0
    first = min(ends)
    if diary:
        first = max(first, min(diary) - timedelta(days=HISTORY_DAYS))
    return first, (max(ends) - first).days + 1


def _load(dose: DailyDose | None, entry: DiaryEntry | None) -> float:
    if dose is not None and dose.state is LoadState.KNOWN and dose.easy_km is not None:
        return dose.easy_km.q50
    if dose is not None and dose.state is LoadState.ZERO:
        return 0.0
    said_no_run = entry is not None and entry.no_run_reason is not None
    run_of_unknown_size = dose is not None and dose.state is LoadState.KNOWN
    return 0.0 if said_no_run and not run_of_unknown_size else np.nan


def _reason(entry: DiaryEntry | None, dose: DailyDose | None) -> str:
    """Why there was no run; a recorded run outweighs a note that there was none."""
    reason: NoRunReason | None = None if entry is None else entry.no_run_reason
    ran = dose is not None and dose.state is LoadState.KNOWN
    return "" if reason is None or ran else reason.value


def _morning(entry: DiaryEntry | None) -> float:
    return np.nan if entry is None else _worse(entry.leg_morning, entry.sides, "leg_morning")


def _evening(entry: DiaryEntry | None) -> float:
    return np.nan if entry is None else _worse(entry.leg_evening, entry.sides, "leg_evening")


def _worse(score: Score, sides: Mapping[str, Score], name: str) -> float:
    """Return the score, or where only sides were noted the worse of them."""
    if isinstance(score, int | float):
        return float(score)
    if not sides:
        return np.nan
    noted = [sides.get(f"{name}_{side}") for side in ("left", "right")]
    numbers = [float(value) for value in noted if isinstance(value, int | float)]
    return max(numbers, default=np.nan)


def _outcomes(rows: list[DiaryEntry | None]) -> dict[str, Array]:
    """Further symptoms that were answered at least once; passed over and never asked are NaN."""
    columns: dict[str, Array] = {}
    for row, entry in enumerate(rows):
        if entry is None or not entry.items:
            continue
        for key in OUTCOMES:
            value = _number(entry.items.get(key))
            if np.isfinite(value):
                columns.setdefault(key, np.full(len(rows), np.nan))[row] = value
    return {key: columns[key] for key in OUTCOMES if key in columns}


def _number(value: ItemValue | None) -> float:
    return float(value) if isinstance(value, int | float) else np.nan


def _covariates(rows: list[DiaryEntry | None]) -> dict[str, Array]:
    names = sorted({name for entry in rows if entry is not None for name in entry.covariates})
    return {
        name: np.array(
            [np.nan if entry is None else entry.covariates.get(name, np.nan) for entry in rows],
            dtype=np.float64,
        )
        for name in names
    }
