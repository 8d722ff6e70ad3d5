"""Points: what GPX and TCX hold along a track, gathered column by column while parsing."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.instants import has_zone, is_plausible, parse_instant
from backstride.readers.limits import OverLimit

FIELDS: Final = (
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "distance_m",
    "speed_mps",
    "heart_rate_bpm",
    "cadence",
    "run_cadence",
    "power_w",
    "temperature_c",
)
"""Columns of a point; the two cadences are as the file writes them, in no fixed unit yet."""

MAX_POINTS: Final = 700_000
"""Points of one file: more than eight days at one a second."""

_NAN: Final = math.nan


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one track in the order of the file.

    Parameters
    ----------
    time_s : array (n_point,)
        Seconds since 1970 UTC, NaN where missing. [s]
    segment : array (n_point,)
        Number of the uninterrupted piece a point belongs to.
    columns : dict of str to array (n_point,)
        Keys of `FIELDS`, NaN where missing.
    """

    time_s: Array
    segment: NDArray[np.int64]
    columns: dict[str, Array]

    @property
    def n_point(self) -> int:
        """Number of points."""
        return int(self.time_s.size)

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Points:
        """Return the chosen points in the chosen order."""
        columns = {name: values[rows] for name, values in self.columns.items()}
        return Points(self.time_s[rows], self.segment[rows], columns)


@dataclass(slots=True)
class Tally:
    """Values that could not be used, counted instead of told one by one.

    Parameters
    ----------
    n_point : int
        Points met in the file so far.
    counts : dict of str to int
        How often each thing was met.
    first : dict of str to str
        The first text of each, as the file writes it.
    """

    n_point: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, text: str) -> None:
        """Count one more of a kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.first.setdefault(kind, f"{text[:40]}")

    def number(self, text: str) -> float:
        """Read a number; NaN, and counted, where the text is none."""
        try:
            value = float(text)
        except ValueError:
            value = _comma_number(text)
        if math.isfinite(value):
            return value
        if text.lower() not in _BLANK:
            self.add("number", text)
        return _NAN

    def time(self, text: str) -> tuple[float, int | None]:
        """Read an instant; NaN, and counted, where the text is none or absurd."""
        seconds, offset_s = parse_instant(text)
        if math.isnan(seconds):
            self.add("time", text)
        elif not is_plausible(seconds):
            self.add("absurd_time", text)
            return _NAN, offset_s
        elif not has_zone(text):
            self.add("no_zone", text)
        return seconds, offset_s

    def problems(self) -> tuple[Problem, ...]:
        """Tell what was counted."""
        found = []
        for kind, n in self.counts.items():
            params: dict[str, Parameter] = {"n": n, "first": self.first[kind]}
            if kind == "number":
                found.append(Problem("xml.bad_number", "", params, Severity.REPAIRED))
            elif kind == "time":
                found.append(Problem("xml.bad_time", "", params, Severity.REPAIRED))
            elif kind == "absurd_time":
                found.append(Problem("xml.absurd_time", "", params, Severity.REPAIRED))
            else:
                found.append(Problem("xml.time_without_zone", "", params))
        return tuple(found)


_BLANK: Final = frozenset({"", "null", "nan", "none", "--"})


def _comma_number(text: str) -> float:
    try:
        return float(text.replace(",", ".", 1))
    except ValueError:
        return _NAN


class PointGatherer:
    """Collects points as the parser meets them.

    Parameters
    ----------
    tally : Tally
        Where unusable values are counted; shared by all tracks of a file.
    """

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.segment_number = 0
        self.offsets_s: set[int] = set()
        self._time = array("d")
        self._segment = array("q")
        self._columns = {name: array("d") for name in FIELDS}
        self._now: dict[str, float] = {}
        self._now_time = _NAN

    def begin_segment(self) -> None:
        """Open a new uninterrupted piece; one without points leaves no trace."""
        if not self._segment or self._segment[-1] == self.segment_number:
            self.segment_number += 1

    def begin_point(self) -> None:
        """Open a point; raises `OverLimit` when there are too many."""
        self.tally.n_point += 1
        if self.tally.n_point > MAX_POINTS:
            raise OverLimit(
                Problem("xml.too_many_points", "", {"limit": MAX_POINTS}, Severity.LOST)
            )
        self._now = {}
        self._now_time = _NAN

    def put(self, name: str, text: str) -> None:
        """Keep a number of the open point; the first one of a name stands."""
        if name not in self._now and text:
            self._now[name] = self.tally.number(text)

    def put_time(self, text: str) -> None:
        """Keep the time of the open point."""
        self._now_time, offset_s = self.tally.time(text)
        if offset_s is not None:
            self.offsets_s.add(offset_s)

    def end_point(self) -> None:
        """Close the open point and keep it."""
        self._time.append(self._now_time)
        self._segment.append(self.segment_number)
        now = self._now
        for name, column in self._columns.items():
            column.append(now.get(name, _NAN))

    def points(self) -> Points:
        """Return all points kept."""
        columns = {name: np.array(column) for name, column in self._columns.items()}
        return Points(np.array(self._time), np.array(self._segment, dtype=np.int64), columns)

    @property
    def n_point(self) -> int:
        """Number of points kept."""
        return len(self._time)

    @property
    def utc_offset_s(self) -> int | None:
        """Offset that every time was written in, None where they differ or there is none [s]."""
        return next(iter(self.offsets_s)) if len(self.offsets_s) == 1 else None
