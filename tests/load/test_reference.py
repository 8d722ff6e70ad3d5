"""The easy-run reference: where it comes from, and that it stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from backstride.domain.dose import DailyDose, LoadState
from backstride.domain.interval import Range
from backstride.domain.reference import PastRun, ReferenceOrigin
from backstride.domain.runner import Runner
from backstride.load.reference import (
    reference_before_history,
    reference_from_history,
    with_typical_day,
)

FIRST = date(2026, 1, 1)
MADE_ON = date(2026, 3, 1)


def past_runs(n_run: int = 12, every_days: int = 4) -> list[PastRun]:
    return [
        PastRun(
            day=FIRST + timedelta(days=every_days * k),
            distance_m=8000.0,
            moving_s=8000.0 / (2.9 + 0.02 * k),
            cadence_ratio=0.98 + 0.002 * k,
            contact_source="native",
            force_offset_bw=1.10 + 0.01 * (k % 3),
            walk_share=0.0,
            ascent_m=40.0,
        )
        for k in range(n_run)
    ]


def test_nothing_known_means_population_defaults_with_a_wide_range() -> None:
    found = reference_before_history(Runner())

    assert found.origin is ReferenceOrigin.POPULATION
    assert found.easy_speed_mps == pytest.approx(2.78)
    assert found.easy_speed_sd > 0.1
    assert found.name == "reference-1/population"


def test_a_told_easy_pace_is_used() -> None:
    found = reference_before_history(Runner(easy_pace_s_per_km=330.0))

    assert found.origin is ReferenceOrigin.PROFILE
    assert found.easy_speed_mps == pytest.approx(1000 / 330)
    assert found.marathon_speed_mps == pytest.approx(1000 / 330 / 0.85)


def test_a_told_marathon_pace_gives_an_easy_pace() -> None:
    found = reference_before_history(Runner(marathon_pace_s_per_km=300.0))

    assert found.easy_speed_mps == pytest.approx(0.85 * 1000 / 300)
    assert found.marathon_speed_sd < found.easy_speed_sd


@pytest.mark.parametrize("pace", [0.0, -5.0, 5.5, 100_000.0, float("nan")])
def test_a_pace_of_no_runner_is_not_used(pace: float) -> None:
    found = reference_before_history(Runner(easy_pace_s_per_km=pace))

    assert found.origin is ReferenceOrigin.POPULATION


def test_history_gives_the_runners_own_medians_once_there_is_enough() -> None:
    found = reference_from_history(past_runs(), Runner(), made_on=MADE_ON)

    assert found is not None
    assert found.easy_speed_mps == pytest.approx(3.01, abs=0.01)
    assert found.cadence_ratio == pytest.approx(0.991, abs=0.001)
    assert found.force_offsets_bw == {"native": pytest.approx(1.11)}
    assert found.name == "reference-1/history@2026-03-01"


def test_too_few_runs_or_too_few_days_give_no_reference() -> None:
    assert reference_from_history(past_runs(9), Runner(), made_on=MADE_ON) is None
    assert reference_from_history(past_runs(12, every_days=2), Runner(), made_on=MADE_ON) is None
    assert reference_from_history([], Runner(), made_on=MADE_ON) is None


def test_hilly_walked_and_very_short_runs_do_not_count() -> None:
    odd = [
        *(replace(run, ascent_m=400.0) for run in past_runs()),
        *(replace(run, walk_share=0.4) for run in past_runs()),
        *(replace(run, moving_s=300.0) for run in past_runs()),
    ]

    assert reference_from_history(odd, Runner(), made_on=MADE_ON) is None


def test_a_told_pace_wins_over_history() -> None:
    runner = Runner(easy_pace_s_per_km=400.0)

    found = reference_from_history(past_runs(), runner, made_on=MADE_ON)

    assert found is not None
    assert found.easy_speed_mps == pytest.approx(2.5)
    assert found.origin is ReferenceOrigin.HISTORY


def test_the_order_of_runs_does_not_matter() -> None:
    forwards = reference_from_history(past_runs(), Runner(), made_on=MADE_ON)

    assert reference_from_history(past_runs()[::-1], Runner(), made_on=MADE_ON) == forwards


def test_the_typical_day_is_the_median_of_days_with_a_run() -> None:
    days = [
        DailyDose(FIRST, LoadState.ZERO, Range.exactly(0.0)),
        DailyDose(FIRST, LoadState.UNKNOWN),
        *(DailyDose(FIRST, LoadState.KNOWN, Range.exactly(km)) for km in (5.0, 8.0, 30.0)),
    ]

    assert with_typical_day(reference_before_history(Runner()), days).typical_day_easy_km == 8.0


def test_without_a_day_of_running_there_is_no_typical_day() -> None:
    days = [DailyDose(FIRST, LoadState.ZERO, Range.exactly(0.0))]

    assert with_typical_day(reference_before_history(Runner()), days).typical_day_easy_km is None
