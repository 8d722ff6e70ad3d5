"""Diary and doses become one row a day, and nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.domain.diary_parts import Event, EventKind
from backstride.domain.dose import DailyDose, LoadState
from backstride.domain.interval import Range
from backstride.inference.calendar import HISTORY_DAYS, build_table, cut_after, lay_days
from backstride.inference.window import find_window

START = date(2026, 3, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def ran(number: int, easy_km: float) -> DailyDose:
    return DailyDose(day(number), LoadState.KNOWN, Range(0.9 * easy_km, easy_km, 1.1 * easy_km))


def test_a_day_that_nothing_speaks_about_has_an_unknown_load() -> None:
    table = build_table([DiaryEntry(day(0), leg_morning=2.0)], [ran(2, 8.0)])
    assert table.first_day == day(0)
    assert np.isnan(table.load[:2]).all()
    assert table.load[2] == 8.0


def test_a_covered_day_without_a_run_is_a_rest_day_of_zero_load() -> None:
    table = build_table([], [ran(0, 8.0), DailyDose(day(1), LoadState.ZERO)])
    assert table.load.tolist() == [8.0, 0.0]


def test_a_reason_for_no_run_makes_an_uncovered_day_a_rest_day() -> None:
    entry = DiaryEntry(day(0), leg_morning=6.0, no_run_reason=NoRunReason.SYMPTOMS)
    table = build_table([entry], [DailyDose(day(0), LoadState.UNKNOWN)])
    assert table.load.tolist() == [0.0]
    assert table.reason == ("symptoms",)


def test_a_recorded_run_outweighs_a_note_that_there_was_none() -> None:
    entry = DiaryEntry(day(0), leg_morning=1.0, no_run_reason=NoRunReason.PLANNED)
    table = build_table([entry], [ran(0, 5.0)])
    assert table.load.tolist() == [5.0]
    assert table.reason == ("",)


def test_a_run_of_unknown_size_is_not_a_rest_day_even_with_a_note() -> None:
    entry = DiaryEntry(day(0), no_run_reason=NoRunReason.PLANNED)
    table = build_table([entry], [DailyDose(day(0), LoadState.KNOWN)])
    assert np.isnan(table.load[0])


def test_skipped_never_asked_and_absent_scores_are_all_missing_and_none_is_zero() -> None:
    entries = [
        DiaryEntry(day(0), leg_morning=Skipped.SKIPPED),
        DiaryEntry(day(1)),
        DiaryEntry(day(3), leg_morning=0.0, leg_evening=1.5),
    ]
    table = build_table(entries, [])
    assert np.isnan(table.morning[:3]).all()
    assert table.morning[3] == 0.0
    assert table.evening[3] == 1.5


def test_where_only_sides_were_noted_the_worse_one_counts() -> None:
    entry = DiaryEntry(
        day(0), sides={"leg_morning_left": 2.0, "leg_morning_right": 5.0, "leg_evening_left": 1.0}
    )
    table = build_table([entry], [])
    assert (table.morning[0], table.evening[0]) == (5.0, 1.0)


def test_history_before_the_diary_is_kept_but_not_without_end() -> None:
    doses = [ran(number, 6.0) for number in range(400)]
    table = build_table([DiaryEntry(day(300), leg_morning=1.0)], doses)
    assert table.first_day == day(300 - HISTORY_DAYS)
    assert np.isfinite(table.load[:HISTORY_DAYS]).all()
    assert np.isnan(table.morning[:HISTORY_DAYS]).all()


def test_what_lies_after_the_day_of_the_answer_is_left_out() -> None:
    entries = [DiaryEntry(day(0), leg_morning=1.0), DiaryEntry(day(9), leg_morning=9.0)]
    table = build_table(entries, [ran(1, 5.0), ran(8, 7.0)], as_of=day(4))
    assert table.n_day == 2
    assert np.nanmax(table.morning) == 1.0


def test_covariates_keep_their_own_names_and_their_gaps() -> None:
    entries = [
        DiaryEntry(day(0), covariates={"sitting_h": 8.0}),
        DiaryEntry(day(1), covariates={"sleep_0_10": 4.0}),
    ]
    table = build_table(entries, [])
    assert sorted(table.covariates) == ["sitting_h", "sleep_0_10"]
    assert table.covariates["sitting_h"][0] == 8.0
    assert np.isnan(table.covariates["sitting_h"][1])


def test_further_symptoms_stand_on_their_own_scale_and_passed_over_is_missing() -> None:
    entries = [
        DiaryEntry(day(0), items={"back_0_10": 4.5, "tingling_0_6": 6.0}),
        DiaryEntry(day(1), leg_morning=1.0, items={"back_0_10": Skipped.SKIPPED, "flare": True}),
        DiaryEntry(day(2), items={"back_0_10": 0.0, "weakness_0_6": Skipped.SKIPPED}),
    ]
    table = build_table(entries, [])
    assert sorted(table.outcomes) == ["back_0_10", "tingling_0_6"]
    np.testing.assert_array_equal(table.outcomes["back_0_10"], [4.5, np.nan, 0.0])
    np.testing.assert_array_equal(table.outcomes["tingling_0_6"], [6.0, np.nan, np.nan])


def test_an_event_years_before_the_first_score_begins_no_diary() -> None:
    entries = [
        DiaryEntry(day(-2000), events=(Event(EventKind.TREATMENT, note="insoles"),)),
        DiaryEntry(day(0), leg_morning=1.0),
    ]
    table = lay_days(entries, [])
    assert (table.first_day, table.n_day) == (day(0), 1)
    assert table.measures["treatment.insoles"].tolist() == [1.0]
    assert build_table(entries, []).measures == {}


def test_no_entry_and_no_dose_make_a_table_without_rows() -> None:
    assert build_table([], [], as_of=day(3)).n_day == 0
    assert build_table([], []).n_day == 0


@given(
    diary=st.dictionaries(st.integers(0, 60), st.floats(0.0, 10.0), max_size=30),
    doses=st.dictionaries(
        st.integers(0, 60), st.one_of(st.none(), st.floats(0.0, 40.0)), max_size=30
    ),
    order=st.randoms(use_true_random=False),
)
def test_every_entry_and_dose_stands_on_its_own_day_whatever_their_order(
    diary: dict[int, float], doses: dict[int, float | None], order: object
) -> None:
    entries = [DiaryEntry(day(number), leg_morning=score) for number, score in diary.items()]
    given_doses = [
        DailyDose(day(number), LoadState.UNKNOWN) if km is None else ran(number, km)
        for number, km in doses.items()
    ]
    order.shuffle(entries)  # type: ignore[attr-defined]  # random.Random, typed as object
    table = build_table(entries, given_doses)
    last = table.first_day + timedelta(days=table.n_day - 1)
    for number, score in diary.items():
        assert table.morning[(day(number) - table.first_day).days] == score
    for number, km in doses.items():
        if table.first_day <= day(number) <= last:
            found = table.load[(day(number) - table.first_day).days]
            assert np.isnan(found) if km is None else found == km
    assert np.count_nonzero(np.isfinite(table.morning)) == len(diary)
    n_known = sum(km is not None for km in doses.values())
    assert np.count_nonzero(np.isfinite(table.load)) == n_known


def months(n_day: int, run_rows: range) -> DailyTable:
    load = np.zeros(n_day)
    load[list(run_rows)] = 8.0
    return DailyTable(START, load, np.full(n_day, 2.0), np.full(n_day, np.nan), ("",) * n_day)


def test_the_window_is_the_last_four_weeks_while_the_runner_still_runs() -> None:
    assert find_window(months(100, range(0, 100, 3))) == (72, 100)


def test_the_window_steps_back_to_the_last_four_weeks_with_six_running_days() -> None:
    window = find_window(months(100, range(0, 60, 2)))
    assert window is not None
    start, stop = window
    assert sum(start <= row < stop for row in range(0, 60, 2)) == 6
    assert stop == 76


def test_there_is_no_window_where_nobody_ran_or_the_diary_is_too_short() -> None:
    assert find_window(months(100, range(0))) is None
    assert find_window(months(27, range(0, 27, 2))) is None


def test_cutting_keeps_every_column_in_step() -> None:
    cut = cut_after(months(50, range(0, 50, 2)), START + timedelta(days=9))
    assert cut.n_day == 10
    assert len(cut.reason) == 10
    assert cut_after(months(50, range(3)), START - timedelta(days=5)).n_day == 0
