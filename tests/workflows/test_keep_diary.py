"""What is said later the same day adds to what was said before, and never takes it away."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.workflows.keep_diary import merge_entries

DAY = date(2026, 3, 9)
scores = st.none() | st.just(Skipped.SKIPPED) | st.integers(0, 20).map(lambda half: half / 2)
entries = st.builds(
    DiaryEntry,
    day=st.just(DAY),
    leg_morning=scores,
    leg_evening=scores,
    no_run_reason=st.none() | st.sampled_from(NoRunReason),
    covariates=st.dictionaries(st.sampled_from(["sitting_h", "sleep_0_10"]), st.floats(0, 10)),
)


def test_an_evening_keeps_the_morning() -> None:
    before = DiaryEntry(DAY, leg_morning=3.0)
    merged = merge_entries(before, DiaryEntry(DAY, leg_evening=5.0))
    assert (merged.leg_morning, merged.leg_evening) == (3.0, 5.0)


def test_a_new_morning_score_replaces_the_old_one() -> None:
    merged = merge_entries(DiaryEntry(DAY, leg_morning=3.0), DiaryEntry(DAY, leg_morning=0.0))
    assert merged.leg_morning == 0.0


@given(before=entries, now=entries)
def test_nothing_said_is_ever_lost(before: DiaryEntry, now: DiaryEntry) -> None:
    merged = merge_entries(before, now)
    for name in ("leg_morning", "leg_evening", "no_run_reason"):
        newest = getattr(now, name)
        expected = getattr(before, name) if newest is None else newest
        assert getattr(merged, name) == expected
    assert merged.covariates == {**before.covariates, **now.covariates}


@given(entry=entries)
def test_saying_the_same_again_changes_nothing(entry: DiaryEntry) -> None:
    assert merge_entries(entry, entry) == entry
