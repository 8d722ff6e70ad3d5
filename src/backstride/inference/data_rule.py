"""Minimal-data rule: what a diary must hold before any verdict is spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable, DataUsed
from backstride.domain.message import Message
from backstride.inference.calendar import diary_rows
from backstride.inference.outcomes import read_outcome

SCORE_LIMIT: Final = 10.0
"""Top of the numeric pain rating scale [points]."""

MOST_TYPICAL_RUNS: Final = 50.0
"""Load of one day beyond which a slip of the unit is likelier than a run [typical runs]: a
100-mile race of someone who runs 5 km is 32."""


@dataclass(frozen=True, slots=True)
class DataRule:
    """The limits; source of each: ``inference.md`` section 7, measured on simulated runners.

    Parameters
    ----------
    least_diary_days, least_mornings : int
        Days with a score, and with a morning score. [d]
    least_run_pairs, least_rest_pairs : int
        Running days and rest days whose next morning has a score. [d]
    least_decision_share : float
        Share of run-decision days with a morning score. [1]
    most_at_floor : float
        Largest share of scores at 0, or at 10. [1]
    least_load_sd : float
        Smallest standard deviation of the daily load. [typical runs]
    most_sd_ratio : float
        Largest posterior over prior standard deviation of `effect_28d`. [1]
    """

    least_diary_days: int = 28
    least_mornings: int = 20
    least_run_pairs: int = 8
    least_rest_pairs: int = 8
    least_decision_share: float = 0.40
    most_at_floor: float = 0.85
    least_load_sd: float = 0.25
    most_sd_ratio: float = 0.80


RULE: Final = DataRule()


def typical_run(table: DailyTable) -> float | None:
    """Return one unit of load: the median of the days with a run, None where nobody ran."""
    ran = table.load[np.isfinite(table.load) & (table.load > 0.0)]
    return float(np.median(ran)) if ran.size else None


def count_data(table: DailyTable) -> DataUsed:
    """Count what stands behind an answer, over the days from the first score to the last."""
    first, stop = diary_rows(table)
    load, morning = table.load[first:stop], table.morning[first:stop]
    scored = np.isfinite(morning) | np.isfinite(table.evening[first:stop])
    next_scored = np.isfinite(morning[1:])
    n_morning = int(np.count_nonzero(np.isfinite(morning)))
    n_day = stop - first
    return DataUsed(
        diary_days=int(np.count_nonzero(scored)),
        mornings=n_morning,
        run_days_with_next_morning=int(np.count_nonzero((load[:-1] > 0.0) & next_scored)),
        rest_days_with_next_morning=int(np.count_nonzero((load[:-1] == 0.0) & next_scored)),
        missing_morning_share=1.0 - n_morning / n_day if n_day else 1.0,
        unknown_load_days=int(np.count_nonzero(np.isnan(load))),
        evenings=int(np.count_nonzero(np.isfinite(table.evening[first:stop]))),
        span_days=n_day,
        history_days=int(np.count_nonzero(np.isfinite(table.load[:first]))),
    )


def fault_reasons(table: DailyTable) -> tuple[Message, ...]:
    """Name values that no diary can hold; with any of them nothing may be computed."""
    reasons = []
    if n_bad := int(np.count_nonzero((table.load < 0.0) | np.isinf(table.load))):
        reasons.append(Message("answer.data.load_impossible", {"n_found": n_bad}))
    unit = typical_run(table)
    if unit and (n_bad := _count_huge(table.load, unit)):
        params = {"n_found": n_bad, "n_typical_runs": MOST_TYPICAL_RUNS}
        reasons.append(Message("answer.data.load_huge", dict(params)))
    further = [read_outcome(table, name)[0] for name in table.outcomes]
    scores = np.concatenate([table.morning, table.evening, *further])
    if n_bad := int(np.count_nonzero((scores < 0.0) | (scores > SCORE_LIMIT + 1e-9))):
        reasons.append(Message("answer.data.score_outside", {"n_found": n_bad}))
    return tuple(reasons)


def _count_huge(load: NDArray[np.float64], unit: float) -> int:
    return int(np.count_nonzero(np.isfinite(load) & (load > MOST_TYPICAL_RUNS * unit)))


def data_reasons(table: DailyTable, data: DataUsed, rule: DataRule = RULE) -> tuple[Message, ...]:
    """Name every clause of the minimal-data rule that the diary does not meet.

    Without any score, or without any known load, that alone is named.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    data : DataUsed
        Its counts, from `count_data`.
    rule : DataRule
        The limits.

    Returns
    -------
    tuple of Message
        Empty where the diary is enough to try.
    """
    if data.diary_days == 0:
        return (Message("answer.data.no_scores"),)
    first, stop = diary_rows(table)
    if np.isnan(table.load[first:stop]).all():
        return (Message("answer.data.no_known_load"),)
    counts = (
        ("answer.data.few_diary_days", data.diary_days, rule.least_diary_days),
        ("answer.data.few_mornings", data.mornings, rule.least_mornings),
        ("answer.data.few_run_pairs", data.run_days_with_next_morning, rule.least_run_pairs),
        ("answer.data.few_rest_pairs", data.rest_days_with_next_morning, rule.least_rest_pairs),
    )
    reasons = [
        Message(key, {"n_found": found, "n_needed": needed})
        for key, found, needed in counts
        if found < needed
    ]
    return (*reasons, *_share_reasons(table, rule))


def _share_reasons(table: DailyTable, rule: DataRule) -> list[Message]:
    reasons = []
    decided = decision_share(table)
    if decided < rule.least_decision_share:
        reasons.append(
            _percentages("answer.data.few_decisions", decided, rule.least_decision_share)
        )
    for value, key in ((0.0, "answer.data.all_none"), (SCORE_LIMIT, "answer.data.all_worst")):
        share = share_at(table, value)
        if share > rule.most_at_floor:
            reasons.append(_percentages(key, share, rule.most_at_floor))
    load_sd = load_spread(table)
    if load_sd < rule.least_load_sd:
        params = {"sd_found": round(load_sd, 3), "sd_needed": rule.least_load_sd}
        reasons.append(Message("answer.data.steady_load", dict(params)))
    return reasons


def _percentages(key: str, found: float, limit: float) -> Message:
    return Message(key, {"found_percent": 100.0 * found, "limit_percent": 100.0 * limit})


def decision_share(table: DailyTable) -> float:
    """Return the share of the diary's days with a known run decision that began with a score."""
    first, stop = diary_rows(table)
    decided = np.isfinite(table.load[first:stop])
    scored = np.isfinite(table.morning[first:stop]) & decided
    n_decided = int(np.count_nonzero(decided))
    return np.count_nonzero(scored) / n_decided if n_decided else 0.0


def share_at(table: DailyTable, value: float) -> float:
    """Return the share of scores of one value, 0 where there is no score."""
    scores = np.concatenate([table.morning, table.evening])
    scores = scores[np.isfinite(scores)]
    return float(np.mean(scores == value)) if scores.size else 0.0


def load_spread(table: DailyTable) -> float:
    """Return the standard deviation of the diary's known daily loads, in typical runs."""
    first, stop = diary_rows(table)
    known = table.load[first:stop]
    known = known[np.isfinite(known)]
    unit = typical_run(table)
    return float(np.std(known / unit)) if unit and known.size else 0.0
