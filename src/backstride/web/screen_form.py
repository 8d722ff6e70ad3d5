"""The questions on warning signs as one form: its parts, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Final

from backstride.domain.message import Message
from backstride.domain.screen import Reply
from backstride.safety.questions import (
    Question,
    fill_with_no,
    groups,
    is_asked,
    questions,
    read_number,
)
from backstride.safety.triage_json import option_words
from backstride.web.forms import Typed

PROFILE: Final = "profile"
KNOWN: Final = "known"
"""Name of the part that holds what stands about the person already."""
SCREEN: Final = ("short", "branch", PROFILE)
"""Ways of asking that belong to a screen."""
NONE_OF_THESE: Final = "none"
"""Field with the names of the parts in which everything left open is a no."""
MOST_BUTTONS: Final = 7
"""Whole numbers of so small a range are offered as buttons."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question as the form shows it.

    Parameters
    ----------
    key : str
        Of the question, and name of the field.
    ask, type, unit : str
        As in `Question`.
    options : tuple of (str, Message)
        Answers to tap; empty for a number to type.
    value : str
        As it was typed or told.
    after : tuple of str
        Questions that open it; empty where it is always asked.
    is_open : bool
        Whether what was told so far opens it.
    low, high : float or None
        Bounds of a number.
    fault : Message or None
        Why what was typed cannot be taken.
    """

    key: str
    ask: str
    type: str
    unit: str
    options: tuple[tuple[str, Message], ...]
    value: str
    after: tuple[str, ...]
    is_open: bool
    low: float | None
    high: float | None
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form.

    Parameters
    ----------
    name : str
        A group of the screen, ``profile``, or ``known``.
    fields : tuple of Field
        In the order of asking.
    has_none : bool
        Whether "none of these" can be said of it.
    """

    name: str
    fields: tuple[Field, ...]
    has_none: bool


@dataclass(frozen=True, slots=True)
class ScreenTyped:
    """What came back.

    Parameters
    ----------
    answers : dict of str to Reply
        By question key; what was left open is not in it.
    faults : dict of str to Message
        Why a field cannot be taken.
    """

    answers: dict[str, Reply]
    faults: dict[str, Message]


def lay_out(
    shown: Mapping[str, str], person: Mapping[str, Reply], faults: Mapping[str, Message]
) -> list[Part]:
    """Return the parts of the form.

    Parameters
    ----------
    shown : mapping of str to str
        What stands in the fields.
    person : mapping of str to Reply
        What is known of the person; it stands in a part of its own, to be changed.
    faults : mapping of str to Message
        By question key.
    """
    told: dict[str, Reply] = {**person, **shown}
    parts: dict[str, list[Field]] = {name: [] for name in (*groups(), PROFILE, KNOWN)}
    for key, question in questions().items():
        if question.ask in SCREEN:
            value = shown.get(key, str(person.get(key, "")))
            is_open = is_asked(question, told)
            field = field_of(question, value, is_open=is_open, fault=faults.get(key))
            parts[_part_of(question, person)].append(field)
    return [
        Part(name, tuple(fields), has_none=name != KNOWN and len(list(_none_keys(fields))) > 1)
        for name, fields in parts.items()
        if fields
    ]


def field_of(
    question: Question, value: str, *, is_open: bool = True, fault: Message | None = None
) -> Field:
    """Return one question as a form shows it."""
    return Field(
        key=question.key,
        ask=question.ask,
        type=question.type,
        unit=question.unit or ("" if question.accepts else "days"),
        options=_options(question),
        value=value,
        after=question.after,
        is_open=is_open,
        low=None if question.accepts else question.min,
        high=question.max if not question.accepts and isfinite(question.max) else None,
        fault=fault,
    )


def read_screen(typed: Typed, person: Mapping[str, Reply]) -> ScreenTyped:
    """Read a form that may be half filled in; nothing that was said is left out.

    Parameters
    ----------
    typed : Typed
        Fields by question key.
    person : mapping of str to Reply
        What is known already; where it is unchanged it is not said again.
    """
    read = read_fields(typed, (one for one in questions().values() if one.ask in SCREEN))
    answers = {key: told for key, told in read.answers.items() if person.get(key) != told}
    for part in lay_out({}, person, {}):
        if part.name in typed.many.get(NONE_OF_THESE, []):
            keys = [key for key in _none_keys(part.fields) if key not in read.faults]
            filled = fill_with_no({**person, **answers}, keys) if keys else {}
            answers |= {key: filled[key] for key in keys if key in filled}
    return ScreenTyped(answers, read.faults)


def read_fields(typed: Typed, asked: Iterable[Question]) -> ScreenTyped:
    """Read the fields of some questions."""
    answers: dict[str, Reply] = {}
    faults: dict[str, Message] = {}
    for question in asked:
        text = typed.get(question.key, "")
        reply = _reply(question, text)
        if reply is not None:
            answers[question.key] = reply
        elif text:
            faults[question.key] = _fault(question)
    return ScreenTyped(answers, faults)


def _reply(question: Question, text: str) -> Reply | None:
    if question.accepts:
        return text if question.takes(text) else None
    return read_number(question, text) if text else None


def _fault(question: Question) -> Message:
    if question.accepts:
        return Message("web.safety.fault.choice")
    if question.max == inf:
        return Message("web.safety.fault.days")
    return Message("web.safety.fault.number", {"low": question.min, "high": question.max})


def _part_of(question: Question, person: Mapping[str, Reply]) -> str:
    """Return the part that a question stands in; one about the person's history goes with it."""
    if question.ask == PROFILE:
        return KNOWN if question.key in person else PROFILE
    if question.after and all(questions()[key].ask == PROFILE for key in question.after):
        return PROFILE
    return question.group


def _options(question: Question) -> tuple[tuple[str, Message], ...]:
    if question.accepts:
        return tuple((option, option_words(question, option)) for option in question.accepts)
    if question.unit == "step" and question.max - question.min < MOST_BUTTONS:
        steps = range(int(question.min), int(question.max) + 1)
        return tuple((str(step), Message(f"web.safety.step.{step}")) for step in steps)
    return ()


def _none_keys(fields: Iterable[Field]) -> Iterable[str]:
    return (
        field.key for field in fields if field.type == "yes_no_unsure" and field.ask != "branch"
    )
