"""Use case: lay the columns of a data frame, or plain arrays, out as one row a day.

Frames are known by what they can do: pandas, polars and a plain dict of lists all work, none is
imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.diary import NoRunReason
from backstride.domain.diary_items import OUTCOMES
from backstride.domain.errors import ImpossibleCall, OutOfRange, ShapeMismatch

Array = NDArray[np.float64]
Frame: TypeAlias = Any
"""Anything with named columns: a data frame of pandas or polars, or a mapping."""
Column: TypeAlias = Any
"""Anything with values in a row."""

DATE, LOAD, MORNING, EVENING, REASON = (
    "date",
    "load",
    "leg_morning",
    "leg_evening",
    "no_run_reason",
)
MEASURE: Final = "measure_"
"""Beginning of the name of a column that says what was done about it."""

MAX_DAYS: Final = 7306
"""Twenty years: a longer span is a mistyped year. [d]"""

_REASONS: Final = frozenset(reason.value for reason in NoRunReason)


def lay_out(frame: Frame, *, load_unit: str = "load") -> DailyTable:
    """Return the daily table of a frame.

    Parameters
    ----------
    frame : data frame or mapping
        Anything with named columns: ``date`` (dates, datetimes or ISO 8601 text), ``load``,
        ``leg_morning``, and optionally ``leg_evening``, ``no_run_reason``, the keys of further
        symptoms, and ``measure_NAME`` of 0 and 1; every other column of numbers is a covariate
        under its own name. Missing values are NaN or null. Rows may come in any order; days
        without a row are unknown throughout.
    load_unit : str
        Unit of ``load``, for display.

    Returns
    -------
    DailyTable

    Raises
    ------
    ImpossibleCall
        A needed column is missing, or a column of numbers holds something else.
    ShapeMismatch
        Columns of different lengths.
    OutOfRange
        No row, a date twice, dates more than twenty years apart, an unknown reason.
    """
    names = _names(frame)
    missing = [name for name in (DATE, LOAD, MORNING) if name not in names]
    if missing:
        raise ImpossibleCall("frame_columns", missing=", ".join(missing))
    days = _days(frame[DATE])
    first, place, n_day = _places(days)
    columns = {
        name: _spread(values, place, n_day, name=name)
        for name in names
        if name not in (DATE, REASON)
        for values in _numbers(frame[name], name)
    }
    known = {LOAD, MORNING, EVENING}
    return DailyTable(
        first_day=first,
        load=columns[LOAD],
        morning=columns[MORNING],
        evening=columns.get(EVENING, np.full(n_day, np.nan)),
        reason=_reasons(frame[REASON], place, n_day) if REASON in names else ("",) * n_day,
        covariates={k: v for k, v in columns.items() if k not in known and _is_covariate(k)},
        load_unit=load_unit,
        outcomes={k: v for k, v in columns.items() if k in OUTCOMES},
        measures={k.removeprefix(MEASURE): v for k, v in columns.items() if k.startswith(MEASURE)},
    )


def _is_covariate(name: str) -> bool:
    return name not in OUTCOMES and not name.startswith(MEASURE)


def _names(frame: Frame) -> list[str]:
    if isinstance(frame, Mapping):
        return [str(name) for name in frame]
    if not hasattr(frame, "columns"):
        raise ImpossibleCall("frame_kind", kind=type(frame).__name__)
    return [str(name) for name in frame.columns]


def _days(column: Column) -> NDArray[np.datetime64]:
    """Turn a column of dates into days; the hour of a datetime does not count."""
    values = column.to_numpy() if hasattr(column, "to_numpy") else np.asarray(column)
    try:
        days = np.asarray(values).astype("datetime64[D]")
    except (TypeError, ValueError) as error:
        raise ImpossibleCall("frame_dates", found=str(error)[:80]) from error
    if days.size == 0 or np.isnat(days).any():
        raise OutOfRange("frame_no_date", n_row=int(days.size))
    return days


def _places(days: NDArray[np.datetime64]) -> tuple[date, NDArray[np.int64], int]:
    """First day, row of each day in the table, and how many rows that makes."""
    unique, counts = np.unique(days, return_counts=True)
    if (counts > 1).any():
        raise OutOfRange(
            "frame_date_twice", day=str(unique[counts > 1][0]), n_more=int((counts > 1).sum() - 1)
        )
    place = (days - unique[0]).astype(np.int64)
    n_day = int(place.max()) + 1
    if n_day > MAX_DAYS:
        raise OutOfRange("frame_span", first=str(unique[0]), last=str(unique[-1]), n_max=MAX_DAYS)
    first: date = unique[0].astype(date)
    return first, place, n_day


def _numbers(column: Column, name: str) -> Iterator[Array]:
    """Yield a column as numbers with NaN where missing; nothing for a column of words."""
    try:
        yield _as_floats(column)
    except (TypeError, ValueError) as error:
        if name in (LOAD, MORNING, EVENING) or not _is_covariate(name):
            raise ImpossibleCall("frame_numbers", column=name, found=str(error)[:80]) from error


def _as_floats(column: Column) -> Array:
    if not hasattr(column, "to_numpy"):
        return np.asarray(column, dtype=np.float64)
    try:
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    except TypeError:  # polars knows neither word and turns nulls into NaN by itself
        values = np.asarray(column.to_numpy(), dtype=np.float64)
    return np.asarray(values, dtype=np.float64)


def _spread(values: Array, place: NDArray[np.int64], n_day: int, *, name: str) -> Array:
    if values.shape != place.shape:
        raise ShapeMismatch(
            "frame_length", column=name, n_found=int(values.size), n_expected=int(place.size)
        )
    spread = np.full(n_day, np.nan)
    spread[place] = values
    return spread


def _reasons(column: Column, place: NDArray[np.int64], n_day: int) -> tuple[str, ...]:
    values = column.to_numpy() if hasattr(column, "to_numpy") else column
    texts = [value if isinstance(value, str) else "" for value in values]
    if len(texts) != place.size:
        raise ShapeMismatch(
            "frame_length", column=REASON, n_found=len(texts), n_expected=int(place.size)
        )
    unknown = sorted(set(texts) - _REASONS - {""})
    if unknown:
        raise OutOfRange("frame_reason", found=unknown[0], known=", ".join(sorted(_REASONS)))
    reasons = [""] * n_day
    for row, text in zip(place, texts, strict=True):
        reasons[int(row)] = text
    return tuple(reasons)
