"""The terminal picture shows what was measured and nothing else."""

from __future__ import annotations

from datetime import date

from backstride.cli.picture import draw_bars, draw_dates
from backstride.text.locale import locale_of


def month(day: date) -> str:
    return locale_of("en").month(day, is_short=True)


def test_a_value_at_the_top_fills_its_column() -> None:
    assert draw_bars([10.0], height=3, top=10.0) == ["█", "█", "█"]


def test_half_the_top_fills_half_the_height() -> None:
    assert draw_bars([5.0], height=2, top=10.0) == ["", "█"]


def test_a_missing_value_is_blank_and_a_zero_is_marked() -> None:
    rows = draw_bars([float("nan"), 0.0, 8.0], height=1, top=8.0, zero="·")
    assert rows == [" ·█"]


def test_a_value_above_the_top_does_not_leave_the_picture() -> None:
    assert draw_bars([40.0], height=2, top=10.0) == ["█", "█"]


def test_nothing_to_scale_by_draws_only_zeros() -> None:
    assert draw_bars([0.0, 0.0], height=1, top=0.0, zero="·") == ["··"]


def test_a_month_is_named_where_it_begins() -> None:
    line = draw_dates(date(2026, 1, 20), 20, month)
    assert line.startswith("Jan")
    assert line.index("Feb") == 12


def test_a_month_that_would_overlap_the_first_name_is_left_out() -> None:
    assert draw_dates(date(2026, 1, 30), 5, month) == "Jan"
