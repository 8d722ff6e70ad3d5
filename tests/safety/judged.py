"""The invented cases put through the screen, and statements made up for properties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from backstride.domain.screen import UNANSWERED, Level, Reply, Statement, StatementKind, Triage
from backstride.safety.questions import questions
from backstride.safety.rules import RuleTable
from backstride.safety.screen import screen
from tests.safety.case_files import LEVELS, Case, cases, filled, profiles, vocabulary

FIRST_DAY = date(2026, 3, 2)


def triage_of(case: Case, *, table: RuleTable | None = None) -> Triage:
    """What the screen makes of a case on the day it is judged."""
    if table is None:
        return _by_the_package(case.id)
    return _judged(case, table)


@cache
def _by_the_package(case_id: str) -> Triage:
    (case,) = (case for case in cases() if case.id == case_id)
    return _judged(case, None)


def _judged(case: Case, table: RuleTable | None) -> Triage:
    history = []
    for entry in case.entry:
        stated = filled(case, entry) if entry.kind == "screen" else dict(entry.answers)
        own = {
            key: answer
            for key, answer in stated.items()
            if key in entry.answers or vocabulary()[key].ask != "profile"
        }
        day = FIRST_DAY + timedelta(days=entry.day)
        history.append(Statement(day, StatementKind(entry.kind), own))
    today = FIRST_DAY + timedelta(days=case.day)
    return screen(history, told_about(case), today=today, table=table)


def told_about(case: Case) -> dict[str, Reply]:
    """What stands about the person of a case before the first entry."""
    told = profiles()[case.profile] | dict(case.about)
    return {key: answer for key, answer in told.items() if answer != UNANSWERED}


def level_named(name: str) -> Level:
    """The level that a case file writes as text."""
    return Level(LEVELS.index(name))


def falls_short(case: Case, triage: Triage) -> bool:
    """Whether a result says less than a case asks for."""
    return (
        triage.level < level_named(case.expected_level)
        or not set(case.rules) <= set(triage.rules)
        or not set(case.effects) <= {effect.value for effect in triage.effects}
    )


def judged(answers: Mapping[str, Reply], about: Mapping[str, Reply] | None = None) -> Triage:
    """What the screen makes of one set of answers, given today."""
    return screen([Statement(FIRST_DAY, StatementKind.SCREEN, dict(answers))], about)


def no_to_all() -> dict[str, Reply]:
    """The answers of a healthy man of 34 to everything that can be asked."""
    answers: dict[str, Reply] = {
        key: "no" for key, question in questions().items() if "no" in question.accepts
    }
    return answers | {"age_years": 34, "pregnancy_state": "not_applicable", "ladder_step_0_6": 0}
