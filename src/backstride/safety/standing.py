"""Standing: which answers count on a day, after all that was stated before it.

A screen asks everything anew. What it leaves open keeps an earlier alarm and never an earlier no;
a visit to a clinician ends what was said before it; what stands about the person stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeAlias

from backstride.domain.screen import UNANSWERED, Reply, Statement, StatementKind
from backstride.safety.questions import OPENING, questions

VISIT: Final = "what_happened"
SEEN: Final = ("seen_no_urgent_finding", "seen_treated")
"""Answers to what came of an urgent advice that end it."""

NEVER: Final = -1
"""Place among the statements of what has not happened yet."""

Told: TypeAlias = tuple[Reply, date]
"""An answer and the day it was given: "three days ago" moves on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands after some statements.

    Parameters
    ----------
    day : date
        Day of the newest statement.
    profile : mapping of str to Reply
        About the person.
    lasting : mapping of str to Told
        Answers of the newest screen, with alarms of earlier ones that it left open.
    today : mapping of str to Reply
        What was stated for `day` alone.
    asked : date or None
        Day of the newest screen, None before the first.
    asked_order, visit_order : int
        Places of the newest screen and of the newest visit among the statements, or `NEVER`.
    asked_answers : mapping of str to Reply
        What the newest screen itself was told.
    """

    day: date
    profile: Mapping[str, Reply]
    lasting: Mapping[str, Told] = field(default_factory=dict)
    today: Mapping[str, Reply] = field(default_factory=dict)
    asked: date | None = None
    asked_order: int = NEVER
    visit_order: int = NEVER
    asked_answers: Mapping[str, Reply] = field(default_factory=dict)

    def facts(self, day: date) -> dict[str, Reply]:
        """Return the answers that count on a day, by question key."""
        lasting = {key: _moved_on(key, told, day) for key, told in self.lasting.items()}
        today = self.today if day == self.day else {}
        return {**self.profile, **lasting, **today}

    def after(self, order: int, statement: Statement) -> Standing:
        """Return what stands once a further statement was made."""
        answers = given(statement)
        before = self if statement.day == self.day else replace(self, today={})
        if answers.get(VISIT) in SEEN:
            before = replace(before, lasting={}, today={}, visit_order=order)
        stated = replace(
            before, day=statement.day, profile={**self.profile, **_asked_as(answers, "profile")}
        )
        if statement.kind is StatementKind.SCREEN:
            return stated._after_screen(order, answers)
        alarms = {key: told for key, told in _lasting(answers).items() if told != "no"}
        return replace(stated, today={**stated.today, **alarms, **_of_the_day(answers)})

    def _after_screen(self, order: int, answers: Mapping[str, Reply]) -> Standing:
        """Put the answers of a screen in place of the last one's."""
        carried = {
            key: told for key, told in self.lasting.items() if self._is_carried(key, answers)
        }
        told = {key: (answer, self.day) for key, answer in _lasting(answers).items()}
        left = {key: answer for key, answer in self.today.items() if key not in answers}
        return replace(
            self,
            lasting={**carried, **told},
            today={**left, **_of_the_day(answers)},
            asked=self.day,
            asked_order=order,
            asked_answers=answers,
        )

    def _is_carried(self, key: str, answers: Mapping[str, Reply]) -> bool:
        """Whether an earlier answer outlives a screen that left its question open.

        An alarm does, with all that was told about it; a no does not.
        """
        question = questions()[key]
        if key in answers:
            return False
        if question.ask == "branch":
            return any(
                self._is_carried(gate, answers) for gate in question.after if gate in self.lasting
            )
        return self.lasting[key][0] in OPENING


def given(statement: Statement) -> dict[str, Reply]:
    """Return the answers of a statement without those left open."""
    known = questions()
    return {
        key: answer
        for key, answer in statement.answers.items()
        if answer != UNANSWERED and key in known
    }


def _moved_on(key: str, told: Told, day: date) -> Reply:
    answer, since = told
    if questions()[key].type == "days_ago" and isinstance(answer, int | float):
        return answer + (day - since).days
    return answer


def _asked_as(answers: Mapping[str, Reply], *ways: str) -> dict[str, Reply]:
    known = questions()
    return {key: answer for key, answer in answers.items() if known[key].ask in ways}


def _lasting(answers: Mapping[str, Reply]) -> dict[str, Reply]:
    return _asked_as(answers, "short", "branch")


def _of_the_day(answers: Mapping[str, Reply]) -> dict[str, Reply]:
    return _asked_as(answers, "self_check", "diary", "record")
