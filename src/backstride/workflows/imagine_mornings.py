"""Use case: imagine the next mornings with other amounts of running, all from one fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from backstride.domain.answer import DailyTable
from backstride.domain.forecast import Forecast
from backstride.domain.message import Message
from backstride.domain.screen import Triage
from backstride.inference.answer import LONGEST_DIARY_DAYS
from backstride.inference.answer_fit import PRIORS
from backstride.inference.calendar import cut_rows
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.forecast import forecast
from backstride.inference.forecast_table import blocking_reasons
from backstride.inference.window import find_window
from backstride.workflows.check_safety import current_triage
from backstride.workflows.forecast_mornings import read_up_to_today, why_withheld
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
    """
    triage = current_triage(desk)
    withheld = why_withheld(triage)
    if withheld is not None:
        return Imagined(notes=(withheld,), triage=triage)
    table, unit = read_up_to_today(desk)
    return replace(imagine_from_days(table, unit=unit), triage=triage)


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
