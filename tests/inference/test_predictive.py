"""Predictive checks: what they let pass, and the diaries they are there to stop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from studies.seeds import make_rng

from backstride.domain.answer import DailyTable
from backstride.inference.design import build_design
from backstride.inference.draws import draw_paths
from backstride.inference.engine import fit
from backstride.inference.generator import Behaviour, simulate
from backstride.inference.predictive import check_decisions, check_predictive, two_sided
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth
from tests.inference.made_up import table, usual_diary

NAMES = {
    "predictive_zeros",
    "predictive_lag_one",
    "predictive_flare",
    "predictive_after_runs",
}


def failed(diary: DailyTable) -> set[str]:
    design = build_design(diary)
    checks = check_predictive(draw_paths(fit(design), design, 400), design)
    assert {check.name for check in checks} == NAMES
    return {check.name for check in checks if check.passed is False}


def runner(number: int, *, avoidance: float = 0.8) -> DailyTable:
    """A runner of the model itself, harmed, in middling pain and wary of it."""
    theta = np.log([1.5, 30.0, 5.0, 0.9, 0.04, 0.6, 1.0, 1.0])
    theta[6:] = 0.0, -1.5
    truth = Truth(theta, np.array([2.5, 0.2, 2.0, -0.3, 0.3]))
    rng = make_rng(f"backstride test of predictive checks {number}")
    behaviour = Behaviour(avoidance=avoidance)
    return simulate(Priors(), 120, rng, truth=truth, behaviour=behaviour).table


def every_other_day(n_day: int) -> NDArray[np.float64]:
    return np.where(np.random.default_rng(2).random(n_day) < 0.5, 8.0, 0.0)


@pytest.mark.parametrize("number", range(4))
def test_runners_of_the_model_pass(number: int) -> None:
    assert failed(runner(number)) == set()


def test_mornings_that_swing_to_and_fro_are_not_of_this_model() -> None:
    days = np.arange(90)
    swinging = np.where(days % 2 == 0, 2.0, 6.0)

    assert "predictive_lag_one" in failed(table(every_other_day(90), swinging))


def test_pain_that_is_now_and_then_nothing_and_else_the_same_is_not_of_this_model() -> None:
    either = np.where(np.random.default_rng(5).random(200) < 0.15, 0.0, 7.0)

    assert "predictive_zeros" in failed(table(every_other_day(200), either))


def test_the_same_draws_give_the_same_checks() -> None:
    design = build_design(usual_diary(60, seed=9))
    draws = draw_paths(fit(design), design, 200)

    assert check_predictive(draws, design) == check_predictive(draws, design)


def test_a_diary_without_mornings_is_not_checked() -> None:
    diary = usual_diary(60, seed=9)
    design = build_design(table(diary.load, np.full(60, np.nan), diary.evening))
    draws = draw_paths(fit(design), design, 50)

    assert check_predictive(draws, design) == ()


def decision_checks(diary: DailyTable) -> dict[str, bool | None]:
    design = build_design(diary)
    draws = draw_paths(fit(design), design, 400)
    return {check.name: check.passed for check in check_decisions(draws, design, diary)}


@pytest.mark.parametrize("avoidance", [0.0, 0.5])
def test_decisions_of_stoics_and_of_the_wary_pass(avoidance: float) -> None:
    assert decision_checks(runner(7, avoidance=avoidance))["predictive_decisions"] is True


def test_running_only_on_middling_mornings_is_no_probit_in_pain() -> None:
    rng = np.random.default_rng(8)
    pain = np.clip(np.rint(3.0 + 2.0 * rng.standard_normal(240)), 0.0, 10.0)
    runs = rng.random(240) < np.where(np.abs(pain - 3.0) <= 1.0, 0.9, 0.1)
    pain[rng.random(240) < 0.2] = np.nan

    found = decision_checks(table(np.where(runs, 8.0, 0.0), pain))

    assert found["predictive_decisions"] is False


def test_never_running_on_mornings_without_a_score_is_told_and_blocks_nothing() -> None:
    diary = runner(9, avoidance=0.3)
    design = build_design(replace(diary, load=np.where(np.isnan(diary.morning), 0.0, diary.load)))
    draws = draw_paths(fit(design), design, 400)

    told = {check.name: check for check in check_decisions(draws, design, diary)}

    assert told["predictive_unscored"].passed is None
    assert told["predictive_unscored"].value < 0.01


def test_a_complete_diary_has_no_decisions_to_check() -> None:
    diary = runner(9)
    whole = replace(diary, morning=np.where(np.isnan(diary.morning), 3.0, diary.morning))

    assert decision_checks(whole) == {}


@pytest.mark.parametrize(
    ("observed", "replicated", "p"),
    [
        (0.0, np.arange(-50.0, 51.0), 1.0),
        (1000.0, np.arange(99.0), 0.01),
        (-1000.0, np.arange(99.0), 0.01),
        (np.nan, np.arange(99.0), 1.0),
        (1.0, np.ones(99), 1.0),
    ],
)
def test_a_statistic_in_either_tail_has_a_small_p(
    observed: float, replicated: NDArray[np.float64], p: float
) -> None:
    assert two_sided(observed, replicated) == pytest.approx(p, abs=0.01)
