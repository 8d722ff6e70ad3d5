"""Measures: the fast engine, its refits and the exact sampler say the same of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from backstride.domain.answer import Effect
from backstride.inference.design import Design, build_design
from backstride.inference.engine import fit, refit
from backstride.inference.gibbs import sample
from backstride.inference.integrate import Integral
from backstride.inference.measure_prior import tilt
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from tests.inference.made_up import table
from tests.inference.test_measures_fitted import N_DAY, runner

QUANTILES = ("q05", "q25", "q50", "q75", "q95")


@pytest.fixture(scope="module")
def design() -> Design:
    """Strength work that helps, three idle measures, a phase of weeks, and one often unknown."""
    rng = np.random.default_rng(41)
    drawn = {f"m{k}": (rng.random(N_DAY) < 0.4).astype(float) for k in range(3)}
    phase = (np.arange(N_DAY) > 90).astype(float)
    unknown = np.where(rng.random(N_DAY) < 0.3, np.nan, (rng.random(N_DAY) < 0.3).astype(float))
    diary = runner(3)
    own = {"strength": diary.measures["strength"], "phase": phase, "unknown": unknown}
    return build_design(replace(diary, measures={**drawn, **own}))


@pytest.fixture(scope="module")
def found(design: Design) -> Posterior:
    return fit(design)


@pytest.fixture(scope="module")
def exact(design: Design, found: Posterior) -> Posterior:
    assert isinstance(found.state, Integral)
    squares = found.state.effect_squares
    return sample(
        design,
        Priors(),
        n_sweep=5000,
        n_burn=1500,
        n_chain=8,
        seed=6,
        effect_squares=squares,
    )


def differences(one: Effect, other: Effect) -> tuple[float, float]:
    """Of the means and the farthest of five quantiles, in sds of the other."""
    farthest = max(abs(getattr(one, q) - getattr(other, q)) for q in QUANTILES)
    return abs(one.mean - other.mean) / other.sd, farthest / other.sd


def test_every_measure_and_the_running_are_those_of_the_exact_sampler(
    found: Posterior, exact: Posterior
) -> None:
    assert found.engine == "ep"
    assert found.trusted
    assert exact.trusted
    assert len(found.measures) == 6
    pairs = {name: (found.measures[name], exact.measures[name]) for name in found.measures}
    pairs["running"] = found.effect_28d, exact.effect_28d
    for name, (fast, slow) in pairs.items():
        mean, quantile = differences(fast, slow)
        assert mean <= 0.05, name
        assert quantile <= 0.10, name
        assert fast.p_below_minus_delta == pytest.approx(slow.p_below_minus_delta, abs=0.02), name


def test_coefficients_beside_measures_are_those_of_the_exact_sampler(
    found: Posterior, exact: Posterior
) -> None:
    gap = (found.coefficient_mean - exact.coefficient_mean) / exact.coefficient_sd
    assert np.abs(gap).max() <= 0.1
    np.testing.assert_allclose(found.coefficient_sd, exact.coefficient_sd, rtol=0.1)


@pytest.mark.parametrize("priors", [Priors(effect_sd=0.75), Priors(flexible=False)])
def test_a_neighbour_in_the_panel_says_of_measures_what_a_fit_of_its_own_says(
    design: Design, found: Posterior, priors: Priors
) -> None:
    again, anew = refit(found, design, priors), fit(design, priors)

    for name in found.measures:
        mean, quantile = differences(again.measures[name], anew.measures[name])
        assert mean <= 0.08, name
        assert quantile <= 0.15, name


def test_without_scores_the_sampler_draws_measures_from_their_prior() -> None:
    rng = np.random.default_rng(3)
    diary = table(np.tile([8.0, 0.0], 30), np.full(60, np.nan))
    diary = replace(diary, measures={"strength": (rng.random(60) < 0.5).astype(float)})

    effect = sample(
        build_design(diary), Priors(), n_sweep=3000, n_burn=200, n_chain=8, seed=3
    ).measures["strength"]

    priors = Priors()
    share, idle, working = priors.working_share, priors.idle_sd, priors.working_sd
    beyond = (1 - share) * norm.cdf(-0.3 / idle) + share * norm.cdf(-0.3 / working)
    assert effect.p_below_minus_delta == pytest.approx(beyond, abs=0.02)
    assert effect.mean == pytest.approx(0.0, abs=0.05)
    assert effect.sd**2 == pytest.approx((1 - share) * idle**2 + share * working**2, rel=0.06)


def test_a_likelihood_times_the_prior_is_that_of_a_fine_grid() -> None:
    priors, grid = Priors(), np.linspace(-6.0, 6.0, 120_001)
    prior = (1 - priors.working_share) * norm.pdf(grid, 0.0, priors.idle_sd)
    prior += priors.working_share * norm.pdf(grid, 0.0, priors.working_sd)
    mean, var = np.array([0.0, -0.5, 1.2]), np.array([0.04, 0.04, 0.3])

    shares, means, variances = tilt(mean, var, priors)

    for k in range(mean.size):
        weight = prior * norm.pdf(grid, mean[k], np.sqrt(var[k]))
        weight /= weight.sum()
        whole = shares[:, k] @ means[:, k]
        spread = shares[:, k] @ (variances[:, k] + (means[:, k] - whole) ** 2)
        assert whole == pytest.approx(weight @ grid, abs=1e-6)
        assert spread == pytest.approx(weight @ (grid - whole) ** 2, abs=1e-6)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)
