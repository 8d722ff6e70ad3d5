"""Reasons: what is said beside a verdict, as messages: why, what could be wrong, what next.

The first part of a key tells a face where it belongs: ``answer.headline`` the first sentence,
``answer.why``, ``answer.data``, ``answer.blocked`` and ``answer.window`` why, ``answer.doubt`` what
could be wrong, ``answer.next`` what to record next.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from backstride.domain.answer import Check, DataUsed, Effect, Verdict
from backstride.domain.message import Message
from backstride.inference.data_rule import RULE
from backstride.inference.outcomes import LEG
from backstride.inference.verdict import RULE as VERDICT_RULE
from backstride.inference.verdict import Ruling

LEAST_HISTORY_DAYS: Final = 84
"""Days of load before the diary below which a doubt is told [d]: twelve weeks leave 6 % of a slow
effect of 30 days unknown (``inference.md`` section 2 asks for about 90)."""

RECENT_DAYS: Final = 3
"""A window that ended at most so many days ago is now [d]: entries of the last days come late."""


GUARDS: Final = {
    "posterior_width": "answer.blocked.width",
    "sensitivity_sign": "answer.blocked.sign",
    "repeated_looks": "answer.blocked.looks",
    "negative_control": "answer.blocked.control",
    "predictive_zeros": "answer.blocked.zeros",
    "predictive_lag_one": "answer.blocked.lag_one",
    "predictive_flare": "answer.blocked.flare",
    "predictive_after_runs": "answer.blocked.after_runs",
    "predictive_decisions": "answer.blocked.decisions",
}
"""What is said where a check failed; any other is one of the computation."""


def headline(verdict: Verdict, outcome: str = LEG) -> Message:
    """Return the first sentence of an answer; of another outcome than the leg, under its name."""
    if outcome == LEG:
        return Message(f"answer.headline.{verdict.value}")
    return Message(f"answer.headline.{outcome}.{verdict.value}")


def stand_in_reasons(outcome: str) -> tuple[Message, ...]:
    """Say which symptom is answered for where the leg is silent."""
    return () if outcome == LEG else (Message(f"answer.outcome.{outcome}"),)


def why(verdict: Verdict, effect: Effect, outcome: str = LEG) -> Message:
    """Return what the posterior says, in numbers."""
    params = {
        "mean_points": effect.mean,
        "size_points": abs(effect.mean),
        "q05_points": effect.q05,
        "q95_points": effect.q95,
        "above_delta_percent": 100.0 * effect.p_above_delta,
        "below_delta_percent": 100.0 * effect.p_below_minus_delta,
    }
    if outcome == LEG:
        return Message(f"answer.why.{verdict.value}", dict(params))
    return Message(f"answer.why.other.{verdict.value}", dict(params))


def window_reasons(window: tuple[date, date] | None, now: date) -> tuple[Message, ...]:
    """Say that the window is not now, or that there is none."""
    if window is None:
        return (Message("answer.window.none"),)
    if (now - window[1]).days <= RECENT_DAYS:
        return ()
    params = {"first_day": window[0].isoformat(), "last_day": window[1].isoformat()}
    return (Message("answer.window.not_now", dict(params)),)


def blocked_reasons(ruling: Ruling, checks: tuple[Check, ...]) -> tuple[Message, ...]:
    """Say why a verdict of the main model was not let stand, or why it had none."""
    failed = [check.name for check in checks if check.passed is False]
    keys = dict.fromkeys(GUARDS.get(name, "answer.blocked.computation") for name in failed)
    if not failed and ruling.verdict is Verdict.CANNOT_TELL:
        keys = {"answer.blocked.range": None}
    return tuple(Message(key) for key in keys)


def doubts(data: DataUsed, verdict: Verdict, outcome: str = LEG) -> tuple[Message, ...]:
    """Say what could be wrong, the greatest doubt first."""
    found = []
    if outcome != LEG:
        found.append(Message("answer.doubt.any_time"))
    elif data.missing_morning_share > 1.0 - VERDICT_RULE.least_morning_share:
        share = {"missing_percent": 100.0 * data.missing_morning_share}
        found.append(Message("answer.doubt.missing_mornings", dict(share)))
    if data.unknown_load_days:
        n_unknown = {"n_unknown": data.unknown_load_days}
        found.append(Message("answer.doubt.unknown_load", dict(n_unknown)))
    if data.history_days < LEAST_HISTORY_DAYS:
        days = {"n_found": data.history_days, "n_needed": LEAST_HISTORY_DAYS}
        found.append(Message("answer.doubt.short_history", dict(days)))
    if verdict in (Verdict.EASING, Verdict.NO_IMPORTANT_EFFECT):
        found.append(Message("answer.doubt.slow_effects"))
    found.append(Message("answer.doubt.unrecorded"))
    return tuple(found)


def next_step(data: DataUsed, verdict: Verdict, why: tuple[Message, ...] = ()) -> Message:
    """Name the one thing that would help most to record next.

    Parameters
    ----------
    data : DataUsed
        What there is.
    verdict : Verdict
        What was said.
    why : tuple of Message
        What kept a verdict away.
    """
    keys = {reason.key for reason in why}
    if keys & {"answer.data.load_impossible", "answer.data.load_huge", "answer.data.score_outside"}:
        return Message("answer.next.correct")
    if data.diary_days == 0:
        return Message("answer.next.begin")
    if keys & {"answer.data.all_none", "answer.data.all_worst"}:
        return Message("answer.next.varied")
    return _what_lacks(data) or _go_on(verdict)


def _what_lacks(data: DataUsed) -> Message | None:
    """Name what there is too little of, None where there is enough of everything."""
    lacking = RULE.least_mornings - data.mornings
    shortest = RULE.least_diary_days - data.diary_days
    if data.missing_morning_share > 1.0 - VERDICT_RULE.least_morning_share:
        return Message("answer.next.mornings")
    # Whether there was a run can be told today; mornings must come.
    if 2 * data.unknown_load_days > data.diary_days:
        return Message("answer.next.unknown_load", {"n_unknown": data.unknown_load_days})
    if max(lacking, shortest) > 0:
        return Message("answer.next.more_days", {"n_days": max(lacking, shortest)})
    if data.unknown_load_days:
        return Message("answer.next.unknown_load", {"n_unknown": data.unknown_load_days})
    if data.run_days_with_next_morning < RULE.least_run_pairs:
        lacking = RULE.least_run_pairs - data.run_days_with_next_morning
        return Message("answer.next.after_runs", {"n_days": lacking})
    if data.rest_days_with_next_morning < RULE.least_rest_pairs:
        lacking = RULE.least_rest_pairs - data.rest_days_with_next_morning
        return Message("answer.next.after_rest", {"n_days": lacking})
    return None


def _go_on(verdict: Verdict) -> Message:
    cannot_tell = verdict is Verdict.CANNOT_TELL
    return Message("answer.next.go_on" if cannot_tell else "answer.next.watch")
