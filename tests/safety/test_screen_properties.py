"""What holds for any answers at all: alarms only raise, open is not no, order does not matter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.screen import (
    UNANSWERED,
    Level,
    Reply,
    ScreenEffect,
    Statement,
    StatementKind,
    Triage,
)
from backstride.safety.questions import Question, next_questions, questions
from backstride.safety.screen import screen
from tests.safety.judged import FIRST_DAY, judged, no_to_all

DISCRIMINATORS = {
    "weight_loss_intended": "an intended loss needs no search",
    "load_pain_with_tingling": "tingling points away from the bone where pain rises alone",
}
"""Yes/no questions whose yes is a plain explanation; every other yes is an alarm."""

WORST = {
    "saddle_change_pattern": "constant_or_comes_back",
    "bladder_change_pattern": "cannot_start_feel_or_stop",
    "bowel_change_pattern": "leak_or_no_feeling",
    "sexual_change_pattern": "new_loss_of_feeling_or_function",
    "private_change_course": "worse",
    "both_legs_pattern": "nerve_type_new_or_worse",
    "both_legs_weak_pattern": "severe_or_worsening",
    "weakness_pattern": "cannot_do_the_movement",
    "weakness_course": "worse_over_hours",
    "unsteady_pattern": "new_and_stays",
    "fever_back_pain": "new_or_worse_with_it",
    "night_sweats_pattern": "drenching_without_reason",
    "night_pain_pattern": "relentless_no_position_helps",
    "tearing_pain_pattern": "sudden_and_severe",
    "injury_kind": "major",
    "calf_swelling_pattern": "one_calf_swollen_or_warm",
    "foot_change_pattern": "sudden_cold_pale_or_numb",
    "calf_effort_course": "at_rest_too",
    "load_pain_course": "rises_run_by_run",
    "band_pain_pattern": "constant_also_at_rest",
    "episode_course": "worse",
    "periods_missed_3_months": "yes",
    "pregnancy_state": "pregnant",
    "body_map_saddle": "numb_or_tingling",
    "leg_side": "both",
}
"""The answer of a choice that says most."""

ASKED = {
    key: question
    for key, question in questions().items()
    if question.ask in ("profile", "short", "branch")
}


def replies(question: Question) -> st.SearchStrategy[Reply]:
    if question.accepts:
        return st.sampled_from(question.accepts)
    return st.integers(int(question.min), int(min(question.max, 400)))


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, Reply]:
    """A no to nearly everything, and a few questions answered otherwise or left open."""
    told = {key: answer for key, answer in no_to_all().items() if key in ASKED}
    gates = draw(st.lists(st.sampled_from([*ASKED]), max_size=5, unique=True))
    near = [key for key, question in ASKED.items() if set(question.after) & set(gates)]
    for key in gates + draw(st.lists(st.sampled_from(near), unique=True) if near else st.just([])):
        told[key] = draw(replies(ASKED[key]))
    for key in draw(st.lists(st.sampled_from([*told]), max_size=2)):
        told.pop(key, None)
    return told


def worst(triage: Triage) -> Level:
    """The worst that was found, without the floor that open questions put under it."""
    return max((found.level for found in triage.findings), default=Level.NONE)


few = settings(max_examples=120, deadline=None)


@few
@given(answer_sets(), st.data())
def test_an_alarm_never_lowers_the_level(told: dict[str, Reply], data: st.DataObject) -> None:
    yes = [key for key in ASKED if "yes" in ASKED[key].accepts and key not in DISCRIMINATORS]
    key = data.draw(st.sampled_from([*yes, *WORST]))

    alarmed = judged(told | {key: WORST.get(key, "yes")})

    assert worst(alarmed) >= worst(judged(told))


@few
@given(answer_sets(), st.data())
def test_an_unanswered_question_never_counts_as_a_no(
    told: dict[str, Reply], data: st.DataObject
) -> None:
    said_no = [key for key, answer in told.items() if answer == "no"]
    if not said_no:
        return
    key = data.draw(st.sampled_from(said_no))
    left_open = {name: answer for name, answer in told.items() if name != key}

    triage = judged(left_open)

    assert worst(triage) >= worst(judged(told))
    assert judged(left_open | {key: UNANSWERED}) == triage
    if ASKED[key].ask != "branch":
        assert key in triage.unanswered
        assert not triage.complete


@few
@given(answer_sets(), st.randoms())
def test_the_order_of_questions_does_not_matter(told: dict[str, Reply], random) -> None:
    shuffled = list(told.items())
    random.shuffle(shuffled)

    assert judged(dict(shuffled)) == judged(told)


@few
@given(answer_sets())
def test_level_completeness_and_effects_fit_together(told: dict[str, Reply]) -> None:
    triage = judged(told)

    assert triage.complete == (not triage.unanswered)
    assert triage.level > Level.NONE or (triage.complete and not triage.findings)
    assert triage.level >= max((found.level for found in triage.findings), default=Level.NONE)
    if triage.level >= Level.E1:
        assert set(triage.effects) == set(ScreenEffect)


@settings(max_examples=60, deadline=None)
@given(st.lists(answer_sets(), min_size=1, max_size=3), answer_sets())
def test_a_further_day_never_takes_an_urgent_finding_back(
    days: list[dict[str, Reply]], further: dict[str, Reply]
) -> None:
    history = [
        Statement(FIRST_DAY + timedelta(days=day), StatementKind.SCREEN, told)
        for day, told in enumerate(days)
    ]
    before = screen(history)
    after = screen(
        [*history, Statement(FIRST_DAY + timedelta(days=9), StatementKind.SCREEN, further)]
    )

    urgent = {found.rule: found.level for found in before.findings if found.level >= Level.E1}
    now = {found.rule: found.level for found in after.findings}
    assert all(now.get(rule, Level.NONE) >= level for rule, level in urgent.items())


@pytest.mark.parametrize("outcome", ["not_seen", "waiting"])
def test_waiting_and_not_having_been_seen_end_nothing(outcome: str) -> None:
    numb = Statement(FIRST_DAY, StatementKind.SCREEN, {"saddle_feeling_changed": "yes"})
    noted = Statement(FIRST_DAY, StatementKind.RECORD, {"what_happened": outcome})

    assert screen([numb, noted]).level is Level.E0


def test_having_been_seen_ends_what_was_said_before_and_calls_for_a_new_screen() -> None:
    numb = Statement(FIRST_DAY, StatementKind.SCREEN, {"saddle_feeling_changed": "yes"})
    seen = Statement(FIRST_DAY, StatementKind.RECORD, {"what_happened": "seen_treated"})

    triage = screen([numb, seen])

    assert triage.findings == ()
    assert triage.due == ("visit",)
    assert triage.level is Level.E3


def ask_through(answering: dict[str, Reply]) -> dict[str, Reply]:
    """Answer as a form would: what is asked next, until nothing is."""
    told: dict[str, Reply] = {}
    for _ in range(100):
        wanted = next_questions(told)
        if not wanted:
            return told
        told |= {key: answering.get(key, UNANSWERED) for key in wanted}
    raise AssertionError("the form does not end")


@few
@given(answer_sets())
def test_the_form_ends_and_asks_all_that_counts(told: dict[str, Reply]) -> None:
    asked = ask_through(told)

    through_form = judged(asked)
    assert set(through_form.unanswered) == {
        key for key, answer in asked.items() if answer == UNANSWERED
    }


def test_the_short_form_takes_nine_taps_where_nothing_is_found() -> None:
    told: dict[str, Reply] = {key: "no" for key in ASKED if ASKED[key].ask == "profile"}
    told |= {"age_years": 34, "pregnancy_state": "not_applicable"}
    taps = 0
    while wanted := next_questions(told):
        taps += 1
        told |= {key: "no" if "no" in ASKED[key].accepts else 0 for key in wanted}

    assert taps == 9
    assert judged(told).level is Level.NONE
