"""The model's own generator, and the engine on what it makes."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from backstride.inference.design import build_design
from backstride.inference.engine import Settings, fit
from backstride.inference.generator import Behaviour, simulate
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth, compartments, draw_truth, expected_score

QUICK = Settings(n_point=256, n_draw=8)


def a_truth(level: float = 3.0, fast: float = 1.5, slow: float = 0.0) -> Truth:
    delay = log(0.3 / 2.7)
    theta = [log(1.5), log(30.0), log(5.0), log(0.8), log(0.03), log(0.6), 0.0, delay]
    return Truth(np.array(theta), np.array([level, 0.2, fast, slow, 0.3]))


def test_the_same_seed_invents_the_same_runner() -> None:
    one, other = (simulate(Priors(), 50, np.random.default_rng(3)) for _ in range(2))

    np.testing.assert_array_equal(one.table.morning, other.table.morning)
    np.testing.assert_array_equal(one.table.load, other.table.load)
    assert one.effect_28d == other.effect_28d


def test_history_holds_loads_and_no_scores() -> None:
    table = simulate(Priors(), 50, np.random.default_rng(3), n_covariate=2).table

    assert table.n_day == 140
    assert np.isnan(table.morning[:90]).all()
    assert np.isfinite(table.load).all()
    assert set(table.covariates) == {"c0", "c1"}


def test_away_from_the_floor_score_and_latent_effect_agree() -> None:
    drawn = simulate(Priors(), 120, np.random.default_rng(4), truth=a_truth(level=4.0, fast=1.0))

    assert drawn.effect_28d == pytest.approx(drawn.latent_28d, abs=0.05)
    assert 0.2 < drawn.latent_28d < 0.9
    assert 0.1 < drawn.effect_plus20 / drawn.effect_28d < 0.3


def test_far_below_the_floor_running_does_nothing_to_the_score() -> None:
    drawn = simulate(Priors(), 60, np.random.default_rng(5), truth=a_truth(level=-9.0))

    assert abs(drawn.effect_28d) < 1e-6
    assert drawn.latent_28d > 0.2


def test_pain_keeps_an_avoiding_runner_at_home() -> None:
    avoiding = replace(Behaviour(), avoidance=1.0, missing=0.0)
    truth = a_truth(level=2.0)

    table = simulate(Priors(), 300, np.random.default_rng(6), truth=truth, behaviour=avoiding).table

    running, morning = table.load[90:] > 0.0, table.morning[90:]
    assert running[morning <= 1].mean() > running[morning >= 4].mean() + 0.3


def test_the_expected_score_is_the_average_of_rounded_and_clipped_values() -> None:
    rng = np.random.default_rng(7)
    eta = np.array([-1.0, 0.3, 4.2, 9.9])

    drawn = eta[:, None] + 0.6 * rng.standard_normal((4, 400_000))

    for step in (1.0, 0.5):
        scores = np.clip(np.rint(drawn / step) * step, 0.0, 10.0).mean(axis=1)
        np.testing.assert_allclose(expected_score(eta, 0.6, step), scores, atol=5e-3)


def test_the_fast_compartment_of_steady_running_is_the_dose() -> None:
    dose, fast, slow = compartments(a_truth(), np.full(400, 2.0), before=0.0)

    assert dose[-1] == 2.0
    assert fast[-1] == pytest.approx(2.0, abs=1e-6)
    assert slow[-1] == pytest.approx(2.0, abs=1e-4)


def test_a_prior_draw_of_the_rigid_model_has_no_delay_and_exponent_one() -> None:
    truth = draw_truth(Priors(flexible=False), np.random.default_rng(8))

    dose, _, _ = compartments(truth, np.array([0.5, 0.0, 2.0]), before=0.0)

    np.testing.assert_allclose(dose, [0.5, 0.0, 2.0])


def test_most_ninety_per_cent_intervals_hold_the_truth() -> None:
    inside = 0
    for seed in range(40):
        rng = np.random.default_rng([2026, seed])
        truth = draw_truth(Priors(), rng)
        truth.coefficients[0] = rng.uniform(1.0, 5.0)
        drawn = simulate(Priors(), 60, rng, truth=truth)
        design = build_design(drawn.table, typical_run=drawn.typical_run)
        posterior = fit(design, settings=QUICK)
        inside += posterior.effect_28d.q05 <= drawn.effect_28d <= posterior.effect_28d.q95

    assert inside >= 30  # of 40; at a coverage of 0.9 fewer has a chance of one in a thousand


def test_days_of_unknown_load_do_not_turn_the_effect() -> None:
    shift, plain_error, spread = [], [], []
    for seed in range(12):
        rng = np.random.default_rng([7, seed])
        drawn = simulate(Priors(), 150, rng, truth=a_truth(level=2.5, fast=2.0))
        forgotten = drawn.table.load.copy()
        forgotten[120:141] = np.nan
        forgotten[rng.choice(np.arange(150, 212), 8, replace=False)] = np.nan
        holes = replace(drawn.table, load=forgotten)
        whole, part = (
            fit(build_design(t, typical_run=drawn.typical_run), settings=QUICK)
            for t in (drawn.table, holes)
        )
        shift.append(part.latent_28d.mean - whole.latent_28d.mean)
        plain_error.append(whole.latent_28d.mean - drawn.latent_28d)
        spread.append(part.latent_28d.sd / whole.latent_28d.sd)

    assert abs(np.mean(shift)) < 0.06
    assert abs(np.mean(plain_error)) < 0.15
    assert 1.0 < np.mean(spread) < 1.6
