"""Somebody else's diary, read by a mapping that says what it does not claim."""

from __future__ import annotations

from datetime import date, time

import pytest

from backstride.domain.body import BodyMark, ladder_step
from backstride.domain.diary_answers import answers_of
from backstride.domain.problem import Problem
from backstride.readers.mapped_table import MappedReading, read_mapped
from backstride.readers.mapping import Mapping, find_mapping, mapping_names, read_mapping
from backstride.text.catalogue import load_catalogue
from tests.readers.made_logs import NAMES, REGIONS, SURVEY, SYMPTOM_LOG, TRIAL
from tests.test_house_words import words_out_of_place

FIRST_DAY = date(2026, 1, 5)
LOOKALIKES = {
    "sciatica-log-2016": SYMPTOM_LOG,
    "myaiguide-regions": REGIONS,
    "myaiguide-names": NAMES,
    "cfs-3weeks": SURVEY,
    "nof1-periods": TRIAL,
}
SMALL = """
schema = "backstride.diary-mapping/1"
name = "small"
[about]
source = "a test"
outcome = "x"
scale = "x"
not_claimed = "x"
[day]
columns = ["when"]
kind = "date"
[[mark]]
column = "knee"
site = "knee"
quality = "pain"
"""


def mapping(name: str) -> Mapping:
    found = find_mapping(name)
    assert isinstance(found, Mapping)
    return found


def read(name: str, **told: object) -> MappedReading:
    return read_mapped(LOOKALIKES[name].encode(), mapping(name), **told)  # type: ignore[arg-type]


def codes(reading: MappedReading) -> list[str]:
    for problem in reading.problems:
        assert load_catalogue().tell(problem)
    return [problem.code for problem in reading.problems]


def test_every_mapping_that_ships_is_tried_here() -> None:
    assert set(LOOKALIKES) == set(mapping_names())


@pytest.mark.parametrize("name", mapping_names())
def test_a_mapping_says_what_it_reads_on_which_scale_and_what_it_does_not_claim(name: str) -> None:
    about = mapping(name).about

    assert set(about) == {"source", "outcome", "scale", "not_claimed"}
    assert all(len(text) > 20 for text in about.values())
    assert [words_out_of_place(text, set()) for text in about.values()] == [[]] * 4


@pytest.mark.parametrize("name", mapping_names())
def test_no_foreign_diary_becomes_a_score_of_the_leg(name: str) -> None:
    reading = read(name, first_day=FIRST_DAY)

    assert reading.entries
    for entry in reading.entries:
        assert answers_of(entry) == {}
        assert entry.covariates == {}


def test_a_symptom_log_becomes_moments_with_sites_and_words() -> None:
    first, second = read("sciatica-log-2016").entries

    assert (first.day, second.day) == (date(2026, 1, 9), date(2026, 1, 13))
    assert [moment.at for moment in first.moments] == [time(0, 3, 24), time(22, 34, 23)]
    felt = {mark for moment in first.moments for mark in moment.marks if mark.is_felt}
    assert felt == {
        BodyMark("calf", "ache"),
        BodyMark("calf", "tingling"),
        BodyMark("calf", "sharp"),
        BodyMark("buttock", "ache"),
        BodyMark("low_back", "stiff"),
    }
    assert first.moments[0].values == {
        "should_surgery": "yes",
        "is_hopeful": "no",
        "posture": "lying",
        "is_good_posture": "yes",
        "activity": "sleep",
        "note": "took a walk",
    }
    assert "is_good_posture" not in second.moments[0].values


def test_a_zero_in_a_symptom_log_is_asked_and_not_felt() -> None:
    moment = read("sciatica-log-2016").entries[1].moments[0]

    assert BodyMark("calf", "tingling", 0.0) in moment.marks
    assert len(moment.marks) == 11
    assert ladder_step(moment.marks) == 5


def test_the_side_is_told_by_the_runner_or_not_at_all() -> None:
    told = read("sciatica-log-2016", side="left")
    sites = {mark.site for entry in told.entries for m in entry.moments for mark in m.marks}

    assert {"calf_left", "thigh_back_left", "buttock_left", "low_back_left", "leg_left"} <= sites
    assert not {"calf", "calf_right"} & sites


def test_a_blank_day_is_the_day_above_and_that_is_told() -> None:
    reading = read("myaiguide-regions")

    days = [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)]
    assert [entry.day for entry in reading.entries] == days
    assert codes(reading) == ["mapping.days_carried", "mapping.places_kept"]
    assert reading.problems[0].params == {"n": 3}


