"""The table of rules: whole, well formed, and nothing in it that could go without being missed."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from backstride.domain.errors import ImpossibleCall
from backstride.domain.screen import Level, Statement, StatementKind
from backstride.safety.conditions import parse_condition
from backstride.safety.questions import groups, questions
from backstride.safety.rules import RuleTable, keys_read, load_rules, parse_rules
from backstride.safety.screen import screen
from tests.safety import case_files
from tests.safety.case_files import cases, vocabulary
from tests.safety.judged import FIRST_DAY, falls_short, no_to_all, triage_of
from tests.safety.test_cases_are_well_formed import FIRING

TABLE = load_rules()
CLAUSES = [(rule.id, place) for rule in TABLE.rules for place in range(len(rule.clauses))]
EXAMPLES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("clause_examples.toml").read_text(encoding="utf-8")
)["example"]


def level_of(example: Mapping[str, Any], table: RuleTable) -> Level:
    """The level at which the rule of an example holds."""
    told = {key: answer for key, answer in example.items() if key in questions()}
    answers = no_to_all() | dict(example.get("about", {})) | told
    days = [
        Statement(FIRST_DAY, StatementKind.DIARY, example.get("before", {})),
        Statement(FIRST_DAY + timedelta(days=5), StatementKind.SCREEN, answers),
    ]
    found = {one.rule: one.level for one in screen(days, table=table).findings}
    return found.get(example["rule"], Level.NONE)


def without_clause(rule_id: str, place: int) -> RuleTable:
    rules = tuple(
        replace(rule, clauses=rule.clauses[:place] + rule.clauses[place + 1 :])
        if rule.id == rule_id
        else rule
        for rule in TABLE.rules
    )
    return replace(TABLE, rules=rules)


def test_the_rules_are_those_the_cases_were_written_for() -> None:
    assert {rule.id for rule in TABLE.rules} == set(FIRING)
    assert TABLE.review == "not clinically reviewed"


def test_the_questions_are_those_of_the_vocabulary() -> None:
    def as_asked(fact: Any) -> tuple[object, ...]:
        names = ("key", "ask", "type", "group", "unit", "min", "max", "options", "after")
        return tuple(getattr(fact, name) for name in names)

    assert [as_asked(question) for question in questions().values()] == [
        as_asked(fact) for fact in vocabulary().values()
    ]
    assert groups() == case_files.groups()


@pytest.mark.parametrize("rule", FIRING)
def test_removing_a_rule_makes_a_case_fail(rule: str) -> None:
    weaker = TABLE.without(rule)

    missed = [
        case.id
        for case in cases()
        if rule in case.rules
        and triage_of(case, table=weaker).level < triage_of(case).level
        and falls_short(case, triage_of(case, table=weaker))
    ]

    assert missed


@pytest.mark.parametrize(("rule", "place"), CLAUSES)
def test_removing_a_clause_makes_a_case_or_an_example_fail(rule: str, place: int) -> None:
    weaker = without_clause(rule, place)

    by_case = (
        falls_short(case, triage_of(case, table=weaker)) for case in cases() if rule in case.rules
    )
    by_example = (
        level_of(example, weaker) < Level[example["level"]]
        for example in EXAMPLES
        if example["rule"] == rule
    )

    assert any(by_case) or any(by_example)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one['rule']} {one['level']}")
def test_an_example_holds_at_its_level(example: dict[str, Any]) -> None:
    assert level_of(example, TABLE) is Level[example["level"]]


def test_every_question_but_a_few_is_looked_at_by_some_rule() -> None:
    read = {
        key
        for rule in TABLE.rules
        for clause in rule.clauses
        for key in keys_read(clause.condition, TABLE)
    }

    assert set(questions()) - read == {
        "vascular_risk",  # adds to RF15, RF25 and RF29 and is needed by none: told to the clinician
        "painkiller_kind",  # told to the clinician
        "back_0_10",  # for the pain rule
        "flare",  # calls for a new screen
        "what_happened",  # ends what was said before it
    }


def test_every_rule_says_why_and_names_its_sources() -> None:
    silent = [
        rule.id
        for rule in TABLE.rules
        if not rule.asks or not rule.suspects or any(not clause.why for clause in rule.clauses)
    ]

    assert silent == []
    assert {source for rule in TABLE.rules for source in rule.sources} == set(TABLE.sources)


@pytest.fixture
def written() -> dict[str, Any]:
    path = files("backstride.safety").joinpath("rules.toml")
    return copy.deepcopy(tomllib.loads(path.read_text(encoding="utf-8")))


BROKEN = [
    ("no question", {"when": "no_such_key is yes"}),
    ("is never", {"when": "fever_or_chills is maybe"}),
    ("is not a number", {"when": "fever_or_chills > 2"}),
    ("no sign", {"when": "sign unheard_of"}),
    ("no change", {"when": "change unheard_of"}),
    ("do not stand above", {"when": "rule RF19"}),
    ("less than every effect", {"effects": ["stop_impact"]}),
]


@pytest.mark.parametrize(("fault", "change"), BROKEN)
def test_a_faulty_table_is_refused_with_the_place(
    written: dict[str, Any], fault: str, change: dict[str, Any]
) -> None:
    written["rule"][0]["clause"][0] |= change

    with pytest.raises(ImpossibleCall) as caught:
        parse_rules(written)

    assert fault in str(caught.value)
    assert "RF01" in str(caught.value)


def test_a_rule_that_stands_twice_is_refused(written: dict[str, Any]) -> None:
    written["rule"].append(written["rule"][0])

    with pytest.raises(ImpossibleCall, match="twice"):
        parse_rules(written)


@pytest.mark.parametrize(
    "line", ["", "yes", "a is", "a = b", "age_years > old", {"some": ["a is b"]}, {"any": []}, []]
)
def test_a_condition_that_is_none_is_refused(line: Any) -> None:
    with pytest.raises(ImpossibleCall):
        parse_condition(line)
