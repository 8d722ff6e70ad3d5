"""Read the invented cases and say what each leaves unanswered, without any rule of the screen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LEVELS = ("none", "E3", "E2", "E1", "E0")
"""From nothing found to the emergency department, in the order of `README.md`."""

UNANSWERED = "unanswered"
OPENING = ("yes", "unsure")
DAYS_UNTIL_NEXT_SCREEN = 7

Answer = str | int | float


@dataclass(frozen=True)
class Fact:
    """One thing that can be stated about a runner."""

    key: str
    ask: str
    type: str
    meaning: str
    rules: tuple[str, ...]
    group: str = ""
    unit: str = ""
    min: float = 0.0
    max: float = float("inf")
    options: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def takes(self, answer: object) -> bool:
        """Whether the answer is one this fact allows."""
        if answer == UNANSWERED:
            return True
        if self.type == "yes_no_unsure":
            return answer in ("yes", "no", "unsure")
        if self.type == "choice":
            return answer in self.options
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return False
        whole = isinstance(answer, int) or self.type != "days_ago"
        return whole and self.min <= answer <= self.max


@dataclass(frozen=True)
class Entry:
    """What a runner stated on one day; `others` fills the questions the case does not spell out."""

    day: int
    kind: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    others: str = UNANSWERED


@dataclass(frozen=True)
class Case:
    """One invented runner with the level a person should come out at."""

    id: str
    title: str
    story: str
    profile: str
    expected_level: str
    complete: bool
    allow_higher: bool
    why: str
    entry: tuple[Entry, ...]
    benign: bool = False
    highest_level: str = ""
    screen_due: bool = False
    as_of_day: int = -1
    rules: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    about: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def day(self) -> int:
        """The day on which the case is judged."""
        return max(self.as_of_day, *(entry.day for entry in self.entry))

    @property
    def ceiling(self) -> str:
        """The highest level at which a benign case is not over-called."""
        return self.highest_level or self.expected_level


def _tables(pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob(pattern)):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


@cache
def vocabulary() -> dict[str, Fact]:
    """Every fact by its key, in the order of the file."""
    (table,) = _tables("vocabulary.toml")
    return {row["key"]: Fact(**_frozen(row)) for row in table["fact"]}


@cache
def groups() -> tuple[str, ...]:
    """The taps of the short form, in the order of the file."""
    (table,) = _tables("vocabulary.toml")
    return tuple(row["id"] for row in table["group"])


@cache
def profiles() -> dict[str, dict[str, Answer]]:
    """Every invented person with all facts of the kind `profile`."""
    (table,) = _tables("profiles.toml")
    return {name: table["base"] | own for name, own in table.items() if name != "base"}


@cache
def cases() -> tuple[Case, ...]:
    """Every invented case of every `cases_*.toml`."""
    return tuple(_case(row) for table in _tables("cases_*.toml") for row in table["case"])


def _case(row: Mapping[str, Any]) -> Case:
    entries = tuple(Entry(**entry) for entry in row["entry"])
    return Case(**(_frozen(row) | {"entry": entries}))


def person(case: Case) -> dict[str, Answer]:
    """What stands about the person on the day of the case."""
    stated = dict(profiles()[case.profile]) | dict(case.about)
    for entry in case.entry:
        stated |= {
            key: answer
            for key, answer in entry.answers.items()
            if vocabulary()[key].ask == "profile"
        }
    return stated


def filled(case: Case, entry: Entry) -> dict[str, Answer]:
    """Answer every question of an entry: as the case says, else as `others` says.

    `others` never fills a choice, a number or a day: a case spells these out.
    """
    answers = person(case) | dict(entry.answers)
    if entry.kind != "screen":
        return answers
    for fact in vocabulary().values():
        if fact.key not in answers and _is_asked(fact, answers):
            fills = fact.type == "yes_no_unsure"
            answers[fact.key] = entry.others if fills else UNANSWERED
    return answers


def _is_asked(fact: Fact, answers: Mapping[str, Answer]) -> bool:
    if fact.ask == "branch":
        return any(answers.get(key) in OPENING for key in fact.after)
    return fact.ask in ("profile", "short")


def last_screen(case: Case) -> Entry | None:
    """The newest screen of the case, or none."""
    screens = [entry for entry in case.entry if entry.kind == "screen"]
    return max(screens, key=lambda entry: entry.day, default=None)


def unanswered(case: Case) -> set[str]:
    """Questions that the newest screen asks and that have no answer."""
    screen = last_screen(case)
    answers = filled(case, screen) if screen else person(case)
    return {
        fact.key
        for fact in vocabulary().values()
        if _is_asked(fact, answers) and answers.get(fact.key, UNANSWERED) == UNANSWERED
    }


def is_screen_due(case: Case) -> bool:
    """Whether something since the newest screen, or time alone, calls for another."""
    screen = last_screen(case)
    if screen is None or case.day - screen.day > DAYS_UNTIL_NEXT_SCREEN:
        return True
    step = screen.answers.get("ladder_step_0_6", 0)
    return any(_calls_for_screen(entry, step) for entry in case.entry if entry.day > screen.day)


def _calls_for_screen(entry: Entry, step: Answer) -> bool:
    marked = entry.answers.get("body_map_saddle", "none") not in ("none", UNANSWERED)
    further = entry.answers.get("ladder_step_0_6", step)
    climbed = UNANSWERED not in (further, step) and float(further) > float(step)
    return marked or climbed or entry.answers.get("flare") == "yes"
