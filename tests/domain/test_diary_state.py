"""Missing, passed over, none, given and stale are five different things."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_answers import with_answers
from backstride.domain.diary_items import BY_KEY, ITEMS
from backstride.domain.diary_state import MISSING, State, standing, state_of
from backstride.domain.diary_value import ItemValue
from tests.made_diaries import entries

TODAY = date(2026, 3, 9)


def said(key: str, value: ItemValue, *, days_ago: int = 0) -> DiaryEntry:
    return with_answers(DiaryEntry(TODAY - timedelta(days=days_ago)), {key: value})


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (None, State.MISSING),
        (Skipped.SKIPPED, State.SKIPPED),
        (0.0, State.ZERO),
        (False, State.ZERO),
        (0.5, State.GIVEN),
        (True, State.GIVEN),
        ("none", State.GIVEN),
    ],
)
def test_each_kind_of_answer_has_its_own_state(value: ItemValue | None, state: State) -> None:
    assert state_of(value) is state


def test_yesterdays_pain_says_nothing_about_today() -> None:
    found = standing(BY_KEY["leg_morning"], [said("leg_morning", 4.0, days_ago=1)], TODAY)

    assert found == MISSING


def test_last_weeks_self_check_still_stands_and_an_older_one_is_stale() -> None:
    item = BY_KEY["heel_raises_left_count"]

    fresh = standing(item, [said(item.key, 22.0, days_ago=9)], TODAY)
    stale = standing(item, [said(item.key, 22.0, days_ago=10)], TODAY)

    assert (fresh.state, fresh.value) == (State.GIVEN, 22.0)
    assert (stale.state, stale.value) == (State.STALE, 22.0)
    assert stale.said_on == TODAY - timedelta(days=10)


def test_passing_over_today_does_not_hide_last_weeks_answer() -> None:
    item = BY_KEY["heel_walk_left"]
    diary = [said(item.key, "unable", days_ago=7), said(item.key, Skipped.SKIPPED)]

    assert standing(item, diary, TODAY).value == "unable"
    assert standing(item, diary[1:], TODAY).state is State.SKIPPED


def test_an_answer_of_tomorrow_is_not_looked_at() -> None:
    item = BY_KEY["able_run_0_10"]

    assert standing(item, [said(item.key, 5.0, days_ago=-1)], TODAY) == MISSING


@settings(max_examples=60, deadline=None)
@given(st.lists(entries(), max_size=3), st.sampled_from(ITEMS), st.dates())
def test_a_state_never_claims_what_was_not_said(
    diary: list[DiaryEntry], item: object, day: date
) -> None:
    found = standing(item, diary, day)  # type: ignore[arg-type]

    assert (found.value is None) == (found.state is State.MISSING)
    assert found.said_on is None or found.said_on <= day
    if found.state is State.STALE:
        assert found.said_on is not None
        assert (day - found.said_on).days > item.fresh_days > 0  # type: ignore[attr-defined]
