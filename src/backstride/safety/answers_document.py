"""Answers document: answers as JSON gives them, turned into statements, with every fault told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from backstride.domain.problem import Problem, Severity
from backstride.domain.screen import Reply, Statement, StatementKind
from backstride.safety.diary_facts import LADDER
from backstride.safety.questions import fill_with_no, questions, read_answers

PROFILE: Final = "profile"
ENTRIES: Final = "entries"
ANSWERS: Final = "answers"
DATE: Final = "date"
KIND: Final = "kind"
OTHERS: Final = "others"
"""Names of a document beside the keys of questions."""

ASKED_ONLY: Final = ("short", "branch")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a document holds.

    Parameters
    ----------
    profile : mapping of str to Reply
        About the person.
    history : tuple of Statement
        In the order given.
    problems : tuple of Problem
        Faults; with any of them nothing may be judged.
    """

    profile: Mapping[str, Reply]
    history: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def parse_answers(document: Any, *, today: date) -> Answers:  # noqa: ANN401 - any JSON value
    """Turn a document into statements.

    Parameters
    ----------
    document : JSON value
        An object of answers by question key; or a list of entries, each
        ``{"date", "kind", "answers"}``; or an object with ``entries``. ``profile`` may stand
        beside any of them; ``"others": "no"`` answers "no" to every yes/no question that the
        entry's screen asks and that it does not answer.
    today : date
        Day of answers without a date.
    """
    if isinstance(document, list):
        document = {ENTRIES: document}
    if not isinstance(document, dict):
        return Answers({}, (), (_fault("safety.answers_no_object"),))
    profile, problems = _read_profile(document.get(PROFILE, {}))
    rest = {name: value for name, value in document.items() if name != PROFILE}
    rows = rest.get(ENTRIES, [rest])
    if not isinstance(rows, list) or (ENTRIES in rest and len(rest) > 1):
        return Answers(profile, (), (*problems, _fault("safety.answers_no_entries")))
    history: list[Statement] = []
    for place, row in enumerate(rows, start=1):
        stated, found = _entry(row, today, profile)
        where = f"{ENTRIES} {place}" if ENTRIES in rest else ""
        problems += [_at(problem, where) for problem in found]
        history += [stated] if stated is not None else []
    return Answers(profile, tuple(history), tuple(problems))


def _entry(
    row: object, today: date, profile: Mapping[str, Reply]
) -> tuple[Statement | None, list[Problem]]:
    """Return one entry; a flat one holds its answers itself."""
    if not isinstance(row, dict):
        return None, [_fault("safety.answers_no_object")]
    beside = {name: row[name] for name in (DATE, KIND, OTHERS) if name in row}
    raw = row.get(ANSWERS, {name: value for name, value in row.items() if name not in beside})
    if not isinstance(raw, dict):
        return None, [_fault("safety.answers_no_object", ANSWERS)]
    stray = set(row) - {*beside, ANSWERS} if ANSWERS in row else set()
    answers, found = read_answers(raw)
    problems = [*found, *(_fault("safety.unknown_name", name) for name in sorted(stray))]
    day = _day(beside.get(DATE), today)
    kind = _kind(beside.get(KIND), answers)
    others = beside.get(OTHERS, "unanswered")
    if day is None:
        problems.append(_fault("safety.bad_date", DATE, found=str(beside[DATE])))
    if kind is None:
        kinds = ", ".join(one.value for one in StatementKind)
        problems.append(_fault("safety.bad_kind", KIND, found=str(beside[KIND]), kinds=kinds))
    if others not in ("no", "unanswered"):
        problems.append(_fault("safety.bad_others", OTHERS, found=str(others)))
    if day is None or kind is None or problems:
        return None, problems
    if others == "no" and kind is StatementKind.SCREEN:
        answers = _with_no(answers, profile, raw)
    return Statement(day, kind, answers), []


def _with_no(
    answers: dict[str, Reply], profile: Mapping[str, Reply], raw: Mapping[str, Any]
) -> dict[str, Reply]:
    """Answer "no" where "none of these" was said; what was left open by name stays open."""
    asked = [key for key, one in questions().items() if one.ask in ASKED_ONLY and key not in raw]
    filled = fill_with_no({**profile, **answers}, asked)
    return {key: told for key, told in filled.items() if key in answers or key in asked}


def _kind(name: object, answers: Mapping[str, Reply]) -> StatementKind | None:
    """Return what was named, else a screen where any of its questions is answered."""
    if name is not None:
        return next((one for one in StatementKind if one.value == name), None)
    ways = {questions()[key].ask for key in answers if key != LADDER}
    if ways.intersection(ASKED_ONLY):
        return StatementKind.SCREEN
    kinds = (StatementKind.DIARY, StatementKind.SELF_CHECK, StatementKind.RECORD)
    return next((kind for kind in kinds if kind.value in ways), StatementKind.SCREEN)


def _day(text: object, today: date) -> date | None:
    if text is None:
        return today
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _read_profile(raw: object) -> tuple[dict[str, Reply], list[Problem]]:
    if not isinstance(raw, dict):
        return {}, [_fault("safety.answers_no_object", PROFILE)]
    answers, problems = read_answers(raw)
    return answers, list(problems)


def _at(problem: Problem, where: str) -> Problem:
    place = ", ".join(part for part in (where, problem.where) if part)
    return Problem(problem.code, place, problem.params, problem.severity)


def _fault(code: str, where: str = "", **params: str) -> Problem:
    return Problem(code, where, dict(params), Severity.REFUSED)
