"""Steps and sleep of whole days out of Apple Health's records."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Final

from backstride.domain.day_totals import DayTotals
from backstride.readers.apple_scan import Record

STEPS: Final = b"HKQuantityTypeIdentifierStepCount"
SLEEP: Final = b"HKCategoryTypeIdentifierSleepAnalysis"

_ASLEEP: Final = b"HKCategoryValueSleepAnalysisAsleep"
"""Beginning of every value that means sleep; ``InBed`` and ``Awake`` do not."""

_WAKES_AFTER: Final = timedelta(hours=6)
"""Sleep that begins at six in the evening or later belongs to the next day."""

_MAX_DAYS: Final = 40_000
_MAX_SOURCES: Final = 64
_MAX_STRETCHES: Final = 2_000
"""Stretches of sleep of one day, over all sources."""

_LONGEST_STRETCH_S: Final = 86_400.0


class DayGatherer:
    """Adds up days while records go by; the day is the one written in the file."""

    def __init__(self) -> None:
        self._steps: dict[bytes, dict[bytes, float]] = {}
        self._sleep: dict[date, list[tuple[float, float]]] = {}

    def take(self, records: list[Record]) -> None:
        """Take those of some records that tell of days.

        Parameters
        ----------
        records : list of Record
            Of any kind.
        """
        for record in records:
            if record.kind == STEPS:
                self._take_steps(record)
            elif record.kind == SLEEP:
                self._take_sleep(record)

    def totals(self) -> tuple[DayTotals, ...]:
        """Return what is known of each day, in order of days.

        Phone and watch count the same steps: of several sources the largest sum of a day stands.
        Stretches of sleep that overlap are counted once.
        """
        steps: dict[date, int] = {}
        for text, by_source in self._steps.items():
            day = _day(text)
            if day is not None:
                steps[day] = round(max(by_source.values()))
        sleep = {day: _union_h(stretches) for day, stretches in self._sleep.items()}
        days = sorted(steps.keys() | sleep.keys())
        return tuple(DayTotals(day, steps.get(day), sleep.get(day)) for day in days)

    def _take_steps(self, record: Record) -> None:
        day = record.start[:10]
        try:
            value = float(record.value)
        except ValueError:
            return
        if not 0.0 <= value <= 1.0e6 or (day not in self._steps and len(self._steps) > _MAX_DAYS):
            return
        sums = self._steps.setdefault(day, {})
        source = record.source[:200]
        if source in sums or len(sums) < _MAX_SOURCES:
            sums[source] = sums.get(source, 0.0) + value

    def _take_sleep(self, record: Record) -> None:
        if not record.value.startswith(_ASLEEP):
            return
        start, end = _clock(record.start), _clock(record.end)
        if start is None or end is None or not 0.0 < _seconds(start, end) <= _LONGEST_STRETCH_S:
            return
        day = (start + _WAKES_AFTER).date()
        stretches = self._sleep.setdefault(day, []) if len(self._sleep) < _MAX_DAYS else []
        if len(stretches) < _MAX_STRETCHES:
            stretches.append((start.timestamp(), end.timestamp()))


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def _clock(text: bytes) -> datetime | None:
    """Moment on the clock written in the file, taken as if it were UTC."""
    try:
        return datetime.fromisoformat(text[:19].decode("ascii")).replace(tzinfo=UTC)
    except (ValueError, UnicodeDecodeError):
        return None


def _day(text: bytes) -> date | None:
    moment = _clock(text + b" 00:00:00")
    return None if moment is None else moment.date()


def _union_h(stretches: list[tuple[float, float]]) -> float:
    total_s, reached_s = 0.0, -math.inf
    for start_s, end_s in sorted(stretches):
        total_s += max(0.0, end_s - max(start_s, reached_s))
        reached_s = max(reached_s, end_s)
    return round(total_s / 3600.0, 3)


def days_document(days: tuple[DayTotals, ...], *, n_workout: int, whole: bool) -> bytes:
    """Write what an export says of days as a small export, one record a day and kind.

    Parameters
    ----------
    days : tuple of DayTotals
        As `DayGatherer.totals` gives them.
    n_workout : int
        Workouts of the export, which stand as documents of their own.
    whole : bool
        False where the export was cut short; so is the document then.
    """
    lines = [
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<HealthData extract="days" workouts="%d">\n' % n_workout
    ]
    for found in days:
        midnight = datetime(found.day.year, found.day.month, found.day.day, tzinfo=UTC)
        if found.steps is not None:
            lines.append(_day_record(STEPS, midnight, timedelta(days=1), b"%d" % found.steps))
        if found.sleep_h is not None:
            length = timedelta(hours=min(found.sleep_h, 24.0))
            lines.append(_day_record(SLEEP, midnight, length, _ASLEEP))
    return b"".join((*lines, b"</HealthData>\n" if whole else b""))


def _day_record(kind: bytes, start: datetime, length: timedelta, value: bytes) -> bytes:
    begin, end = (
        moment.strftime("%Y-%m-%d %H:%M:%S +0000").encode() for moment in (start, start + length)
    )
    return b'<Record type="%b" sourceName="" startDate="%b" endDate="%b" value="%b"/>\n' % (
        kind,
        begin,
        end,
        value,
    )
