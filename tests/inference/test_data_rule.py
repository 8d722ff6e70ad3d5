"""Every clause of the minimal-data rule speaks, and only when it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from backstride.domain.answer import DailyTable
from backstride.inference.data_rule import count_data, data_reasons, fault_reasons


def good_table(n_day: int = 60) -> DailyTable:
    """Return a diary that meets every clause: every other day a run, scores 1 to 5."""
    days = np.arange(n_day)
    return DailyTable(
        first_day=date(2026, 3, 1),
        load=np.where(days % 2 == 0, 8.0, 0.0),
        morning=(days % 5 + 1).astype(float),
        evening=np.full(n_day, np.nan),
    )


def keys(table: DailyTable) -> set[str]:
    return {message.key for message in data_reasons(table, count_data(table))}


def test_a_good_diary_gives_no_reason() -> None:
    assert keys(good_table()) == set()


def without_mornings(table: DailyTable, rows: np.ndarray) -> DailyTable:
    morning = table.morning.copy()
    morning[rows] = np.nan
    return replace(table, morning=morning)


def broken_tables() -> dict[str, DailyTable]:
    good = good_table()
    days = np.arange(60)
    evening = np.full(60, 3.0)
    return {
        "answer.data.few_diary_days": good_table(27),
        "answer.data.few_mornings": replace(without_mornings(good, days % 10 < 7), evening=evening),
        "answer.data.few_run_pairs": replace(good, load=np.where(days < 7, 8.0, 0.0)),
        "answer.data.few_rest_pairs": replace(good, load=np.where(days < 7, 0.0, 3.0 + days)),
        "answer.data.few_decisions": replace(
            without_mornings(good, days % 10 < 7), evening=evening
        ),
        "answer.data.all_none": replace(good, morning=np.where(days < 8, 1.0, 0.0)),
        "answer.data.all_worst": replace(good, morning=np.where(days < 8, 9.0, 10.0)),
        "answer.data.steady_load": replace(good, load=np.full(60, 8.0)),
    }


@pytest.mark.parametrize("key", sorted(broken_tables()))
def test_each_clause_is_named_when_it_fails(key: str) -> None:
    assert key in keys(broken_tables()[key])


def test_reasons_carry_what_was_found_and_what_is_needed() -> None:
    table = good_table(20)
    (days, *_) = data_reasons(table, count_data(table))
    assert days.params == {"n_found": 20, "n_needed": 28}


def test_counts_are_over_the_span_of_the_diary_and_skip_the_history() -> None:
    table = good_table()
    morning = table.morning.copy()
    morning[:20] = np.nan
    load = table.load.copy()
    load[40] = np.nan
    data = count_data(replace(table, morning=morning, load=load))
    assert data.diary_days == data.mornings == 40
    assert data.missing_morning_share == 0.0
    assert data.unknown_load_days == 1
    assert data.run_days_with_next_morning == 19
    assert data.rest_days_with_next_morning == 19


def test_an_empty_table_counts_nothing_and_gives_reasons() -> None:
    empty = replace(good_table(), load=np.zeros(0), morning=np.zeros(0), evening=np.zeros(0))
    assert count_data(empty).diary_days == 0
    assert keys(empty) == {"answer.data.no_scores"}


def test_a_diary_without_any_known_load_is_told_just_that() -> None:
    table = good_table()
    assert keys(replace(table, load=np.full(60, np.nan))) == {"answer.data.no_known_load"}


def test_the_unit_of_the_load_does_not_matter() -> None:
    table = good_table()
    assert keys(replace(table, load=1000.0 * table.load)) == set()
    assert fault_reasons(replace(table, load=1000.0 * table.load)) == ()


@pytest.mark.parametrize(
    ("column", "value", "key"),
    [
        ("load", -1.0, "answer.data.load_impossible"),
        ("load", np.inf, "answer.data.load_impossible"),
        ("load", 8000.0, "answer.data.load_huge"),
        ("morning", 11.0, "answer.data.score_outside"),
        ("evening", -0.5, "answer.data.score_outside"),
    ],
)
def test_impossible_values_are_named(column: str, value: float, key: str) -> None:
    table = good_table()
    values = getattr(table, column).copy()
    values[30] = value
    (reason,) = fault_reasons(replace(table, **{column: values}))
    assert reason.key == key
    assert reason.params["n_found"] == 1
