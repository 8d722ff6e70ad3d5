"""Real people's diaries as daily tables, by mappings stated on the page before the first run.

None of these people ran with sciatica. Another complaint stands in for the leg and another exposure
for running, so nothing about running is claimed: the diaries test the reading, the fit, the checks
and the forecast on numbers that no simulator made.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry
from backstride.inference.design import Design
from backstride.inference.outcomes import NO_EDGE
from backstride.readers.mapped_table import read_mapped
from backstride.readers.mapping import Mapping as DiaryMapping
from backstride.readers.mapping import find_mapping

Array = NDArray[np.float64]
Days = dict[date, float]


@dataclass(frozen=True, slots=True)
class RealDiary:
    """A real diary made ready.

    Parameters
    ----------
    name : str
        Short name, for tables.
    table : DailyTable
        Its days; scores on 0 to 10.
    step : float
        Grid of the scores after the mapping: 0.5, 1 or 2.5. [points]
    """

    name: str
    table: DailyTable
    step: float


def read_on_grid(design: Design, table: DailyTable, step: float) -> Design:
    """Let each score stand for everything nearer to it than to its neighbours on the grid.

    Parameters
    ----------
    design : Design
        Of the table.
    table : DailyTable
        With scores on the grid.
    step : float
        Distance between two possible scores. [points]
    """
    kinds = (table.morning, table.evening)
    is_score = design.row_kind < len(kinds)  # the others are decisions to run, without a score
    scores = np.stack(kinds)[np.where(is_score, design.row_kind, 0), design.row_day]
    low, high = scores - 0.5 * step, scores + 0.5 * step
    low, high = np.where(low < 0.0, -NO_EDGE, low), np.where(high > 10.0, NO_EDGE, high)
    return replace(
        design,
        row_low=np.where(is_score, low, design.row_low),
        row_high=np.where(is_score, high, design.row_high),
        score_step=step,
    )


def read_diaries(shared: Path) -> list[RealDiary]:
    """Read every diary of the study.

    Parameters
    ----------
    shared : Path
        Folder of the shared data.
    """
    folder = shared / "diary"
    return [
        _person_1(folder / "myaiguide-p1"),
        *(_named_person(folder / f"myaiguide-p{number}", number) for number in (3, 4, 7, 9)),
        *(_fatigue_patient(folder / "cfs-3weeks", number) for number in (1, 2, 3, 4)),
        _laughter(folder / "nof1-laughter-trial.csv"),
        _sciatica_log(folder / "sciatica-log-2016-05-23-to-06-10.csv"),
    ]


def _person_1(folder: Path) -> RealDiary:
    """Knees, eight years; the load is sessions of sport, steps are a covariate."""
    entries = _entries((folder / "pain.csv.gz"), "myaiguide-regions")
    return RealDiary(
        "myaiguide-p1",
        _day_after(
            _felt_at(entries, "knee"),
            _sport_sessions(folder / "sport.csv"),
            unit="session",
            covariates={"steps": _fitbit_months(folder / "fitbit-monthly-export-2016-2023.zip")},
        ),
        0.5,
    )


_COMPLAINTS: Final = {3: "knee", 4: "knee", 7: "hip", 9: "knee"}


def _named_person(folder: Path, number: int) -> RealDiary:
    """Read the complaint noted most often; the load is steps."""
    path = next(folder.glob("*pain.csv"))
    scores = _felt_at(_entries(path, "myaiguide-names"), _COMPLAINTS[number])
    steps = next(folder.glob("*steps.json*"))
    load = _google_steps(steps) if number == 3 else _fitbit_steps(steps)
    return RealDiary(f"myaiguide-p{number}", _day_after(scores, load, unit="steps"), 0.5)


_FIRST_DAYS: Final = {
    1: date(2021, 3, 17),
    2: date(2021, 10, 10),
    3: date(2021, 4, 4),
    4: date(2021, 3, 22),
}
"""First day of each survey, from the data set's own description."""


def _fatigue_patient(folder: Path, number: int) -> RealDiary:
    """Pain of morning and evening, 1 to 5; the load is the day's activity count."""
    entries = _entries(
        folder / f"patient{number}-survey.csv", "cfs-3weeks", first_day=_FIRST_DAYS[number]
    )
    parts: dict[str, Days] = {"morning": {}, "evening": {}}
    for entry in entries:
        moments = [m for m in entry.moments if isinstance(m.values.get("pain_1_5"), float)]
        for part, moment in zip(("morning", "", "evening"), moments, strict=False):
            if part and len(moments) == 3:
                parts[part][entry.day] = 2.5 * (float(moment.values["pain_1_5"]) - 1.0)
    load = _activity_counts(folder / f"patient{number}-activity-1min.csv.gz")
    table = _table(parts["morning"], load, unit="activity count", evening=parts["evening"])
    return RealDiary(f"cfs-patient-{number}", table, 2.5)


