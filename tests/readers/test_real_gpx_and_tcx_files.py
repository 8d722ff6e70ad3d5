"""Real GPX and TCX files against the values an independent parser measured on them.

The expected values stand in the data folder's own table (gpxpy 1.6.2 and lxml 6.1); this test
parses that table, so that a file added there is tested as soon as it is there.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backstride.domain.activity import Activity, Leg, Sport
from backstride.readers import registry
from backstride.readers.member import FoundFile, Member
from backstride.readers.reading import Outcome, Reading
from backstride.readers.source import unwrap_file
from tests.conftest import shared_data_folder
from tests.readers.reading_facts import codes, mean_turning, n_finite, n_sample

START_S = 1.0
DURATION_S = 1.0
DISTANCE_SHARE = 0.005
CADENCE_SHARE = 0.01

EXCEPTIONS = {
    "gpx-tcx/point-without-latitude.gpx": "gpxpy refuses the file; the count is lxml's",
    "gpx-tcx/undefined-namespace-prefix-bom.gpx.gz": "gpxpy refuses the file; the count is lxml's",
    "gpx-tcx/mapmyride-no-time-no-ele.gpx.gz": "a planned route: not an activity",
    "gpx-tcx/strava-metadata-only.gpx": "no track: not an activity",
    "gpx-tcx/garmin-fr610-three-runs-one-file.tcx.gz": "its span runs over three runs",
}
"""Files whose measured values are not those of one readable recording, and why."""

CHANNEL_OF = {
    "Position": "latitude_deg",
    "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "HeartRateBpm": "heart_rate_bpm",
    "RunCadence": "cadence_spm",
    "Cadence": "cadence_spm",
    "Speed": "speed_mps",
    "Watts": "power_w",
    "hr": "heart_rate_bpm",
    "cad": "cadence_spm",
    "cadence": "cadence_spm",
    "atemp": "temperature_c",
    "speed": "speed_mps",
    "PowerInWatts": "power_w",
}


@dataclass(frozen=True)
class Expected:
    """One row of the table."""

    file: str
    text: str

    def number(self, pattern: str) -> float | None:
        match = re.search(pattern, self.text)
        return float(match.group(1)) if match else None

    @property
    def start(self) -> datetime:
        match = re.search(r"first (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z", self.text)
        assert match, self.text
        return datetime.fromisoformat(match.group(1)).replace(tzinfo=UTC)

    def counts(self) -> dict[str, int]:
        """Number of values by channel, of the sensors this project reads."""
        part = re.search(r"(?:extensions|span [-\d.]+ s;) (\w+ \d+(?:, \w+ \d+)*)", self.text)
        pairs = re.findall(r"(\w+) (\d+)", part.group(1)) if part else []
        return {CHANNEL_OF[name]: int(n) for name, n in pairs if name in CHANNEL_OF}


def rows(kind: str) -> list[Expected]:
    table = shared_data_folder() / "README.md"
    if not table.is_file():
        return []
    cells = [line.split("|") for line in table.read_text(encoding="utf-8").splitlines()]
    found = [Expected(row[1].strip(), row[4].strip()) for row in cells if len(row) > 5]
    named = [row for row in found if row.file.startswith("gpx-tcx/")]
    return [row for row in named if f".{kind}" in row.file and row.file not in EXCEPTIONS]


def read_shared(folder: Path, name: str) -> Reading:
    (member,) = unwrap_file(FoundFile(folder / name, 0))
    assert isinstance(member, Member), member
    return registry.read(member.data)


def only_activity(reading: Reading) -> Activity:
    assert reading.outcome is Outcome.ACTIVITIES, codes(reading)
    (activity,) = reading.activities
    return activity


def check_counts(leg: Leg, expected: Expected) -> None:
    for channel, n in expected.counts().items():
        found = n_finite(leg, channel)
        assert found == n or is_derived(leg, channel), (expected.file, channel, found, n)


def is_derived(leg: Leg, channel: str) -> bool:
    """Whether the channel was made of positions, because the file's own is too sparse."""
    assert leg.stream is not None
    return leg.stream.channels[channel].source.startswith("derived:")


def check_cadence(leg: Leg, expected: Expected) -> None:
    mean = expected.number(r"mean non-zero (?:RunCadence|Cadence|cadence) ([\d.]+)")
    if mean is None:
        return
    in_steps = "doubled" in expected.file or leg.sport is Sport.CYCLING
    assert mean_turning(leg) == pytest.approx(mean if in_steps else 2.0 * mean, rel=CADENCE_SHARE)


@pytest.mark.parametrize("expected", rows("gpx"), ids=lambda row: row.file)
def test_a_real_gpx_file_gives_what_was_measured(shared_data: Path, expected: Expected) -> None:
    activity = only_activity(read_shared(shared_data, expected.file))

    (leg,) = activity.legs
    assert abs((leg.start - expected.start).total_seconds()) <= START_S
    assert n_sample(activity) == expected.number(r"(\d+) with time")
    assert leg.elapsed_s == pytest.approx(expected.number(r"span ([\d.]+) s"), abs=DURATION_S)
    length_m = expected.number(r"gpxpy 2D length ([\d.]+) m")
    assert leg.distance_m == pytest.approx(length_m, rel=DISTANCE_SHARE, abs=0.05)
    check_counts(leg, expected)
    check_cadence(leg, expected)


