"""The answer as plain JSON values, schema ``backstride.answer/1``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from backstride import __version__
from backstride.domain.answer import Answer
from backstride.domain.message import Message
from backstride.inference.answer_json_parts import (
    effect_to_json,
    number_to_json,
    parts_to_json,
)
from backstride.inference.answer_reasons import headline

SCHEMA: Final = "backstride.answer/1"


def to_json(
    answer: Answer,
    say: Callable[[Message], str],
    triage: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return an answer as JSON values; every field is defined in ``docs/reference/answer-json.md``.

    Parameters
    ----------
    answer : Answer
        What to tell.
    say : callable
        Turns a message into a sentence.
    triage : mapping, optional
        Result of the safety screen in its own schema.

    Returns
    -------
    dict
        Values `json.dumps` writes without NaN or infinity: a number that is neither is null.
    """
    window = None if answer.window is None else [day.isoformat() for day in answer.window]
    return {
        "schema": SCHEMA,
        "as_of": answer.as_of.isoformat(),
        "window": window,
        "load_unit": "typical run",
        "triage": None if triage is None else dict(triage),
        "verdict": answer.verdict.value,
        "headline": say(headline(answer.verdict, answer.outcome)),
        "robust": answer.robust,
        "reasons": [say(reason) for reason in answer.reasons],
        "reason_keys": [reason.key for reason in answer.reasons],
        "effect_28d": effect_to_json(answer.effect_28d),
        "effect_plus20": effect_to_json(answer.effect_plus20),
        "standard_28d": effect_to_json(answer.standard_28d),
        "data": {name: number_to_json(value) for name, value in asdict(answer.data).items()},
        "checks": [
            {"name": check.name, "passed": check.passed, "value": number_to_json(check.value)}
            for check in answer.checks
        ],
        "engine": answer.engine,
        "model": answer.model,
        "version": __version__,
        "typical_run": number_to_json(answer.typical_run),
        "typical_run_unit": answer.load_unit,
        **parts_to_json(answer, say),
    }
