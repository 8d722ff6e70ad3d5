"""Primary outcome: the leg pain, or where the leg is silent the symptom that speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.domain.message import Message
from backstride.inference.data_rule import count_data, data_reasons
from backstride.inference.outcomes import LEG, read_outcome

STAND_INS: Final = ("tingling_0_6", "weakness_0_6", "ladder_step_0_6", "back_0_10")
"""Symptoms that may stand in for the leg pain, symptoms of the leg before those of the back."""

SILENT: Final = frozenset(
    {
        "answer.data.no_scores",
        "answer.data.all_none",
        "answer.data.few_diary_days",
        "answer.data.few_mornings",
        "answer.data.few_run_pairs",
        "answer.data.few_rest_pairs",
        "answer.data.few_decisions",
    }
)
"""Reasons that another symptom may get around: the leg is painless, or is scored too seldom."""


def about(table: DailyTable, outcome: str) -> DailyTable:
    """Return a table whose scores are those of one outcome, for counting.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    outcome : str
        `LEG` for the table as it is, or a key of ``table.outcomes``: its scores then stand where
        the mornings do, on their 0-10 reading, and there are no evenings.
    """
    if outcome == LEG:
        return table
    scores, _ = read_outcome(table, outcome)
    return replace(table, morning=scores, evening=np.full(table.n_day, np.nan))


def choose_outcome(table: DailyTable) -> str:
    """Return the outcome that is to be answered for.

    Parameters
    ----------
    table : DailyTable
        One row a day.

    Returns
    -------
    str
        `LEG` wherever its scores meet the minimal-data rule, or where nothing else does; else the
        first of `STAND_INS` that meets the whole rule.
    """
    lacking = {reason.key for reason in _reasons(table)}
    if not lacking & SILENT:
        return LEG
    for name in STAND_INS:
        if name in table.outcomes and not _reasons(about(table, name)):
            return name
    return LEG


def _reasons(table: DailyTable) -> tuple[Message, ...]:
    return data_reasons(table, count_data(table))
