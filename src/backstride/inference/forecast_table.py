"""Forecast from a daily table: what must be there, the fit, and the mornings after it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.forecast import Forecast
from backstride.domain.message import Message
from backstride.inference.answer import LONGEST_DIARY_DAYS
from backstride.inference.answer_fit import PRIORS
from backstride.inference.calendar import cut_rows, day_of
from backstride.inference.data_rule import count_data, data_reasons, fault_reasons
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.forecast import N_MORNING, forecast, usual_level
from backstride.inference.window import find_window


def forecast_table(
    table: DailyTable,
    *,
    planned: NDArray[np.float64] | None = None,
    unit: float | None = None,
) -> Forecast:
    """Forecast the mornings after the last row of a table of days.

    Parameters
    ----------
    table : DailyTable
        One row a day, the last one being today.
    planned : array (n_planned,), optional
        Loads of the coming days, in the table's own unit. As many mornings are forecast as the plan
        reaches, at most seven; seven under the usual pattern where not given.
    unit : float, optional
        The runner's typical run in the same unit; the median of the days with a run by default.

    Returns
    -------
    Forecast
        Without plans and with every reason in its notes where the diary does not meet the rule
        that an answer has to meet, or is silent.

    Raises
    ------
    OutOfRange
        `planned` is longer than a week, or holds impossible loads.
    """
    reasons = blocking_reasons(table)
    if reasons:
        last_day = day_of(table, table.n_day - 1) if table.n_day else table.first_day
        return Forecast(last_day, last_day, (), None, None, (), reasons)
    start = max(0, table.n_day - LONGEST_DIARY_DAYS)
    table = cut_rows(table, start, table.n_day)
    design = build_design(table, _window(table), typical_run=unit)
    known_today = int(np.isfinite(table.load[-1]))
    n_morning = N_MORNING if planned is None else planned.size + known_today
    posterior = fit(design, PRIORS)
    return forecast(posterior, table, design, planned=planned, n_morning=n_morning, priors=PRIORS)


def blocking_reasons(table: DailyTable) -> tuple[Message, ...]:
    """Name everything that stands in the way of a forecast."""
    reasons = fault_reasons(table) or data_reasons(table, count_data(table))
    if reasons:
        return reasons
    usual = usual_level(table)
    return (usual,) if isinstance(usual, Message) else ()


def _window(table: DailyTable) -> tuple[int, int] | None:
    found = find_window(table)
    return None if found is None else (found[0], found[1] - 1)
