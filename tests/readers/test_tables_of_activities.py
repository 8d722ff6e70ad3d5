"""Strava's table in every version and language, and plain lists of activities."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Leg, Sport
from backstride.domain.problem import Severity
from backstride.domain.units import MILE_M
from backstride.readers import registry
from backstride.readers.activity_list import read_activity_list
from backstride.readers.csv_cells import decimal
from backstride.readers.reading import Outcome, Reading
from backstride.readers.side_table import beside
from backstride.readers.strava_export import read_strava_export
from backstride.synth.table_oddities import RUN_M, RUN_S, oddities
from tests.readers.reading_facts import codes

TABLES = oddities()
STRAVA = ["english", "german", "french", "utf-16", "byte-order-mark"]


def legs(reading: Reading) -> list[Leg]:
    return [leg for activity in reading.activities for leg in activity.legs]


@pytest.mark.parametrize("name", STRAVA)
def test_a_strava_table_is_read_in_any_language(name: str) -> None:
    reading = registry.read(TABLES[f"strava-{name}.csv"])
    found = legs(reading)

    assert reading.format == "strava_export"
    assert [leg.start for leg in found] == [
        datetime(2021, 3, day, 14, 31, 7, tzinfo=UTC) for day in range(1, 6)
    ]
    assert {leg.sport for leg in found} == {Sport.RUNNING}
    assert {(leg.distance_m, leg.moving_s) for leg in found} == {(RUN_M, RUN_S)}
    assert {leg.elapsed_s for leg in found} == {RUN_S + 60.0}
    assert {(leg.ascent_m, leg.mean_heart_rate_bpm) for leg in found} == {(31.5, 148.0)}
    assert {leg.mean_cadence_spm for leg in found} == {164.0}
    assert not reading.problems


@pytest.mark.parametrize("name", STRAVA)
def test_the_rows_of_a_strava_table_name_their_recordings(name: str) -> None:
    reading = registry.read(TABLES[f"strava-{name}.csv"])

    assert [(row.part, row.members) for row in reading.side] == [
        (n, (f"activities/{n}.gpx.gz",)) for n in range(3)
    ]


@pytest.mark.parametrize("name", ["early", "first"])
def test_the_distance_of_an_old_table_is_in_the_unit_that_makes_sense(name: str) -> None:
    found = legs(registry.read(TABLES[f"strava-{name}.csv"]))

    assert [leg.distance_m for leg in found] == [RUN_M] * 5
    assert [leg.elapsed_s for leg in found] == [RUN_S + 60.0] * 5


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_kept() -> None:
    reading = registry.read(TABLES["strava-bad-row.csv"])

    assert len(reading.activities) == 4
    assert reading.partial
    (problem,) = reading.problems
    assert (problem.code, problem.where) == ("row.date_impossible", "row 3")
    assert problem.params == {"text": "Mar 42, 2021, 2:31:07 PM"}


def test_rows_and_parts_keep_together_where_a_row_before_them_is_refused() -> None:
    reading = registry.read(TABLES["strava-bad-row.csv"])

    starts = {row.where: reading.activities[row.part].start.day for row in reading.side}
    assert starts == {"row 2": 1, "row 4": 3}


def test_a_member_is_looked_for_beside_its_table() -> None:
    assert beside("e.zip!activities.csv", "activities/1.gpx") == "e.zip!activities/1.gpx"
    assert beside("e.zip!x/activities.csv", "activities/1.gpx") == "e.zip!x/activities/1.gpx"
    assert beside("home/x/activities.csv", "a/1.gpx") == "home/x/a/1.gpx"
    assert beside("e.zip!a_h/export.xml#12", "routes/1.gpx") == "e.zip!a_h/routes/1.gpx"


def test_every_summary_says_that_it_is_one() -> None:
    for name, data in TABLES.items():
        for activity in registry.read(data).activities:
            assert "readers.summary_only" in [found.code for found in activity.problems], name
            assert activity.legs[0].stream is None


def test_a_french_list_is_in_kilometres_and_on_the_clock_of_the_runner() -> None:
    reading = registry.read(TABLES["list-french.csv"])
    found = legs(reading)

    assert reading.format == "activity_list"
    assert Counter(leg.sport for leg in found) == {Sport.RUNNING: 5, Sport.HIKING: 1}
    assert [leg.start.month for leg in found] == [1, 2, 3, 8, 12, 3]
    assert found[0].start == datetime(2015, 1, 2, 7, 3, tzinfo=UTC)
    assert (found[0].distance_m, found[0].timer_s, found[0].ascent_m) == (RUN_M, RUN_S, 23.0)
    assert all(activity.start_is_local for activity in reading.activities)


def test_a_list_with_own_words_is_read_by_its_speeds() -> None:
    reading = registry.read(TABLES["list-german-diary.csv"])
    found = legs(reading)

    assert {(leg.sport, leg.distance_m, leg.timer_s) for leg in found} == {
        (Sport.RUNNING, RUN_M, RUN_S)
    }
    assert [leg.start for leg in found] == [
        datetime(2012, 2, day, 12, tzinfo=UTC) for day in range(11, 16)
    ]
    assert codes(reading).count("activity_list.sport_by_speed") == 5


def test_a_blank_date_is_the_date_above_and_day_zero_is_refused() -> None:
    reading = registry.read(TABLES["list-blank-dates.csv"])
    refused = {found.where: found.code for found in reading.problems if found.where}

    assert [(leg.start.day, leg.sport) for leg in legs(reading)] == [
        (1, Sport.RUNNING),
        (2, Sport.RUNNING),
        (2, Sport.WALKING),
    ]
    assert refused == {
        "row 5": "row.date_impossible",
        "row 6": "row.date_unreadable",
        "row 7": "row.no_totals",
    }
    assert "activity_list.date_from_above" in codes(reading)


def test_a_list_in_miles_is_read_in_miles() -> None:
    found = legs(registry.read(TABLES["list-miles.csv"]))

    assert [leg.distance_m for leg in found] == pytest.approx([3.1 * MILE_M] * 4)


def test_dates_that_may_be_two_days_are_refused_and_named() -> None:
    reading = registry.read(TABLES["list-ambiguous-dates.csv"])

    assert [leg.start.day for leg in legs(reading)] == [2]
    assert [(found.code, found.where) for found in reading.problems if found.where] == [
        ("row.date_ambiguous", "row 2"),
        ("row.date_ambiguous", "row 4"),
    ]
    assert "activity_list.unit_assumed" in codes(reading)


def test_rows_that_cannot_be_are_refused_and_named() -> None:
    reading = registry.read(TABLES["list-impossible-rows.csv"])

    assert len(reading.activities) == 1
    assert {found.where: found.code for found in reading.problems} == {
        "row 3": "row.speed_implausible",
        "row 4": "row.date_impossible",
        "row 5": "row.distance_unreadable",
    }
    assert all(found.severity is Severity.LOST for found in reading.problems)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.44", 9.44),
        ("9,44", 9.44),
        ("1,234.5", 1234.5),
        ("1.050,2", 1050.2),
        ("1 050,2".replace(" ", "\u202f"), 1050.2),
        ("1,234,567", 1234567.0),
        ("0,500", 0.5),
        ("12,345", None),
        ("", None),
        ("--", None),
        ("1e5", None),
    ],
)
def test_numbers_of_tables(text: str, value: float | None) -> None:
    assert decimal(text) == value


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=12), max_size=6))
def test_any_table_gives_a_value(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)

    for read in (read_strava_export, read_activity_list):
        reading = read(text.encode("utf-8", errors="replace"))
        assert bool(reading.activities) == (reading.outcome is Outcome.ACTIVITIES)
