"""Real FIT files against the values that others measured, as the shared README lists them."""

from __future__ import annotations

import gzip
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from backstride.domain.activity import Activity
from backstride.readers.fit import read_fit
from backstride.readers.fit_channels import ON_FOOT
from backstride.readers.fit_decode import decode
from backstride.readers.reading import Outcome, Reading
from tests.conftest import shared_data_folder
from tests.readers.reading_facts import codes, n_sample

SESSION = re.compile(
    r"(?P<sport>\w+)/(?P<sub>[\w-]+); start (?P<start>\S+)Z; timer (?P<timer>\S+) s; "
    r"elapsed (?P<elapsed>\S+) s; distance (?P<distance>\S+) m; ascent (?P<ascent>[\d-]+)"
)

EXCEPTIONS = {
    "compressed-timestamps-antfs-dump.fit": {"records": 686},
    "compressed-timestamps-fr70-run.fit": {"records": 633},
    "devfields-index-error.fit": {"records": 3400},
    "header-data-size-zero-unfinished.fit": {"records": 2319},
    "strava-android-run-devfields-before-definition.fit": {"records": 5329},
}
"""Where the parser that measured the list failed or stopped, and how many records there are.

The first three are the counts that `fitdecode` and `fitfast` give in the same row, the fourth is
in the row's own words. In the last file 19 records have lost a byte; the parsers stop at the
first, we leave those records out and go on behind each.
"""

CHANNELS = {
    "vertical_oscillation": "vertical_oscillation_mm",
    "stance_time": "contact_ms",
    "stance_time_percent": "contact_percent",
    "step_length": "step_length_mm",
    "vertical_ratio": "vertical_ratio_percent",
    "stance_time_balance": "contact_balance_percent",
}

SPORTS = {"generic": "unknown", "training": "strength"}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    file: str
    text: str
    sessions: list[dict[str, str]] = field(default_factory=list)

    def number(self, pattern: str) -> float | None:
        """First number that a pattern catches in the line."""
        found = re.search(pattern, self.text)
        return float(found.group(1)) if found else None


def listed() -> list[Row]:
    """Lines about FIT files, those of things that are not FIT left out."""
    readme = shared_data_folder() / "README.md"
    if not readme.exists():
        return []
    rows = []
    for line in readme.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if line.startswith("| fit-") and len(cells) == 4:
            sessions = [found.groupdict() for found in SESSION.finditer(cells[3])]
            rows.append(Row(cells[0], cells[3], sessions))
    return rows


ROWS = [
    row for row in listed() if "resource-fork" not in row.file and "zero-length" not in row.file
]
RECORDED = [row for row in ROWS if "file type" not in row.text]
WITH_SESSION = [row for row in RECORDED if row.sessions]
every_recording = pytest.mark.parametrize("row", RECORDED, ids=lambda row: row.file)
every_session = pytest.mark.parametrize("row", WITH_SESSION, ids=lambda row: row.file)


