"""Apple Health's export cut into workouts: each a small document with the records of its time.

Two passes over the file: the first finds the workouts, which stand at its end, the second the
records that fall into one. What is kept lies in a temporary file by workout, so that memory does
not grow with the export. The documents are written in one form, in UTC and in one order, so that
the same workout gives the same bytes in every export that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np

from backstride.domain.day_totals import DayTotals
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.apple_days import DayGatherer, days_document
from backstride.readers.apple_scan import (
    Losses,
    Record,
    attributes_of,
    records,
    workout_elements,
    workout_tag,
)
from backstride.readers.apple_shelf import MAX_RECORDS, Shelf
from backstride.readers.apple_times import in_utc, unix_seconds
from backstride.readers.apple_windows import Windows

KINDS: Final = frozenset(
    {
        b"HKQuantityTypeIdentifierHeartRate",
        b"HKQuantityTypeIdentifierRunningPower",
        b"HKQuantityTypeIdentifierRunningSpeed",
        b"HKQuantityTypeIdentifierRunningGroundContactTime",
        b"HKQuantityTypeIdentifierRunningVerticalOscillation",
        b"HKQuantityTypeIdentifierRunningStrideLength",
        b"HKQuantityTypeIdentifierStepCount",
        b"HKQuantityTypeIdentifierDistanceWalkingRunning",
    }
)
"""Records that belong to the workout they fall into."""

_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<HealthData extract="workout">\n'
_TAIL: Final = b"</HealthData>\n"
_FIRST_RECORD: Final = b"\n<Record "
_FIRST_ROUTE: Final = b"\n<gpx"
_CONTROLS: Final = bytes(sorted(set(range(32)) - {9, 10, 13}))
"""Bytes no XML may hold; they stand in names of devices."""

_LONGEST_VALUE: Final = 200
_DATE: Final = re.compile(rb'"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4})"')
_POINTER: Final = re.compile(rb"HKDevice: 0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Extract:
    """One workout.

    Parameters
    ----------
    workout : bytes
        Its element.
    records : bytes
        The records of its time, one a line.
    routes : bytes
        The positions that lay beside the export, where they were found.
    problems : tuple of Problem
        What was left out.
    """

    workout: bytes
    records: bytes
    routes: bytes = b""
    problems: tuple[Problem, ...] = ()

    def document(self) -> bytes:
        """Return it as a document of its own, which `parse_extract` and every XML parser reads."""
        return b"".join((_HEAD, self.workout, b"\n", self.records, self.routes, _TAIL))


def parse_extract(data: bytes) -> Extract | None:
    """Return the workout of a document that `Extract.document` wrote, None for any other.

    Parameters
    ----------
    data : bytes
        The whole document.
    """
    if not data.startswith(_HEAD):
        return None
    body = data[len(_HEAD) :].removesuffix(_TAIL)
    body, mark, routes = body.partition(_FIRST_ROUTE)
    workout, newline, lines = body.partition(_FIRST_RECORD)
    return Extract(workout.rstrip(b"\n"), newline[1:] + lines + b"\n", mark[1:] + routes)


class Export:
    """One pass through an export; the workouts first, then what is left.

    Parameters
    ----------
    stream : binary file
        Seekable.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._losses = Losses()
        self._days = DayGatherer()
        self.n_workout = 0

    def extracts(self) -> Iterator[Extract]:
        """Yield the workouts in the order of the file."""
        with Shelf() as shelf:
            spans = []
            for found in workout_elements(self._stream, self._losses):
                workout = _canonical(found)
                shelf.add_element(workout)
                spans.append(_span(workout))
            self.n_workout = len(shelf)
            windows = Windows(spans)
            for found_now in records(self._stream):
                self._sort(found_now, windows, shelf)
            for number in range(self.n_workout):
                yield _extract(shelf.element(number), shelf.lines(number))

    def days(self) -> tuple[DayTotals, ...]:
        """Return steps and sleep of whole days; complete once all extracts were taken."""
        return self._days.totals()

    def rest(self) -> bytes:
        """Return what is no workout as a document of its own; complete once all were taken."""
        whole = not self._losses.cut_short
        return days_document(self.days(), n_workout=self.n_workout, whole=whole)

    def problems(self) -> tuple[Problem, ...]:
        """Tell what was left out; complete once all extracts were taken."""
        return self._losses.problems()

    def _sort(self, found: list[Record], windows: Windows, shelf: Shelf) -> None:
        """Hand the records of one piece to their workouts and days."""
        self._days.take(found)
        wanted = [record for record in found if record.kind in KINDS]
        start_s = unix_seconds([record.start for record in wanted])
        self._losses.add("apple_health.record_without_time", int(np.isnan(start_s).sum()))
        spans = windows.spans_of(start_s)
        for number in np.flatnonzero(windows.is_used(spans)).tolist():
            line = _line(wanted[number])
            for owner in windows.owners(int(spans[number])):
                shelf.add_line(owner, line)


def _line(record: Record) -> bytes:
    """Write a record in one form, with its dates in UTC."""
    if max(map(len, record)) > _LONGEST_VALUE:
        record = Record(*(part if len(part) <= _LONGEST_VALUE else b"" for part in record))
    return (
        b'<Record type="%b" sourceName="%b" unit="%b" startDate="%b" endDate="%b" value="%b"/>\n'
        % (
            record.kind,
            record.source,
            record.unit,
            in_utc(record.start),
            in_utc(record.end or record.start),
            record.value,
        )
    )


def _canonical(workout: bytes) -> bytes:
    """Write a workout as every export would: in UTC, without the addresses of objects."""
    workout = workout.translate(None, _CONTROLS)
    return _DATE.sub(
        lambda found: b'"' + in_utc(found[1]) + b'"', _POINTER.sub(b"HKDevice", workout)
    )


def _span(workout: bytes) -> tuple[float, float]:
    attributes = attributes_of(workout_tag(workout))
    dates = (attributes.get(b"startDate", b""), attributes.get(b"endDate", b""))
    start_s, end_s = unix_seconds(dates).tolist()
    return start_s, end_s


def _extract(workout: bytes, lines: list[bytes]) -> Extract:
    kept = sorted(lines[:MAX_RECORDS])
    problems: tuple[Problem, ...] = ()
    if len(lines) > MAX_RECORDS:
        params: dict[str, Parameter] = {"limit": MAX_RECORDS}
        problems = (Problem("apple_health.too_many_records", "", params, Severity.LOST),)
    return Extract(workout, b"".join(kept).translate(None, _CONTROLS), problems=problems)
