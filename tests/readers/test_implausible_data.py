"""What cannot have been measured is repaired or set aside by a named rule, and said."""

from __future__ import annotations

import re

import numpy as np
import pytest

from backstride.domain.activity import Leg, Sport
from backstride.domain.problem import Problem
from backstride.domain.runner import Runner
from backstride.domain.stream import Channel, Stream
from backstride.gait.summarise import summarise_leg
from backstride.readers import registry
from backstride.readers.cadence import cadence_factor
from backstride.readers.reading import Reading
from backstride.synth.fit_oddities import oddities
from backstride.synth.fit_recipe import N_RECORD
from backstride.synth.xml_oddities import example_run
from backstride.synth.xml_writer import write_gpx
from backstride.text.catalogue import load_catalogue
from tests.conftest import ROOT
from tests.readers.reading_facts import all_problems, n_finite, only_leg, stream_of

ODD = oddities()
PAGE = ROOT / "docs" / "reference" / "implausible-data.md"


def reading_of(name: str) -> Reading:
    return registry.read(ODD[name].content)


def told(reading: Reading, code: str) -> Problem:
    (found,) = [problem for problem in all_problems(reading) if problem.code == code]
    return found


def test_positions_that_nobody_reaches_in_time_are_set_aside() -> None:
    reading = reading_of("positions_leap")

    assert told(reading, "fit.position_jump").params == {"n_sample": 5, "limit_mps": 60.0}
    assert n_finite(only_leg(reading), "latitude_deg") == N_RECORD - 5
    assert n_finite(only_leg(reading), "heart_rate_bpm") == N_RECORD


def test_the_message_names_the_speed_that_would_have_been_needed() -> None:
    text = load_catalogue("en").tell(told(reading_of("positions_leap"), "fit.position_jump"))

    assert "60 m/s" in text


def test_a_clock_put_back_does_not_scramble_the_way_of_a_fit_file() -> None:
    reading = reading_of("clock_put_back")
    stream = stream_of(only_leg(reading))
    distance_m = stream.channels["distance_m"].values

    assert told(reading, "fit.clock_held").params["n_sample"] == 1
    assert (np.diff(stream.time_s) >= 0.0).all()
    assert (np.diff(distance_m) >= 0.0).all()
    assert stream.time_s[-1] == pytest.approx(N_RECORD - 1, abs=2)


def test_records_written_out_of_order_are_sorted_since_the_way_agrees() -> None:
    reading = reading_of("time_backwards")

    assert "fit.time_backwards" in {problem.code for problem in all_problems(reading)}
    assert (np.diff(stream_of(only_leg(reading)).time_s) >= 0.0).all()


def test_points_with_one_time_are_kept_and_stand_for_no_time() -> None:
    plain = write_gpx(example_run(n_point=200))
    times = re.findall(rb"<time>[^<]+</time>", plain)
    doubled = plain
    for first, second in zip(times[1::2], times[2::2], strict=False):
        doubled = doubled.replace(second, first)
    reading = registry.read(doubled)
    leg = only_leg(reading)

    assert told(reading, "xml.time_repeated").params["n_point"] == 200
    assert stream_of(leg).n_sample == 200
    duration_s = summarise_leg(leg, Runner()).duration_s
    assert duration_s.sum() == pytest.approx(stream_of(leg).time_s[-1], abs=3)


def test_the_belts_distance_wins_over_the_wrists_estimate() -> None:
    reading = reading_of("treadmill_calibrated")
    leg = only_leg(reading)
    found = told(reading, "fit.treadmill_calibrated").params

    assert (found["total_m"], found["records_m"]) == (2000.0, pytest.approx(1797.0))
    assert np.nanmax(stream_of(leg).channels["distance_m"].values) == pytest.approx(2000.0)
    assert summarise_leg(leg, Runner()).distance_m == pytest.approx(2000.0, rel=0.01)


def test_positions_that_wander_under_a_roof_are_no_distance() -> None:
    n_sample = 1800
    wander = np.random.default_rng(1).normal(0.0, 3e-5, (2, n_sample)).cumsum(axis=1) * 0.05
    stream = Stream(
        np.arange(n_sample, dtype=float),
        {
            "latitude_deg": Channel(48.0 + wander[0], "deg"),
            "longitude_deg": Channel(11.0 + wander[1], "deg"),
            "cadence_spm": Channel(np.full(n_sample, 166.0), "1/min"),
        },
    )
    start = only_leg(reading_of("treadmill")).start
    belt = Leg(Sport.RUNNING, start, sub_sport="treadmill", timer_s=n_sample, stream=stream)

    gait = summarise_leg(belt, Runner())

    assert "gait.distance_assumed" in {problem.code for problem in gait.problems}
    assert gait.distance_m == 0.0


@pytest.mark.parametrize(
    ("per_min", "speed_mps", "sport", "factor"),
    [
        (82.0, 3.0, Sport.RUNNING, 2.0),
        (134.0, 2.0, Sport.RUNNING, 1.0),
        (165.0, 3.0, Sport.RUNNING, 1.0),
        (105.0, 5.5, Sport.RUNNING, 2.0),
        (112.0, 1.5, Sport.RUNNING, 1.0),
        (55.0, 1.4, Sport.WALKING, 2.0),
        (110.0, 1.4, Sport.WALKING, 1.0),
        (86.0, 1.9, Sport.WALKING, 2.0),
    ],
)
def test_speed_tells_strides_from_steps(
    per_min: float, speed_mps: float, sport: Sport, factor: float
) -> None:
    raw, speed = np.full(100, per_min), np.full(100, speed_mps)

    assert cadence_factor(raw, sport, speed_mps=speed).factor == factor


def test_without_speed_the_usual_numbers_tell() -> None:
    assert cadence_factor(np.full(100, 82.0), Sport.RUNNING).factor == 2.0
    assert cadence_factor(np.full(100, 134.0), Sport.RUNNING).factor == 1.0


def test_every_rule_of_the_page_has_words_and_every_repair_stands_on_the_page() -> None:
    listed = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    catalogue = load_catalogue("en").problems

    assert listed <= set(catalogue)
    assert {"fit.position_jump", "fit.clock_held", "fit.treadmill_calibrated"} <= listed
    assert {"xml.time_repeated", "xml.position_set_aside", "xml.jump_not_counted"} <= listed
