"""The invented cases, judged: no one under the level of their story, few look-alikes above it."""

from __future__ import annotations

import pytest

from backstride.domain.screen import Level
from tests.safety.case_files import Case, cases
from tests.safety.judged import level_named, triage_of

OVER_CALLED_AT_MOST = 0.15

every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)


@every_case
def test_no_case_comes_out_under_its_level(case: Case) -> None:
    assert triage_of(case).level >= level_named(case.expected_level), case.why


@every_case
def test_the_rules_and_effects_of_a_case_are_among_those_found(case: Case) -> None:
    triage = triage_of(case)

    assert set(case.rules) <= set(triage.rules)
    assert set(case.effects) <= {effect.value for effect in triage.effects}


@every_case
def test_what_is_open_is_named_and_an_open_screen_is_never_complete(case: Case) -> None:
    triage = triage_of(case)

    assert triage.complete == case.complete
    assert set(case.unanswered) <= set(triage.unanswered)
    assert bool(triage.due) == case.screen_due
    assert triage.complete or triage.level > Level.NONE


def test_few_look_alikes_are_called_above_their_ceiling() -> None:
    benign = [case for case in cases() if case.benign]
    over = [case.id for case in benign if triage_of(case).level > level_named(case.ceiling)]

    assert len(over) <= OVER_CALLED_AT_MOST * len(benign), over


@every_case
def test_e0_and_e1_ask_for_every_effect_and_everyone_is_told_something(case: Case) -> None:
    triage = triage_of(case)

    if triage.level >= Level.E1:
        assert len(triage.effects) == 3
    assert triage.advice
    assert triage.advice[-1].key == "safety.not_reviewed"