@pytest.mark.parametrize("expected", rows("tcx"), ids=lambda row: row.file)
def test_a_real_tcx_file_gives_what_was_measured(shared_data: Path, expected: Expected) -> None:
    activity = only_activity(read_shared(shared_data, expected.file))

    (leg,) = activity.legs
    assert abs((leg.start - expected.start).total_seconds()) <= START_S
    assert n_sample(activity) == expected.number(r"(\d+) trackpoints")
    assert leg.elapsed_s == pytest.approx(expected.number(r"span ([\d.]+) s"), abs=DURATION_S)
    assert leg.timer_s == pytest.approx(expected.number(r"lap time ([\d.]+) s"), abs=DURATION_S)
    lap_m = expected.number(r"lap distance ([\d.]+) m")
    assert leg.distance_m == pytest.approx(lap_m, rel=DISTANCE_SHARE)
    assert len(leg.laps) == expected.number(r"(\d+) laps")
    check_counts(leg, expected)
    check_cadence(leg, expected)


def test_the_table_was_found_and_parsed(shared_data: Path) -> None:
    n_file = sum(1 for path in (shared_data / "gpx-tcx").iterdir())

    assert len(rows("gpx")) + len(rows("tcx")) + len(EXCEPTIONS) == n_file


def test_every_exception_is_a_file_that_is_there(shared_data: Path) -> None:
    assert [name for name in EXCEPTIONS if not (shared_data / name).is_file()] == []


def test_a_point_without_latitude_does_not_refuse_the_file(shared_data: Path) -> None:
    activity = only_activity(read_shared(shared_data, "gpx-tcx/point-without-latitude.gpx"))

    assert n_sample(activity) == 350
    assert n_finite(activity.legs[0], "latitude_deg") == 349


def test_an_undeclared_prefix_does_not_refuse_the_file(shared_data: Path) -> None:
    name = "gpx-tcx/undefined-namespace-prefix-bom.gpx.gz"
    activity = only_activity(read_shared(shared_data, name))

    assert n_sample(activity) == 4040
    assert n_finite(activity.legs[0], "cadence_spm") == 4040


@pytest.mark.parametrize("name", ["mapmyride-no-time-no-ele.gpx.gz", "strava-metadata-only.gpx"])
def test_files_without_a_recording_are_not_activities(shared_data: Path, name: str) -> None:
    assert read_shared(shared_data, f"gpx-tcx/{name}").outcome is Outcome.NOT_AN_ACTIVITY


def test_three_runs_in_one_file_are_three_activities(shared_data: Path) -> None:
    reading = read_shared(shared_data, "gpx-tcx/garmin-fr610-three-runs-one-file.tcx.gz")

    legs = [activity.legs[0] for activity in reading.activities]
    assert [leg.start.isoformat() for leg in legs] == [
        "2012-01-22T14:10:39+00:00",
        "2012-01-20T09:21:02+00:00",
        "2012-01-19T10:30:21+00:00",
    ]
    assert sum(n_sample(activity) for activity in reading.activities) == 2368
    assert sum(leg.timer_s or 0.0 for leg in legs) == pytest.approx(8684.6, abs=DURATION_S)
    total_m = sum(leg.distance_m or 0.0 for leg in legs)
    assert total_m == pytest.approx(27933.2, rel=DISTANCE_SHARE)


def test_a_year_of_one_runner_gives_what_was_measured(shared_data: Path) -> None:
    folder = shared_data / "history" / "runner-c-garmin-gpx-2025"
    lines = (folder / "expected.csv").read_text(encoding="utf-8").splitlines()
    table = list(csv.DictReader(lines))

    assert len(table) == 100
    for row in table:
        (leg,) = only_activity(read_shared(folder, row["file"])).legs
        check_history(leg, row)


def check_history(leg: Leg, row: dict[str, str]) -> None:
    name = row["file"]
    walked = row["type"] == "walking"
    assert leg.sport is (Sport.WALKING if walked else Sport.RUNNING), name
    assert leg.moving_s == pytest.approx(float(row["ext_moving_time_s"])), name
    assert leg.mean_heart_rate_bpm == float(row["ext_average_hr"]), name
    if int(row["n_points"]) == 0:
        assert leg.sub_sport == "treadmill", name
        assert leg.stream is None, name
        assert leg.distance_m == float(row["ext_distance_m"]), name
        assert leg.elapsed_s == float(row["ext_elapsed_time_s"]), name
        assert f"{leg.start:%Y%m%dT%H%M%S}" == name[:15], name
        return
    assert leg.stream is not None, name
    assert f"{leg.start:%Y-%m-%dT%H:%M:%SZ}" == row["first_point_utc"], name
    assert leg.elapsed_s == pytest.approx(float(row["span_s"]), abs=DURATION_S), name
    assert leg.stream.n_sample == int(row["n_points"]), name
    length_m = float(row["gpxpy_length_2d_m"])
    assert leg.distance_m == pytest.approx(length_m, rel=DISTANCE_SHARE), name
    if row["mean_cad_nonzero_strides_min"]:
        strides = float(row["mean_cad_nonzero_strides_min"])
        assert mean_turning(leg) == pytest.approx(2.0 * strides, rel=CADENCE_SHARE), name
