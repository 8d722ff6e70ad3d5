"""Completeness: which mornings are there, where the gaps are, how long the row is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.completeness import N_GAP, Gap, Morning, assess_completeness

FIRST = date(2026, 3, 1)
LETTERS = {
    "x": Morning.THERE,
    "b": Morning.BACKFILLED,
    "s": Morning.SKIPPED,
    "o": Morning.OTHER,
}


def assessed(strip: str):
    """A diary drawn as one letter a day; a dot is a day without an entry."""
    days = {FIRST + timedelta(days=n): LETTERS[x] for n, x in enumerate(strip) if x in LETTERS}
    return assess_completeness(days, first=FIRST, last=FIRST + timedelta(days=len(strip) - 1))


def day(number: int) -> date:
    return date(2026, 3, number)


def test_a_morning_counts_when_it_has_a_score_even_a_late_one() -> None:
    found = assessed("xxbso.")

    assert (found.n_there, found.share) == (3, 0.5)
    assert [found.count(one) for one in Morning] == [2, 1, 1, 1, 1]


def test_gaps_are_told_longest_first() -> None:
    found = assessed("x..x....xs.x.x")

    assert found.gaps == (Gap(day(5), day(8)), Gap(day(2), day(3)), Gap(day(10), day(11)))
    assert found.gaps[0].n_day == 4


def test_a_morning_passed_over_is_a_gap_as_well() -> None:
    assert assessed("xsx").gaps == (Gap(day(2), day(2)),)


def test_the_row_up_to_now_is_not_broken_by_a_day_that_is_not_over() -> None:
    assert assessed("x.xxx.").streak_d == 3
    assert assessed("x.xxx..").streak_d == 0
    assert assessed("x.xxx").streak_d == 3


def test_the_longest_row_may_lie_in_the_past() -> None:
    found = assessed("xxxx.xx.")

    assert (found.streak_d, found.longest_streak_d) == (2, 4)


def test_no_day_at_all_is_no_division_by_zero() -> None:
    found = assess_completeness({}, first=FIRST, last=FIRST - timedelta(days=1))

    assert (found.share, found.gaps, found.streak_d, found.longest_streak_d) == (0.0, (), 0, 0)


@given(st.text("xbso.", min_size=1, max_size=60))
def test_every_day_is_there_or_in_a_gap(strip: str) -> None:
    found = assessed(strip)
    runs = [
        len(part)
        for part in strip.replace("b", "x").replace("s", ".").replace("o", ".").split("x")
        if part
    ]

    assert found.n_there == sum(letter in "xb" for letter in strip)
    assert [gap.n_day for gap in found.gaps] == sorted(runs, reverse=True)[:N_GAP]
    assert found.streak_d <= found.longest_streak_d <= found.n_there
