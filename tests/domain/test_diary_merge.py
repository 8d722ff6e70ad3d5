"""Merging: a later word replaces an earlier one on the same thing, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import given, settings

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_merge import merge_entries, merge_moments
from backstride.domain.diary_parts import Event, EventKind, ImportedScore, Moment, RunNote
from tests.made_diaries import entries

DAY = date(2026, 3, 9)
TINGLING = BodyMark("calf_left", "tingling", 3.0)
NUMB = BodyMark("heel_sole_left", "numb")


@settings(deadline=None)
@given(entries(day=DAY))
def test_merging_the_same_entry_once_more_changes_nothing(entry: DiaryEntry) -> None:
    once = merge_entries(DiaryEntry(DAY), entry)

    assert merge_entries(once, entry) == once
    assert merge_entries(None, entry) == entry


@settings(deadline=None)
@given(entries(day=DAY), entries(day=DAY))
def test_the_later_word_counts_and_the_earlier_stays_where_nothing_was_said(
    before: DiaryEntry, now: DiaryEntry
) -> None:
    merged = merge_entries(before, now)

    assert answers_of(merged) == {**answers_of(before), **answers_of(now)}
    assert merged.marks == {**before.marks, **now.marks}
    assert merged.backfilled == (before.backfilled or now.backfilled)


@settings(deadline=None)
@given(entries(day=DAY), entries(day=DAY), entries(day=DAY))
def test_it_does_not_matter_which_two_of_three_are_merged_first(
    first: DiaryEntry, second: DiaryEntry, third: DiaryEntry
) -> None:
    left = merge_entries(merge_entries(first, second), third)
    right = merge_entries(first, merge_entries(second, third))

    assert replace(left, moments=()) == replace(right, moments=())


def test_moments_stand_in_order_of_time() -> None:
    late, early, some_time = Moment(time(19), (NUMB,)), Moment(time(7)), Moment(None, (TINGLING,))

    assert merge_moments([late], [early, some_time]) == (some_time, early, late)


def test_two_notes_of_one_time_are_one_moment_with_the_newer_level() -> None:
    before = Moment(time(7), (TINGLING, NUMB), values={"posture": "sitting"})
    now = Moment(time(7), (replace(TINGLING, level=5.0),), values={"activity": "desk"})

    (joined,) = merge_moments([before], [now])

    assert joined.marks == (replace(TINGLING, level=5.0), NUMB)
    assert joined.values == {"posture": "sitting", "activity": "desk"}


def test_a_whole_map_of_the_same_time_takes_the_place_of_the_older_marks() -> None:
    (joined,) = merge_moments([Moment(time(7), (TINGLING,))], [Moment(time(7), (), True)])

    assert joined == Moment(time(7), (), is_whole_map=True)


def test_what_one_table_holds_twice_without_a_time_stays_there_twice() -> None:
    twice = [Moment(None, (TINGLING,))] * 2

    assert len(merge_moments(twice, ())) == 2
    assert len(merge_moments(twice, twice)) == 2


def test_runs_are_joined_by_their_id_and_scores_by_their_name() -> None:
    before = DiaryEntry(
        DAY,
        runs=(RunNote("a", {"before_leg_0_10": 2.0}), RunNote("b", {"hills": True})),
        scores=(ImportedScore("ODI", 24.0),),
    )
    now = DiaryEntry(
        DAY, runs=(RunNote("a", {"peak_leg_0_10": 4.0}),), scores=(ImportedScore("ODI", 20.0),)
    )

    merged = merge_entries(before, now)

    assert merged.runs[0] == RunNote("a", {"before_leg_0_10": 2.0, "peak_leg_0_10": 4.0})
    assert merged.runs[1] == before.runs[1]
    assert merged.scores == (ImportedScore("ODI", 20.0),)


def test_an_event_of_the_same_kind_and_note_gets_the_newer_end() -> None:
    going_on = DiaryEntry(DAY, events=(Event(EventKind.FLARE), Event(EventKind.TRAVEL)))
    ended = DiaryEntry(DAY, events=(Event(EventKind.FLARE, date(2026, 3, 12)),))

    assert merge_entries(going_on, ended).events == (
        Event(EventKind.FLARE, date(2026, 3, 12)),
        Event(EventKind.TRAVEL),
    )
