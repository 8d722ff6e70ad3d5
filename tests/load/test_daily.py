"""Days: known, confirmed zero or unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backstride.domain.activity import Sport
from backstride.domain.dose import DailyDose, LoadState, RunDose
from backstride.domain.errors import OutOfRange
from backstride.domain.interval import Range
from backstride.load.daily import DatedDose, daily_doses

MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY + timedelta(days=6)
EIGHT = Range(7.0, 8.0, 9.0)


def run_on(day: date, load: Range | None = EIGHT, sport: Sport = Sport.RUNNING) -> DatedDose:
    return DatedDose(day, sport, RunDose(easy_km=load))


def week(*legs: DatedDose, **more) -> tuple[DailyDose, ...]:
    return daily_doses(legs, first=MONDAY, last=SUNDAY, **more)


def test_every_day_of_the_span_has_a_row() -> None:
    assert [day.day for day in week()] == [MONDAY + timedelta(days=k) for k in range(7)]


def test_a_day_without_a_run_is_unknown_where_no_source_covers_it() -> None:
    days = week(run_on(MONDAY))

    assert days[0].state is LoadState.KNOWN
    assert {day.state for day in days[1:]} == {LoadState.UNKNOWN}
    assert days[1].easy_km is None


def test_a_day_without_a_run_is_zero_where_a_source_covers_it() -> None:
    days = week(run_on(MONDAY), covered=[(MONDAY - timedelta(days=90), MONDAY + timedelta(days=3))])

    assert [day.state.value for day in days] == ["known", *["zero"] * 3, *["unknown"] * 3]
    assert days[1].easy_km == Range.exactly(0.0)


def test_a_day_on_which_the_runner_said_there_was_no_run_is_zero() -> None:
    days = week(no_run_days={MONDAY})

    assert [day.state for day in days[:2]] == [LoadState.ZERO, LoadState.UNKNOWN]


def test_two_runs_of_a_day_are_summed() -> None:
    assert week(run_on(MONDAY), run_on(MONDAY))[0].easy_km == Range(14.0, 16.0, 18.0)


def test_a_day_with_a_run_that_cannot_be_judged_is_unknown_and_says_so() -> None:
    day = week(run_on(MONDAY), run_on(MONDAY, None), covered=[(MONDAY, SUNDAY)])[0]

    assert day.state is LoadState.UNKNOWN
    assert day.easy_km is None
    assert [problem.code for problem in day.problems] == ["load.run_without_load"]


def test_a_recording_whose_sport_is_unknown_makes_the_day_unknown() -> None:
    day = week(run_on(MONDAY, None, Sport.UNKNOWN), covered=[(MONDAY, SUNDAY)])[0]

    assert day.state is LoadState.UNKNOWN
    assert [problem.code for problem in day.problems] == ["load.sport_unknown"]


def test_a_ride_leaves_a_covered_day_without_running_load() -> None:
    day = week(run_on(MONDAY, None, Sport.CYCLING), covered=[(MONDAY, SUNDAY)])[0]

    assert day.state is LoadState.ZERO


def test_a_walk_is_a_covariate_and_no_running_load() -> None:
    walk = DatedDose(MONDAY, Sport.WALKING, RunDose(walk_easy_km=EIGHT))

    day = week(walk, covered=[(MONDAY, SUNDAY)])[0]

    assert day.state is LoadState.ZERO
    assert day.walk_easy_km == EIGHT


def test_a_recorded_run_wins_over_a_diary_that_says_none() -> None:
    day = week(run_on(MONDAY), no_run_days={MONDAY})[0]

    assert day.state is LoadState.KNOWN
    assert [problem.code for problem in day.problems] == ["load.run_on_a_day_without"]


def test_a_span_that_ends_before_it_begins_is_an_impossible_call() -> None:
    with pytest.raises(OutOfRange):
        daily_doses([], first=SUNDAY, last=MONDAY)
