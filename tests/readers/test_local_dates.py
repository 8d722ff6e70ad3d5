"""Dates as exports write them in many languages; every one read or refused with its reason."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.readers.durations import clock_s, iso_s
from backstride.readers.local_dates import LocalMoment, NoDate, Order, order_in, read_moment

AFTERNOON = datetime(2021, 2, 24, 14, 31, 7)


@pytest.mark.parametrize(
    "text",
    [
        "Feb 24, 2021, 2:31:07 PM",
        "24.02.2021, 14:31:07",
        "24 févr. 2021 à 14:31:07",
        "mer., 24 févr. 2021 14:31:07",
        "24 feb. 2021 14:31:07",
        "24 feb 2021, 14:31:07",
        "24 de fev. de 2021, 14:31:07",
        "24. feb. 2021 14.31.07",
        "24.2.2021 klo 14.31.07",
        "24 февр. 2021 г., 14:31:07",
        "24 Şub 2021 14:31:07",
        "24 lut 2021, 14:31:07",
        "2021年2月24日 14:31:07",
        "2021/02/24 下午2:31:07",
        "2021. 02. 24. 14:31:07",
        "24/02/2021, 2:31:07 p. m.",
        "2021-02-24 14:31:07",
    ],
)
def test_one_moment_in_many_languages(text: str) -> None:
    assert read_moment(text) == LocalMoment(AFTERNOON, has_time=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mar., 4 août 2015 7:00", (2015, 8, 4)),
        ("jeu., 1 janv. 2015 12:00", (2015, 1, 1)),
        ("30 juil. 2014", (2014, 7, 30)),
        ("30 juin 2014", (2014, 6, 30)),
        ("Mar 2, 2016, 11:07:24 AM", (2016, 3, 2)),
        ("3 maja 2020", (2020, 5, 3)),
        ("3 čvc 2020", (2020, 7, 3)),
        ("3 marrask. 2020", (2020, 11, 3)),
        ("18.02.12", (2012, 2, 18)),
        ("18.02.85", (1985, 2, 18)),
        ("2/24/2021", (2021, 2, 24)),
    ],
)
def test_days_and_months_are_not_confused(text: str, day: tuple[int, int, int]) -> None:
    moment = read_moment(text)

    assert isinstance(moment, LocalMoment)
    assert (moment.clock.year, moment.clock.month, moment.clock.day) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3/4/2021", NoDate.AMBIGUOUS),
        ("0/4/2021", NoDate.AMBIGUOUS),
        ("00.01.2012", NoDate.IMPOSSIBLE),
        ("2012-00-03", NoDate.IMPOSSIBLE),
        ("0-4-3", NoDate.UNREADABLE),
        ("30.02.2021", NoDate.IMPOSSIBLE),
        ("24.02.2085", NoDate.IMPOSSIBLE),
        ("24.02.2021 25:00", NoDate.IMPOSSIBLE),
        ("yesterday", NoDate.UNREADABLE),
        ("", NoDate.UNREADABLE),
        ("9" * 200, NoDate.UNREADABLE),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text: str, reason: NoDate) -> None:
    assert read_moment(text) is reason


def test_a_column_proves_its_own_order() -> None:
    assert order_in(["3/4/2021", "13/4/2021"]) is Order.DAY_FIRST
    assert order_in(["3/4/2021", "3/14/2021"]) is Order.MONTH_FIRST
    assert order_in(["3/4/2021", "4/5/2021"]) is Order.NOT_KNOWN
    assert order_in(["13/4/2021", "4/15/2021"]) is Order.NOT_KNOWN
    assert read_moment("3/4/2021", Order.DAY_FIRST) == LocalMoment(datetime(2021, 4, 3), False)
    assert read_moment("3/4/2021", Order.MONTH_FIRST) == LocalMoment(datetime(2021, 3, 4), False)


def test_an_offset_is_kept_beside_the_clock() -> None:
    assert read_moment("2026-03-09 06:30:00 +0100") == LocalMoment(
        datetime(2026, 3, 9, 6, 30), has_time=True, offset_s=3600
    )
    assert read_moment("2017/04/24 16:18:45 UTC") == LocalMoment(
        datetime(2017, 4, 24, 16, 18, 45), has_time=True, offset_s=0
    )


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_moment_or_a_reason(text: str) -> None:
    assert isinstance(read_moment(text), LocalMoment | NoDate)
    assert isinstance(order_in([text]), Order)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20:46", 1246.0),
        ("1:03:01", 3781.0),
        ("0:36:44.530000", 2204.53),
        ("00:55:30", 3330.0),
        ("1 day, 2:03:04", 93784.0),
        ("90:00", 5400.0),
        ("1:75:00", None),
        ("20:66", None),
        ("46", None),
        ("", None),
    ],
)
def test_durations_with_colons(text: str, seconds: float | None) -> None:
    assert clock_s(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT2753.875S", 2753.875),
        ("PT1H2M3S", 3723.0),
        ("P1DT1S", 86401.0),
        ("PT", None),
        ("P", None),
        ("2753", None),
    ],
)
def test_durations_of_iso_8601(text: str, seconds: float | None) -> None:
    assert iso_s(text) == seconds
