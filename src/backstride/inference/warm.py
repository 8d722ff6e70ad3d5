"""Compile the numerical kernels ahead of the first answer; the compiler's cache keeps them."""

from __future__ import annotations

from datetime import date

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.inference.answer import answer_table
from backstride.inference.design import build_design
from backstride.inference.gibbs import sample
from backstride.inference.priors import Priors

N_DAY = 60
"""Days of the made-up table: enough for every kernel to run once."""


def warm_kernels() -> None:
    """Run every engine once on a made-up table; what it says is thrown away."""
    table = _made_up_table()
    answer_table(table)
    sample(build_design(table), Priors(), n_sweep=4, n_burn=2, n_chain=1, seed=0)


def _made_up_table() -> DailyTable:
    days = np.arange(N_DAY)
    load = np.where(days % 2 == 0, 8.0 + days % 5, 0.0)
    morning = 3.0 + (days % 2) + (days % 7 == 0)
    return DailyTable(
        first_day=date(2026, 1, 1),
        load=load,
        morning=morning.astype(float),
        evening=(morning + 1.0).astype(float),
        reason=("",) * N_DAY,
    )
