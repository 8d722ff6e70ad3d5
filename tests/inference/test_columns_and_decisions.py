"""Missing covariates between their neighbours, and how a runner's decisions are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from backstride.domain.answer import DailyTable
from backstride.inference.columns import MAX_MEASURES, bridge, measure_columns
from backstride.inference.decisions import learn_decisions
from backstride.inference.design import build_design
from backstride.inference.outcomes import NO_EDGE
from tests.inference.made_up import table

Array = NDArray[np.float64]


def autoregression(n_day: int, correlation: float, seed: int) -> Array:
    rng = np.random.default_rng(seed)
    series = rng.standard_normal(n_day)
    for t in range(1, n_day):
        series[t] = correlation * series[t - 1] + np.sqrt(1.0 - correlation**2) * series[t]
    return (series - series.mean()) / series.std()


def test_unknown_days_have_the_conditional_law_of_an_autoregression() -> None:
    series = autoregression(400, 0.7, seed=1)
    series[[0, 1, 50, 51, 52, 120, 398, 399]] = np.nan

    mean, variance = bridge(series)

    known = np.isfinite(series)
    pairs = known[1:] & known[:-1]
    correlation = float(np.mean(series[1:][pairs] * series[:-1][pairs]))
    cov = correlation ** np.abs(np.subtract.outer(np.arange(400), np.arange(400)))
    gain = np.linalg.solve(cov[np.ix_(known, known)], cov[np.ix_(known, ~known)]).T
    np.testing.assert_allclose(mean[~known], gain @ series[known], atol=1e-8)
    left = cov[np.ix_(~known, ~known)] - gain @ cov[np.ix_(known, ~known)]
    np.testing.assert_allclose(variance[~known], np.diag(left), atol=1e-8)
    assert (variance[known] == 0.0).all()


def test_a_covariate_known_on_no_day_is_wide_open() -> None:
    mean, variance = bridge(np.full(5, np.nan))

    assert (mean == 0.0).all()
    assert (variance == 1.0).all()


def test_measures_need_days_with_and_days_without_and_are_capped() -> None:
    rng = np.random.default_rng(2)
    many = {f"m{k:02d}": (rng.random(60) < 0.5).astype(float) for k in range(14)}
    diary = replace(
        table(np.full(60, 8.0), np.full(60, 3.0)),
        measures={**many, "once": np.eye(1, 60).ravel(), "always": np.ones(60)},
    )

    found = measure_columns(diary, 0)

    assert len(found.names) == MAX_MEASURES
    assert not {"once", "always"} & set(found.names)
    assert set(np.unique(found.values)) == {0.0, 1.0}


def deciding_diary(n_day: int, avoidance: float, seed: int) -> DailyTable:
    """A runner who decides by the score, mornings missing by chance."""
    rng = np.random.default_rng(seed)
    scores = np.clip(np.rint(3.0 + 2.0 * rng.standard_normal(n_day)), 0.0, 10.0)
    ran = rng.random(n_day) < ndtr(0.3 - avoidance * (scores - 3.0))
    return DailyTable(
        first_day=date(2026, 1, 1),
        load=np.where(ran, 8.0, 0.0),
        morning=np.where(rng.random(n_day) < 0.3, np.nan, scores),
        evening=np.full(n_day, np.nan),
        reason=("",) * n_day,
    )


def test_avoidance_is_learnt_from_scored_mornings() -> None:
    diary = deciding_diary(1500, 0.5, seed=3)

    learnt = learn_decisions(diary, diary.morning, np.ones(1500, dtype=bool))

    # The latent state is the score less its scatter: a slightly weaker cause.
    assert np.exp(learnt.log_avoidance.mean) == pytest.approx(0.5 / np.sqrt(1.09), rel=0.15)
    assert np.isnan(diary.morning[learnt.day]).all()


def test_a_stoic_runner_is_hardly_seen_to_avoid() -> None:
    diary = deciding_diary(600, 0.0, seed=4)

    learnt = learn_decisions(diary, diary.morning, np.ones(600, dtype=bool))

    assert np.exp(learnt.log_avoidance.mean) < 0.1


def test_only_decisions_on_mornings_without_a_score_are_rows() -> None:
    diary = deciding_diary(120, 0.5, seed=5)
    planned = tuple("planned" if t % 2 else "" for t in range(120))

    design = build_design(diary)
    fewer = build_design(replace(diary, reason=planned))

    decided = design.row_kind == design.kinds.index("run_decision")
    assert np.isnan(diary.morning[design.row_day[decided]]).all()
    ran = diary.load[design.row_day[decided]] > 0.0
    assert (design.row_high[decided][ran] == NO_EDGE).all()
    assert (design.row_low[decided][~ran] == -NO_EDGE).all()
    assert (fewer.row_kind == 2).sum() < decided.sum()


def test_a_complete_diary_has_no_decision_rows() -> None:
    diary = deciding_diary(120, 0.5, seed=6)
    complete = replace(diary, morning=np.where(np.isnan(diary.morning), 3.0, diary.morning))

    assert build_design(complete).kinds == ("morning", "evening")


def with_strength(*, evenings: bool) -> DailyTable:
    rng = np.random.default_rng(7)
    scores = np.full(60, 3.0)
    diary = table(np.tile([8.0, 0.0], 30), scores, scores if evenings else None)
    done = (rng.random(60) < 0.5).astype(float)
    return replace(diary, measures={"strength": done}, covariates={"sitting_h": rng.random(60)})


def test_an_evening_feels_yesterdays_measure_and_todays_through_a_column_of_its_own() -> None:
    diary = with_strength(evenings=True)

    design = build_design(diary)

    done = diary.measures["strength"]
    before = np.append(0.0, done[:-1])
    evening = design.row_kind == 1
    assert design.own == ("same_evening.strength",)
    np.testing.assert_array_equal(design.fixed[:, 3], before[design.row_day])
    changed = (done - before)[design.row_day]
    np.testing.assert_array_equal(design.fixed[:, 4], np.where(evening, changed, 0.0))
    assert (design.window_fixed[:, 4] == 0.0).all()


def test_a_covariate_is_felt_by_an_evening_as_the_mean_of_both_days() -> None:
    diary = with_strength(evenings=True)

    design = build_design(diary)

    sitting = diary.covariates["sitting_h"]
    evening = (design.row_kind == 1) & (design.row_day > 0)
    days = design.row_day[evening]
    both = 0.5 * (sitting[days] + sitting[days - 1])
    assert np.corrcoef(both, design.fixed[evening, 2])[0, 1] == pytest.approx(1.0, abs=1e-12)


def test_without_evenings_a_measure_has_no_column_for_them() -> None:
    assert build_design(with_strength(evenings=False)).own == ()
