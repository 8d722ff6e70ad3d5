"""Each leg has a table of its own where both were scored often enough."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, Score, Skipped
from backstride.domain.dose import DailyDose, LoadState
from backstride.inference.calendar import build_table
from backstride.inference.data_rule import RULE
from backstride.inference.sides import LEGS, side_tables

START = date(2026, 3, 1)
ENOUGH = RULE.least_mornings


def noted(number: int, left: Score, right: Score, leg_morning: Score = None) -> DiaryEntry:
    sides = {"leg_morning_left": left, "leg_morning_right": right}
    told: dict[str, Score] = {name: one for name, one in sides.items() if one is not None}
    return DiaryEntry(START + timedelta(days=number), leg_morning=leg_morning, sides=told)


def test_each_leg_keeps_its_own_scores_and_the_main_table_the_worse_ones() -> None:
    diary = [noted(number, 1.0, 4.0) for number in range(ENOUGH)]
    diary.append(noted(ENOUGH, Skipped.SKIPPED, 2.0, 7.0))

    sides = side_tables(diary, [])
    assert set(sides) == set(LEGS)
    assert np.isnan(sides["left"].morning[-1])
    assert set(sides["left"].morning[:-1]) == {1.0}
    assert sides["right"].morning.tolist() == [4.0] * ENOUGH + [2.0]
    assert build_table(diary, []).morning.tolist() == [4.0] * ENOUGH + [7.0]


def test_one_leg_alone_or_too_seldom_has_no_table_of_its_own() -> None:
    once_too_few = [noted(number, 1.0, 4.0) for number in range(ENOUGH - 1)]

    assert side_tables([noted(number, 3.0, None) for number in range(60)], []) == {}
    assert side_tables([*once_too_few, noted(ENOUGH, 1.0, None)], []) == {}
    assert side_tables([], []) == {}


def test_load_measures_and_symptoms_are_those_of_the_day_and_not_of_a_leg() -> None:
    diary = [
        DiaryEntry(
            START + timedelta(days=number),
            sides={"leg_morning_left": 1.0, "leg_morning_right": 2.0},
            items={"back_0_10": 3.0, "strength": number % 2 == 0},
        )
        for number in range(40)
    ]
    doses = [DailyDose(START + timedelta(days=number), LoadState.ZERO) for number in range(40)]

    main = build_table(diary, doses)
    left = side_tables(diary, doses)["left"]
    np.testing.assert_array_equal(left.load, main.load)
    assert set(left.outcomes) == {"back_0_10"}
    assert set(left.measures) == {"strength"}
    assert side_tables(diary, doses, as_of=START + timedelta(days=29))["right"].n_day == 30


SCORES = st.one_of(st.none(), st.just(Skipped.SKIPPED), st.integers(0, 20).map(lambda n: n / 2))


@given(st.lists(st.tuples(SCORES, SCORES), min_size=ENOUGH, max_size=50))
def test_the_worse_leg_is_never_better_than_either(pairs: list[tuple[Score, Score]]) -> None:
    diary = [noted(number, left, right) for number, (left, right) in enumerate(pairs)]

    sides, main = side_tables(diary, []), build_table(diary, [])
    n_scored = [sum(isinstance(pair[leg], float) for pair in pairs) for leg in (0, 1)]
    assert bool(sides) == (min(n_scored) >= ENOUGH)
    if sides:
        worse = np.fmax(sides["left"].morning, sides["right"].morning)
        np.testing.assert_array_equal(worse, main.morning)