@cache
def content(file: str) -> bytes:
    data = Path(shared_data_folder() / file).read_bytes()
    if file.endswith(".gz"):
        return gzip.decompress(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read(archive.namelist()[0])
    return data


@cache
def reading(file: str) -> Reading:
    return read_fit(content(file))


def activity(row: Row) -> Activity:
    (found,) = reading(row.file).activities
    return found


def count(row: Row, name: str) -> int:
    """Valid values of a record field in the columns, before anything is judged."""
    tables = [file.table("record") for file in decode(content(row.file)).files]
    columns = [table.values(name) for table in tables if table is not None]
    return sum(int(np.isfinite(column).sum()) for column in columns if column is not None)


def test_the_list_of_real_files_is_understood(shared_data: Path) -> None:
    assert len(ROWS) >= 55
    assert len(WITH_SESSION) >= 50
    assert set(EXCEPTIONS) <= {Path(row.file).name for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_every_real_file_ends_as_what_it_is(row: Row) -> None:
    is_recording = "file type" not in row.text
    expected = Outcome.ACTIVITIES if is_recording else Outcome.NOT_AN_ACTIVITY

    assert reading(row.file).outcome is expected


@every_session
def test_sessions_become_legs_with_their_totals(row: Row) -> None:
    legs = activity(row).legs

    assert len(legs) == len(row.sessions)
    for leg, told in zip(legs, row.sessions, strict=True):
        started = datetime.fromisoformat(told["start"] + "+00:00")
        assert abs((leg.start - started).total_seconds()) <= 1
        assert leg.sport.value == SPORTS.get(told["sport"], told["sport"])
        assert leg.sub_sport == told["sub"].strip("-")
        for name, value in (("timer", leg.timer_s), ("elapsed", leg.elapsed_s)):
            if told[name] != "-":
                assert value == pytest.approx(float(told[name]), abs=1), name
        if told["distance"] != "-":
            assert leg.distance_m == pytest.approx(float(told["distance"]), rel=0.005, abs=0.01)
        if told["ascent"] != "-":
            assert leg.ascent_m == pytest.approx(float(told["ascent"]), abs=1)


@every_recording
def test_every_record_is_kept(row: Row) -> None:
    excepted = EXCEPTIONS.get(Path(row.file).name, {})

    assert n_sample(activity(row)) == excepted.get("records", row.number(r"(\d+) records"))


@every_recording
def test_mean_cadence_is_the_one_that_was_measured(row: Row) -> None:
    measured = row.number(r"mean of non-zero ([\d.]+)")
    steps = []
    for leg in activity(row).legs:
        values = None if leg.stream is None else leg.stream.values("cadence_spm")
        channel = None if leg.stream is None else leg.stream.channels.get("cadence_spm")
        if values is not None and channel is not None and channel.source == "native":
            steps.append(values[values > 0] / (2 if leg.sport in ON_FOOT else 1))
    found = np.concatenate(steps) if steps else np.empty(0)

    if measured is not None:
        assert found.mean() == pytest.approx(measured, rel=0.01)
    elif Path(row.file).name not in EXCEPTIONS:
        assert found.size == 0


@every_recording
def test_values_are_there_in_the_numbers_that_were_counted(row: Row) -> None:
    fields = {"HR": "heart_rate", "power": "power", "GPS": "position_lat"}
    fields |= {name: name for name in CHANNELS}
    dynamics = (re.search(r"RD: ([^;/]*)", row.text) or [""])[0]
    measured = {short: row.number(rf"{short} in (\d+)") for short in ("HR", "power", "GPS")}
    for name in CHANNELS:
        found = re.search(rf"\b{name} (\d+)", dynamics)
        measured[name] = float(found.group(1)) if found else 0.0

    if Path(row.file).name not in EXCEPTIONS:
        counted = {name: count(row, fields[name]) for name in measured}
        assert counted == {name: value or 0 for name, value in measured.items()}


@every_recording
def test_running_dynamics_reach_the_stream_as_native_channels(row: Row) -> None:
    dynamics = (re.search(r"RD: ([^;/]*)", row.text) or [""])[0]
    told = {name for name in CHANNELS if re.search(rf"\b{name} \d", dynamics)}

    native = {
        name
        for leg in activity(row).legs
        for name in CHANNELS
        if leg.stream is not None
        and (channel := leg.stream.channels.get(CHANNELS[name])) is not None
        and channel.source == "native"
    }

    assert native == told


def test_a_file_without_a_header_size_is_read_to_its_end(shared_data: Path) -> None:
    found = reading("fit-odd/header-data-size-zero-unfinished.fit")

    assert found.activities[0].legs[0].distance_m == pytest.approx(18_294.4)
    assert "fit.never_closed" in codes(found)


def test_the_bytes_that_are_no_fit_are_refused_with_a_reason(shared_data: Path) -> None:
    for file in ("fit-odd/zero-length.fit", "fit-odd/macos-resource-fork-dotunderscore.fit"):
        found = reading(file)
        assert found.outcome is Outcome.FAILED
        assert found.problems


def test_lost_bytes_cost_a_strava_run_nineteen_records_and_no_more(shared_data: Path) -> None:
    found = reading("fit-run/strava-android-run-devfields-before-definition.fit")
    (stream,) = [leg.stream for leg in found.activities[0].legs]

    assert found.partial
    assert stream is not None
    assert stream.time_s[-1] == pytest.approx(3558, abs=10)
    assert np.nanmax(stream.channels["distance_m"].values) == pytest.approx(11_274, rel=0.005)
