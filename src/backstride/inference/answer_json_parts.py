"""Parts of an answer beside its verdict as plain JSON values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, Final

from backstride.domain.answer import Answer, Effect
from backstride.domain.answer_parts import Curve, DayByDay, Outlook
from backstride.domain.message import Message

#: Decimals of curves: a thousandth of a point is far below what any of them can tell.
_DECIMALS: Final = 3


def parts_to_json(answer: Answer, say: Callable[[Message], str]) -> dict[str, Any]:
    """Return the parts of an answer that stand beside its verdict.

    Parameters
    ----------
    answer : Answer
        What to tell.
    say : callable
        Turns a message into a sentence.
    """
    running = answer.running
    return {
        "outcome": answer.outcome,
        "progress": [{**asdict(clause), "met": clause.is_met} for clause in answer.progress],
        "could_be_wrong": [say(reason) for reason in doubts_of(answer.reasons)],
        "sides": {side: effect_to_json(effect) for side, effect in answer.sides.items()},
        "outcomes": {name: effect_to_json(effect) for name, effect in answer.outcomes.items()},
        "measures": [
            {
                "name": measure.name,
                "word": measure.word.value,
                "effect": effect_to_json(measure.effect),
            }
            for measure in answer.measures
        ],
        "dose_response": None if running is None else _curve(running.dose_response, "runs"),
        "delay_profile": None if running is None else _curve(running.delay_profile, "mornings"),
        "day_by_day": None if running is None else _days(running.day_by_day),
        "outlook": [_outlook(found) for found in answer.outlook],
    }


def doubts_of(reasons: Iterable[Message]) -> list[Message]:
    """Return what could be wrong among reasons."""
    return [reason for reason in reasons if reason.key.startswith("answer.doubt.")]


def effect_to_json(effect: Effect | None) -> dict[str, float | None] | None:
    """Return an effect as JSON values, None where there is none."""
    if effect is None:
        return None
    return {name: number_to_json(value) for name, value in asdict(effect).items()}


def number_to_json(value: float | None) -> float | None:
    """Return a number, None where JSON has none for it."""
    return value if value is not None and math.isfinite(value) else None


def _curve(curve: Curve, axis: str) -> dict[str, Any]:
    return {axis: list(curve.at), **_bands(curve)}


def _days(days: DayByDay) -> dict[str, Any]:
    return {"first_day": days.first_day.isoformat(), **_bands(days)}


def _bands(curve: Curve | DayByDay) -> dict[str, list[float]]:
    named = (("q05", curve.q05), ("q50", curve.q50), ("q95", curve.q95))
    return {name: [round(value, _DECIMALS) for value in values] for name, values in named}


def _outlook(found: Outlook) -> dict[str, Any]:
    return {name: number_to_json(v) if name != "plan" else v for name, v in asdict(found).items()}
