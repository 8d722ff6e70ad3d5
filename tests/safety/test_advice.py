"""What is said: a number only where it is certain, the urgent first, and never that all is well."""

from __future__ import annotations

import re

import pytest

from backstride.domain.screen import Level, Triage
from backstride.safety.advice import what_to_do
from backstride.safety.questions import questions
from backstride.safety.rules import load_rules
from backstride.safety.triage_json import questions_to_json, triage_to_json
from backstride.text.catalogue import load_catalogue
from tests.safety.case_files import cases
from tests.safety.judged import judged, no_to_all, triage_of

SAY = load_catalogue().say
REASSURING = re.compile(
    r"\b(safe|fine|well again|harmless|nothing wrong|no danger|all good|healthy|don't worry)\b",
    re.I,
)


def said(triage: Triage) -> list[str]:
    return [SAY(message) for message in triage.advice]


@pytest.mark.parametrize(
    ("country", "number"),
    [("DE", "112"), ("GB", "999"), ("US", "911"), ("CA", "911"), ("AU", "000"), ("NZ", "111")],
)
@pytest.mark.parametrize("rule", ["saddle_feeling_changed", "painkillers_over_dose"])
def test_the_emergency_number_is_that_of_the_country(rule: str, country: str, number: str) -> None:
    level = judged({rule: "yes"}).level
    first = SAY(what_to_do(level, country, is_found=True))

    assert number in first
    assert "your local emergency number" not in first


@pytest.mark.parametrize("country", [None, "CH", "JP", "ZZ"])
def test_no_number_is_named_where_it_is_not_certain(country: str | None) -> None:
    for level in (Level.E0, Level.E1):
        first = SAY(what_to_do(level, country, is_found=True))
        assert "your local emergency number" in first
        assert not re.search(r"\d{3}", first)


def test_every_rule_has_words_for_what_was_told_and_urgent_ones_for_the_phone() -> None:
    known = load_catalogue().messages
    wordless = [
        key
        for rule in load_rules().rules
        for key, is_needed in (
            (f"safety.found.{rule.id}", True),
            (f"safety.say.{rule.id}", max(one.level for one in rule.clauses) >= Level.E1),
        )
        if is_needed and key not in known
    ]

    assert wordless == []


def test_every_question_and_every_answer_has_words() -> None:
    listed = questions_to_json(SAY)

    assert [one["key"] for one in listed] == list(questions())
    for one in listed:
        texts = [one["text"], *one["option_texts"].values()]
        assert not [text for text in texts if text.startswith("safety.")]
        assert one["delicate"] == (one["private_text"] is not None)


def test_private_wording_names_no_part_of_the_body() -> None:
    private = [SAY(f"safety.private.{key}") for key, one in questions().items() if one.delicate]

    assert private
    bare = re.compile(r"genital|passage|urine|stool|bowel|bladder|sex|drug|pregnan|saddle", re.I)
    assert [text for text in private if bare.search(text)] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_nothing_that_is_said_reassures(case: object) -> None:
    texts = said(triage_of(case))  # type: ignore[arg-type]

    assert [text for text in texts if REASSURING.search(text)] == []
    assert not [text for text in texts if text.startswith("safety.")]


def test_a_complete_screen_without_a_finding_says_that_it_rules_nothing_out() -> None:
    triage = judged(no_to_all())

    assert triage.level is Level.NONE
    assert "does not rule anything out" in said(triage)[0]
    assert any("emergency department at any time" in text for text in said(triage))


def test_an_urgent_finding_comes_first_and_says_what_to_say() -> None:
    texts = said(judged(no_to_all() | {"saddle_feeling_changed": "yes", "weight_loss": "unsure"}))

    assert texts[0].startswith("Have this looked at now")
    assert any(text.startswith("When you call") for text in texts)
    assert any("between my legs has changed" in text for text in texts)
    assert any("shows no answer, no load" in text for text in texts)


def test_the_result_as_json_holds_what_its_schema_promises() -> None:
    triage = judged({"saddle_feeling_changed": "yes"})

    found = triage_to_json(triage, SAY)

    assert list(found) == [
        "schema",
        "level",
        "complete",
        "unanswered",
        "rules",
        "effects",
        "advice",
    ]
    assert found["schema"] == "backstride.triage/1"
    assert found["level"] == "E0"
    assert found["complete"] is False
    assert found["rules"] == ["RF01"]
    assert found["effects"] == ["stop_impact", "hide_load", "hide_answer"]
    assert found["unanswered"][0] == "saddle_change_pattern"
    assert found["advice"] == said(triage)
