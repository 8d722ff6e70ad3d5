"""Questions: what may be asked, when each is asked, and which answers it takes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any, Final

from backstride.domain.problem import Problem, Severity
from backstride.domain.screen import UNANSWERED, Reply

YES_NO: Final = ("yes", "no", "unsure")
TURNS: Final = ("branch", "short", "profile")
"""Whose turn it is first among the questions of a screen."""
OPENING: Final = frozenset(("yes", "unsure"))
"""Answers after which a branch is asked."""

_SPOKEN: Final[Mapping[object, str]] = {True: "yes", False: "no", None: UNANSWERED}
"""What JSON says of its own for three answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that can be stated about a runner.

    Parameters
    ----------
    key : str
        Stable name.
    ask : str
        ``profile``, ``short``, ``branch``, ``self_check``, ``diary`` or ``record``.
    type : str
        ``yes_no_unsure``, ``choice``, ``number`` or ``days_ago``.
    group : str
        Tap of the short form, empty outside it.
    unit : str
        Unit of a number.
    min, max : float
        Bounds of a number, both included.
    options : tuple of str
        Answers of a choice.
    after : tuple of str
        Questions of which one must be ``yes`` or ``unsure`` before a branch is asked.
    delicate : bool
        Asked in private.
    """

    key: str
    ask: str
    type: str
    group: str = ""
    unit: str = ""
    min: float = 0.0
    max: float = inf
    options: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    delicate: bool = False

    @property
    def accepts(self) -> tuple[str, ...]:
        """Words it takes, empty for a number."""
        return YES_NO if self.type == "yes_no_unsure" else self.options

    def takes(self, answer: object) -> bool:
        """Whether an answer is one of this question's own."""
        if self.accepts:
            return answer in self.accepts
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return False
        whole = self.type != "days_ago" or float(answer).is_integer()
        return whole and self.min <= answer <= self.max


@cache
def questions() -> Mapping[str, Question]:
    """Return every question by its key, in the order of asking."""
    return {row["key"]: Question(**_frozen(row)) for row in _table()["question"]}


@cache
def groups() -> tuple[str, ...]:
    """Return the taps of the short form, in the order of asking."""
    return tuple(_table()["groups"])


def is_asked(question: Question, answers: Mapping[str, Reply]) -> bool:
    """Whether a screen with these answers so far asks a question."""
    if question.ask == "branch":
        return any(answers.get(key) in OPENING for key in question.after)
    return question.ask in ("profile", "short")


def open_questions(answers: Mapping[str, Reply]) -> tuple[str, ...]:
    """Return every question a screen asks and these answers leave open, in the order of asking.

    What a yes or a doubt has opened comes first, what stands about the person last.
    """
    waiting = [
        question
        for key, question in questions().items()
        if key not in answers and is_asked(question, answers)
    ]
    return tuple(question.key for question in sorted(waiting, key=lambda one: TURNS.index(one.ask)))


def next_questions(answers: Mapping[str, Reply]) -> tuple[str, ...]:
    """Return what to ask next: one tap of the short form, or the branches it opened.

    Parameters
    ----------
    answers : mapping of str to Reply
        What is known of the person and was answered so far; a question that was passed over
        is in it as `UNANSWERED`, so that it is not asked again and again.

    Returns
    -------
    tuple of str
        Keys of one group; empty when there is nothing more to ask.
    """
    waiting = open_questions(answers)
    if not waiting:
        return ()
    known = questions()
    first = known[waiting[0]]
    return tuple(
        key for key in waiting if (known[key].ask, known[key].group) == (first.ask, first.group)
    )


def fill_with_no(answers: Mapping[str, Reply], keys: Iterable[str] = ()) -> dict[str, Reply]:
    """Return answers in which "none of these" was said for yes/no questions left out.

    Parameters
    ----------
    answers : mapping of str to Reply
        What was said question by question; one marked `UNANSWERED` stays open.
    keys : iterable of str, optional
        Questions the tap was for; without it, every one that is asked.
    """
    filled = dict(answers)
    chosen = set(keys) or set(questions())
    for key, question in questions().items():
        is_meant = key in chosen and key not in filled and question.type == "yes_no_unsure"
        if is_meant and is_asked(question, filled):
            filled[key] = "no"
    return filled


def read_number(question: Question, text: str) -> Reply | None:
    """Return the number that a text stands for, None where the question does not take it.

    Parameters
    ----------
    question : Question
        One that takes a number.
    text : str
        With a decimal point or comma.
    """
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    number: Reply = int(value) if value.is_integer() else value
    return number if question.takes(number) else None


def read_answers(raw: Mapping[str, Any]) -> tuple[dict[str, Reply], tuple[Problem, ...]]:
    """Check answers that came from outside.

    Parameters
    ----------
    raw : mapping of str to value
        As JSON gives them: words, numbers; true, false and null are read as yes, no and
        unanswered.

    Returns
    -------
    answers : dict of str to Reply
        Those that fit; open ones are left out.
    problems : tuple of Problem
        One for each key or value that does not fit; none of them may be passed over in silence.
    """
    answers: dict[str, Reply] = {}
    problems: list[Problem] = []
    for key, value in raw.items():
        question = questions().get(key)
        answer = _spoken(value, question)
        if question is None:
            problems.append(_unknown_key(key))
        elif answer == UNANSWERED:
            continue
        elif isinstance(answer, str | int | float) and question.takes(answer):
            answers[key] = answer
        else:
            problems.append(_unfit(question, value))
    return answers, tuple(problems)


def _spoken(value: object, question: Question | None) -> object:
    if value is None or (isinstance(value, bool) and question and question.accepts):
        return _SPOKEN[value]
    return value


def _unknown_key(key: str) -> Problem:
    alike = [known for known in questions() if len(key) >= 3 and known.startswith(key[:3])]
    near = dict.fromkeys([*get_close_matches(key, questions(), n=4, cutoff=0.5), *alike])
    listed = ", ".join(near or questions())
    return Problem(
        "safety.unknown_question", where=key, params={"known": listed}, severity=Severity.REFUSED
    )


def _unfit(question: Question, value: object) -> Problem:
    if question.accepts:
        params = {"found": str(value), "options": ", ".join((*question.accepts, UNANSWERED))}
        return Problem("safety.unknown_option", question.key, dict(params), Severity.REFUSED)
    return Problem(
        "safety.unfit_number",
        question.key,
        {
            "found": str(value),
            "low": question.min,
            "high": question.max if question.max < inf else "any",
            "unit": question.unit or "days",
        },
        Severity.REFUSED,
    )


def _table() -> dict[str, Any]:
    path = files("backstride.safety").joinpath("questions.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
