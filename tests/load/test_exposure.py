"""Exposures beside running: each in its own column, on a common scale only where one exists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.activity import Sport
from backstride.domain.errors import OutOfRange
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.exposure import (
    PEAK_OVER_RUN,
    SHRINKAGE_GOAL_MM,
    Kind,
    daily_columns,
    exposure_of_time,
    exposure_of_walk,
    kind_of,
)
from backstride.load.reference import reference_before_history
from backstride.readers.sports import sport_of, sub_sport_of
from tests.gait.made_legs import steady

NOBODY = Runner()
DEFAULT = reference_before_history(NOBODY)
BY_TIME = [kind for kind in Kind if kind is not Kind.WALKING]


@pytest.mark.parametrize(
    ("sport", "word", "kind"),
    [
        (Sport.CYCLING, "indoor_cycling", Kind.CYCLING),
        (Sport.SWIMMING, "lap_swimming", Kind.SWIMMING),
        (Sport.HIKING, "", Kind.WALKING),
        (Sport.OTHER, "elliptical", Kind.ELLIPTICAL),
        (Sport.OTHER, "Indoor Rowing", Kind.ROWING),
        (Sport.STRENGTH, "", Kind.STRENGTH),
        (Sport.RUNNING, "aqua-jogging", Kind.DEEP_WATER_RUNNING),
        (Sport.RUNNING, "trail", None),
        (Sport.OTHER, "yoga", None),
    ],
)
def test_a_leg_finds_its_column(sport: Sport, word: str, kind: Kind | None) -> None:
    assert kind_of(sport, word) is kind


@pytest.mark.parametrize(
    "word", ["Aqua Jogging", "deep_water_running", "Water running", "Pool Run", "aquajogging"]
)
def test_running_in_water_by_a_files_word_is_no_running_on_land(word: str) -> None:
    assert sport_of(word) is Sport.OTHER
    assert kind_of(Sport.OTHER, sub_sport_of(word)) is Kind.DEEP_WATER_RUNNING


def test_half_an_hour_of_deep_water_running_shrinks_as_was_measured() -> None:
    """Dowzer et al. 1998: 2.92 mm (SD 1.7)."""
    found = exposure_of_time(Kind.DEEP_WATER_RUNNING, 0.5).shrinkage_mm

    assert found is not None
    assert found.q50 == pytest.approx(2.92, abs=0.05)
    assert found.q05 < 2.92 - 1.4
    assert found.q95 > 2.92 + 1.7


def test_a_circuit_of_weights_shrinks_as_was_measured() -> None:
    """Leatt et al. 1986: 5.4 mm in two rounds."""
    found = exposure_of_time(Kind.STRENGTH, 25.0 / 60.0).shrinkage_mm

    assert found is not None
    assert found.q50 == pytest.approx(5.4, abs=0.15)


@pytest.mark.parametrize("kind", [Kind.CYCLING, Kind.SWIMMING, Kind.ELLIPTICAL, Kind.ROWING])
def test_what_nobody_measured_has_hours_and_no_millimetres(kind: Kind) -> None:
    found = exposure_of_time(kind, 1.5)

    assert found.amount.q50 == 1.5
    assert found.shrinkage_mm is None


@pytest.mark.parametrize("kind", [Kind.SWIMMING, Kind.ELLIPTICAL, Kind.DEEP_WATER_RUNNING])
def test_no_force_on_the_back_is_invented(kind: Kind) -> None:
    assert exposure_of_time(kind, 1.0).peak_over_run is None


def test_one_lift_can_load_the_back_more_than_a_running_step_and_sitting_less() -> None:
    lifting = exposure_of_time(Kind.LIFTING, 1.0).peak_over_run
    sitting = exposure_of_time(Kind.SITTING, 1.0).peak_over_run

    assert lifting is not None
    assert sitting is not None
    assert lifting.q05 > 1.0
    assert lifting.q95 > 2.4
    assert sitting.q95 < 1.0


def test_a_walk_keeps_the_unit_of_runs() -> None:
    leg = replace(steady(speed_mps=1.4, cadence_spm=112), sport=Sport.WALKING)
    dose = estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)

    found = exposure_of_walk(dose)

    assert found is not None
    assert found.amount == dose.walk_easy_km
    assert found.shrinkage_mm is not None
    assert exposure_of_walk(replace(dose, walk_easy_km=None)) is None


def test_a_day_sums_each_kind_and_mixes_none() -> None:
    day = [exposure_of_time(kind, hours) for kind, hours in ((BY_TIME[0], 1.0), (BY_TIME[0], 0.5))]
    day.append(exposure_of_time(Kind.SITTING, 8.0))

    found = daily_columns(day)

    assert {name: amount.q50 for name, amount in found.items()} == {
        BY_TIME[0].value: 1.5,
        "sitting_h": 8.0,
    }


@given(kind=st.sampled_from(BY_TIME), hours=st.floats(0.0, 23.0), more=st.floats(0.01, 1.0))
def test_more_of_an_activity_never_shrinks_less(kind: Kind, hours: float, more: float) -> None:
    short, long = exposure_of_time(kind, hours), exposure_of_time(kind, hours + more)

    assert long.amount.q50 > short.amount.q50
    if short.shrinkage_mm is not None:
        assert long.shrinkage_mm is not None
        assert 0.0 <= short.shrinkage_mm.q05 <= short.shrinkage_mm.q50 < long.shrinkage_mm.q50


@pytest.mark.parametrize("hours", [-1.0, 24.5, float("nan")])
def test_hours_that_no_day_has_are_refused(hours: float) -> None:
    with pytest.raises(OutOfRange):
        exposure_of_time(Kind.CYCLING, hours)


def test_a_walk_is_not_judged_by_its_hours() -> None:
    with pytest.raises(OutOfRange):
        exposure_of_time(Kind.WALKING, 1.0)


def test_every_number_names_its_source_and_grade() -> None:
    for prior in (*PEAK_OVER_RUN.values(), *SHRINKAGE_GOAL_MM.values()):
        assert prior.source
        assert prior.grade in {"A", "B", "C", "D"}
