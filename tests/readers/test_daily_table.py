"""Daily table: what ``answer --daily`` hands to inference; unknown, zero and missing stay apart."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_words_and_the_score_of_a_single_leg_are_named() -> None:
    reading = read(
        "date,load,leg_morning,leg_evening,leg_morning_left,mood\n2026-03-01,5,3,4,2,good\n"
    )

    assert reading.table is not None
    assert reading.table.covariates == {}
    assert [(found.code, found.where) for found in reading.problems] == [
        ("table.side_column", "leg_morning_left"),
        ("table.text_column", "mood"),
    ]


def test_further_symptoms_are_read_on_the_scale_of_their_item() -> None:
    reading = read(
        "date,load,leg_morning,back_0_10,tingling_0_6,weakness_0_6,steps_0_6\n"
        "2026-03-01,5,3,4.5,6,,6\n2026-03-02,5,3,7/10,7,-,1\n2026-03-03,5,3,,2.5,-,2\n"
    )

    assert reading.table is not None
    assert list(reading.table.outcomes) == ["back_0_10", "tingling_0_6"]
    np.testing.assert_array_equal(reading.table.outcomes["back_0_10"], [4.5, 7.0, np.nan])
    np.testing.assert_array_equal(reading.table.outcomes["tingling_0_6"], [6.0, np.nan, np.nan])
    assert list(reading.table.covariates) == ["steps_0_6"]
    assert [(found.code, found.where) for found in reading.problems] == [
        ("table.item_outside", "row 3, tingling_0_6"),
        ("table.item_off_grid", "row 4, tingling_0_6"),
    ]


def test_a_measure_is_done_left_or_unknown_and_any_other_word_is_told() -> None:
    reading = read(
        "date,load,leg_morning,measure_strength,measure_New shoes,strength,measure_\n"
        "2026-03-01,5,3,yes,1.0,1,5\n2026-03-02,5,3,No,0.0,0,6\n"
        "2026-03-03,5,3,,-,1,7\n2026-03-04,5,3,maybe,2,0,8\n"
    )

    assert reading.table is not None
    assert list(reading.table.measures) == ["strength", "new_shoes"]
    for values in reading.table.measures.values():
        np.testing.assert_array_equal(values, [1.0, 0.0, np.nan, np.nan])
    assert list(reading.table.covariates) == ["strength", "measure_"]
    assert [(found.code, found.where) for found in reading.problems] == [
        ("table.flag_unknown", "row 5, measure_strength"),
        ("table.flag_unknown", "row 5, measure_new_shoes"),
    ]


def test_both_legs_give_a_table_each_and_the_worse_one_where_the_score_is_blank() -> None:
    reading = read(
        "date,load,leg_morning_left,leg_morning_right,leg_evening_left,leg_morning\n"
        "2026-03-01,5,1,4,2,\n2026-03-02,0,1,,,\n2026-03-03,0,2,3,,8\n2026-03-04,0,-,-,,\n"
    )

    assert reading.table is not None
    np.testing.assert_array_equal(reading.table.morning, [4.0, 1.0, 8.0, np.nan])
    np.testing.assert_array_equal(reading.table.evening, [2.0, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(reading.sides["left"].morning, [1.0, 1.0, 2.0, np.nan])
    np.testing.assert_array_equal(reading.sides["right"].morning, [4.0, np.nan, 3.0, np.nan])
    np.testing.assert_array_equal(reading.sides["left"].evening, [2.0, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(reading.sides["right"].load, reading.table.load)
    assert told(reading) == ["table.side_column"]  # the evening of the left leg alone


def test_the_legs_will_do_without_the_worse_leg_but_one_leg_will_not() -> None:
    both = read("date,load,leg_morning_left,leg_morning_right\n2026-03-01,5,1,4\n")
    one = read("date,load,leg_morning_left\n2026-03-01,5,1\n")

    assert both.table is not None
    assert both.table.morning.tolist() == [4.0]
    assert one.table is None
    assert told(one) == ["table.columns_missing"]


CELLS = {"": np.nan, "-": np.nan, "0": 0.0, "1": 1.0}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            name: st.sampled_from(sorted(CELLS))
            for name in (
                "load",
                "leg_morning",
                "leg_morning_left",
                "leg_morning_right",
                "back_0_10",
                "tingling_0_6",
                "measure_x",
                "sitting_h",
            )
        }
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS, st.sampled_from([",", ";", "\t"]), st.randoms(use_true_random=False))
def test_every_cell_comes_out_in_its_own_column_and_nowhere_else(
    rows: list[dict[str, str]], mark: str, chance: random.Random
) -> None:
    names = ["date", *rows[0]]
    lines = [
        mark.join([f"2026-03-{number + 1:02d}", *(row[name] for name in names[1:])])
        for number, row in enumerate(rows)
    ]
    chance.shuffle(lines)
    reading = read("\n".join([mark.join(names), *lines]))

    table = reading.table
    assert table is not None

    def written(name: str) -> np.ndarray:
        return np.array([CELLS[row[name]] for row in rows])

    for name, column in {
        "load": table.load,
        "back_0_10": table.outcomes.get("back_0_10", np.full(len(rows), np.nan)),
        "tingling_0_6": table.outcomes.get("tingling_0_6", np.full(len(rows), np.nan)),
        "measure_x": table.measures["x"],
        "sitting_h": table.covariates["sitting_h"],
    }.items():
        np.testing.assert_array_equal(column, written(name), err_msg=name)
    legs = [written(f"leg_morning_{leg}") for leg in ("left", "right")]
    worse = np.where(np.isnan(written("leg_morning")), np.fmax(*legs), written("leg_morning"))
    np.testing.assert_array_equal(table.morning, worse)
    assert bool(reading.sides) == all(np.isfinite(leg).any() for leg in legs)
    assert set(table.covariates) == {"sitting_h"}


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
