"""Single runners go the whole way of each study."""

from __future__ import annotations

from importlib.util import find_spec
from math import isfinite, isnan

import numpy as np
import pytest
from studies.answered import ask
from studies.controls_runner import CELLS, ask_headache, in_words, permute_weeks
from studies.controls_runner import run_runner as run_control
from studies.lives import GROUPS, live_named
from studies.looks_runner import LOOKS
from studies.measures_runner import CELLS as MEASURE_CELLS
from studies.measures_runner import TRUE_EFFECT, call, live_with_measures
from studies.measures_runner import run_runner as run_measures
from studies.naive_runner import run_runner as run_naive
from studies.placed import QUANTITIES
from studies.planted_life import live_planted
from studies.planted_traits import Habits, Planted

from backstride.inference.posterior import Posterior
from backstride.inference.summary import effect_from_mixture
from backstride.synth.traits import Scenario
from studies import grid_runner, looks_runner, measures, naive, sbc, sbc_runner, signs_runner


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_diary_that_is_too_short_for_a_word_is_fitted_all_the_same() -> None:
    life = live_planted(Planted(b_fast=2.0), Habits(), n_diary=25, rng=rng())
    row = ask(life.table, life.true_effect, cell="short", number=0)
    assert row.verdict == "cannot_tell"
    assert row.fitted
    assert row.q05 < row.q25 < row.q75 < row.q95
    assert row.cpu_s > 0.0


def test_a_violated_year_is_fitted_and_its_truth_is_known() -> None:
    (row,) = grid_runner.run_runner("threshold aggravator", 0, "test")
    assert row.truth > 0.0
    assert row.fitted


def test_twelve_looks_grow_with_the_diary() -> None:
    rows = looks_runner.run_runner("aggravator", 0, "test")
    assert [row.look_day for row in rows] == list(LOOKS)
    days = [row.n_day for row in rows]
    assert days == sorted(days)
    assert all(row.n_day <= row.look_day for row in rows)


def test_diaries_of_the_study_of_signs_have_their_lengths_in_turn() -> None:
    lengths = [
        signs_runner.run_runner("weak_easing", number, f"test {number}")[0].n_day
        for number in range(4)
    ]
    assert all(
        0.6 * planned < found <= planned
        for planned, found in zip(signs_runner.DIARY_DAYS, lengths, strict=True)
    )


def test_weak_stoic_and_careful_runners_are_what_they_are_called() -> None:
    strong, weak = (live_named(name, rng(), 60).life for name in ("aggravator", "weak_aggravator"))
    assert weak.traits.response == pytest.approx(0.4 * strong.traits.response)
    assert "symptoms" not in live_named("stoic_neutral", rng(), 60).life.reason
    assert live_named("careful_neutral", rng(), 60).life.traits.caution == 0.95
    assert {scenario.value for scenario in Scenario} < set(GROUPS)


@pytest.mark.parametrize("cell", ["avoidance 1.6", "permuted neutral", "headache aggravator"])
def test_nothing_is_true_of_a_control(cell: str) -> None:
    (row,) = run_control(cell, 0, "test 4")
    assert row.truth == 0.0 or isnan(row.truth)
    assert row.cell == cell
    assert in_words(cell)


def test_permuted_weeks_keep_every_week_whole_and_every_score_in_place() -> None:
    table = live_named("aggravator", rng(), 180).table
    other = permute_weeks(table, rng(4))
    n_week = table.n_day // 7
    before, after = (t.load[: 7 * n_week].reshape(n_week, 7) for t in (table, other))
    assert sorted(map(tuple, before)) == sorted(map(tuple, after))
    assert (before != after).any()
    np.testing.assert_array_equal(table.morning, other.morning)


def test_headaches_have_their_own_course_and_the_gaps_of_the_diary() -> None:
    lived = live_named("aggravator", rng(), 180)
    table = ask_headache(lived, rng(4))
    np.testing.assert_array_equal(np.isnan(table.morning), np.isnan(lived.table.morning))
    there = np.isfinite(table.morning)
    assert np.all((table.morning[there] >= 0.0) & (table.morning[there] <= 10.0))
    assert np.std(table.morning[there]) > 0.3
    assert np.isnan(table.evening).all()
    assert len(CELLS) == len(set(CELLS)) == 9


def test_every_truth_of_a_prior_drawn_runner_gets_its_place() -> None:
    rows = sbc_runner.run_runner("realistic", 0, "test")
    assert [row.quantity for row in rows] == list(QUANTITIES)
    assert all(0.0 <= row.below <= 1.0 for row in rows)
    assert sum(row.cpu_s > 0.0 for row in rows) == 1
    assert "| realistic | fast effect |" in sbc.render(rows)


@pytest.mark.skipif(find_spec("causal_impact") is None, reason="runs where CausalImpact is there")
def test_every_analysis_of_a_runner_of_the_grid_has_a_result() -> None:
    rows = run_naive("aggravator 365", 0, "test")
    assert {row.method for row in rows} == set(naive.NAMES)
    assert sum(isfinite(row.value) for row in rows) >= 6
    assert "CausalImpact" in naive.render(rows)


def test_ten_measures_are_taken_often_enough_and_one_lowers_the_next_morning() -> None:
    table = live_with_measures(Scenario.NEUTRAL, "", rng())
    assert len(table.measures) == 10
    for name, days in table.measures.items():
        assert set(np.unique(days)) == {0.0, 1.0}, name
    eased = live_with_measures(Scenario.NEUTRAL, "mobility", rng())
    np.testing.assert_array_equal(eased.measures["mobility"], table.measures["mobility"])
    after = np.concatenate([[0.0], table.measures["mobility"][:-1]])
    both = np.isfinite(table.morning) & np.isfinite(eased.morning)
    change = eased.morning[both] - table.morning[both]
    assert np.mean(change[after[both] == 1.0]) < 0.5 * TRUE_EFFECT
    assert np.all(change[after[both] == 0.0] == 0.0)


def test_shoes_and_warm_up_come_with_a_run_and_heat_with_pain() -> None:
    table = live_with_measures(Scenario.AGGRAVATOR, "", rng(8))
    rested = table.load == 0.0
    assert not table.measures["warm_up"][rested].any()
    assert not table.measures["shoes.new"][rested].any()
    bad = table.morning > np.nanmedian(table.morning)
    assert table.measures["heat"][bad].mean() > table.measures["heat"][~bad].mean()


def test_a_measure_is_called_by_margin_and_certainty() -> None:
    one = np.ones(1)
    assert call(effect_from_mixture(one, -0.8 * one, 0.04 * one)) == "helping"
    assert call(effect_from_mixture(one, 0.8 * one, 0.04 * one)) == "worsening"
    assert call(effect_from_mixture(one, -0.4 * one, 0.04 * one)) == ""


@pytest.mark.skipif("measures" not in Posterior.__dataclass_fields__, reason="no measures yet")
def test_every_measure_of_a_runner_gets_an_effect() -> None:
    rows = run_measures("mobility aggravator", 0, "test")
    assert len(rows) == 10
    assert sum(isfinite(row.mean) for row in rows) >= 8
    assert [row.truth for row in rows if row.measure == "mobility"] == [TRUE_EFFECT]
    assert set(MEASURE_CELLS) == {cell.name for cell in measures.STUDY.cells}
