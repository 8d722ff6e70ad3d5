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
    at_least = {
        "diary_days": (data.diary_days, rule.least_diary_days),
        "mornings": (data.mornings, rule.least_mornings),
        "run_days_with_next_morning": (data.run_days_with_next_morning, rule.least_run_pairs),
        "rest_days_with_next_morning": (data.rest_days_with_next_morning, rule.least_rest_pairs),
        "decision_share": (decision_share(table), rule.least_decision_share),
        "load_spread": (load_spread(table), rule.least_load_sd),
    }
    at_most = {"share_at_0": 0.0, "share_at_10": SCORE_LIMIT}
    limit = rule.most_at_floor
    return (
        *(Progress(name, float(found), float(n)) for name, (found, n) in at_least.items()),
        *(Progress(name, share_at(table, at), limit, at_most=True) for name, at in at_most.items()),
    )
