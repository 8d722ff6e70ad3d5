"""Planted runners have the truth that was planted, and one violation each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from studies.grid_runner import SORTS, VIOLATIONS, live_cell
from studies.planted_life import HISTORY_DAYS, LOAD_SD, LONG_RUN, live_planted, response
from studies.planted_traits import DOSES, Habits, Planted

from backstride.inference.truth import Truth, compartments

LOAD = np.random.default_rng(5).exponential(0.6, 80) * (np.random.default_rng(6).random(80) < 0.5)


def life(planted: Planted, habits: Habits, n_diary: int = 365, seed: int = 1):
    return live_planted(planted, habits, n_diary=n_diary, rng=np.random.default_rng(seed))


@pytest.mark.parametrize(("delay_d", "logit"), [(0, -50.0), (1, -np.log(2.0)), (2, np.log(2.0))])
def test_the_response_is_that_of_the_documented_equations(delay_d: int, logit: float) -> None:
    planted = Planted(b_fast=2.0, b_slow=-1.0, tau_fast=1.5, tau_slow=30.0, delay_d=delay_d)
    theta = np.array([np.log(1.5), np.log(30.0), 0.0, 0.0, 0.0, 0.0, 0.0, logit])
    truth = Truth(theta, np.array([0.0, 0.0, 2.0, -1.0, 0.0]))
    _, fast, slow = compartments(truth, LOAD, 0.36)
    np.testing.assert_allclose(response(planted, LOAD, before=0.36), 2.0 * fast - slow, atol=1e-9)


def test_the_day_by_day_life_has_the_response_of_its_loads() -> None:
    still = Planted(b_fast=2.0, b_slow=-2.0, delay_d=1, sd_flare=0.0, sd_drift=0.0, level=4.0)
    lived = life(replace(still, covariates=(0.0, 0.0)), Habits())
    added = response(lived.planted, lived.load, before=0.36)
    np.testing.assert_allclose(lived.eta, 4.0 + added, atol=1e-9)


def test_running_without_an_effect_has_a_true_effect_of_zero() -> None:
    assert life(SORTS["neutral"], Habits()).true_effect((427, 455)) == 0.0


def test_true_effects_are_near_those_of_the_specification() -> None:
    wanted = {"aggravator": 0.70, "protective": -0.27, "mixed": 0.50}
    for sort, effect in wanted.items():
        found = [
            life(SORTS[sort], Habits(), seed=seed).true_effect((427, 455)) for seed in range(40)
        ]
        assert np.mean(found) == pytest.approx(effect, abs=0.12), sort


def test_doses_start_at_nothing_and_have_about_the_same_mean_over_runs() -> None:
    rng = np.random.default_rng(2)
    runs = np.exp(LOAD_SD * rng.standard_normal(20_000))
    runs[rng.random(runs.size) < 0.2] *= LONG_RUN
    for name, dose in DOSES.items():
        assert dose(np.zeros(1))[0] == 0.0
        assert dose(runs).mean() == pytest.approx(runs.mean(), rel=0.12), name
    assert DOSES["threshold"](np.array([0.8]))[0] == 0.0
    assert DOSES["gate"](np.array([0.79]))[0] == 0.0


def test_a_quarter_of_the_scores_is_missing_and_more_on_bad_mornings() -> None:
    lived = life(SORTS["aggravator"], Habits(), n_diary=2000)
    missing = np.isnan(lived.table.morning[HISTORY_DAYS:])
    bad = lived.eta[HISTORY_DAYS:] > np.median(lived.eta[HISTORY_DAYS:])
    assert missing.mean() == pytest.approx(0.25, abs=0.03)
    assert missing[bad].mean() > missing[~bad].mean() + 0.05
    assert np.isnan(lived.table.morning[:HISTORY_DAYS]).all()


def test_pain_keeps_from_running_only_where_there_is_avoidance() -> None:
    def gap(avoidance: float) -> float:
        lived = life(SORTS["neutral"], Habits(avoidance=avoidance), n_diary=2000)
        bad = lived.eta > np.median(lived.eta)
        return float((lived.load[~bad] > 0.0).mean() - (lived.load[bad] > 0.0).mean())

    assert abs(gap(0.0)) < 0.05
    assert 0.15 < gap(0.8) < gap(1.6)


def test_a_day_confounder_hurts_tomorrow_and_leaves_no_trace_this_morning() -> None:
    habits = Habits(avoidance=0.0, confounder="day", confounding=2.0)
    lived = life(replace(SORTS["neutral"], sd_flare=0.1), habits, n_diary=2000)
    rested = lived.load[:-1] == 0.0
    assert lived.eta[1:][rested].mean() > lived.eta[1:][~rested].mean() + 1.0
    assert abs(lived.eta[:-1][rested].mean() - lived.eta[:-1][~rested].mean()) < 0.3


def test_a_slow_confounder_shows_in_the_same_morning() -> None:
    habits = Habits(avoidance=0.0, confounder="slow", confounding=1.0)
    lived = life(SORTS["neutral"], habits, n_diary=2000)
    rested = lived.load == 0.0
    assert lived.eta[rested].mean() > lived.eta[~rested].mean() + 0.3


def test_a_watch_that_errs_changes_what_is_recorded_and_not_what_is_true() -> None:
    right, wrong = (life(SORTS["aggravator"], Habits(load_error=error)) for error in (0.0, 0.3))
    np.testing.assert_array_equal(right.load, wrong.load)
    assert right.true_effect((427, 455)) == wrong.true_effect((427, 455))
    ran = right.load > 0.0
    ratio = np.log(wrong.table.load[ran] / right.table.load[ran])
    assert ratio.std() == pytest.approx(0.3, abs=0.05)


def test_heavy_flares_have_rare_large_steps() -> None:
    plain, heavy = (
        np.abs(np.diff(life(replace(SORTS["neutral"], heavy=one), Habits(), n_diary=3000).eta))
        for one in (False, True)
    )
    assert heavy.max() > 1.5 * plain.max()
    assert np.median(heavy) == pytest.approx(np.median(plain), rel=0.15)


def test_every_violation_has_a_runner_and_bent_responses_have_no_neutral_one() -> None:
    for name, violation in VIOLATIONS.items():
        assert live_cell(f"{name} aggravator", f"test {name}").table.n_day == HISTORY_DAYS + 365
        if violation.harmless is None:
            with pytest.raises(KeyError):
                live_cell(f"{name} neutral", "test")
        else:
            assert live_cell(f"{name} neutral", "test").true_effect((427, 455)) == 0.0
