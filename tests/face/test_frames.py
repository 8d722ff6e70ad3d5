"""Data frames and arrays: what becomes one row a day, and what is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

import backstride
from backstride.domain.errors import BackstrideError, ImpossibleCall, OutOfRange, ShapeMismatch
from backstride.text.catalogue import load_catalogue

DAYS = [date(2026, 3, 1) + timedelta(days=k) for k in range(4)]


def columns() -> dict[str, Any]:
    return {
        "date": list(DAYS),
        "load": [8.0, 0.0, None, 5.0],
        "leg_morning": [2, 3, None, 1],
        "leg_evening": [None, 3.5, 2, 1],
        "no_run_reason": [None, "planned", "", None],
        "tingling_0_6": [1, None, 0, 2],
        "measure_strength": [1, 0, 0, None],
        "sleep_0_10": [7, 6, None, 8],
        "note": ["", "tired", "", ""],
    }


def frames() -> list[Callable[[dict[str, Any]], Any]]:
    """Plain columns, arrays, and the frames that are installed here."""
    found: list[Callable[[dict[str, Any]], Any]] = [
        dict,
        lambda told: {name: np.array(values, dtype=object) for name, values in told.items()},
    ]
    for module in ("pandas", "polars"):
        try:
            found.append(__import__(module).DataFrame)
        except ImportError:
            continue
    return found


@pytest.mark.parametrize("frame", frames(), ids=lambda made: getattr(made, "__module__", "plain"))
def test_every_sort_of_frame_gives_the_same_table(frame: Callable[[dict[str, Any]], Any]) -> None:
    table = backstride.daily_table(frame(columns()))

    assert (table.first_day, table.n_day) == (DAYS[0], 4)
    np.testing.assert_array_equal(table.load, [8.0, 0.0, np.nan, 5.0])
    np.testing.assert_array_equal(table.morning, [2.0, 3.0, np.nan, 1.0])
    np.testing.assert_array_equal(table.evening, [np.nan, 3.5, 2.0, 1.0])
    assert table.reason == ("", "planned", "", "")
    np.testing.assert_array_equal(table.outcomes["tingling_0_6"], [1.0, np.nan, 0.0, 2.0])
    np.testing.assert_array_equal(table.measures["strength"], [1.0, 0.0, 0.0, np.nan])
    assert set(table.covariates) == {"sleep_0_10"}


@pytest.mark.parametrize(
    "dates",
    [
        [day.isoformat() for day in DAYS],
        np.array(DAYS, dtype="datetime64[ns]"),
        [datetime(2026, 3, day.day, 23, 59) for day in DAYS],
    ],
    ids=["text", "numpy", "datetimes"],
)
def test_dates_may_be_written_in_many_ways(dates: Any) -> None:
    assert backstride.daily_table({**columns(), "date": dates}).first_day == DAYS[0]


def test_rows_in_disorder_are_sorted_and_days_between_are_unknown() -> None:
    table = backstride.daily_table(
        {"date": ["2026-03-09", "2026-03-05"], "load": [1.0, 2.0], "leg_morning": [4, 5]}
    )

    assert table.first_day == date(2026, 3, 5)
    np.testing.assert_array_equal(table.load, [2.0, np.nan, np.nan, np.nan, 1.0])


@pytest.mark.parametrize(
    ("change", "error", "key"),
    [
        ({"leg_morning": None}, ImpossibleCall, "frame_columns"),
        ({"date": [*DAYS[:3], DAYS[0]]}, OutOfRange, "frame_date_twice"),
        ({"date": [*DAYS[:3], None]}, OutOfRange, "frame_no_date"),
        ({"date": [*DAYS[:3], "soon"]}, ImpossibleCall, "frame_dates"),
        ({"date": [*DAYS[:3], date(2206, 1, 1)]}, OutOfRange, "frame_span"),
        ({"load": ["far", 0, 0, 0]}, ImpossibleCall, "frame_numbers"),
        ({"load": [1.0, 2.0]}, ShapeMismatch, "frame_length"),
        ({"no_run_reason": ["rain", "", "", ""]}, OutOfRange, "frame_reason"),
    ],
)
def test_a_frame_that_cannot_be_is_refused_with_a_reason(
    change: dict[str, Any], error: type[BackstrideError], key: str
) -> None:
    told = {name: values for name, values in (columns() | change).items() if values is not None}

    with pytest.raises(error) as caught:
        backstride.daily_table(told)

    assert caught.value.message.key == f"error.{key}"
    assert "{" not in load_catalogue("en").say(caught.value.message)


def test_something_without_columns_is_refused() -> None:
    with pytest.raises(ImpossibleCall) as caught:
        backstride.daily_table(np.zeros((3, 4)))

    assert caught.value.message.key == "error.frame_kind"