def _laughter(path: Path) -> RealDiary:
    """Outcome 1 to 11 less one; a day of laughter is the load, one unit."""
    first = date(2000, 1, 1)
    scores, load = Days(), Days()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = first + timedelta(days=int(row["day"]) - 1)
            scores[day] = float(row["y"]) - 1.0
            load[day] = float(row["treatment"] == "Laughter")
    return RealDiary("nof1-laughter", _day_after(scores, load, unit="treated day"), 1.0)


def _sciatica_log(path: Path) -> RealDiary:
    """Yes and no to feelings, no level anywhere and no word about running."""
    days = [entry.day for entry in _entries(path, "sciatica-log-2016")]
    empty = np.full((max(days) - min(days)).days + 1, np.nan)
    return RealDiary("sciatica-log-2016", DailyTable(min(days), empty, empty, empty), 1.0)


def _entries(path: Path, mapping: str, **told: date) -> tuple[DiaryEntry, ...]:
    found = find_mapping(mapping)
    if not isinstance(found, DiaryMapping):
        raise TypeError(mapping)
    return read_mapped(_bytes(path), found, **told).entries


def _bytes(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _felt_at(entries: tuple[DiaryEntry, ...], site: str) -> Days:
    """Level of one site to the nearest half point; of several on a day the last."""
    found = Days()
    for entry in entries:
        for moment in entry.moments:
            for mark in moment.marks:
                if mark.site == site and mark.level is not None:
                    found[entry.day] = 0.5 * round(2.0 * mark.level)
    return found


def _day_after(
    scores: Days, load: Days, *, unit: str, covariates: Mapping[str, Days] | None = None
) -> DailyTable:
    """Place the rating of a whole day on the next morning: after its load, before the next."""
    mornings = {day + timedelta(days=1): score for day, score in scores.items()}
    return _table(mornings, load, unit=unit, covariates=covariates)


def _table(
    morning: Days,
    load: Days,
    *,
    unit: str,
    evening: Days | None = None,
    covariates: Mapping[str, Days] | None = None,
) -> DailyTable:
    """Put days on one grid, 90 days of load before the first score at most."""
    begun = min(*load, *morning)
    first = max(begun, min(morning) - timedelta(days=90))
    n_day = (max(morning) - first).days + 1
    calendar = [first + timedelta(days=row) for row in range(n_day)]

    def column(values: Days) -> Array:
        return np.array([values.get(day, np.nan) for day in calendar])

    return DailyTable(
        first_day=first,
        load=column(load),
        morning=column(morning),
        evening=column(evening or {}),
        reason=("",) * n_day,
        covariates={name: column(values) for name, values in (covariates or {}).items()},
        load_unit=unit,
    )


def _sport_sessions(path: Path) -> Days:
    """Return sessions of sport; a day without one between the first and the last is 0.

    Year, month and day are blank where they are those of the row above.
    """
    found, told = Days(), ["", "", ""]
    with path.open(newline="", encoding="utf-8") as file:
        for row in list(csv.reader(file))[1:]:
            told = [new.strip() or old for new, old in zip(row[:3], told, strict=True)]
            day = date(*(int(float(part)) for part in told))
            found[day] = found.get(day, 0.0) + 1.0
    first, last = min(found), max(found)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: found.get(day, 0.0) for day in days}


def _fitbit_months(path: Path) -> Days:
    """Return steps of monthly exports; a day with no step is a day the tracker was not worn."""
    found = Days()
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            text = archive.read(name).decode("utf-8-sig")
            for row in csv.reader(io.StringIO(text)):
                if len(row) > 2 and row[0][:2].isdigit():
                    steps = float("".join(c for c in row[2] if c.isdigit()) or "0")
                    day = datetime.strptime(row[0], "%d-%m-%Y").replace(tzinfo=UTC).date()
                    found[day] = steps or np.nan
    return found


def _fitbit_steps(path: Path) -> Days:
    rows = json.loads(_bytes(path))["activities-steps"]
    return {date.fromisoformat(r["dateTime"]): float(r["value"]) or np.nan for r in rows}


def _google_steps(path: Path) -> Days:
    """Return steps of daily buckets; a bucket without points is unknown."""
    found = Days()
    for bucket in json.loads(_bytes(path))["bucket"]:
        middle = 0.0005 * (int(bucket["startTimeMillis"]) + int(bucket["endTimeMillis"]))
        points: list[dict[str, Any]] = [p for d in bucket["dataset"] for p in d["point"]]
        steps = float(sum(v.get("intVal", 0) for p in points for v in p["value"]))
        found[datetime.fromtimestamp(middle, UTC).date()] = steps or np.nan
    return found


def _activity_counts(path: Path) -> Days:
    """Return the activity count of each day in thousands; unknown where half a day is missing."""
    sums: dict[date, list[float]] = {}
    for row in csv.DictReader(io.StringIO(_bytes(path).decode("utf-8"))):
        day = date.fromisoformat(row["Time"][:10])
        sums.setdefault(day, []).append(float(row["counts"]))
    return {
        day: 1.44 * float(np.mean(counts)) if len(counts) > 720 else np.nan
        for day, counts in sums.items()
    }
