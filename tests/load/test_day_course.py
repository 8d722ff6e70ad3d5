"""The course of height from rising through the night."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from backstride.domain.errors import OutOfRange
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.day_course import DayCourse, day_course, regained_mm
from backstride.load.reference import reference_before_history
from tests.gait.made_legs import START, leg_of, steady

RUNNER = Runner(marathon_pace_s_per_km=300.0)
REFERENCE = reference_before_history(RUNNER)
RISING = START - timedelta(hours=1)
BEDTIME = RISING + timedelta(hours=16)


def course(*legs) -> DayCourse:
    gaits = [summarise_leg(leg, RUNNER) for leg in legs]
    return day_course(gaits, REFERENCE, rising=RISING, bedtime=BEDTIME)


def test_half_of_a_days_loss_comes_in_the_first_hour_up() -> None:
    """Tyrrell et al. 1985, recalled: about 54 %."""
    day = course()
    first_hour, bedtime = day.ordinary_mm[4].q50, day.ordinary_mm[64].q50

    assert day.at[64] == BEDTIME
    assert 0.48 < first_hour / bedtime < 0.58
    assert bedtime == pytest.approx(16.0, rel=0.06)


def test_a_night_gives_back_nearly_all() -> None:
    day = course()

    assert day.ordinary_mm[-1].q50 < 0.05 * day.ordinary_mm[64].q50


def test_a_run_adds_its_loss_and_the_rest_of_the_day_takes_it_back() -> None:
    day, rest = course(steady(speed_mps=3.0, seconds=3600.0)), course()
    added = [a.q50 - b.q50 for a, b in zip(day.loss_mm, rest.loss_mm, strict=True)]

    assert added[:5] == pytest.approx([0.0] * 5)
    assert max(added) == pytest.approx(added[8], rel=1e-6)
    assert 0.0 < added[64] < 0.05 * max(added)


def test_a_run_before_rising_or_that_cannot_be_judged_adds_nothing() -> None:
    unknown = leg_of(np.arange(0.0, 100.0), speed_mps=0.0)

    assert course(unknown).loss_mm == course().loss_mm


def test_a_day_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(OutOfRange):
        day_course([], REFERENCE, rising=BEDTIME, bedtime=RISING)


def test_twenty_minutes_seated_give_less_than_half_a_millimetre_back_to_the_run() -> None:
    found = regained_mm(upright_min=150.0, seated_min=20.0, running_min=30.0)

    assert 0.2 < found < 0.6
    assert regained_mm(upright_min=150.0, seated_min=0.0, running_min=30.0) == 0.0
