"""Use case: forecast the next mornings, from the store or from a bare table of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.forecast import Forecast
from backstride.domain.message import Message
from backstride.domain.problem import Problem
from backstride.domain.screen import ScreenEffect, Triage
from backstride.inference.calendar import build_table
from backstride.inference.forecast_table import forecast_table
from backstride.store import diary
from backstride.workflows.answer_question import read_days
from backstride.workflows.check_safety import current_triage
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.day_exposures import with_exposures
from backstride.workflows.derive_load import find_reference
from backstride.workflows.settle_older import settle_older
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Forecasted:
    """A forecast, what was odd about its days, and what the safety screen says.

    Parameters
    ----------
    forecast : Forecast or None
        None where the table could not be read at all.
    problems : tuple of Problem
        Found while reading a table.
    triage : Triage or None
        To be shown first; None for a bare table of days.
    """

    forecast: Forecast | None
    problems: tuple[Problem, ...] = ()
    triage: Triage | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether the safety screen keeps answers back."""
        return self.triage is not None and self.triage.asks_for(ScreenEffect.HIDE_ANSWER)


def forecast_from_store(desk: Desk, *, planned: Sequence[float] | None = None) -> Forecasted:
    """Forecast the mornings after today; the safety screen comes first.

    Parameters
    ----------
    desk : Desk
        Open.
    planned : sequence of float, optional
        Loads of the coming days [easy km], today's first where it is not known yet.

    Raises
    ------
    OutOfRange
        The plan is longer than the forecast reaches, or holds impossible loads.

    Notes
    -----
    A forecast lays out plans of running, so that it is kept back where load is hidden as well.
    """
    triage = current_triage(desk)
    withheld = why_withheld(triage)
    if withheld is not None:
        today = desk.today()
        return Forecasted(Forecast(today, today, (), None, None, (), (withheld,)), triage=triage)
    settle_older(desk)
    table, unit = read_up_to_today(desk)
    return Forecasted(forecast_table(table, planned=_loads(planned), unit=unit), triage=triage)


def why_withheld(triage: Triage) -> Message | None:
    """Return why the safety screen allows no forecast, None where it allows one."""
    if triage.asks_for(ScreenEffect.HIDE_ANSWER):
        return Message("forecast.withheld.safety")
    if triage.asks_for(ScreenEffect.HIDE_LOAD):
        return Message("forecast.withheld.load")
    return None


def read_up_to_today(desk: Desk) -> tuple[DailyTable, float | None]:
    """Return every day up to today, and the runner's typical run.

    Days after the last one that anything is known of are days of which nobody told: a forecast
    begins today, and a diary that has fallen silent gets none.
    """
    today = desk.today()
    with desk.store.reading() as tx:
        days = build_table(diary.entries(tx), doses_by_day(tx), as_of=today)
        table = with_exposures(tx, days)
        unit = find_reference(tx, desk.runner()).typical_day_easy_km
    n_told = (today - table.first_day).days + 1
    return (_with_silent_days(table, n_told - table.n_day) if table.n_day else table), unit


def _with_silent_days(table: DailyTable, n_day: int) -> DailyTable:
    """Return a table with so many days at its end of which nothing is known."""
    blank = np.full(max(n_day, 0), np.nan)

    def longer(columns: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
        return {name: np.concatenate([values, blank]) for name, values in columns.items()}

    return replace(
        table,
        load=np.concatenate([table.load, blank]),
        morning=np.concatenate([table.morning, blank]),
        evening=np.concatenate([table.evening, blank]),
        reason=(*table.reason, *("" for _ in blank)),
        covariates=longer(table.covariates),
        outcomes=longer(table.outcomes),
        measures=longer(table.measures),
    )


def forecast_from_table(
    data: bytes, *, planned: Sequence[float] | None = None, today: date | None = None
) -> Forecasted:
    """Forecast the mornings after the last row of a table of days.

    Parameters
    ----------
    data : bytes
        A CSV file; see the reference of the daily table.
    planned : sequence of float, optional
        Loads of the coming days, in the table's own unit.
    today : date, optional
        As in `answer_from_table`.

    Raises
    ------
    OutOfRange
        The plan is longer than the forecast reaches, or holds impossible loads.
    """
    days = read_days(data, today=today)
    if days.table is None:
        return Forecasted(None, days.problems)
    return Forecasted(forecast_table(days.table, planned=_loads(planned)), days.problems)


def _loads(planned: Sequence[float] | None) -> NDArray[np.float64] | None:
    return None if planned is None else np.array(planned, dtype=np.float64)
