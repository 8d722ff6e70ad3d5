"""Bars of days: the highest fills the picture, an unknown day is no rest."""

from __future__ import annotations

import pytest

from backstride.report.day_bars import HEIGHT, STEP, lay_out_bars


def test_the_highest_day_fills_the_picture_and_the_others_are_in_proportion() -> None:
    bars = lay_out_bars([5.0, 10.0, 0.0])

    assert [bar.height for bar in bars.bars] == [HEIGHT / 2, HEIGHT, 0.0]
    assert [bar.y + bar.height for bar in bars.bars] == [bars.base] * 3
    assert bars.most == 10.0


def test_a_day_of_which_nothing_is_known_has_no_bar_and_is_told_apart_from_rest() -> None:
    unknown, rest = lay_out_bars([None, 0.0]).bars

    assert unknown.height == rest.height == 0.0
    assert (unknown.is_known, rest.is_known) == (False, True)


@pytest.mark.parametrize("n_day", [0, 1, 28])
def test_days_stand_side_by_side_within_the_picture(n_day: int) -> None:
    bars = lay_out_bars([1.0] * n_day)

    assert bars.width == STEP * n_day
    assert all(0.0 <= bar.x <= bars.width - bar.width for bar in bars.bars)
