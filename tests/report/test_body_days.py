"""The body map over time: a figure a day, or a few days where there are many."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Moment
from backstride.report.body_days import MOST_PANELS, paint_shares, periods_of, render_body_days
from backstride.text.catalogue import load_catalogue

SAY = load_catalogue().say
SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2026, 3, 1)
TINGLING = BodyMark("calf_left", "tingling")
NOT_TINGLING = BodyMark("calf_left", "tingling", 0.0)


def noted(day: date, *moments: tuple[BodyMark, ...]) -> DiaryEntry:
    return DiaryEntry(day, moments=tuple(Moment(time(6 + n), m) for n, m in enumerate(moments)))


def panels(entries: list[DiaryEntry], n_day: int) -> list[ElementTree.Element]:
    periods = periods_of(entries, FIRST, FIRST + timedelta(days=n_day - 1))
    svg = ElementTree.fromstring(render_body_days(periods, SAY))  # noqa: S314 - our own
    return [part for part in svg.iter(f"{SVG}g") if part.get("role") == "img"]


@pytest.mark.parametrize("n_day", [1, 18, 42, 43, 365, 3650])
def test_every_day_is_in_one_figure_and_figures_stay_few(n_day: int) -> None:
    last = FIRST + timedelta(days=n_day - 1)
    periods = periods_of([], FIRST, last)

    assert len(periods) <= MOST_PANELS
    assert (periods[0].first, periods[-1].last) == (FIRST, last)
    assert [
        (one, other)
        for one, other in pairwise(periods)
        if other.first - one.last != timedelta(days=1)
    ] == []


def test_a_figure_says_what_was_felt_that_day() -> None:
    shown = panels([noted(FIRST, (TINGLING,), (NOT_TINGLING,))], 2)

    assert "left calf: tingling" in str(shown[0].get("aria-label"))
    assert "2 noted, to calf or shin" in str(shown[0].get("aria-label"))


def test_a_day_without_an_entry_is_not_a_day_without_pain() -> None:
    felt_nothing, no_entry = panels([DiaryEntry(FIRST, moments=(Moment(None, (), True),))], 2)

    assert "1 noted, to nowhere" in str(felt_nothing.get("aria-label"))
    assert "nothing noted" in str(no_entry.get("aria-label"))


def test_without_levels_the_depth_is_the_share_of_entries() -> None:
    often = paint_shares(noted(FIRST, (TINGLING,), (TINGLING,), (NOT_TINGLING,)).moments)
    seldom = paint_shares(noted(FIRST, (TINGLING,), (NOT_TINGLING,), (NOT_TINGLING,)).moments)

    assert often["calf_left"].opacity > seldom["calf_left"].opacity
    assert paint_shares(noted(FIRST, (NOT_TINGLING,)).moments) == {}


def test_the_legend_says_which_of_the_two_the_depth_is() -> None:
    shares = render_body_days(periods_of([noted(FIRST, (TINGLING,))], FIRST, FIRST), SAY)
    level = BodyMark("calf_left", "tingling", 4.0)
    levels = render_body_days(periods_of([noted(FIRST, (level,))], FIRST, FIRST), SAY)

    assert "no levels were noted" in shares
    assert "0 to 10" in levels
