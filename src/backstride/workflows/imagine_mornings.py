"""Use case: imagine the next mornings with other amounts of running, all from one fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.forecast import Forecast
from backstride.domain.message import Message
from backstride.domain.screen import ScreenEffect, Triage
from backstride.inference.answer import LONGEST_DIARY_DAYS
from backstride.inference.answer_fit import PRIORS
from backstride.inference.calendar import build_table, cut_rows
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.forecast import forecast
from backstride.inference.forecast_table import blocking_reasons
from backstride.inference.window import find_window
from backstride.store import diary
from backstride.workflows.check_safety import current_triage
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.day_exposures import with_exposures
from backstride.workflows.derive_load import find_reference
from backstride.workflows.wiring import Desk

SHARES: Final = (0, 25, 50, 75, 100, 125, 150, 200)
"""Amounts of running that are imagined, of the usual pattern: from none to twice as much. [%]"""
USUAL: Final = 100


@dataclass(frozen=True, slots=True)
class Imagined:
    """The next mornings with other amounts of running.

    Parameters
    ----------
    forecasts : mapping of int to Forecast
        By share of the usual running [%]; the plan ``planned`` of each is the one with it. Empty
        where there is no forecast.
    notes : tuple of Message
        Why there is none, or what the numbers mean.
    triage : Triage or None
        What the safety screen says; None for bare days.
    """

    forecasts: Mapping[int, Forecast] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    triage: Triage | None = None


def imagine_from_store(desk: Desk) -> Imagined:
    """Imagine the mornings after today; the safety screen comes first.

    Parameters
    ----------
    desk : Desk
        Open.

    Notes
    -----
    Days after the last one that anything is known of, up to today, are days nobody told about: a
    diary that has fallen silent gets no forecast.
    """
    triage = current_triage(desk)
    for effect, key in (
        (ScreenEffect.HIDE_ANSWER, "forecast.withheld.safety"),
        (ScreenEffect.HIDE_LOAD, "forecast.withheld.load"),
    ):
        if triage.asks_for(effect):
            return Imagined(notes=(Message(key),), triage=triage)
    with desk.store.reading() as tx:
        days = build_table(diary.entries(tx), doses_by_day(tx), as_of=desk.today())
        table = with_exposures(tx, days)
        unit = find_reference(tx, desk.runner()).typical_day_easy_km
    n_silent = (desk.today() - table.first_day).days + 1 - table.n_day if table.n_day else 0
    found = imagine_from_days(_with_silent_days(table, n_silent), unit=unit)
    return replace(found, triage=triage)


def imagine_from_days(table: DailyTable, *, unit: float | None = None) -> Imagined:
    """Imagine the mornings after the last row of a table of days.

    Parameters
    ----------
    table : DailyTable
        One row a day, the last one being today.
    unit : float, optional
        The runner's typical run; the median of the days with a run by default.

    Notes
    -----
    The usual pattern is that of the same weekdays of the last four weeks, each as likely; a share
    multiplies the running of every one of these days.
    """
    reasons = blocking_reasons(table)
    if reasons:
        return Imagined(notes=reasons)
    table = cut_rows(table, max(0, table.n_day - LONGEST_DIARY_DAYS), table.n_day)
    rows = find_window(table)
    window = None if rows is None else (rows[0], rows[1] - 1)
    design = build_design(table, window, typical_run=unit)
    posterior = fit(design, PRIORS)
    forecasts = {
        share: forecast(
            posterior, replace(table, load=0.01 * share * table.load), design, priors=PRIORS
        )
        for share in SHARES
    }
    return Imagined(forecasts, forecasts[USUAL].notes)


def _with_silent_days(table: DailyTable, n_day: int) -> DailyTable:
    """Return a table with so many days at its end of which nothing is known."""
    if n_day <= 0:
        return table
    blank = np.full(n_day, np.nan)

    def longer(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([values, blank])

    return replace(
        table,
        load=longer(table.load),
        morning=longer(table.morning),
        evening=longer(table.evening),
        reason=(*table.reason, *("" for _ in range(n_day))),
        covariates={name: longer(values) for name, values in table.covariates.items()},
        outcomes={name: longer(values) for name, values in table.outcomes.items()},
        measures={name: longer(values) for name, values in table.measures.items()},
    )
