"""Two recordings are one run where time, sport, distance, cadence and place agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.activity import Sport
from backstride.recording.likeness import Footprint, Verdict, judge, may_be_judged
from backstride.recording.place import apart_m
from tests.recording.made_twins import footprint, whole_day

CYCLING, STRENGTH = frozenset({Sport.CYCLING}), frozenset({Sport.STRENGTH})
UNKNOWN = frozenset({Sport.UNKNOWN})
WALKING = frozenset({Sport.WALKING})
TRIATHLON = frozenset({Sport.SWIMMING, Sport.CYCLING, Sport.RUNNING})


@pytest.mark.parametrize(
    "other",
    [
        footprint(),
        footprint(later_s=25.0, km=10.3),
        footprint(later_s=480.0, minutes=52.0, km=9.2),
        footprint(minutes=48.0, km=10.05),
        footprint(km=None),
        footprint(sports=UNKNOWN),
        footprint(cadence_spm=170.0),
    ],
    ids=[
        "copy",
        "second watch",
        "started late",
        "pauses cut out",
        "no distance",
        "no sport",
        "spm",
    ],
)
def test_recordings_that_agree_are_one_run(other: Footprint) -> None:
    assert judge(footprint(cadence_spm=166.0), other).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("other", "against"),
    [
        (footprint(cadence_spm=191.0), {"cadence"}),
        (footprint(km=8.5), {"distance"}),
        (footprint(later_s=900.0, minutes=20.0, km=3.0), {"distance", "length"}),
        (footprint(sports=WALKING), {"sport"}),
        (footprint(sports=CYCLING), {"sport"}),
    ],
    ids=["two watches", "other distance", "a part", "called a walk", "called a ride"],
)
def test_where_something_speaks_against_it_the_runner_is_asked(
    other: Footprint, against: set[str]
) -> None:
    found = judge(footprint(cadence_spm=164.0), other)
    assert found.verdict is Verdict.HELD
    assert set(found.against) == against


@pytest.mark.parametrize(
    "other",
    [
        footprint(later_s=6 * 3600.0),
        footprint(later_s=59 * 60.0),
        footprint(later_s=-3600.0),
        footprint(later_s=1200.0, minutes=15.0, km=None, sports=STRENGTH),
    ],
    ids=["evening", "touches the end", "touches the start", "strength within"],
)
def test_runs_that_share_little_time_or_another_sport_within_are_different(
    other: Footprint,
) -> None:
    assert judge(footprint(), other).verdict is Verdict.DIFFERENT


def test_a_watch_forgotten_for_a_month_says_nothing_about_the_runs_within() -> None:
    forgotten = footprint(minutes=31 * 1440.0)
    assert judge(forgotten, footprint(later_s=86_400.0)).verdict is Verdict.DIFFERENT


def test_two_devices_a_kilometre_apart_are_asked_about() -> None:
    here, there = (48.0, 11.5), (48.0, 11.52)
    assert apart_m(here, there) == pytest.approx(1488.0, abs=2.0)
    assert judge(footprint(), footprint(), apart_m=apart_m(here, there)).against == ("place",)
    assert judge(footprint(), footprint(), apart_m=5.0).verdict is Verdict.SAME


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    """WGS 84 has 110.57 to 111.69 km; the sphere lies between."""
    assert 110_570 < apart_m((48.0, 0.0), (49.0, 0.0)) < 111_690


def test_the_run_of_a_triathlon_recorded_apart_is_asked_about() -> None:
    whole = footprint(minutes=150.0, km=51.5, sports=TRIATHLON)
    assert judge(whole, footprint(later_s=3600.0)).verdict is Verdict.HELD


def test_a_row_without_a_duration_is_a_moment() -> None:
    moment = replace(footprint(), end=footprint().start)
    assert judge(moment, footprint(later_s=-30.0)).of_shorter == 1.0
    assert judge(moment, footprint(later_s=600.0)).verdict is Verdict.DIFFERENT


def test_a_row_that_knows_only_the_day_is_told_by_sport_and_distance() -> None:
    row = whole_day(10.0, file="list")
    assert judge(row, footprint(km=10.2)).verdict is Verdict.SAME
    assert judge(row, footprint(km=8.0)).verdict is Verdict.DIFFERENT
    assert judge(row, footprint(km=None)).verdict is Verdict.DIFFERENT
    assert judge(row, whole_day(10.0, file="list")).verdict is Verdict.DIFFERENT
    assert judge(row, whole_day(10.0, file="list", sports=WALKING)).verdict is Verdict.DIFFERENT


@given(
    st.integers(-300, 300),
    st.integers(0, 200),
    st.integers(0, 30),
    st.sampled_from([UNKNOWN, WALKING, CYCLING, TRIATHLON]),
)
def test_the_order_of_two_recordings_does_not_matter(
    minutes_later: int, minutes: int, km: int, sports: frozenset[Sport]
) -> None:
    one = footprint()
    other = footprint(later_s=60.0 * minutes_later, minutes=minutes, km=km, sports=sports)
    found, turned = judge(one, other), judge(other, one)
    assert found == turned
    assert 0.0 <= found.of_longer <= found.of_shorter <= 1.0
    if found.verdict is not Verdict.DIFFERENT:
        assert may_be_judged(one, other)


def test_equal_recordings_apart_by_the_offset_of_the_clock_are_asked_about() -> None:
    utc = replace(footprint(), utc_offset_s=7200)
    local = footprint(later_s=7200.0)
    assert judge(utc, local).against == ("clock",)
    assert judge(utc, local).verdict is Verdict.HELD
    for other in (footprint(later_s=7300.0), footprint(later_s=7200.0, km=11.0)):
        assert judge(utc, other).verdict is Verdict.DIFFERENT
