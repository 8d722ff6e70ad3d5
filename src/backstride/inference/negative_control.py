"""Negative control: a complaint that running has nothing to do with, fitted as if it had.

Where the same model finds an effect of running on it, something that was not recorded moves both,
and moves the leg pain too (Lipsitch, Tchetgen Tchetgen and Cohen 2010, Epidemiology 21:383).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.answer import Check, DailyTable
from backstride.domain.diary_items import CONTROL
from backstride.inference.data_rule import RULE
from backstride.inference.design import build_design
from backstride.inference.engine import fit, neighbour_settings
from backstride.inference.outcomes import read_outcome
from backstride.inference.priors import Priors

FARTHEST_P: Final = 0.45
"""Distance of P(effect > 0) from a half at which the control speaks (``inference.md`` 11.4)."""


def has_control(table: DailyTable) -> bool:
    """Tell whether the control was scored often enough, and varies enough, to say anything."""
    if CONTROL not in table.outcomes:
        return False
    scores, _ = read_outcome(table, CONTROL)
    scores = scores[np.isfinite(scores)]
    if scores.size < RULE.least_mornings:
        return False
    _, counts = np.unique(scores, return_counts=True)
    return bool(counts.max() / scores.size <= RULE.most_at_floor)


def check_control(
    table: DailyTable, window: tuple[int, int], unit: float | None
) -> tuple[Check, ...]:
    """Fit the control and say whether running seems to move it.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    window : tuple of int
        First and last row of the window.
    unit : float or None
        The runner's typical run.

    Returns
    -------
    tuple of Check
        ``negative_control``, whose value is P(effect > 0); empty where there is no control.
    """
    if not has_control(table):
        return ()
    # Nobody is kept from running by what has nothing to do with it: no run decisions.
    design = build_design(table, window, typical_run=unit, primary=CONTROL, decisions=False)
    found = fit(design, Priors(), settings=neighbour_settings())
    p = found.effect_28d.p_above_0
    return (Check("negative_control", bool(abs(p - 0.5) < FARTHEST_P), p),)
