"""Lattice points, proposals, and the numbers an effect is told in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from backstride.inference.kernels import compiling
from backstride.inference.lattice import chi_square_10, lattice, normal_bank, normal_lattice
from backstride.inference.priors import THETA
from backstride.inference.proposal import Component, Proposal, adapt, first_proposal
from backstride.inference.summary import effect_from_draws, effect_from_mixture


def test_the_lattice_integrates_better_than_chance() -> None:
    points = lattice(1024, 8, seed=1)

    integral = np.prod(1.0 + 0.5 * (points - 0.5), axis=1).mean()

    assert points.min() > 0.0
    assert points.max() < 1.0
    assert abs(integral - 1.0) < 2e-4  # plain Monte Carlo: about 1.3e-2


def test_lattice_normals_have_the_moments_of_normals() -> None:
    which, spread, normals = normal_lattice(512, 6, seed=0)

    np.testing.assert_allclose(normals.mean(axis=0), 0.0, atol=0.01)
    np.testing.assert_allclose(normals.var(axis=0), 1.0, atol=0.03)
    np.testing.assert_allclose(np.corrcoef(normals.T) - np.eye(6), 0.0, atol=0.05)
    assert spread.mean() == pytest.approx(1.0, abs=0.01)
    assert which.mean() == pytest.approx(0.5, abs=0.01)


def test_the_chi_square_is_inverted() -> None:
    p = np.linspace(1e-9, 1.0 - 1e-9, 200)

    np.testing.assert_allclose(chi_square_10(p), stats.chi2(10).ppf(p), rtol=1e-8)


def test_banks_of_normals_are_shared_and_cannot_be_changed() -> None:
    bank = normal_bank((4, 3), 9)

    assert bank is normal_bank((4, 3), 9)
    with pytest.raises(ValueError, match="read-only"):
        bank[0, 0] = 1.0


def two_peaks() -> Proposal:
    root = np.diag(np.full(8, 0.3))
    peaks = (Component(np.full(8, -1.0), root), Component(np.full(8, 1.0), root))
    return first_proposal(peaks, np.array([0.0, -1.0]), THETA)


def test_the_density_of_a_component_is_that_of_a_t_distribution() -> None:
    root = np.tril(np.full((3, 3), 0.2)) + np.diag([0.5, 0.7, 0.9])
    component = Component(np.array([0.1, -0.2, 0.3]), root)
    points = np.random.default_rng(0).normal(size=(50, 3))

    expected = stats.multivariate_t(component.centre, root @ root.T, df=10).logpdf(points)

    np.testing.assert_allclose(component.log_density(points), expected, rtol=1e-10)


def test_points_drawn_from_a_proposal_integrate_to_one_against_it() -> None:
    proposal = two_peaks()
    points = proposal.points(4096, seed=2)

    target = stats.multivariate_normal(np.full(8, -1.0), 0.09 * np.eye(8)).logpdf(points)
    weights = np.exp(target - proposal.log_density(points))

    assert weights.mean() == pytest.approx(1.0, abs=0.03)
    np.testing.assert_allclose((weights @ points) / weights.sum(), -1.0, atol=0.03)


def test_a_proposal_moves_to_where_the_weight_is() -> None:
    proposal = two_peaks()
    points = proposal.points(2048, seed=3)
    target = stats.multivariate_normal(np.full(8, 0.8), 0.09 * np.eye(8)).logpdf(points)
    weights = np.exp(target - proposal.log_density(points))
    weights /= weights.sum()

    moved = adapt(proposal, points, weights)

    assert moved.shares.sum() == pytest.approx(1.0)
    assert moved.shares[1] > 0.8
    np.testing.assert_allclose(moved.components[1].centre, 0.8, atol=0.12)


def test_an_effect_of_one_normal_has_the_quantiles_of_that_normal() -> None:
    effect = effect_from_mixture(np.array([1.0]), np.array([0.4]), np.array([0.25]))

    exact = stats.norm(0.4, 0.5)
    assert effect.mean == pytest.approx(0.4)
    assert effect.sd == pytest.approx(0.5)
    for name, p in (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)):
        assert getattr(effect, name) == pytest.approx(exact.ppf(p), abs=1e-4)
    assert effect.p_above_0 == pytest.approx(exact.sf(0.0), abs=1e-9)
    assert effect.p_above_delta == pytest.approx(exact.sf(0.3), abs=1e-9)
    assert effect.p_below_minus_delta == pytest.approx(exact.cdf(-0.3), abs=1e-9)
    assert effect.p_within_half == pytest.approx(exact.cdf(0.5) - exact.cdf(-0.5), abs=1e-9)


def test_draws_and_mixture_tell_the_same_effect() -> None:
    rng = np.random.default_rng(4)
    weights, means, sds = np.array([0.7, 0.3]), np.array([0.0, 1.0]), np.array([0.3, 0.6])
    which = rng.choice(2, size=200_000, p=weights)
    draws = means[which] + sds[which] * rng.standard_normal(which.size)

    exact = effect_from_mixture(weights, means, sds**2)
    drawn = effect_from_draws(np.full(draws.size, 1.0 / draws.size), draws)

    for name in ("mean", "sd", "q05", "q50", "q95", "p_above_delta", "p_within_half"):
        assert getattr(drawn, name) == pytest.approx(getattr(exact, name), abs=0.01)


def test_an_effect_without_spread_is_a_number() -> None:
    effect = effect_from_mixture(np.full(3, 1 / 3), np.zeros(3), np.zeros(3))

    assert (effect.mean, effect.sd, effect.q05, effect.q95) == (0.0, 0.0, 0.0, 0.0)
    assert effect.p_within_half == 1.0
    assert effect.p_above_0 == 0.0


def test_the_compiler_cache_follows_every_kernel_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiling, "__file__", str(tmp_path / "compiling.py"))
    (tmp_path / "one.py").write_text("a = 1\n")
    before = compiling.source_digest()

    (tmp_path / "two.py").write_text("b = 2\n")

    assert compiling.source_digest() != before