def test_a_scale_of_its_own_stays_one() -> None:
    first, second, third, fourth = (entry.moments[0] for entry in read("myaiguide-regions").entries)

    assert first.marks == (BodyMark("knee", "pain", 5.7, "own_1_10"),)
    assert first.values == {"hands_and_fingers_own_1_10": 3.0}
    assert second.marks == (BodyMark("knee_right", "pain", 5.0, "own_1_10"),)
    assert third.marks[1] == BodyMark("hip", "pain", 4.0, "own_1_10")
    assert third.values == {"hip_side": "Left Mostly"}
    assert fourth.marks == (BodyMark("big_toe_right", "pain", 2.0, "own_1_10"),)
    assert fourth.values == {"remark": "could be 3", "knees_own_1_10": 11.0}


def test_the_same_complaint_twice_a_day_is_two_moments() -> None:
    (first, _) = read("myaiguide-names").entries

    levels = [mark.level for moment in first.moments for mark in moment.marks]
    assert levels == [3.8, 2.0]
    assert first.moments[0].values == {"happiness_own_1_10": 4.0}


def test_a_file_without_dates_needs_the_first_day() -> None:
    assert codes(read("cfs-3weeks")) == ["mapping.first_day_needed"]
    assert codes(read("nof1-periods")) == ["mapping.first_day_needed"]


def test_rows_without_dates_follow_the_first_day_three_a_day() -> None:
    first, second = read("cfs-3weeks", first_day=FIRST_DAY).entries

    assert (first.day, second.day) == (FIRST_DAY, date(2026, 1, 6))
    assert [moment.values["part_of_day"] for moment in first.moments] == ["morning", "afternoon"]
    assert first.moments[0].values["pain_1_5"] == 3.0
    assert "pain_1_5" not in first.moments[1].values
    assert first.moments[1].values["extra_medication"] == "yes"


def test_numbered_days_are_counted_from_the_first() -> None:
    entries = read("nof1-periods", first_day=FIRST_DAY).entries

    assert [entry.day.day for entry in entries] == [5, 6, 8]
    assert entries[2].moments[0].values == {"treatment": "New", "trial_outcome": 1.0}


def test_a_table_of_another_kind_is_refused_by_name_of_what_is_missing() -> None:
    reading = read_mapped(b"date,leg_morning\n2026-01-01,3\n", mapping("sciatica-log-2016"))

    assert codes(reading) == ["mapping.columns_missing"]
    assert reading.entries == ()


def test_a_cell_that_is_neither_yes_nor_no_is_told() -> None:
    bad = SYMPTOM_LOG.replace(",0,1,0,0,1,0,0,0,0,0,0,0,1,upright", ",0,2,0,0,1,0,0,0,0,0,0,0,1,up")
    reading = read_mapped(bad.encode(), mapping("sciatica-log-2016"))

    assert codes(reading) == ["table.flag_unknown"]
    assert reading.problems[0].where == "row 2, calf:_ache"


def test_a_mapping_of_ones_own_is_read_from_a_file() -> None:
    found = read_mapping(SMALL.encode())

    assert isinstance(found, Mapping)
    (entry,) = read_mapped(b"when,knee\n2026-01-01,1\n", found).entries
    assert entry.moments == read_mapped(b"when,knee\n2026-01-01,yes\n", found).entries[0].moments


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        SMALL.replace("/1", "/9"),
        SMALL.replace('site = "knee"', 'site = "elbow"'),
        SMALL.replace('quality = "pain"', 'quality = "meh"'),
        SMALL.replace('kind = "date"', 'kind = "moon"'),
        SMALL.replace('kind = "date"', 'kind = "rows"'),
        SMALL.replace('outcome = "x"\n', ""),
        SMALL.replace('column = "knee"\n', 'colour = "red"\n'),
        "\ufffe",
        "a" * 70_000,
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_in_words(text: str) -> None:
    found = read_mapping(text.encode("utf-8", errors="replace"))

    assert isinstance(found, Problem)
    assert load_catalogue().tell(found)


def test_an_unknown_mapping_tells_the_known_ones() -> None:
    found = find_mapping("garmin")

    assert isinstance(found, Problem)
    assert "sciatica-log-2016" in load_catalogue().tell(found)
