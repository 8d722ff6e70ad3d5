"""Progress: how far a diary has come with each clause of the minimal-data rule."""

from __future__ import annotations

from backstride.domain.answer import DailyTable, DataUsed
from backstride.domain.answer_parts import Progress
from backstride.inference.data_rule import (
    RULE,
    SCORE_LIMIT,
    DataRule,
    decision_share,
    load_spread,
    share_at,
)


def measure_progress(
    table: DailyTable, data: DataUsed, rule: DataRule = RULE
) -> tuple[Progress, ...]:
    """Return every clause of the rule with what there is, met or not.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    data : DataUsed
        Its counts.
    rule : DataRule
        The limits.
    """
    runs, rests = data.run_days_with_next_morning, data.rest_days_with_next_morning
    return (
        Progress("diary_days", data.diary_days, rule.least_diary_days),
        Progress("mornings", data.mornings, rule.least_mornings),
        Progress("run_days_with_next_morning", runs, rule.least_run_pairs),
        Progress("rest_days_with_next_morning", rests, rule.least_rest_pairs),
        Progress("decision_share", decision_share(table), rule.least_decision_share),
        Progress("share_at_0", share_at(table, 0.0), rule.most_at_floor, at_most=True),
        Progress("share_at_10", share_at(table, SCORE_LIMIT), rule.most_at_floor, at_most=True),
        Progress("load_spread", load_spread(table), rule.least_load_sd),
    )
