"""Real people's diaries, whole, with the counts measured beside them."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from backstride.domain.body import ladder_step, site_of
from backstride.readers.mapped_table import MappedReading, read_mapped
from backstride.readers.mapping import Mapping, find_mapping


def read(path: Path, name: str, **told: date) -> MappedReading:
    data = path.read_bytes()
    mapping = find_mapping(name)
    assert isinstance(mapping, Mapping)
    return read_mapped(gzip.decompress(data) if path.suffix == ".gz" else data, mapping, **told)


def felt(reading: MappedReading) -> Counter[tuple[str, str]]:
    return Counter(
        (mark.site, mark.quality)
        for entry in reading.entries
        for moment in entry.moments
        for mark in moment.marks
        if mark.is_felt
    )


def values(reading: MappedReading) -> Counter[str]:
    return Counter(
        name for entry in reading.entries for moment in entry.moments for name in moment.values
    )


@pytest.fixture
def sciatica_log(shared_data: Path) -> MappedReading:
    path = shared_data / "diary" / "sciatica-log-2016-05-23-to-06-10.csv"
    return read(path, "sciatica-log-2016")


def test_the_sciatica_log_is_read_whole(sciatica_log: MappedReading) -> None:
    entries = sciatica_log.entries

    assert sciatica_log.problems == ()
    assert (len(entries), entries[0].day, entries[-1].day) == (
        18,
        date(2016, 5, 23),
        date(2016, 6, 9),
    )
    assert sum(len(entry.moments) for entry in entries) == 205
    assert max(len(entry.moments) for entry in entries) == 18
    assert all(moment.at is not None for entry in entries for moment in entry.moments)


def test_the_sciatica_log_has_its_places_and_words(sciatica_log: MappedReading) -> None:
    assert felt(sciatica_log) == {
        ("ankle", "ache"): 25,
        ("calf", "ache"): 62,
        ("calf", "sharp"): 41,
        ("calf", "tight"): 47,
        ("calf", "tingling"): 48,
        ("leg", "numb"): 7,
        ("thigh_back", "ache"): 33,
        ("buttock", "ache"): 50,
        ("low_back", "numb"): 6,
        ("low_back", "sore"): 43,
        ("low_back", "stiff"): 26,
    }


def test_the_sciatica_log_keeps_surgery_hope_and_what_was_done(
    sciatica_log: MappedReading,
) -> None:
    moments = [moment for entry in sciatica_log.entries for moment in entry.moments]

    assert sum(moment.values["should_surgery"] == "yes" for moment in moments) == 85
    assert sum(moment.values["is_hopeful"] == "yes" for moment in moments) == 140
    assert sum("note" in moment.values for moment in moments) == 20
    assert Counter(moment.values["posture"] for moment in moments)["upright"] == 138


def test_the_sciatica_log_has_a_ladder_and_claims_no_level(sciatica_log: MappedReading) -> None:
    marks = [m for entry in sciatica_log.entries for moment in entry.moments for m in moment.marks]
    steps = [
        ladder_step([mark for moment in entry.moments for mark in moment.marks])
        for entry in sciatica_log.entries
    ]

    assert {mark.level for mark in marks} == {None, 0.0}
    assert len(marks) == 205 * 11
    assert set(steps) <= set(range(7))
    assert max(step for step in steps if step is not None) == 5


def test_eight_years_of_regions_are_read_whole(shared_data: Path) -> None:
    path = shared_data / "diary" / "myaiguide-p1" / "pain.csv.gz"
    reading = read(path, "myaiguide-regions")
    entries = reading.entries
    places = felt(reading)
    numbers = values(reading)

    assert (len(entries), entries[0].day, entries[-1].day) == (
        2908,
        date(2015, 11, 25),
        date(2023, 11, 12),
    )
    by_region = Counter[str]()
    for (site_id, _), n in places.items():
        site = site_of(site_id)
        assert site is not None
        by_region[site.region] += n
    assert by_region["knee"] == 2911
    assert by_region["low_back"] == 30
    assert numbers["eyes_or_around_them_own_1_10"] == 2609
    assert numbers["hands_and_fingers_own_1_10"] == 2262
    assert numbers["forearm_close_to_elbow_own_1_10"] == 1990
    assert numbers["shoulder_neck_own_1_10"] == 556
    assert numbers["sick_tired_own_1_10"] == 322
    assert numbers["fingers_own_1_10"] == 264
    kept = sum(n for name, n in numbers.items() if name.endswith("_own_1_10"))
    assert sum(places.values()) + kept == 11826
    assert {problem.code for problem in reading.problems} == {
        "mapping.days_carried",
        "mapping.places_kept",
    }


@pytest.mark.parametrize(
    ("file", "n_entry", "places", "n_happiness"),
    [
        ("myaiguide-p3/knee-pain.csv", 95, {("knee", "pain"): 86}, 8),
        ("myaiguide-p4/pain.csv", 93, {("knee", "pain"): 45}, 4),
        ("myaiguide-p7/pain.csv", 220, {("hip", "pain"): 74}, 76),
        ("myaiguide-p9/pain.csv", 66, {("knee", "pain"): 31, ("foot", "pain"): 2}, 33),
    ],
)
def test_diaries_of_single_complaints_are_read_whole(
    shared_data: Path,
    file: str,
    n_entry: int,
    places: dict[tuple[str, str], int],
    n_happiness: int,
) -> None:
    reading = read(shared_data / "diary" / file, "myaiguide-names")

    assert felt(reading) == places
    assert values(reading)["happiness_own_1_10"] == n_happiness
    assert felt(reading).total() + values(reading).total() == n_entry


@pytest.mark.parametrize(
    ("patient", "n_row", "mean_pain"),
    [(1, 63, 2.794), (2, 63, 3.667), (3, 63, 2.524), (4, 60, 2.9)],
)
def test_surveys_without_dates_follow_the_day_they_began(
    shared_data: Path, patient: int, n_row: int, mean_pain: float
) -> None:
    path = shared_data / "diary" / "cfs-3weeks" / f"patient{patient}-survey.csv"
    reading = read(path, "cfs-3weeks", first_day=date(2021, 3, 17))
    moments = [moment for entry in reading.entries for moment in entry.moments]
    pain = [float(moment.values["pain_1_5"]) for moment in moments]

    assert (len(moments), len(reading.entries)) == (n_row, n_row // 3)
    assert round(sum(pain) / len(pain), 3) == mean_pain
    assert felt(reading) == {}


def test_the_trial_of_one_person_is_kept_as_it_was(shared_data: Path) -> None:
    path = shared_data / "diary" / "nof1-laughter-trial.csv"
    reading = read(path, "nof1-periods", first_day=date(2026, 1, 1))
    by_treatment: dict[str, list[float]] = {}
    for entry in reading.entries:
        said = entry.moments[0].values
        by_treatment.setdefault(str(said["treatment"]), []).append(float(said["trial_outcome"]))

    assert len(reading.entries) == 18
    assert round(sum(by_treatment["Laughter"]) / 9, 4) == 6.2222
    assert round(sum(by_treatment["Usual Routine"]) / 9, 4) == 6.7778


def test_no_row_of_the_sciatica_log_changed_on_the_way(
    shared_data: Path, sciatica_log: MappedReading
) -> None:
    """Row by row against the standard library's own reading of the file."""
    path = shared_data / "diary" / "sciatica-log-2016-05-23-to-06-10.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    by_time = {
        (entry.day, moment.at): moment for entry in sciatica_log.entries for moment in entry.moments
    }

    assert len(by_time) == len(rows)
    for row in rows:
        month, day, year = map(int, row["record date"].split("/"))
        clock = row["record datetime"].split(" ")[1].zfill(8)
        moment = by_time[date(year, month, day), time.fromisoformat(clock)]
        flags = [row[name] for name in row if ": " in name]
        assert flags == ["1" if mark.is_felt else "0" for mark in moment.marks]
