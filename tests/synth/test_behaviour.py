"""The invented lives behave as their scenario says, and their truth can be checked by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from backstride.inference.window import find_window
from backstride.synth.behaviour import (
    Kind,
    Life,
    daily_table,
    live,
    relive,
    simulate,
    true_effect,
)
from backstride.synth.chances import draw_chances
from backstride.synth.reporting import expected_score, report
from backstride.synth.traits import Scenario, Style, draw_traits, gamma_kernel

SEED = 20260101


def lives(scenario: Scenario, count: int = 30) -> list[Life]:
    rng = np.random.default_rng(SEED)
    return [simulate(scenario, rng) for _ in range(count)]


def effects(scenario: Scenario) -> np.ndarray:
    found = []
    for life in lives(scenario):
        window = find_window(daily_table(life))
        if window is not None:
            found.append(true_effect(life, window))
    return np.array(found)


def test_the_same_seed_lives_the_same_life() -> None:
    first, second = (simulate(Scenario.MIXED, np.random.default_rng(7)) for _ in range(2))
    for field in ("km", "dose", "pain_morning", "morning", "evening"):
        np.testing.assert_array_equal(getattr(first, field), getattr(second, field))
    assert first.reason == second.reason


def test_living_again_with_the_same_running_changes_nothing() -> None:
    life = lives(Scenario.AGGRAVATOR, 1)[0]
    again = relive(life, (120, 148), 1.0)
    np.testing.assert_allclose(again, life.pain_morning, atol=1e-9)


def test_running_left_out_changes_no_morning_before_the_first_run_it_leaves_out() -> None:
    life = lives(Scenario.AGGRAVATOR, 1)[0]
    without = relive(life, (120, 148), 0.0)
    first_run = 120 + int(np.flatnonzero(life.km[120:148] > 0.0)[0])
    np.testing.assert_allclose(
        without[: first_run + 1], life.pain_morning[: first_run + 1], atol=1e-9
    )
    assert without[first_run + 1] < life.pain_morning[first_run + 1]


def test_neutral_running_has_a_true_effect_of_exactly_zero() -> None:
    assert np.all(effects(Scenario.NEUTRAL) == 0.0)


def test_aggravators_are_worse_with_running_and_easing_ones_better() -> None:
    assert np.all(effects(Scenario.AGGRAVATOR) > 0.05)
    assert np.median(effects(Scenario.AGGRAVATOR)) > 0.4
    assert np.all(effects(Scenario.EASING) < -0.05)
    assert np.median(effects(Scenario.EASING)) < -0.3


def test_a_single_run_adds_its_whole_response_over_the_mornings_that_follow() -> None:
    life = lives(Scenario.AGGRAVATOR, 1)[0]
    traits = replace(life.traits, irritability=0.0, dose_power=1.0)
    dose = np.zeros(life.n_day)
    dose[100] = traits.usual_km
    alone = replace(life, traits=traits, dose=dose)
    added = relive(alone, (100, 101), 1.0) - relive(alone, (100, 101), 0.0)
    assert added.sum() == pytest.approx(traits.response)
    assert added[100] == 0.0


def test_more_running_does_more_than_less() -> None:
    life = lives(Scenario.AGGRAVATOR, 1)[0]
    fifth_more = true_effect(life, (150, 178), less=1.0, more=1.2)
    assert 0.0 < fifth_more < true_effect(life, (150, 178))


def test_cautious_runners_stay_at_home_on_painful_days_and_stoics_do_not() -> None:
    rng = np.random.default_rng(SEED)
    traits = replace(draw_traits(Scenario.NEUTRAL, rng), base=4.0, limit=4.0)
    chances = draw_chances(traits, rng, n_diary=300, n_history=90, first_day=date(2026, 1, 5))
    stoic = live(replace(traits, caution=0.0), chances)
    cautious = live(replace(traits, caution=0.95), chances)
    assert "symptoms" not in stoic.reason
    assert cautious.reason.count("symptoms") > 20
    painful = cautious.pain_morning > np.median(cautious.pain_morning)
    assert np.mean(cautious.km[painful] > 0.0) < np.mean(cautious.km[~painful] > 0.0)


def test_an_illness_keeps_from_running_and_may_ache() -> None:
    rng = np.random.default_rng(SEED)
    traits = replace(draw_traits(Scenario.NEUTRAL, rng), ill_ache=0.0)
    aching, same_chances = (
        draw_chances(
            replace(traits, ill_ache=ache),
            np.random.default_rng(8),
            n_diary=300,
            n_history=90,
            first_day=date(2026, 1, 5),
        )
        for ache in (0.8, 0.0)
    )
    np.testing.assert_allclose(
        aching.background - same_chances.background, 0.8 * aching.ill, atol=1e-12
    )
    assert np.count_nonzero(aching.ill) > 5
    assert np.all(live(traits, aching).km[aching.ill] == 0.0)


def test_scores_keep_to_the_style_of_the_runner() -> None:
    pain = np.array([-1.0, 0.2, 0.3, 2.4, 2.6, 3.2, 9.9, 12.0])
    assert report(pain, Style.WHOLE).tolist() == [0, 0, 0, 2, 3, 3, 10, 10]
    assert report(pain, Style.HALF).tolist() == [0, 0, 0.5, 2.5, 2.5, 3.0, 10, 10]
    assert report(pain, Style.EVEN).tolist() == [0, 0, 0, 2, 2, 4, 10, 10]
    assert report(pain, Style.FEW).tolist() == [0, 0, 0, 3, 3, 3, 10, 10]


def test_the_expected_score_is_the_average_of_many_ratings() -> None:
    traits = draw_traits(Scenario.LOW_PAIN, np.random.default_rng(3))
    pain = np.array([0.0, 0.7, 4.2, 9.8])
    slips = traits.slip_sd * np.random.default_rng(4).normal(size=(200_000, 1))
    simulated = report(pain + slips, traits.style).mean(axis=0)
    np.testing.assert_allclose(expected_score(pain, traits), simulated, atol=0.01)


def test_a_response_is_spread_over_mornings_and_sums_to_one() -> None:
    kernel = gamma_kernel(shape=2.0, scale_d=0.8, n_day=14)
    assert kernel.sum() == pytest.approx(1.0)
    assert 0 < int(np.argmax(gamma_kernel(shape=4.0, scale_d=0.8, n_day=14))) < 4
    assert np.all(kernel > 0.0)


def test_the_history_has_runs_and_no_scores_and_the_diary_has_gaps() -> None:
    tables = [daily_table(life) for life in lives(Scenario.NEUTRAL)]
    assert all(np.isnan(table.morning[:90]).all() for table in tables)
    assert all(np.count_nonzero(table.load[:90]) > 10 for table in tables)
    missing = [np.mean(np.isnan(table.morning[90:])) for table in tables]
    assert 0.01 < np.mean(missing) < 0.3


def test_no_run_has_a_distance_without_a_kind_nor_the_other_way_round() -> None:
    for life in lives(Scenario.MIXED, 5):
        kinds = np.array([kind is not Kind.NONE for kind in life.kind])
        np.testing.assert_array_equal(kinds, life.km > 0.0)
        assert all(not why for why, ran in zip(life.reason, kinds, strict=True) if ran)


def test_the_simulator_takes_nothing_from_the_model() -> None:
    names = {field.name for field in fields(lives(Scenario.NEUTRAL, 1)[0].traits)}
    assert not names & {"tau_f", "tau_s", "tau_z", "s_z", "s_l", "s_y", "nu", "delta"}
