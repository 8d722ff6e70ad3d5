"""Daily table: what ``answer --daily`` hands to inference; unknown, zero and missing stay apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from backstride.domain.answer import DailyTable
from backstride.readers.diary_table import DailyReading, read_daily

HEADER = "date,load,leg_morning,leg_evening,no_run_reason,sitting_h\n"


def read(text: str) -> DailyReading:
    return read_daily(text.encode())


def table_of(text: str) -> DailyTable:
    table = read(text).table
    assert table is not None
    return table


def told(reading: DailyReading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_a_table_is_read_as_it_stands() -> None:
    reading = read(
        HEADER + "2026-03-01,5.2,3,4,,6\n2026-03-02,0,2.5,2,planned,7\n2026-03-03,,4,,symptoms,\n"
    )

    table = reading.table
    assert table is not None
    assert reading.problems == ()
    assert table.first_day == date(2026, 3, 1)
    np.testing.assert_array_equal(table.load, [5.2, 0.0, 0.0])  # a reason says: no run
    np.testing.assert_array_equal(table.morning, [3.0, 2.5, 4.0])
    np.testing.assert_array_equal(table.evening, [4.0, 2.0, np.nan])
    assert table.reason == ("", "planned", "symptoms")
    assert list(table.covariates) == ["sitting_h"]
    np.testing.assert_array_equal(table.covariates["sitting_h"], [6.0, 7.0, np.nan])


def test_days_between_the_rows_are_unknown_throughout() -> None:
    table = table_of(HEADER + "2026-03-01,5,3,4,,6\n2026-03-04,0,2,2,other,7\n")

    assert table.n_day == 4
    for values in (table.load, table.morning, table.evening, table.covariates["sitting_h"]):
        np.testing.assert_array_equal(np.isnan(values), [False, True, True, False])
    assert table.reason == ("", "", "", "other")


def test_leading_rows_with_a_load_only_are_history() -> None:
    table = table_of(HEADER + "2026-03-01,5,,,,\n2026-03-02,0,,,,\n2026-03-03,6,3,4,,\n")

    np.testing.assert_array_equal(table.load, [5.0, 0.0, 6.0])
    np.testing.assert_array_equal(table.morning, [np.nan, np.nan, 3.0])


def test_a_skipped_score_is_missing_to_inference() -> None:
    table = table_of(HEADER + "2026-03-01,5,-,NA,,\n2026-03-02,skip,1,1,,\n")

    assert np.isnan(table.morning[0])
    assert np.isnan(table.evening[0])
    assert np.isnan(table.load[1])


def test_rows_out_of_order_are_sorted_and_told() -> None:
    reading = read(HEADER + "2026-03-02,0,2,2,,\n2026-03-01,5,3,4,,\n")

    assert told(reading) == ["table.rows_sorted"]
    assert reading.table is not None
    np.testing.assert_array_equal(reading.table.load, [5.0, 0.0])


def test_two_loads_for_one_day_are_not_added_but_unknown() -> None:
    reading = read(HEADER + "2026-03-01,5,3,4,,\n2026-03-01,3,3,4,,\n")

    assert told(reading) == ["table.rows_disagree", "table.rows_joined"]
    assert reading.table is not None
    assert np.isnan(reading.table.load[0])
    assert reading.table.morning[0] == 3.0


def test_a_load_below_zero_is_unknown_and_never_a_rest() -> None:
    reading = read(HEADER + "2026-03-01,-5,3,4,,\n")

    assert told(reading) == ["table.load_negative"]
    assert reading.problems[0].where == "row 2, load"
    assert reading.table is not None
    assert np.isnan(reading.table.load[0])


def test_words_and_single_sides_do_not_enter_the_answer() -> None:
    reading = read(
        "date,load,leg_morning,leg_evening,leg_morning_left,mood\n2026-03-01,5,3,4,2,good\n"
    )

    assert reading.table is not None
    assert reading.table.covariates == {}
    assert [(found.code, found.where) for found in reading.problems] == [
        ("table.side_column", "leg_morning_left"),
        ("table.text_column", "mood"),
    ]


def test_a_reason_beside_a_run_is_told_and_the_load_kept() -> None:
    reading = read(HEADER + "2026-03-01,5,3,4,planned,\n")

    assert told(reading) == ["table.reason_beside_run"]
    assert reading.table is not None
    assert reading.table.load[0] == 5.0


def test_the_evening_may_be_absent() -> None:
    table = table_of("date,load,leg_morning\n2026-03-01,5,3\n")

    np.testing.assert_array_equal(table.evening, [np.nan])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "table.empty"),
        ("date,leg_morning\n2026-03-01,3\n", "table.columns_missing"),
        ("date,load\n2026-03-01,3\n", "table.columns_missing"),
        (HEADER, "table.no_rows"),
        (HEADER + "soon,1,1,1,,\n", "table.no_rows"),
        (HEADER + "1996-03-01,1,1,1,,\n2026-03-01,1,1,1,,\n", "table.span_too_long"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text: str, code: str) -> None:
    reading = read(text)

    assert reading.table is None
    assert told(reading)[-1] == code


def test_a_span_too_long_names_both_rows() -> None:
    reading = read(HEADER + "2026-03-01,1,1,1,,\n1996-03-01,1,1,1,,\n")

    params = reading.problems[-1].params
    assert (params["first_row"], params["last_row"]) == (3, 2)


def test_today_bounds_the_table() -> None:
    text = (HEADER + "2026-03-01,5,3,4,,\n2036-03-01,5,3,4,,\n").encode()

    reading = read_daily(text, today=date(2026, 3, 9))

    assert told(reading) == ["table.date_future"]
    assert reading.table is not None
    assert reading.table.n_day == 1
