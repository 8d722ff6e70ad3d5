"""Measures: done, known to be without, and unknown are three things; silence is no fourth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_items import DAY_MEASURES, RUN_MEASURES
from backstride.domain.diary_parts import PHASES, Event, EventKind, RunNote
from backstride.domain.diary_value import ItemValue
from backstride.inference.measures import IN_USE_DAYS, lay_measures
from tests.made_diaries import entries as any_entry

START = date(2026, 3, 1)
UNKNOWN = float("nan")


def day(number: int) -> date:
    return START + timedelta(days=number)


def evening(number: int, **items: ItemValue) -> DiaryEntry:
    return DiaryEntry(day(number), leg_evening=2.0, items=items)


def column(
    diary: Iterable[DiaryEntry], name: str, load: Iterable[float] | int = 6
) -> list[float | None]:
    """One measure as plain values, None where it is unknown."""
    loads = np.zeros(load) if isinstance(load, int) else np.array(list(load), dtype=float)
    values = lay_measures(diary, START, loads)[name]
    return [None if np.isnan(value) else float(value) for value in values]


def test_who_only_taps_what_was_done_has_left_it_where_the_day_was_noted_without_it() -> None:
    diary = [
        evening(0),
        evening(1, strength=True),
        evening(2),
        evening(4),
        evening(5, back_0_10=1.0),
    ]

    assert column(diary, "strength") == [None, 1.0, 0.0, None, 0.0, 0.0]


def test_who_also_says_no_leaves_a_silent_day_unknown() -> None:
    diary = [evening(0, strength=True), evening(1, strength=False), evening(2)]

    assert column(diary, "strength", 3) == [1.0, 0.0, None]


def test_a_morning_alone_does_not_show_that_the_day_was_noted() -> None:
    diary = [
        evening(0, strength=True),
        DiaryEntry(day(1), leg_morning=3.0, covariates={"sleep_0_10": 7.0}),
        DiaryEntry(day(2), leg_morning=3.0, covariates={"sitting_h": 7.0}),
        DiaryEntry(day(3), leg_evening=Skipped.SKIPPED),
    ]

    assert column(diary, "strength", 4) == [1.0, None, 0.0, None]


def test_an_item_passed_over_is_unknown_and_not_left() -> None:
    diary = [evening(0, strength=True), evening(1, strength=Skipped.SKIPPED)]

    assert column(diary, "strength", 2) == [1.0, None]


def test_silence_long_after_the_last_answer_is_unknown() -> None:
    diary = [evening(0, strength=True), *(evening(number) for number in range(1, IN_USE_DAYS + 3))]

    found = column(diary, "strength", IN_USE_DAYS + 3)
    assert found[IN_USE_DAYS] == 0.0
    assert found[IN_USE_DAYS + 1 :] == [None, None]


def test_a_warm_up_belongs_to_a_run() -> None:
    diary = [evening(1, warm_up=True), evening(2), evening(3)]

    assert column(diary, "warm_up", [0.0, 8.0, 8.0, UNKNOWN, 0.0]) == [0.0, 1.0, 0.0, None, 0.0]


def test_what_was_noted_about_a_run_counts_for_its_day() -> None:
    diary = [
        DiaryEntry(
            day(0), runs=(RunNote("a", {"warm_up": False}), RunNote("b", {"warm_up": True}))
        ),
        DiaryEntry(day(1), runs=(RunNote("c", {"warm_up": False}),)),
    ]

    assert column(diary, "warm_up", [8.0, 8.0]) == [1.0, 0.0]


def test_what_was_never_done_is_no_column() -> None:
    diary = [evening(0, strength=False), evening(1, shoes="old ones")]

    assert lay_measures(diary, START, np.zeros(3)) == {}


def test_a_treatment_is_in_force_from_its_first_day_to_its_last() -> None:
    diary = [
        evening(1, back_0_10=2.0),
        DiaryEntry(day(2), events=(Event(EventKind.TREATMENT, day(3), "Physio"),)),
        DiaryEntry(day(5), events=(Event(EventKind.TREATMENT, None, "physio "),)),
    ]

    assert column(diary, "treatment.Physio", 7) == [None, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]


def test_a_phase_from_before_the_first_day_is_still_in_force() -> None:
    diary = [DiaryEntry(day(-400), events=(Event(EventKind.CADENCE, day(1), "up 5 %"),))]

    assert column(diary, "cadence.up 5 %", 3) == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    "kind", [EventKind.HOLIDAY, EventKind.ILLNESS, EventKind.FLARE, EventKind.OTHER]
)
def test_what_merely_happened_is_no_measure(kind: EventKind) -> None:
    diary = [DiaryEntry(day(0), leg_evening=1.0, events=(Event(kind),))]

    assert lay_measures(diary, START, np.zeros(3)) == {}


def test_words_on_a_change_of_treatment_hold_until_the_next_change() -> None:
    diary = [
        evening(0),
        evening(1, treatment_change="started physio"),
        evening(2, treatment_change=Skipped.SKIPPED),
        evening(4, treatment_change="stopped physio"),
    ]

    assert column(diary, "treatment.started physio") == [0.0, 1.0, 1.0, 1.0, 0.0, 0.0]
    assert column(diary, "treatment.stopped physio") == [0.0, 0.0, 0.0, 0.0, 1.0, 1.0]


def test_shoes_are_compared_with_the_pair_of_most_runs_and_stay_on_until_changed() -> None:
    diary = [
        evening(1, shoes="old ones"),
        evening(4, shoes="New  ones"),
        DiaryEntry(day(5), runs=(RunNote("a", {"shoes": "OLD ONES"}),)),
    ]

    assert set(lay_measures(diary, START, np.full(6, 8.0))) == {"shoes.New ones"}
    assert column(diary, "shoes.New ones", [8.0, 8.0, 0.0, UNKNOWN, 8.0, 8.0, 8.0]) == [
        None,
        0.0,
        0.0,
        None,
        1.0,
        0.0,
        0.0,
    ]


def test_shoes_noted_on_a_rest_day_are_on_from_the_next_run() -> None:
    diary = [evening(0, shoes="a"), evening(1, shoes="b"), evening(3, shoes=Skipped.SKIPPED)]
    load = [8.0, 0.0, 8.0, 8.0, 8.0]

    assert column(diary, "shoes.a", load) == [1.0, 0.0, 0.0, None, 0.0]


@settings(deadline=None)
@given(st.data())
def test_any_diary_gives_columns_of_done_left_and_unknown(data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(-20, 30), max_size=8, unique=True))
    diary = [data.draw(any_entry(day=day(number))) for number in numbers]
    load = np.array(data.draw(st.lists(st.sampled_from([0.0, 8.0, UNKNOWN]), max_size=30)))
    order = data.draw(st.permutations(diary))

    found = lay_measures(diary, START, load)
    for name, values in found.items():
        assert values.shape == load.shape
        assert set(values[np.isfinite(values)]) <= {0.0, 1.0}
        assert (values == 1.0).any(), name
    again = lay_measures(order, START, load)
    assert_same(found, again)
    kinds = {name.partition(".")[0] for name in found}
    assert kinds <= {*DAY_MEASURES, *RUN_MEASURES, "shoes", *(kind.value for kind in PHASES)}


def assert_same(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> None:
    assert set(one) == set(other)
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name])


@given(
    said=st.dictionaries(st.integers(0, 20), st.booleans(), min_size=1),
    silent=st.sets(st.integers(0, 20)),
)
def test_an_answer_is_never_overruled_by_silence(said: dict[int, bool], silent: set[int]) -> None:
    diary = [evening(number, strength=done) for number, done in said.items()]
    diary += [evening(number) for number in silent - set(said)]

    found = lay_measures(diary, START, np.zeros(21)).get("strength")
    if not any(said.values()):
        assert found is None
        return
    assert found is not None
    for number in range(21):
        if number in said:
            assert found[number] == said[number]
        elif number not in silent:
            assert np.isnan(found[number])
        else:
            assert found[number] != 1.0
