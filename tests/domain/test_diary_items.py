"""Diary items: one table that every face is made from."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest
from hypothesis import given, settings

from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.domain.diary_answers import answers_of, with_answers, without_answer
from backstride.domain.diary_item import Asked, Item, Kept, Kind
from backstride.domain.diary_items import ABOUT_A_RUN, BY_KEY, ITEMS, Role, items_asked, role_of
from backstride.domain.diary_value import ItemValue
from backstride.domain.errors import OutOfRange
from backstride.text.catalogue import load_catalogue
from tests.conftest import ROOT
from tests.made_diaries import DAY_KEYS, answers

DAY = date(2026, 3, 9)
UNITS = {"h": "_h", "min": "_min", "count": "_count"}


def test_every_key_stands_once() -> None:
    assert len(BY_KEY) == len(ITEMS)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)
def test_every_item_has_a_name_and_a_question_in_plain_words(item: Item) -> None:
    catalogue = load_catalogue()
    asked = catalogue.messages[f"item.{item.key}.ask"]

    assert catalogue.messages[f"item.{item.key}.name"]
    assert asked.rstrip().endswith(("?", ".", "words."))
    assert [
        option for option in item.scale.options if f"item.option.{option}" not in catalogue.messages
    ] == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)
def test_a_number_with_a_unit_bears_it_in_its_name(item: Item) -> None:
    ending = UNITS.get(item.scale.unit, "")

    assert item.key.endswith(ending)
    assert (item.scale.unit == "") == (item.scale.kind is not Kind.NUMBER)


def test_no_option_of_the_command_line_is_used_twice() -> None:
    flags = [flag for item in ITEMS for flag in re.findall(r"--?[\w-]+", item.flags)]

    assert len(set(flags)) == len(flags)


def test_only_what_the_day_puts_on_the_body_is_a_covariate() -> None:
    covariates = {item.key for item in ITEMS if item.kept is Kept.COVARIATE}

    assert covariates == {"sitting_h", "lifting_h", "sleep_0_10", "stress_0_10"}


def test_symptoms_are_numbers_and_measures_a_yes_or_no_or_words_that_hold() -> None:
    roles = {item.key: role_of(item) for item in ITEMS}
    symptoms = {key for key, role in roles.items() if role is Role.SYMPTOM}
    measures = {key for key, role in roles.items() if role is Role.MEASURE}

    assert symptoms == {
        *("back_0_10", "tingling_0_6", "weakness_0_6", "ladder_step_0_6"),
        "unrelated_0_10",
    }
    assert {BY_KEY[key].scale.kind for key in symptoms} == {Kind.NUMBER}
    assert measures == {
        *("strength", "form_drill", "warm_up", "cool_down"),
        *("shoes", "treatment_change"),
    }
    assert {BY_KEY[key].scale.kind for key in measures} == {Kind.YES_NO, Kind.WORDS}


@pytest.mark.parametrize("key", ["pain_relief", "flare", "peak_leg_0_10", "night_lost_to_leg_pain"])
def test_what_comes_after_the_pain_it_would_explain_stays_out_of_the_model(key: str) -> None:
    assert role_of(BY_KEY[key]) is None


def test_facts_that_the_warning_signs_know_as_well_are_spelled_the_same() -> None:
    vocabulary = tomllib.loads(
        (ROOT / "tests" / "safety" / "vocabulary.toml").read_text(encoding="utf-8")
    )
    shared = {fact["key"]: fact for fact in vocabulary["fact"] if fact["key"] in BY_KEY}

    assert {item.key for item in items_asked(Asked.WEEK) if "_left" in item.key} <= set(shared)
    assert {"ladder_step_0_6", "leg_side", "flare", "night_lost_to_leg_pain"} <= set(shared)
    for key, fact in shared.items():
        scale = BY_KEY[key].scale
        assert list(scale.options) == fact.get("options", []), key
        if fact["type"] == "number":
            assert (scale.low, scale.high) == (fact["min"], fact["max"]), key


def test_every_occasion_has_questions() -> None:
    assert [when for when in Asked if not items_asked(when)] == []
    assert {item.key for item in items_asked(Asked.RUN)} <= ABOUT_A_RUN


@settings(deadline=None)
@given(answers(DAY_KEYS))
def test_what_is_answered_is_found_again_wherever_it_stands(said: dict[str, ItemValue]) -> None:
    assert answers_of(with_answers(DiaryEntry(DAY), said)) == said


@pytest.mark.parametrize("key", DAY_KEYS)
def test_an_answer_passed_over_is_neither_missing_nor_zero(key: str) -> None:
    entry = with_answers(DiaryEntry(DAY), {key: Skipped.SKIPPED})

    assert answers_of(entry) == {key: Skipped.SKIPPED}
    assert entry.covariates == {}


@pytest.mark.parametrize("key", DAY_KEYS)
def test_an_answer_taken_away_leaves_nothing_behind(key: str) -> None:
    entry = with_answers(DiaryEntry(DAY), {key: Skipped.SKIPPED})

    assert without_answer(entry, key) == DiaryEntry(DAY)


def test_a_later_answer_takes_the_place_of_one_passed_over() -> None:
    entry = with_answers(DiaryEntry(DAY), {"sitting_h": Skipped.SKIPPED})
    entry = with_answers(entry, {"sitting_h": 6.0, "no_run_reason": "planned"})

    assert entry == DiaryEntry(
        DAY, covariates={"sitting_h": 6.0}, no_run_reason=NoRunReason.PLANNED
    )
    assert with_answers(entry, {"sitting_h": Skipped.SKIPPED}).covariates == {}


def test_an_unknown_item_is_an_impossible_call() -> None:
    with pytest.raises(OutOfRange):
        with_answers(DiaryEntry(DAY), {"nonsense": 1.0})


@pytest.mark.parametrize(
    ("key", "fitting", "unfitting"),
    [
        ("leg_morning", [0.0, 0.5, 10.0], [-0.5, 10.5, 3.3]),
        ("tingling_0_6", [0.0, 6.0], [0.5, 7.0]),
        ("global_change_m5_5", [-5.0, 0.0, 5.0], [-6.0, 0.5]),
        ("sitting_h", [0.0, 6.3, 24.0], [-1.0, 24.5]),
        ("heel_raises_left_count", [0.0, 25.0], [26.0, 1.5]),
    ],
)
def test_a_scale_has_a_range_and_a_grid(
    key: str, fitting: list[float], unfitting: list[float]
) -> None:
    fits = BY_KEY[key].scale.fits

    assert all(map(fits, fitting))
    assert not any(map(fits, unfitting))
