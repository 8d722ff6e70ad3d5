"""A day is rest only where somebody says so; one run recorded twice counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.activity import Sport
from backstride.domain.dose import GaitSummary, RunDose
from backstride.domain.interval import Range
from backstride.store.coverage import CoveredRange
from backstride.store.legs import LegRow
from backstride.workflows.daily_load import covered_spans, distinct_legs

MARCH = date(2026, 3, 1)
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


def leg(number: int, *, start: datetime = NOON, minutes: float = 60.0) -> LegRow:
    return LegRow(
        activity_id=f"run-{number}",
        leg_id=number,
        leg_index=0,
        sport=Sport.RUNNING,
        sub_sport="",
        start=start,
        utc_offset_s=0,
        local_date=start.date(),
        device="",
        elapsed_s=60.0 * minutes,
        timer_s=None,
        moving_s=None,
        distance_m=10_000.0,
        ascent_m=None,
        descent_m=None,
        mean_cadence_spm=None,
        mean_heart_rate_bpm=None,
        n_sample=3600,
        dose=RunDose(easy_km=Range.exactly(10.0)),
        units=(),
    )


def day(number: int) -> date:
    return MARCH + timedelta(days=number)


def test_single_runs_brought_in_as_they_come_cover_the_days_between() -> None:
    ranges = [CoveredRange("watch", day(0), day(0)), CoveredRange("watch", day(3), day(3))]
    assert covered_spans(ranges) == [(day(0), day(3))]


def test_a_long_silence_is_unknown_and_not_rest() -> None:
    ranges = [CoveredRange("watch", day(0), day(0)), CoveredRange("watch", day(20), day(20))]
    assert covered_spans(ranges) == [(day(0), day(0)), (day(20), day(20))]


def test_one_source_does_not_cover_for_another() -> None:
    ranges = [CoveredRange("phone", day(0), day(0)), CoveredRange("watch", day(3), day(3))]
    assert covered_spans(ranges) == [(day(0), day(0)), (day(3), day(3))]


def test_two_recordings_of_one_run_count_once_and_the_richer_is_kept() -> None:
    plain = leg(1)
    rich = replace(
        leg(2, start=NOON + timedelta(seconds=20)),
        dose=RunDose(gait=GaitSummary(running_dynamics=True), easy_km=Range.exactly(10.1)),
    )
    assert distinct_legs([plain, rich]) == [rich]
    assert distinct_legs([rich, plain]) == [rich]


def test_two_runs_of_one_day_are_two() -> None:
    morning, evening = leg(1), leg(2, start=NOON + timedelta(hours=6))
    assert distinct_legs([morning, evening]) == [morning, evening]


def test_a_run_that_starts_as_another_ends_is_another() -> None:
    first, second = leg(1), leg(2, start=NOON + timedelta(minutes=59))
    assert len(distinct_legs([first, second])) == 2


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), max_size=12))
def test_what_is_left_never_overlaps_by_half(parts: list[tuple[int, int]]) -> None:
    rows = [
        leg(number, start=NOON + timedelta(minutes=start), minutes=float(length))
        for number, (start, length) in enumerate(sorted(parts))
    ]
    kept = distinct_legs(rows)
    assert len(kept) <= len(rows)
    assert not rows or kept
