"""The records of a workout as samples: one source for each quantity, everything in our units."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.stream import Array
from backstride.readers.apple_times import unix_seconds
from backstride.readers.apple_units import scale_of
from backstride.readers.sampled import Series

_LINE: Final = re.compile(
    rb'<Record type="([^"]*+)" sourceName="([^"]*+)" unit="([^"]*+)" '
    rb'startDate="([^"]*+)" endDate="([^"]*+)" value="([^"]*+)"/>'
)
_PREFIX: Final = b"HKQuantityTypeIdentifier"
_AT_START: Final[dict[bytes, tuple[str, str, float]]] = {
    b"HeartRate": ("heart_rate_bpm", "1/min", 1.0),
    b"RunningPower": ("power_w", "W", 1.0),
    b"RunningSpeed": ("speed_mps", "m/s", 1.0),
    b"RunningGroundContactTime": ("contact_ms", "s", 1000.0),
    b"RunningVerticalOscillation": ("vertical_oscillation_mm", "m", 1000.0),
    b"RunningStrideLength": ("step_length_mm", "m", 1000.0),
}
"""Channel, basic unit and factor. Apple's stride length is the way of one step (HealthKit,
``runningStrideLength``: "the distance covered by your step while running")."""

_STEPS: Final = b"StepCount"
_DISTANCE: Final = b"DistanceWalkingRunning"
_LONGEST_COUNT_S: Final = 900.0
"""A count of steps over a longer time tells no cadence. [s]"""


@dataclass(frozen=True, slots=True)
class Records:
    """Samples of one workout.

    Parameters
    ----------
    series : dict of str to Series
        By channel.
    cadence : Series or None
        Steps a minute, counted between two instants, at the end of each. [1/min]
    n_unreadable : int
        Records whose number, unit or time could not be read.
    """

    series: dict[str, Series]
    cadence: Series | None
    n_unreadable: int


@dataclass(frozen=True, slots=True)
class _Column:
    start_s: Array
    end_s: Array
    values: Array


def read_records(lines: bytes, preferred: bytes) -> Records:
    """Read the records of a workout.

    Parameters
    ----------
    lines : bytes
        As `apple_extract` writes them.
    preferred : bytes
        Source of the workout itself, which wins over others: watch and phone both count.
    """
    by_kind: dict[bytes, list[tuple[bytes, ...]]] = {}
    for kind, *rest in _LINE.findall(lines):
        by_kind.setdefault(kind.removeprefix(_PREFIX), []).append(tuple(rest))
    series: dict[str, Series] = {}
    cadence, n_unreadable = None, 0
    for kind, rows in sorted(by_kind.items()):
        column, n_lost = _column(_one_source(rows, preferred), _basic_unit(kind))
        n_unreadable += n_lost
        if not column.values.size:
            continue
        if kind == _STEPS:
            cadence = _cadence(column)
        elif kind == _DISTANCE:
            series["distance_m"] = _counted(column)
        elif kind in _AT_START:
            name, _, factor = _AT_START[kind]
            series[name] = Series(column.start_s, factor * column.values)
    return Records(series, cadence, n_unreadable)


def _basic_unit(kind: bytes) -> str:
    if kind in _AT_START:
        return _AT_START[kind][1]
    return "m" if kind == _DISTANCE else "count"


def _one_source(rows: list[tuple[bytes, ...]], preferred: bytes) -> list[tuple[bytes, ...]]:
    """Keep the records of one source: the workout's own, else the one with most records."""
    counts = Counter(row[0] for row in rows)
    if len(counts) == 1:
        return rows
    chosen = preferred if preferred in counts else max(counts, key=lambda one: (counts[one], one))
    return [row for row in rows if row[0] == chosen]


def _column(rows: list[tuple[bytes, ...]], unit: str) -> tuple[_Column, int]:
    scales = {text: _scale(text, unit) for text in {row[1] for row in rows}}
    values = np.array([scales[row[1]] * _number(row[4]) for row in rows])
    start_s = unix_seconds([row[2] for row in rows])
    end_s = unix_seconds([row[3] for row in rows])
    readable = np.isfinite(values) & np.isfinite(start_s) & np.isfinite(end_s)
    order = np.flatnonzero(readable)
    order = order[np.argsort(start_s[order], kind="stable")]
    return _Column(start_s[order], end_s[order], values[order]), int((~readable).sum())


def _scale(text: bytes, unit: str) -> float:
    found = scale_of(text.decode("utf-8", errors="replace"))
    return found[0] if found is not None and found[1] == unit else np.nan


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan


def _counted(column: _Column) -> Series:
    """Distance since the start: nothing at the first start, the sum so far at every end."""
    time_s = np.concatenate([column.start_s[:1], column.end_s])
    total_m = np.concatenate([[0.0], np.cumsum(np.maximum(column.values, 0.0))])
    order = np.argsort(time_s, kind="stable")
    return Series(time_s[order], np.maximum.accumulate(total_m[order]))


def _cadence(column: _Column) -> Series | None:
    """Return steps a minute over each count, at its end."""
    length_s = column.end_s - column.start_s
    usable = (length_s >= 1.0) & (length_s <= _LONGEST_COUNT_S) & (column.values >= 0.0)
    if not usable.any():
        return None
    return Series(column.end_s[usable], 60.0 * column.values[usable] / length_s[usable])
