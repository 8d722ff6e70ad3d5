"""Dates, times, numbers and ways as people write them.

Known answers: CLDR's own charts for de, en_150, en_GB and en_US (date, number and unit patterns).
"""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.text.locale import locale_of

MONDAY = date(2026, 3, 9)
TAGS = ("de", "de-AT", "en", "en-AU", "en-CA", "en-GB", "en-IE", "en-NZ", "en-US")


@pytest.mark.parametrize(
    ("tag", "full", "short"),
    [
        ("de", "Montag, 9. März 2026", "09.03.2026"),
        ("en", "Monday, 9 March 2026", "9 Mar 2026"),
        ("en-GB", "Monday, 9 March 2026", "9 Mar 2026"),
        ("en-US", "Monday, March 9, 2026", "Mar 9, 2026"),
    ],
)
def test_a_day_is_written_in_the_order_of_the_place(tag: str, full: str, short: str) -> None:
    assert locale_of(tag).date_full(MONDAY) == full
    assert locale_of(tag).date_short(MONDAY) == short


def test_a_day_without_its_year_and_a_month_alone() -> None:
    german = locale_of("de")

    assert german.date_long(MONDAY) == "9. März 2026"
    assert german.day_month(date(2026, 9, 1)) == "1. Sept."
    assert german.weekday_day_month(MONDAY) == "Mo, 9. März"
    assert german.month_year(MONDAY) == "März 2026"
    assert (german.month(MONDAY), german.month(MONDAY, is_short=True)) == ("März", "Mär")
    assert (german.weekday(MONDAY), german.weekday(MONDAY, is_short=True)) == ("Montag", "Mo")


def test_january_is_called_as_the_region_calls_it() -> None:
    assert locale_of("de-AT").date_long(date(2026, 1, 1)) == "1. Jänner 2026"


@pytest.mark.parametrize(
    ("tag", "night", "evening"),
    [("de", "00:05", "19:30"), ("en-US", "12:05 AM", "7:30 PM"), ("en-AU", "12:05 am", "7:30 pm")],
)
def test_a_time_of_day_has_the_hours_of_the_place(tag: str, night: str, evening: str) -> None:
    assert locale_of(tag).time_of_day(time(0, 5)) == night
    assert locale_of(tag).time_of_day(time(19, 30)) == evening


def test_thousands_and_decimals_have_the_signs_of_the_place() -> None:
    assert locale_of("de").number(1234567.891, 2) == "1.234.567,89"
    assert locale_of("en").number(1234567.891, 2) == "1,234,567.89"
    assert locale_of("de").number(-0.5, 1) == "-0,5"


def test_ways_are_told_in_miles_where_roads_are_or_where_it_is_wanted() -> None:
    assert locale_of("de").way(10500) == "10,5 km"
    assert locale_of("en").way(10500) == "10.5 km"
    assert locale_of("en-GB").way(1609.344 * 3) == "3.0 mi"
    assert locale_of("de", is_in_miles=True).way(1609.344) == "1,0 mi"
    assert locale_of("en-US", is_in_miles=False).way_unit == "km"


def test_a_pace_is_told_for_the_same_unit_as_ways() -> None:
    assert locale_of("de").pace(320) == "5:20 min/km"
    assert locale_of("en-US").pace(300) == "8:03 min/mi"
    assert locale_of("de").pace(359.6) == "6:00 min/km"


def test_a_region_without_a_table_writes_as_its_language_does() -> None:
    assert locale_of("de-LI").date_long(MONDAY) == locale_of("de").date_long(MONDAY)


def test_a_week_begins_where_the_calendar_of_the_place_begins_it() -> None:
    assert locale_of("de").first_weekday == 0
    assert locale_of("en-US").first_weekday == 6


@given(days=st.integers(0, 40000), tag=st.sampled_from(TAGS))
def test_no_letter_of_a_pattern_is_left_in_any_date(days: int, tag: str) -> None:
    day, locale = date(1980, 1, 1) + timedelta(days=days), locale_of(tag)

    for text in (locale.date_full(day), locale.date_long(day), locale.weekday_day_month(day)):
        assert str(day.day) in text
        assert not {"EEEE", "MMMM", "MMM", "d", "y"} & set(text.split())


@given(at=st.times(), tag=st.sampled_from(TAGS))
def test_two_times_of_a_day_are_never_written_alike(at: time, tag: str) -> None:
    other = at.replace(hour=(at.hour + 12) % 24)

    assert locale_of(tag).time_of_day(at) != locale_of(tag).time_of_day(other)
