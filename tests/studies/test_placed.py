"""Truths are placed in posteriors exactly where these are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from studies.placed import QUANTITIES, below, between_quantiles, place
from studies.sbc import covered, figures, p_even
from studies.sbc_runner import Placed, true_standard

from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.summary import effect_from_mixture
from backstride.inference.truth import Truth
from tests.inference.made_up import usual_diary

ROW = Placed("strict", 0, "effect_28d", 0.1, 0.0, 0.2, 0.5, 0.1, "ep", "", 0.2)


def test_half_of_the_draws_that_equal_a_truth_count_as_below() -> None:
    assert below(np.array([0.2, 0.3, 0.5]), np.array([1.0, 2.0, 3.0]), 2.0) == pytest.approx(0.35)


def test_a_normal_posterior_is_recovered_from_its_five_quantiles() -> None:
    one = np.ones(1)
    effect = effect_from_mixture(one, 0.3 * one, 0.04 * one)
    for truth in (-0.4, 0.0, 0.25, 0.3, 0.55, 0.9):
        assert between_quantiles(effect, truth) == pytest.approx(
            norm.cdf(truth, 0.3, 0.2), abs=2e-3
        )


def test_quantiles_of_a_fit_lie_where_they_should() -> None:
    posterior = fit(build_design(usual_diary(120, 3)))
    assert posterior.engine == "ep"
    for quantity in ("effect_28d", "latent_28d", "standard_28d"):
        effect = getattr(posterior, quantity)
        assert place(posterior, quantity, effect.q05) == pytest.approx(0.05, abs=2e-3)
        assert place(posterior, quantity, effect.q50) == pytest.approx(0.50, abs=2e-3)
    for quantity in QUANTITIES:
        assert place(posterior, quantity, -50.0) < 1e-6
        assert place(posterior, quantity, 50.0) > 1.0 - 1e-6


def test_the_standard_effect_of_a_runner_is_that_of_the_closed_form() -> None:
    theta = np.array([np.log(1.5), np.log(30.0), 0.0, 0.0, 0.0, 0.0, 0.0, -50.0])
    found = true_standard(Truth(theta, np.array([0.0, 0.0, 2.0, -1.0, 0.0])))

    def grown(tau: float) -> float:
        keep = np.exp(-1.0 / tau)
        runs = range(0, 28, 2)
        return sum((1.0 - keep ** (28 - run)) for run in runs) / 28.0

    assert found == pytest.approx(2.0 * grown(1.5) - grown(30.0))


def test_even_probabilities_pass_and_crowded_ones_do_not() -> None:
    even = [replace(ROW, number=n, below=(n + 0.5) / 400) for n in range(400)]
    assert p_even(even) > 0.9
    assert covered(even, 0.9).value == pytest.approx(0.9)
    assert covered(even, 0.5).value == pytest.approx(0.5)
    crowded = [replace(row, below=0.3 + 0.4 * row.below) for row in even]
    assert p_even(crowded) < 1e-6
    assert next(one.met for one in figures(crowded) if "even" in one.question) is False
