"""One runner of the grid, analysed in every way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import Final

from backstride.domain.answer import DailyTable
from backstride.inference.design import WINDOW_DAYS, build_design
from backstride.inference.engine import fit
from studies.grid_runner import live_cell
from studies.naive_methods import METHODS, Estimate

OURS: Final = "backstride"


@dataclass(frozen=True, slots=True)
class Analysed:
    """One analysis of one runner.

    Parameters
    ----------
    cell : str
        Cell of the grid.
    number : int
        Number within the cell.
    method : str
        ``backstride`` or a key of `METHODS`.
    truth : float
        True `effect_28d` of the last 28 days. [points]
    value, low, high : float
        What the method finds with its 90 % interval; NaN where it has nothing to say. [points]
    cpu_s : float
        Processor time. [s]
    """

    cell: str
    number: int
    method: str
    truth: float
    value: float
    low: float
    high: float
    cpu_s: float


def run_runner(cell: str, number: int, words: str) -> list[Analysed]:
    """Live the runner of the grid with this cell and number, and analyse the diary in every way."""
    life = live_cell(cell, words)
    n_day = life.table.n_day
    truth = life.true_effect((n_day - WINDOW_DAYS, n_day))
    found = []
    for name, method in {OURS: _ours, **METHODS}.items():
        estimate, cpu_s = _timed(method, life.table)
        numbers = (nan,) * 3 if estimate is None else (estimate.value, estimate.low, estimate.high)
        found.append(Analysed(cell, number, name, truth, *numbers, cpu_s))
    return found


def _timed(
    method: Callable[[DailyTable], Estimate | None], table: DailyTable
) -> tuple[Estimate | None, float]:
    begun = time.process_time()
    estimate = method(table)
    return estimate, time.process_time() - begun


def _ours(table: DailyTable) -> Estimate:
    effect = fit(build_design(table)).effect_28d
    return Estimate(effect.mean, effect.q05, effect.q95)
