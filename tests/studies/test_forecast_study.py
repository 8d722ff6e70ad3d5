"""The forecast study: scores, plain forecasts, rows that resume, and two runners all the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from studies.forecast import plan_tasks, rest_from, study_runner
from studies.forecast_baselines import BASELINES, Past, distribution, persistence, smoothing
from studies.forecast_page import render_page
from studies.forecast_rows import METHODS, Row
from studies.forecast_scores import crps, pit, pit_histogram, pit_reached
from studies.forecast_tables import measure_skill
from studies.row_table import append_rows, read_rows

from backstride.synth.behaviour import simulate
from backstride.synth.traits import Scenario

GRID = np.arange(11.0)


def past_of(morning: np.ndarray, load: np.ndarray | None = None) -> Past:
    nothing = np.full(morning.size, np.nan)
    return Past(morning, nothing, np.ones(morning.size) if load is None else load)


def test_the_ranked_probability_score_is_the_integral_it_stands_for() -> None:
    p_score = np.random.default_rng(1).dirichlet(np.ones(11))
    below = np.cumsum(p_score)

    def squared(x: float) -> float:
        cdf = below[int(np.floor(x))] if x >= 0.0 else 0.0
        return float((cdf - (x >= 3.5)) ** 2)

    edges = [k + 0.5 * half for k in range(10) for half in (0, 1)]
    integral = sum(quad(squared, edge, edge + 0.5 - 1e-9)[0] for edge in edges)
    assert crps(p_score, GRID, 3.5) == pytest.approx(integral, abs=1e-6)


def test_a_sure_forecast_costs_its_distance() -> None:
    sure = (GRID == 4.0).astype(float)

    assert crps(sure, GRID, 7.0) == pytest.approx(3.0)
    assert crps(sure, GRID, 4.0) == pytest.approx(0.0)


def test_scores_drawn_from_the_forecast_fill_the_histogram_evenly() -> None:
    rng = np.random.default_rng(2)
    p_score = rng.dirichlet(np.ones(11))

    pairs = np.array([pit(p_score, GRID, y) for y in rng.choice(GRID, 20_000, p=p_score)])

    np.testing.assert_allclose(pit_histogram(pairs), 0.1, atol=0.01)


def test_scores_drawn_from_the_forecast_lie_in_its_middle_as_often_as_they_should() -> None:
    rng = np.random.default_rng(4)
    p_score = rng.dirichlet(np.ones(11))

    pairs = np.array([pit(p_score, GRID, y) for y in rng.choice(GRID, 20_000, p=p_score)])

    inside = pit_reached(pairs, 0.95) - pit_reached(pairs, 0.05)
    assert inside.mean() == pytest.approx(0.9, abs=0.01)
    assert (pit_reached(pairs, 0.75) - pit_reached(pairs, 0.25)).mean() == pytest.approx(
        0.5, abs=0.01
    )


def test_a_forecast_that_is_too_wide_makes_a_hump() -> None:
    edges = np.concatenate([[-np.inf], np.arange(10) + 0.5, [np.inf]])
    wide = np.diff(norm.cdf(edges, 5.0, 3.0))
    found = np.rint(np.random.default_rng(3).normal(5.0, 1.0, 5000))

    shares = pit_histogram(np.array([pit(wide, GRID, y) for y in found]))

    assert shares[4:6].sum() > 0.3
    assert shares[[0, -1]].sum() < 0.02


@pytest.mark.parametrize("name", list(BASELINES))
@pytest.mark.parametrize("horizon", [1, 7])
def test_every_plain_forecast_is_a_distribution(name: str, horizon: int) -> None:
    rng = np.random.default_rng(4)
    morning = np.clip(np.rint(3.0 + rng.standard_normal(40)), 0.0, 10.0)
    morning[rng.random(40) < 0.3] = np.nan

    for n_day in (2, 8, 40):
        past = past_of(morning[:n_day], rng.random(n_day))
        p_score = distribution(*BASELINES[name](past, horizon), GRID)
        assert p_score.sum() == pytest.approx(1.0)
        assert p_score.min() > 0.0


def test_plain_forecasts_look_at_the_past_alone() -> None:
    rng = np.random.default_rng(5)
    morning = np.rint(5.0 + rng.standard_normal(60))
    later = morning.copy()
    later[40:] = 10.0

    for baseline in BASELINES.values():
        one = baseline(past_of(morning[:40]), 3)
        other = baseline(past_of(later[:40]), 3)
        assert one[0] == other[0]
        np.testing.assert_array_equal(one[1], other[1])


def test_persistence_says_the_last_score_and_knows_its_errors() -> None:
    centre, errors = persistence(past_of(np.array([2.0, 4.0, np.nan, 5.0])), 1)

    assert centre == 5.0
    np.testing.assert_array_equal(errors, [2.0, 1.0])


def test_smoothing_averages_noise_and_follows_a_walk() -> None:
    rng = np.random.default_rng(6)
    noise, walk = rng.standard_normal(300), np.cumsum(rng.standard_normal(300))

    assert abs(smoothing(past_of(noise), 1)[0]) < 0.5
    assert smoothing(past_of(walk), 1)[0] == pytest.approx(walk[-1], abs=0.3)


ROW = Row(
    group="neutral",
    number=0,
    day=14,
    horizon=1,
    cluster="neutral 0",
    score=3.0,
    model=0.4,
    persistence=0.8,
    smoothing=0.5,
    regression=0.6,
    pit_low=0.2,
    pit_high=0.5,
    p_flare=0.1,
    is_flare=False,
    week_chance=0.3,
    week_flared=float("nan"),
    planned_mean=3.1,
    none_mean=2.9,
    rest_score=3.0,
    rest_none=0.3,
    rest_planned=0.4,
    engine="ep",
    cpu_s=0.2,
)


def test_rows_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    rows = [ROW, replace(ROW, number=1, is_flare=True, week_flared=1.0)]

    append_rows(tmp_path / "rows.csv", rows[:1])
    append_rows(tmp_path / "rows.csv", rows[1:])

    assert str(read_rows(tmp_path / "rows.csv", Row)) == str(rows)
    assert read_rows(tmp_path / "none.csv", Row) == []


def test_skill_is_measured_against_the_best_plain_forecast() -> None:
    rows = [replace(ROW, cluster=str(k), model=0.4 + 0.01 * (k % 3)) for k in range(30)]

    skill = measure_skill(rows)

    assert skill.best == "smoothing"
    assert skill.gain == pytest.approx(1.0 - 0.41 / 0.5)
    spread = np.std([row.model for row in rows], ddof=1) / np.sqrt(30)
    assert skill.se == pytest.approx(spread / 0.5)


def test_mornings_of_one_runner_count_as_one_for_the_error() -> None:
    rows = [replace(ROW, cluster=str(k), model=0.4 + 0.01 * (k % 3)) for k in range(30)]

    assert measure_skill(rows * 5).se == pytest.approx(measure_skill(rows).se)


def test_rest_changes_no_morning_before_it_and_only_what_running_adds() -> None:
    life = simulate(Scenario.AGGRAVATOR, np.random.default_rng(8))

    rested = rest_from(life, 150)

    np.testing.assert_array_equal(rested[:151], life.morning[:151])
    after = slice(151, 158)
    assert np.nanmean(rested[after]) < np.nanmean(life.morning[after])


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    tasks = plan_tasks("backstride forecast smoke test", 1)
    return [row for task in tasks[:2] for row in study_runner(task)]


def test_two_runners_are_forecast_to_the_end(rows: list[Row]) -> None:
    assert len({(row.group, row.day) for row in rows}) >= 10
    assert {row.horizon for row in rows} == set(range(1, 8))
    for row in rows:
        assert 0.0 <= row.pit_low <= row.pit_high <= 1.0 + 1e-9
        assert row.p_flare <= row.week_chance + 1e-9
        assert min(getattr(row, name) for name in METHODS) >= 0.0


def test_the_page_says_what_was_asked_and_found(rows: list[Row]) -> None:
    page = render_page(rows, study="smoke", table="rows.csv")

    skill = measure_skill(rows)
    assert f"| {skill} | at least 5 % |" in page
    assert "| 14 to 27 | " in page.split("One morning ahead")[1].split("##")[0]
    for heading in ("## Calibration", "## Had nobody run", "## Chance of a flare", "## How it ran"):
        assert heading in page
