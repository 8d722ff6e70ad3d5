"""Effects along dose, delay and time, against the plain equations of the model."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from backstride.inference.curves import (
    LOADS,
    day_effects,
    delay_profile,
    dose_response,
    picture_running,
)
from backstride.inference.design import Design, build_design
from backstride.inference.draws import PathDraws, draw_paths
from backstride.inference.engine import fit
from backstride.inference.posterior import Posterior
from backstride.inference.truth import Truth, compartments
from tests.inference.made_up import usual_diary
from tests.inference.test_path_draws import natural_theta

Array = NDArray[np.float64]
TABLE = usual_diary(80, seed=31)


@pytest.fixture(scope="module")
def design() -> Design:
    return build_design(TABLE)


@pytest.fixture(scope="module")
def posterior(design: Design) -> Posterior:
    return fit(design)


@pytest.fixture(scope="module")
def draws(posterior: Posterior, design: Design) -> PathDraws:
    return draw_paths(posterior, design, 2000)


def response(draws: PathDraws, i: int, load: Array) -> Array:
    """What a course of running does to each morning under one draw, written plainly."""
    theta, beta = natural_theta(draws, i), draws.coefficients[i]
    _, fast, slow = compartments(Truth(theta, beta), load, 0.0)
    return np.asarray(beta[2] * fast + beta[3] * slow)


def test_the_delay_profile_is_what_one_run_does_morning_by_morning(draws: PathDraws) -> None:
    one_run = np.zeros(11)
    one_run[0] = 1.0

    profile = delay_profile(draws, 10)

    for i in (0, 700, 1999):
        np.testing.assert_allclose(profile[i], response(draws, i, one_run)[1:], atol=1e-9)


def test_the_dose_response_is_the_mean_of_28_mornings_with_a_run_every_other_day(
    draws: PathDraws,
) -> None:
    found = dose_response(draws, np.array(LOADS))

    for i in (3, 901):
        for k, load in enumerate(LOADS):
            course = np.where(np.arange(28) % 2 == 0, load, 0.0)
            assert found[i, k] == pytest.approx(response(draws, i, course).mean(), abs=1e-9)


def test_a_typical_run_has_the_standard_effect_of_the_fit(
    draws: PathDraws, posterior: Posterior
) -> None:
    at_one = dose_response(draws, np.ones(1))[:, 0]

    told = posterior.standard_28d
    assert abs(at_one.mean() - told.mean) < 0.1 * told.sd
    assert at_one.std() == pytest.approx(told.sd, rel=0.08)


def test_a_day_shows_what_the_four_weeks_before_it_did(draws: PathDraws, design: Design) -> None:
    effects = day_effects(draws)

    assert effects.shape == (2000, draws.flare.shape[1])
    for i in (5, 1200):
        for day in (40, 60):
            inside = np.zeros_like(design.load)
            start = max(0, day - 28)
            inside[start:day] = design.load[start:day]
            expected = response(draws, i, inside)[day]
            # The fast part of a run just before the 28 days may still be on its way.
            assert effects[i, day - draws.first_day] == pytest.approx(expected, abs=0.02)


def test_the_picture_holds_ordered_bands_and_its_dates(draws: PathDraws) -> None:
    picture = picture_running(draws, TABLE)

    for curve in (picture.dose_response, picture.delay_profile, picture.day_by_day):
        assert all(a <= b <= c for a, b, c in zip(curve.q05, curve.q50, curve.q95, strict=True))
    assert picture.dose_response.q50[0] == 0.0
    assert picture.day_by_day.first_day == TABLE.first_day + timedelta(draws.first_day)
    assert len(picture.day_by_day.q50) == TABLE.n_day - draws.first_day
