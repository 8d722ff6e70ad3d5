"""What the diary and days in a row say, whatever was answered in the screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_parts import Moment, RunNote
from backstride.domain.screen import Level, Reply, Statement, StatementKind
from backstride.safety.diary_facts import statement_of
from backstride.safety.due import is_screen_due
from backstride.safety.questions import questions
from backstride.safety.screen import screen
from tests.safety.judged import FIRST_DAY, no_to_all


def said_on(day: int, answers: dict[str, Reply], kind: str = "diary") -> Statement:
    return Statement(FIRST_DAY + timedelta(days=day), StatementKind(kind), answers)


def found_in(*history: Statement) -> dict[str, Level]:
    return {found.rule: found.level for found in screen(history).findings}


def weighed(left: int, right: int) -> dict[str, Reply]:
    return {"heel_raises_left_count": left, "heel_raises_right_count": right}


SEEN: dict[str, Reply] = {"what_happened": "seen_treated"}


def test_the_items_of_a_day_are_read_by_their_own_keys() -> None:
    entry = DiaryEntry(
        FIRST_DAY,
        leg_morning=3.5,
        leg_evening=Skipped.SKIPPED,
        items={
            "flare": True,
            "night_lost_to_leg_pain": False,
            "leg_side": "left",
            "heel_raises_left_count": 22.0,
            "tingling_0_6": Skipped.SKIPPED,
            "goal": "a marathon",
        },
        runs=(
            RunNote("a", {"run_peak_load_pain_0_10": 2.0}),
            RunNote("b", {"run_peak_load_pain_0_10": 4.0}),
        ),
    )

    assert statement_of(entry).answers == {
        "leg_morning": 3.5,
        "flare": "yes",
        "night_lost_to_leg_pain": "no",
        "leg_side": "left",
        "heel_raises_left_count": 22.0,
        "run_peak_load_pain_0_10": 4.0,
    }


def test_the_body_map_gives_the_saddle_and_the_furthest_step() -> None:
    marks = (BodyMark("saddle", "numb", 2.0), BodyMark("calf_left", "burning", 4.0))
    entry = DiaryEntry(FIRST_DAY, items={"ladder_step_0_6": 3.0}, moments=(Moment(marks=marks),))

    answers = statement_of(entry).answers

    assert answers == {"body_map_saddle": "numb_or_tingling", "ladder_step_0_6": 4}
    assert screen([statement_of(entry)]).level is Level.E0


def test_a_day_that_speaks_of_nothing_asked_states_nothing() -> None:
    entry = DiaryEntry(date(2026, 3, 2), covariates={"sitting_h": 6.0}, marks={"note": "rain"})

    assert statement_of(entry).answers == {}


def test_every_question_of_diary_and_self_check_is_an_item_or_read_off_otherwise() -> None:
    keys = {key for key, one in questions().items() if one.ask in ("diary", "self_check")}

    elsewhere = {"body_map_saddle", "temperature_c", "weight_loss_kg"}
    assert keys - set(BY_KEY) == elsewhere


def test_four_lost_nights_count_within_a_week_and_not_over_two() -> None:
    lost: dict[str, Reply] = {"night_lost_to_leg_pain": "yes"}

    assert found_in(*(said_on(day, lost) for day in (0, 2, 4, 6))) == {"RF21": Level.E2}
    assert found_in(*(said_on(day, lost) for day in (0, 4, 8, 12))) == {}
    assert found_in(*(said_on(day, lost) for day in (0, 2, 4))) == {}


def test_left_then_right_counts_within_two_weeks() -> None:
    left, right = said_on(0, {"leg_side": "left"}), said_on(13, {"leg_side": "right"})
    late = said_on(14, {"leg_side": "right"})

    assert found_in(left, right) == {"RF05": Level.E1}
    assert found_in(left, late) == {}


def test_both_sides_seen_to_before_a_visit_do_not_count_again_after_it() -> None:
    before = (said_on(0, {"leg_side": "left"}), said_on(1, {"leg_side": "right"}))
    visit, again = said_on(2, SEEN, "record"), said_on(3, {"leg_side": "left"})

    assert found_in(*before) == {"RF05": Level.E1}
    assert found_in(*before, visit, again) == {}
    assert found_in(before[0], visit, said_on(3, {"leg_side": "right"})) == {"RF05": Level.E1}


@pytest.mark.parametrize(("left", "is_weak"), [(17, True), (18, False), (24, False)])
def test_one_side_below_three_quarters_of_the_other_is_weak(left: int, is_weak: bool) -> None:
    found = found_in(said_on(0, weighed(left, 24), "self_check"))

    assert found == ({"RF24": Level.E1} if is_weak else {})


def test_two_sides_measured_on_two_days_are_compared() -> None:
    left = said_on(0, {"heel_raises_left_count": 8}, "self_check")
    right = said_on(3, {"heel_raises_right_count": 24}, "self_check")

    assert found_in(left, right) == {"RF24": Level.E1}


def test_weakness_that_was_seen_and_is_the_same_is_not_told_again() -> None:
    weak, visit = said_on(0, weighed(10, 24), "self_check"), said_on(1, SEEN, "record")

    assert found_in(weak, visit, said_on(8, weighed(10, 24), "self_check")) == {}
    assert found_in(weak, visit, said_on(8, weighed(6, 24), "self_check")) == {
        "RF07": Level.E1,
        "RF24": Level.E1,
    }
    assert found_in(weak, visit, said_on(8, weighed(24, 10), "self_check")) == {
        "RF07": Level.E1,
        "RF24": Level.E1,
    }


def test_a_failed_test_that_was_seen_is_not_told_again_but_another_one_is() -> None:
    failed = said_on(0, {"heel_walk_left": "unable"}, "self_check")
    visit = said_on(1, SEEN, "record")

    assert found_in(failed, visit, said_on(8, {"heel_walk_left": "unable"}, "self_check")) == {}
    assert found_in(failed, visit, said_on(8, {"toe_walk_left": "unable"}, "self_check")) == {
        "RF24": Level.E1
    }


def test_both_sides_falling_alike_is_a_tired_day() -> None:
    assert found_in(said_on(0, weighed(25, 25)), said_on(7, weighed(15, 15))) == {}


def test_load_pain_must_rise_on_three_runs_and_by_two_points() -> None:
    def runs(*pains: float) -> dict[str, Level]:
        return found_in(
            *(said_on(2 * n, {"run_peak_load_pain_0_10": pain}) for n, pain in enumerate(pains))
        )

    assert runs(1, 2, 3) == {"RF14": Level.E2}
    assert runs(6, 1, 2, 4) == {"RF14": Level.E2}
    assert runs(1, 1.5, 2) == {}
    assert runs(1, 4) == {}
    assert runs(1, 4, 3) == {}


def test_scores_that_are_no_lower_after_six_weeks_are_told() -> None:
    def mornings(*scores: float) -> dict[str, Level]:
        return found_in(*(said_on(21 * n, {"leg_morning": one}) for n, one in enumerate(scores)))

    assert mornings(4, 3, 4) == {"RF22": Level.E3}
    assert mornings(4, 3, 3) == {}
    assert mornings(4, 4) == {}
    assert mornings(0, 0, 0) == {}


def test_an_alarm_that_a_later_screen_leaves_open_stands_and_a_no_does_not() -> None:
    first = said_on(0, no_to_all() | {"night_sweats": "yes"}, "screen")
    partial = said_on(2, {"fever_or_chills": "no"}, "screen")
    taken_back = said_on(4, no_to_all(), "screen")

    later = screen([first, partial])
    assert {found.rule for found in later.findings} == {"RF11"}
    assert "saddle_feeling_changed" in later.unanswered
    assert screen([first, partial, taken_back]).findings == ()


def test_an_explanation_does_not_outlive_the_question_it_was_for() -> None:
    sore: dict[str, Reply] = {
        "saddle_feeling_changed": "yes",
        "saddle_change_pattern": "sore_skin_feeling_normal",
    }
    explained = said_on(0, no_to_all() | sore, "screen")
    again = said_on(2, {"saddle_feeling_changed": "yes"}, "screen")

    assert found_in(explained) == {}
    assert found_in(explained, again) == {"RF01": Level.E0}


@pytest.mark.parametrize(
    ("later", "is_due"),
    [
        ({}, False),
        ({"leg_morning": 3.5}, False),
        ({"leg_morning": 4}, True),
        ({"flare": "yes"}, True),
        ({"ladder_step_0_6": 1}, True),
        ({"body_map_saddle": "pain"}, True),
        ({"temperature_c": 37.2}, False),
    ],
)
def test_a_screen_is_due_after_a_flare_a_step_a_mark_or_a_fever(
    later: dict[str, Reply], is_due: bool
) -> None:
    asked = said_on(0, no_to_all() | {"leg_morning": 2}, "screen")

    assert is_screen_due([asked, said_on(1, later)], FIRST_DAY + timedelta(days=1)) is is_due


@pytest.mark.parametrize(("days", "is_due"), [(0, False), (7, False), (8, True)])
def test_a_screen_is_due_at_the_start_and_every_week(days: int, is_due: bool) -> None:
    asked = said_on(0, no_to_all(), "screen")

    assert is_screen_due([asked], FIRST_DAY + timedelta(days=days)) is is_due
    assert is_screen_due([], FIRST_DAY)
