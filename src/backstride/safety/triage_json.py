"""Result and questions of the screen as plain JSON values, schema ``backstride.triage/1``."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any, Final

from backstride.domain.message import Message
from backstride.domain.screen import Triage
from backstride.safety.questions import Question, questions

SCHEMA: Final = "backstride.triage/1"

Say = Callable[[Message], str]


def triage_to_json(triage: Triage, say: Say) -> dict[str, Any]:
    """Return a result; every field is defined in ``docs/reference/triage-json.md``."""
    return {
        "schema": SCHEMA,
        "level": triage.level.label,
        "complete": triage.complete,
        "unanswered": list(triage.unanswered),
        "rules": list(triage.rules),
        "effects": [effect.value for effect in triage.effects],
        "advice": [say(message) for message in triage.advice],
    }


def questions_to_json(say: Say) -> list[dict[str, Any]]:
    """Return every question with its key, type, options and words, in the order of asking."""
    return [_question(question, say) for question in questions().values()]


def _question(question: Question, say: Say) -> dict[str, Any]:
    is_number = not question.accepts
    return {
        "key": question.key,
        "text": say(Message(f"safety.ask.{question.key}")),
        "type": question.type,
        "options": list(question.accepts),
        "option_texts": {
            option: say(option_words(question, option)) for option in question.accepts
        },
        "unit": question.unit or ("days" if is_number else None),
        "min": question.min if is_number else None,
        "max": question.max if is_number and isfinite(question.max) else None,
        "ask": question.ask,
        "group": question.group or None,
        "after": list(question.after),
        "delicate": question.delicate,
        "private_text": say(private_words(question)) if question.delicate else None,
    }


def private_words(question: Question) -> Message:
    """Return how a question is named where others may look on."""
    kept_back = "private" if question.delicate else "ask"
    return Message(f"safety.{kept_back}.{question.key}")


def option_words(question: Question, option: str) -> Message:
    """Return the words of one answer."""
    if question.type == "yes_no_unsure":
        return Message(f"safety.yes_no.{option}")
    return Message(f"safety.option.{question.key}.{option}")
