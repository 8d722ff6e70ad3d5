"""Naive methods compute what textbooks say they compute."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec

import numpy as np
import pytest
from scipy.stats import linregress
from scipy.stats import t as student
from studies.naive_methods import (
    Estimate,
    acute_chronic,
    lay_off,
    longest_rest,
    regress,
    same_morning,
    yesterday,
    yesterday_adjusted,
)

from backstride.domain.answer import DailyTable

RNG = np.random.default_rng(11)


def table_of(load: np.ndarray, morning: np.ndarray) -> DailyTable:
    return DailyTable(
        first_day=date(2026, 1, 1),
        load=load,
        morning=morning,
        evening=np.full(load.size, np.nan),
        reason=("",) * load.size,
    )


def test_a_regression_has_the_slope_and_the_interval_of_scipy() -> None:
    x = RNG.normal(size=80)
    y = 0.4 * x + RNG.normal(size=80)
    found, wanted = regress(y, [x]), linregress(x, y)
    half = student.ppf(0.95, 78) * wanted.stderr
    assert found.value == pytest.approx(wanted.slope)
    assert (found.low, found.high) == pytest.approx((wanted.slope - half, wanted.slope + half))


def test_missing_days_are_left_out() -> None:
    x = np.arange(30.0)
    y = 2.0 * x + np.sin(x)
    y[5] = np.nan
    x[7] = np.nan
    kept = np.isfinite(x) & np.isfinite(y)
    assert regress(y, [x]).value == pytest.approx(linregress(x[kept], y[kept]).slope)


def test_yesterdays_load_is_found_by_the_regression_on_it_and_by_no_other() -> None:
    load = RNG.exponential(8.0, 400) * (RNG.random(400) < 0.5)
    morning = 3.0 + 0.1 * np.concatenate([[0.0], load[:-1]]) + 0.01 * RNG.normal(size=400)
    table = table_of(load, morning)
    wanted = 0.1 * load[-29:-1].mean()
    assert yesterday(table).value == pytest.approx(wanted, rel=0.02)
    assert yesterday_adjusted(table).value == pytest.approx(wanted, rel=0.02)
    assert abs(same_morning(table).value) < 0.3 * wanted


def test_the_ratio_of_a_steady_week_and_month_is_one() -> None:
    load = np.concatenate([np.full(60, 5.0), np.full(40, 10.0)])
    ratio = np.full(100, np.nan)
    for day in range(28, 100):
        ratio[day] = load[day - 7 : day].mean() / load[day - 28 : day].mean()
    table = table_of(load, 2.0 + 3.0 * np.nan_to_num(ratio))
    assert acute_chronic(table).value == pytest.approx(3.0 * ratio[-28:].mean())
    assert ratio[40] == 1.0


def test_turning_the_sign_turns_the_interval() -> None:
    assert Estimate(1.0, 0.5, 2.0).times(-2.0) == Estimate(-2.0, -4.0, -1.0)


def test_the_longest_rest_after_four_weeks_is_found() -> None:
    load = np.ones(100)
    load[3:20] = 0.0
    load[50:58] = 0.0
    load[95:] = 0.0
    assert longest_rest(load) == (50, 8)
    assert longest_rest(np.ones(60)) == (0, 0)


def test_nobody_is_compared_without_a_lay_off() -> None:
    if find_spec("causal_impact") is None:
        pytest.skip("runs where CausalImpact is there")
    assert lay_off(table_of(np.ones(90), 3.0 + RNG.normal(size=90))) is None


def test_a_lay_off_that_takes_two_points_away_is_seen() -> None:
    if find_spec("causal_impact") is None:
        pytest.skip("runs where CausalImpact is there")
    load, morning = np.ones(90), 5.0 + 0.3 * RNG.normal(size=90)
    load[60:75], morning[61:76] = 0.0, morning[61:76] - 2.0
    found = lay_off(table_of(load, morning))
    assert found is not None
    assert found.value == pytest.approx(2.0, abs=0.4)
    assert found.low > 0.0
