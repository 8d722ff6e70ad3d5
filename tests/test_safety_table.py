"""The decision page on the safety rules, held against the rules; and the table of the cases."""

from __future__ import annotations

import re

from studies.safety_cases import count_by_rule, judge_all, main
from tools.safety_table import PAGE, render, rewritten

from backstride.domain.screen import Level, ScreenEffect
from backstride.safety.answers_document import ANSWERS, DATE, KIND, OTHERS, PROFILE
from backstride.safety.pain_rule import measures
from backstride.safety.rules import load_rules
from backstride.safety.triage_json import questions_to_json, triage_to_json
from backstride.text.catalogue import load_catalogue
from tests.conftest import ROOT
from tests.safety.judged import judged


def test_the_decision_page_is_written_from_the_rules_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert rewritten(page, render(load_rules())) == page


def test_the_page_lists_every_clause_with_a_place_to_sign() -> None:
    table = load_rules()
    rows = re.findall(r"^\| (\w\w\d\d) \| (E\d) \|.*\| \|$", render(table), re.MULTILINE)

    assert sorted(rows) == sorted(
        (rule.id, clause.level.label) for rule in table.rules for clause in rule.clauses
    )
    assert all(f"| {one.id.replace('_', ' ')} |" in render(table) for one in measures())
    assert "not clinically reviewed" in render(table)


def test_the_table_of_cases_counts_every_rule(capsys) -> None:
    rows = {row.rule: row for row in count_by_rule(judge_all())}

    assert set(rows) == {rule.id for rule in load_rules().rules}
    assert all(row.n_case > 0 and row.n_short == 0 for row in rows.values())
    assert main() == 0
    assert "248 cases, 0 under their level" in capsys.readouterr().out


def first_cells(text: str) -> list[str]:
    """What stands in code style in the first column of the tables of a text."""
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_every_field_of_result_answers_and_questions_is_defined_and_the_other_way_round() -> None:
    text = (ROOT / "docs" / "reference" / "triage-json.md").read_text(encoding="utf-8")
    result, rest = text.split("## Answers in")
    answers, listed = rest.split("## Questions")
    say = load_catalogue().say

    assert first_cells(result) == list(triage_to_json(judged({}), say))
    assert set(first_cells(answers)) == {PROFILE, DATE, KIND, ANSWERS, OTHERS}
    assert set(first_cells(listed)) == set(questions_to_json(say)[0])
    assert [level.label for level in Level if f"`{level.label}`" not in result] == []
    assert [effect.value for effect in ScreenEffect if f"`{effect.value}`" not in result] == []
