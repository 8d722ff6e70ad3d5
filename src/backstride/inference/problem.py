"""Problem: a design and its priors as the arrays that kernels read."""

from __future__ import annotations

import numpy as np

from backstride.inference.design import Design
from backstride.inference.kernels.arrays import Problem
from backstride.inference.priors import Priors


def to_problem(design: Design, priors: Priors) -> Problem:
    """Lay a design out for the kernels."""
    first, last = design.first_day, design.last_day
    days = np.arange(first, last + 2)
    running = design.load > 0.0
    log_load = np.zeros(design.n_day)
    log_load[running] = np.log(design.load[running])
    return Problem(
        log_load=log_load,
        running=running.astype(np.float64),
        unknown_share=design.unknown_share,
        first_share=np.array([design.first_share]),
        row_start=np.searchsorted(design.row_day, days).astype(np.int64),
        row_day=design.row_day.astype(np.int64),
        row_kind=design.row_kind.astype(np.int64),
        row_low=design.row_low,
        row_high=design.row_high,
        fixed=design.fixed,
        precision=priors.coefficient_sd(len(design.covariates)) ** -2.0,
        window_fixed=design.window_fixed,
        span=np.array([first, last - first + 1, *design.window], dtype=np.int64),
        score_step=np.array([design.score_step]),
    )
