"""A day is rest only where somebody says so."""

from __future__ import annotations

from datetime import date, timedelta

from backstride.store.coverage import CoveredRange
from backstride.workflows.daily_load import covered_spans

MARCH = date(2026, 3, 1)


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
