"""Daily table: one row a day with the load beside the scores, to what inference sees.

For ``answer --daily``: columns ``date``, ``load``, ``leg_morning``, ``leg_evening``, optional
``no_run_reason``, scores of each leg, further symptoms by the key of their diary item, and
``measure_NAME``; any other column of numbers is a covariate under its own name. A blank load is
unknown, 0 is a day without a run, days between the rows are unknown throughout.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.domain.diary import NoRunReason
from backstride.domain.diary_items import OUTCOMES
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.daily_columns import (
    LOAD,
    MEASURE,
    column_notes,
    daily_columns,
    is_covariate,
    is_measure,
)
from backstride.readers.table_cells import Column
from backstride.readers.table_days import (
    DATE,
    REASON,
    SCORES,
    SIDES,
    Days,
    read_days,
)
from backstride.readers.table_text import Table, read_table

MAX_DAYS: Final = 7306
"""Twenty years: a longer span is a mistyped year, and would fill with empty days. [d]"""

_REQUIRED: Final = (DATE, LOAD, "leg_morning")
_LEGS: Final = ("left", "right")


@dataclass(frozen=True, slots=True)
class DailyReading:
    """What became of a daily table.

    Parameters
    ----------
    table : DailyTable or None
        None where it cannot be used at all; the last problem says why.
    problems : tuple of Problem
        Everything refused, joined or in disagreement, with its row.
    sides : dict of str to DailyTable
        The same days with the scores of the ``left`` and the ``right`` leg alone; empty where the
        table has no mornings of both.
    """

    table: DailyTable | None
    problems: tuple[Problem, ...] = ()
    sides: dict[str, DailyTable] = field(default_factory=dict)


def read_daily(data: bytes, *, today: date | None = None) -> DailyReading:
    """Read a daily table.

    Parameters
    ----------
    data : bytes
        CSV with a header; comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252.
    today : date or None
        Rows about later days are refused; None refuses none.

    Returns
    -------
    DailyReading
        Never raises.
    """
    table = read_table(data)
    if table.problems and table.problems[-1].severity is Severity.REFUSED:
        return DailyReading(None, table.problems)
    missing = [name for name in _REQUIRED if not _is_there(name, table)]
    if missing:
        return _refused(list(table.problems), _missing_columns(table, missing))
    columns = daily_columns(table)
    days = read_days(table, columns, today)
    if not days.values:
        return _refused(days.problems, Problem("table.no_rows", "", {}))
    first, last = min(days.values), max(days.values)
    if (last - first).days >= MAX_DAYS:
        return _refused(days.problems, _too_long(days, first, last))
    return _finished(days, columns, first, (last - first).days + 1)


def _is_there(name: str, table: Table) -> bool:
    """Whether a column is there, or for the leg score the columns of both legs."""
    return name in table.columns or all(f"{name}_{leg}" in table.columns for leg in _LEGS)


def _refused(problems: list[Problem], reason: Problem) -> DailyReading:
    told = Problem(reason.code, reason.where, reason.params, Severity.REFUSED)
    return DailyReading(None, (*problems, told))


def _missing_columns(table: Table, missing: list[str]) -> Problem:
    params: dict[str, Parameter] = {
        "missing": ", ".join(missing),
        "columns": ", ".join(table.columns)[:120],
    }
    return Problem("table.columns_missing", "", params)


def _too_long(days: Days, first: date, last: date) -> Problem:
    params: dict[str, Parameter] = {
        "first": first.isoformat(),
        "first_row": days.rows[first][0],
        "last": last.isoformat(),
        "last_row": days.rows[last][0],
    }
    return Problem("table.span_too_long", "", params)


def _finished(days: Days, columns: tuple[Column, ...], first: date, n_day: int) -> DailyReading:
    calendar = [first + timedelta(days=n) for n in range(n_day)]
    problems = [*days.problems, *column_notes(columns), *_order_notes(days)]
    problems += _contradictions(days)
    named = (LOAD, *SCORES, *SIDES, *(column.name for column in columns))
    filled = {name: _filled(days, calendar, name) for name in named}
    reason = tuple(_reason(days, day) for day in calendar)
    table = DailyTable(
        first_day=first,
        load=_load(filled[LOAD], reason),
        morning=_worse(filled, "leg_morning"),
        evening=_worse(filled, "leg_evening"),
        reason=reason,
        covariates={found.name: filled[found.name] for found in columns if is_covariate(found)},
        load_unit=LOAD,
        outcomes={
            name: filled[name]
            for name in OUTCOMES
            if name in filled and np.isfinite(filled[name]).any()
        },
        measures={
            name.removeprefix(MEASURE): values
            for name, values in filled.items()
            if is_measure(name)
        },
    )
    return DailyReading(table, tuple(problems), _sides(table, filled))


def _worse(filled: dict[str, Array], name: str) -> Array:
    """Scores of the worse leg: as noted, or where only the legs were noted the worse of them."""
    left, right = (filled[f"{name}_{leg}"] for leg in _LEGS)
    return np.where(np.isnan(filled[name]), np.fmax(left, right), filled[name])


def _sides(table: DailyTable, filled: dict[str, Array]) -> dict[str, DailyTable]:
    """Return a table a leg, where both have a morning score."""
    if any(np.isnan(filled[f"leg_morning_{leg}"]).all() for leg in _LEGS):
        return {}
    return {
        leg: replace(
            table, morning=filled[f"leg_morning_{leg}"], evening=filled[f"leg_evening_{leg}"]
        )
        for leg in _LEGS
    }


def _load(load: Array, reason: tuple[str, ...]) -> Array:
    """Load of each day, 0 where it was left blank and the runner said why there was no run."""
    told_none = np.array([bool(why) for why in reason])
    return np.where(np.isnan(load) & told_none, 0.0, load)


def _filled(days: Days, calendar: list[date], name: str) -> Array:
    """Values of one column on every day, NaN where missing or passed over; shape (n_day,)."""
    found = (days.values.get(day, {}).get(name) for day in calendar)
    return np.array([value if isinstance(value, float) else np.nan for value in found])


def _reason(days: Days, day: date) -> str:
    reason = days.values.get(day, {}).get(REASON)
    return reason.value if isinstance(reason, NoRunReason) else ""


def _order_notes(days: Days) -> list[Problem]:
    if days.order == sorted(days.order):
        return []
    return [Problem("table.rows_sorted", "", {})]


def _contradictions(days: Days) -> list[Problem]:
    """Days with a run and a reason for having had none."""
    found = []
    for day in sorted(days.values):
        load = days.values[day].get(LOAD)
        if isinstance(load, float) and load > 0.0 and _reason(days, day):
            where = f"row {days.rows[day][0]}, {REASON}"
            params: dict[str, Parameter] = {"day": day.isoformat(), "load": load}
            found.append(Problem("table.reason_beside_run", where, params))
    return found
