"""Use case: forecast the next mornings, from the store or from a bare table of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

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
    today = desk.today()
    if triage.asks_for(ScreenEffect.HIDE_ANSWER):
        return Forecasted(_withheld(today, "forecast.withheld.safety"), triage=triage)
    if triage.asks_for(ScreenEffect.HIDE_LOAD):
        return Forecasted(_withheld(today, "forecast.withheld.load"), triage=triage)
    settle_older(desk)
    with desk.store.reading() as tx:
        entries, doses = list(diary.entries(tx)), list(doses_by_day(tx))
        table = with_exposures(tx, build_table(entries, doses, as_of=today))
        unit = find_reference(tx, desk.runner()).typical_day_easy_km
    return Forecasted(forecast_table(table, planned=_loads(planned), unit=unit), triage=triage)


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


def _loads(planned: Sequence[float] | None) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    return None if planned is None else np.array(planned, dtype=np.float64)


def _withheld(today: date, key: str) -> Forecast:
    return Forecast(today, today, (), None, None, (), (Message(key),))
