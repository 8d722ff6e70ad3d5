"""From a daily table to the arrays of the model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.errors import OutOfRange
from backstride.inference.columns import MAX_COVARIATES
from backstride.inference.design import Design, build_design
from backstride.inference.outcomes import NO_EDGE
from tests.inference.made_up import table, usual_diary

Array = NDArray[np.float64]


def interval(design: Design, day: int, kind: int = 0) -> tuple[float, float]:
    (row,) = np.flatnonzero((design.row_day == day) & (design.row_kind == kind))
    return float(design.row_low[row]), float(design.row_high[row])


def with_scores(scores: list[float]) -> Design:
    """Ten days of load, then the scores."""
    morning = np.concatenate([np.full(10, np.nan), scores])
    return build_design(table(np.tile([8.0, 0.0], morning.size)[: morning.size], morning))


def test_one_unit_of_load_is_the_median_run() -> None:
    load = np.array([0.0, 5.0, np.nan, 8.0, 0.0, 20.0])

    design = build_design(table(load, np.full(6, np.nan)))

    assert design.typical_run == 8.0
    np.testing.assert_allclose(design.load, [0.0, 0.625, 0.0, 1.0, 0.0, 2.5])


def test_a_frozen_typical_run_is_kept() -> None:
    design = build_design(table(np.array([5.0, 0.0]), np.full(2, np.nan)), typical_run=10.0)

    assert design.load[0] == 0.5


def test_a_score_stands_for_what_rounds_to_it() -> None:
    design = with_scores([0.0, 3.0, 10.0])

    assert interval(design, 10) == (-NO_EDGE, 0.5)
    assert interval(design, 11) == (2.5, 3.5)
    assert interval(design, 12) == (9.5, NO_EDGE)


def test_a_stray_half_point_is_half_as_wide_and_leaves_the_others_alone() -> None:
    design = with_scores([3.5] + [3.0] * 19)

    assert interval(design, 10) == (3.25, 3.75)
    assert interval(design, 11) == (2.5, 3.5)
    assert design.score_step == 1.0


def test_a_diary_kept_in_half_points_is_read_on_that_grid() -> None:
    design = with_scores([3.5, 3.0, 0.0, 10.0, 0.5])

    assert design.score_step == 0.5
    assert interval(design, 11) == (2.75, 3.25)
    assert interval(design, 12) == (-NO_EDGE, 0.25)
    assert interval(design, 13) == (9.75, NO_EDGE)


def test_the_history_before_the_first_score_is_not_followed() -> None:
    design = build_design(usual_history(60, 40))

    assert design.first_day == 60
    assert design.row_day.min() == 60
    assert design.window == (72, 99)


def usual_history(n_history: int, n_day: int) -> DailyTable:
    diary = usual_diary(n_history + n_day, seed=2)
    diary.morning[:n_history] = np.nan
    diary.evening[:n_history] = np.nan
    diary.morning[n_history] = 3.0
    return diary


def test_scores_that_hang_on_an_unknown_load_are_left_out() -> None:
    load = np.full(30, 8.0)
    load[20] = np.nan

    design = build_design(table(load, np.full(30, 3.0), np.full(30, 4.0)))

    mornings = set(design.row_day[design.row_kind == 0].tolist())
    evenings = set(design.row_day[design.row_kind == 1].tolist())
    assert {20, 26} <= mornings
    assert not {22} & mornings
    assert not {20, 22} & evenings
    assert design.n_unknown == 1


def test_the_first_days_of_a_diary_without_history_are_left_out() -> None:
    design = build_design(table(np.full(30, 8.0), np.full(30, 3.0)))

    assert 2 <= design.row_day.min() <= 5
    assert design.n_masked == design.row_day.min()


def test_an_unknown_load_is_a_share_of_a_run_not_a_rest() -> None:
    load = np.tile([8.0, 0.0], 30)
    load[30:33] = np.nan

    design = build_design(table(load, np.full(60, np.nan)))

    np.testing.assert_allclose(design.unknown_share[30:33], 0.5, atol=0.05)
    assert design.unknown_share[29] == 0.0
    assert design.first_share == pytest.approx(0.5)


def test_covariates_are_standardised_and_a_missing_day_is_open() -> None:
    rng = np.random.default_rng(0)
    sleep = 7.0 + rng.standard_normal(60)
    sleep[40] = np.nan
    load = np.full(60, 8.0)

    design = build_design(table(load, np.full(60, 3.0), np.full(60, 3.0), {"sleep": sleep}))

    known = sleep[np.isfinite(sleep)]
    scaled = (sleep - known.mean()) / known.std()
    column = design.fixed[:, 2]
    morning = (design.row_day == 30) & (design.row_kind == 0)
    evening = (design.row_day == 30) & (design.row_kind == 1)
    assert column[morning][0] == pytest.approx(scaled[29], abs=0.05)
    assert column[evening][0] == pytest.approx(0.5 * (scaled[29] + scaled[30]), abs=0.05)
    after = (design.row_day == 41) & (design.row_kind == 0)
    assert 0.0 < column[after][0] < min(scaled[39], scaled[41])
    assert 0.5 < design.missing[after][0, 0] < 1.0
    assert design.missing[morning][0, 0] == 0.0


def test_covariates_that_say_nothing_are_dropped_and_the_rest_is_capped() -> None:
    rng = np.random.default_rng(0)
    many = {f"c{k:02d}": rng.standard_normal(60) for k in range(12)}
    many["c00"][::2] = np.nan
    columns = {**many, "constant": np.ones(60), "empty": np.full(60, np.nan)}

    design = build_design(table(np.full(60, 8.0), np.full(60, 3.0), None, columns))

    assert len(design.covariates) == MAX_COVARIATES
    assert {"constant", "empty", "c00"} <= set(design.dropped)
    assert set(design.covariates) | set(design.dropped) == set(columns)


@pytest.mark.parametrize(
    ("load", "morning"),
    [([8.0, -1.0], [3.0, 3.0]), ([8.0, np.inf], [3.0, 3.0]), ([8.0, 0.0], [3.0, 11.0]), ([], [])],
)
def test_impossible_tables_are_refused(load: list[float], morning: list[float]) -> None:
    with pytest.raises(OutOfRange):
        build_design(table(np.array(load), np.array(morning)))


@pytest.mark.parametrize("window", [(-1, 5), (3, 60), (9, 4)])
def test_a_window_outside_the_table_is_refused(window: tuple[int, int]) -> None:
    with pytest.raises(OutOfRange):
        build_design(table(np.full(30, 8.0), np.full(30, 3.0)), window)


numbers = st.one_of(st.just(float("nan")), st.integers(0, 20).map(lambda k: 0.5 * k))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=50))
def test_every_table_has_a_sound_design(rows: list[tuple[float, float, float]]) -> None:
    load, morning, evening = np.array(rows).T

    design = build_design(table(load, morning, evening))

    first, last = design.window
    assert 0 <= design.first_day <= first <= last <= design.last_day < design.n_day
    assert design.fixed.shape == (design.n_row, 2 + len(design.own))
    assert design.window_fixed.shape == (last - first + 1, 2 + len(design.own))
    assert (design.row_low < design.row_high).all()
    assert (np.diff(design.row_day) >= 0).all()
    n_score = int((design.row_kind <= 1).sum())
    assert n_score + design.n_masked == np.isfinite(morning).sum() + np.isfinite(evening).sum()
    assert np.isfinite(design.load).all()
    assert ((design.unknown_share >= 0.0) & (design.unknown_share <= 1.0)).all()
