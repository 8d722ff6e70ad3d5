"""The exact sampler: prior without data, closed form with Gaussian data, convergence measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstride.domain.errors import OutOfRange
from backstride.inference.design import build_design
from backstride.inference.gibbs import effective_draws, sample, split_rhat
from backstride.inference.priors import THETA, Normal, Priors
from tests.inference.dense_twin import dense_model, posterior_given_sites
from tests.inference.made_up import table, usual_diary


def test_without_scores_it_samples_the_prior() -> None:
    runs = np.tile([8.0, 0.0], 25)
    design = build_design(table(runs, np.full(50, np.nan)))

    posterior = sample(design, Priors(), n_sweep=4000, n_burn=500, n_chain=8, seed=3)

    mean, sd = Priors().theta_prior()
    assert np.abs((posterior.theta_mean - mean) / sd).max() < 0.1
    assert np.abs(posterior.theta_sd / sd - 1.0).max() < 0.08
    assert np.abs(posterior.coefficient_sd / Priors().coefficient_sd(0) - 1.0).max() < 0.05


def test_with_exact_scores_and_known_noise_it_samples_the_closed_form() -> None:
    design = build_design(usual_diary(60, seed=12), decisions=False)
    middle = np.clip(0.5 * (design.row_low + design.row_high), 0.5, 9.5)
    design = replace(design, row_low=middle - 1e-3, row_high=middle + 1e-3)
    mean, _ = Priors().theta_prior()
    known = {name: Normal(m, 1e-6) for name, m in zip(THETA, mean, strict=True)}
    priors = replace(Priors(rigid_share=0.0), **known)

    posterior = sample(design, priors, n_sweep=3000, n_burn=300, n_chain=8, seed=4)

    model = dense_model(design, priors, mean)
    tau = np.full(design.n_row, 1.0 / model.noise_var)
    exact_mean, exact_cov = posterior_given_sites(model, tau, tau * middle)
    beta = slice(-design.n_coefficient, None)
    exact_sd = np.sqrt(np.diag(exact_cov))[beta]
    assert np.abs((posterior.coefficient_mean - exact_mean[beta]) / exact_sd).max() < 0.05
    assert np.abs(posterior.coefficient_sd / exact_sd - 1.0).max() < 0.03


def test_two_seeds_agree_within_their_stated_errors() -> None:
    design = build_design(usual_diary(90, seed=13))

    one, other = (
        sample(design, Priors(), n_sweep=1500, n_burn=500, n_chain=8, seed=seed) for seed in (1, 2)
    )

    assert abs(one.effect_28d.mean - other.effect_28d.mean) < 4.0 * np.hypot(one.mcse, other.mcse)
    assert one.trusted
    assert one.draws is not None
    assert one.draws.size == 12_000


def test_the_effective_number_of_correlated_draws_is_that_of_theory() -> None:
    rng = np.random.default_rng(0)
    keep, chains = 0.8, np.empty((4, 20_000))
    chains[:, 0] = rng.standard_normal(4)
    for t in range(1, chains.shape[1]):
        chains[:, t] = keep * chains[:, t - 1] + np.sqrt(1 - keep**2) * rng.standard_normal(4)

    expected = chains.size * (1.0 - keep) / (1.0 + keep)

    assert effective_draws(chains) == pytest.approx(expected, rel=0.1)
    assert split_rhat(chains) == pytest.approx(1.0, abs=0.01)


def test_chains_in_different_places_are_seen() -> None:
    rng = np.random.default_rng(1)
    apart = rng.standard_normal((4, 1000)) + np.array([[0.0], [0.0], [0.0], [2.0]])

    assert split_rhat(apart) > 1.2
    assert effective_draws(apart) < 50


@pytest.mark.parametrize(("n_chain", "n_sweep"), [(0, 10), (9, 10), (4, 0)])
def test_impossible_numbers_of_chains_or_sweeps_are_refused(n_chain: int, n_sweep: int) -> None:
    design = build_design(usual_diary(30, seed=1))

    with pytest.raises(OutOfRange):
        sample(design, Priors(), n_sweep=n_sweep, n_burn=0, n_chain=n_chain, seed=0)
