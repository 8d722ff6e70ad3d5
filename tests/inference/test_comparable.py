"""A measure is worth a column only where days with it have days without it to stand against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry
from backstride.domain.dose import DailyDose, LoadState
from backstride.domain.interval import Range
from backstride.inference.calendar import build_table, lay_days
from backstride.inference.comparable import (
    LEAST_COMPARABLE,
    count_days,
    keep_comparable,
    too_few,
)

START = date(2026, 3, 1)
EVERY_OTHER = np.tile([8.0, 0.0], 20)


def table(
    measures: Mapping[str, NDArray[np.float64]], load: NDArray[np.float64] = EVERY_OTHER
) -> DailyTable:
    scores = np.full(load.size, 2.0)
    return DailyTable(START, load, scores, scores, ("",) * load.size, measures=dict(measures))


def test_a_warm_up_on_every_run_is_the_same_column_as_running() -> None:
    always = table({"warm_up": (EVERY_OTHER > 0.0).astype(float)})

    assert count_days(always, "warm_up").n_done == 20
    assert count_days(always, "warm_up").n_comparable == 0
    assert keep_comparable(always).measures == {}


def test_a_warm_up_on_half_of_the_runs_is_compared_among_the_runs() -> None:
    half = np.tile([1.0, 0.0, 0.0, 0.0], 10)

    found = count_days(table({"warm_up": half}), "warm_up")
    assert (found.n_done, found.n_without, found.n_comparable) == (10, 30, 10)
    assert found.is_enough


def test_only_days_whose_next_morning_has_a_score_are_counted() -> None:
    half = table({"strength": np.tile([1.0, 1.0, 0.0, 0.0], 10)})
    half.morning[5:] = np.nan

    assert count_days(half, "strength").n_comparable == 2
    assert list(too_few(half)) == ["strength"]


def test_unknown_days_and_days_of_unknown_load_stand_against_nothing() -> None:
    values = np.tile([1.0, 1.0, 0.0, 0.0], 10)
    values[4:] = np.nan
    load = EVERY_OTHER.copy()
    load[:2] = np.nan

    found = count_days(table({"strength": values}, load), "strength")
    assert (found.n_done, found.n_without, found.n_unknown) == (2, 2, 36)
    assert found.n_comparable == 0


def test_a_table_from_the_diary_holds_a_measure_from_the_least_number_of_days_on() -> None:
    def entries(n_done: int) -> list[DiaryEntry]:
        return [
            DiaryEntry(
                START + timedelta(days=number),
                leg_morning=2.0,
                items={"strength": number % 2 == 0 and number < 2 * n_done},
            )
            for number in range(40)
        ]

    doses = [
        DailyDose(START + timedelta(days=number), LoadState.KNOWN, Range.exactly(8.0))
        for number in range(40)
    ]
    assert build_table(entries(LEAST_COMPARABLE - 1), doses).measures == {}
    assert set(lay_days(entries(LEAST_COMPARABLE - 1), doses).measures) == {"strength"}
    assert set(build_table(entries(LEAST_COMPARABLE), doses).measures) == {"strength"}
