"""Normal probabilities in lanes against SciPy and against numerical integration."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray
from scipy import special

from backstride.inference.kernels import normal
from backstride.inference.kernels.compiling import entry
from backstride.inference.kernels.lanes import WIDTH, load, store

Array = NDArray[np.float64]

NODES, WEIGHTS = leggauss(240)

EXPONENTIAL, LOGARITHM, TAIL, QUICK, CDF = range(5)


@entry
def run(values: Array, out: Array, which: int) -> None:
    for i in range(values.shape[0]):
        x = load(values, i)
        if which == EXPONENTIAL:
            store(out, i, normal.exponential(x))
        elif which == LOGARITHM:
            store(out, i, normal.logarithm(x))
        elif which == TAIL:
            store(out, i, normal.scaled_tail(x))
        elif which == QUICK:
            store(out, i, normal.quick_cdf(x))
        else:
            store(out, i, normal.normal_cdf(x))


@entry
def run_moments(mean: Array, sd: Array, low: Array, high: Array, out: Array) -> None:
    for i in range(mean.shape[0]):
        z, e, first, second = normal.interval_moments(load(mean, i), load(sd, i), low[i], high[i])
        store(out, (i, 0), normal.logarithm(z) - e)
        store(out, (i, 1), first)
        store(out, (i, 2), second)


def in_lanes(values: Array, which: int) -> Array:
    batches = values.reshape(-1, WIDTH)
    out = np.empty_like(batches)
    run(batches, out, which)
    return out.ravel()


def moments(mean: float, sd: float, low: float, high: float) -> Array:
    """Log Z and its two derivatives by the mean."""
    lanes = np.ones((1, WIDTH))
    out = np.empty((1, 3, WIDTH))
    run_moments(mean * lanes, sd * lanes, np.array([low]), np.array([high]), out)
    return out[0, :, 0]


def test_exp_and_log_keep_fifteen_digits() -> None:
    x = np.linspace(-690.0, 690.0, 8000)
    positive = np.logspace(-300, 300, 8000)

    np.testing.assert_allclose(in_lanes(x, EXPONENTIAL), np.exp(x), rtol=2e-15)
    np.testing.assert_allclose(
        in_lanes(positive, LOGARITHM), np.log(positive), rtol=1e-15, atol=1e-15
    )


def test_the_scaled_tail_keeps_fourteen_digits_however_far_out() -> None:
    x = np.concatenate([np.linspace(-50.0, 50.0, 4000), np.logspace(2, 6, 4000)])

    expected = 0.5 * special.erfcx(np.abs(x) / np.sqrt(2.0))

    np.testing.assert_allclose(in_lanes(x, TAIL), expected, rtol=5e-15)


def test_the_distribution_function_is_right_in_both_tails() -> None:
    x = np.linspace(-37.0, 37.0, 8000)

    np.testing.assert_allclose(in_lanes(x, CDF), special.ndtr(x), rtol=1e-12)


def test_the_quick_distribution_function_is_good_to_three_in_ten_million() -> None:
    x = np.concatenate([np.linspace(-12.0, 12.0, 8000), np.linspace(-1e6, 1e6, 800)])

    np.testing.assert_allclose(in_lanes(x, QUICK), special.ndtr(x), rtol=0.0, atol=3e-7)


@pytest.mark.parametrize("mean", [-3.0, 0.2, 3.0, 4.9, 9.0, 14.0])
@pytest.mark.parametrize("sd", [0.06, 0.5, 3.0])
@pytest.mark.parametrize(("low", "high"), [(2.5, 3.5), (-1e6, 0.5), (9.5, 1e6), (3.25, 3.75)])
def test_interval_moments_agree_with_integration(
    mean: float, sd: float, low: float, high: float
) -> None:
    log_z, first, second = moments(mean, sd, low, high)

    # Everything relative to the largest density inside, so that far tails keep their digits.
    nearest = min(max(mean, low), high)
    reach = 40.0 * min(sd / 3.0, sd**2 / max(abs(nearest - mean), 1e-9))
    left, right = max(low, nearest - reach), min(high, nearest + reach)
    x = 0.5 * (right + left) + 0.5 * (right - left) * NODES
    density = np.exp(0.5 * ((nearest - mean) ** 2 - (x - mean) ** 2) / sd**2) * WEIGHTS
    density *= 0.5 * (right - left)
    mass, one, two = (float(((x - mean) ** power * density).sum()) for power in range(3))
    average = one / mass
    spread = two / mass - average**2
    constant = -0.5 * ((nearest - mean) / sd) ** 2 - np.log(sd * np.sqrt(2.0 * np.pi))
    assert log_z == pytest.approx(np.log(mass) + constant, rel=1e-8, abs=1e-8)
    assert first == pytest.approx(average / sd**2, rel=1e-6, abs=1e-8)
    assert second == pytest.approx((spread - sd**2) / sd**4, rel=1e-5, abs=1e-6 / sd**2)


def test_a_score_far_outside_what_is_expected_still_has_finite_moments() -> None:
    log_z, first, second = moments(mean=-200.0, sd=0.5, low=9.5, high=1e6)

    assert log_z == pytest.approx(special.log_ndtr(-419.0), rel=1e-12)
    assert first == pytest.approx(419.0 / 0.5, rel=1e-4)
    assert -1.0 / 0.25 <= second < 0.0
