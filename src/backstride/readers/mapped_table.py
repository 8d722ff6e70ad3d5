"""Somebody else's diary, read by a mapping: moments of each day, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from backstride.domain.body import LEVEL_MAX, REGIONS, BodyMark, site_of
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_merge import merge_moments
from backstride.domain.diary_parts import Moment
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.day_times import time_in
from backstride.readers.item_cells import NO, YES
from backstride.readers.mapping import LongRule, Mapping
from backstride.readers.table_cells import (
    SKIP_MARKS,
    DayOrder,
    Refused,
    day_in,
    number_in,
)
from backstride.readers.table_text import Row, Table, read_table

_FALSE = frozenset({"false", "0", "no"})


@dataclass(frozen=True, slots=True)
class MappedReading:
    """What became of a foreign diary.

    Parameters
    ----------
    entries : tuple of DiaryEntry
        One a day, in order; only moments, never a score of the leg.
    problems : tuple of Problem
        What was carried forward, kept aside or not read, with its row.
    """

    entries: tuple[DiaryEntry, ...]
    problems: tuple[Problem, ...] = ()


def read_mapped(
    data: bytes, mapping: Mapping, *, side: str = "", first_day: date | None = None
) -> MappedReading:
    """Read a foreign diary.

    Parameters
    ----------
    data : bytes
        The table.
    mapping : Mapping
        How to read it.
    side : str
        ``left`` or ``right`` where the diary names no side and the runner knows it; else empty.
    first_day : date or None
        Day of the first row, where the file holds no dates.

    Returns
    -------
    MappedReading
        Never raises.
    """
    table = read_table(_with_header(data, mapping))
    if table.problems and table.problems[-1].severity is Severity.REFUSED:
        return MappedReading((), table.problems)
    missing = mapping.columns.difference(table.columns)
    if missing:
        params: dict[str, Parameter] = {
            "missing": ", ".join(sorted(missing)),
            "columns": ", ".join(table.columns)[:200],
        }
        return MappedReading(
            (), (Problem("mapping.columns_missing", "", params, Severity.REFUSED),)
        )
    if mapping.needs_first_day and first_day is None:
        return MappedReading((), (Problem("mapping.first_day_needed", "", {}, Severity.REFUSED),))
    reading = _Reading(mapping, side, first_day)
    for place, row in enumerate(table.rows):
        reading.take(row, place)
    return reading.result(table)


def _with_header(data: bytes, mapping: Mapping) -> bytes:
    """Cut what stands above the header, and name what the header forgets."""
    for _ in range(mapping.skip_lines):
        data = data.partition(b"\n")[2]
    if not mapping.more_columns:
        return data
    header, line_end, rest = data.partition(b"\n")
    names = ",".join(mapping.more_columns).encode()
    return header.rstrip(b"\r") + b"," + names + line_end + rest


@dataclass(slots=True)
class _Draft:
    """A moment that is being filled."""

    at: time | None
    marks: dict[tuple[str, str], BodyMark] = field(default_factory=dict)
    values: dict[str, float | str] = field(default_factory=dict)

    def moment(self) -> Moment:
        return Moment(self.at, tuple(self.marks.values()), values=self.values)


class _Reading:
    """One pass over the rows."""

    def __init__(self, mapping: Mapping, side: str, first_day: date | None) -> None:
        self.mapping = mapping
        self.side = side
        self.first_day = first_day
        self.days: dict[date, list[_Draft]] = {}
        self.above: dict[str, str] = {}
        self.n_carried = 0
        self.kept_places: dict[str, int] = {}
        self.problems: list[Problem] = []

    def take(self, row: Row, place: int) -> None:
        """Read one row."""
        if row.cells.get(self.mapping.valid, "").lower() in _FALSE and self.mapping.valid:
            return
        day = self._day(row, place)
        if isinstance(day, Refused):
            self._tell(day, row, " ".join(self.mapping.day.columns), Severity.LOST)
            return
        draft = _Draft(self._time(row))
        if self.mapping.day.parts:
            n_part = len(self.mapping.day.parts)
            draft.values["part_of_day"] = self.mapping.day.parts[place % n_part]
        for mark in self._marks(row):
            draft.marks[mark.site, mark.quality] = mark
        if self.mapping.long is not None:
            self._take_place(row, self.mapping.long, draft)
        draft.values.update(self._kept(row))
        if draft.marks or draft.values:
            self._join(day, draft)

    def result(self, table: Table) -> MappedReading:
        """Return the entries, and what was done with the file as a whole."""
        told = list(table.problems)
        if self.n_carried:
            told.append(Problem("mapping.days_carried", "", {"n": self.n_carried}))
        if self.kept_places:
            names = ", ".join(f"{name} ({n})" for name, n in sorted(self.kept_places.items()))
            told.append(Problem("mapping.places_kept", "", {"names": names[:400]}))
        entries = tuple(
            DiaryEntry(day, moments=merge_moments([draft.moment() for draft in drafts], ()))
            for day, drafts in sorted(self.days.items())
        )
        return MappedReading(entries, (*told, *self.problems))

    def _join(self, day: date, draft: _Draft) -> None:
        """Add to the day's moment without a time, unless it speaks of the same thing twice."""
        drafts = self.days.setdefault(day, [])
        for known in drafts:
            if known.at is None and draft.at is None and not self.mapping.day.parts:
                same = known.marks.keys() & draft.marks.keys()
                if not same and not known.values.keys() & draft.values.keys():
                    known.marks.update(draft.marks)
                    known.values.update(draft.values)
                    return
        drafts.append(draft)

    def _day(self, row: Row, place: int) -> date | Refused:
        rule = self.mapping.day
        if rule.kind == "rows":
            return self._counted(place // len(rule.parts))
        texts = [self._carried(row, column) for column in rule.columns]
        if not all(texts):
            return Refused("mapping.day_missing")
        if rule.kind == "number":
            number = number_in(texts[0], comma_is_decimal=False)
            if isinstance(number, Refused) or not number.is_integer() or number < 1:
                return Refused("mapping.day_unreadable")
            return self._counted(int(number) - 1)
        order = {
            "date_month_first": DayOrder.MONTH_FIRST,
            "date_day_first": DayOrder.DAY_FIRST,
        }.get(rule.kind, DayOrder.NOT_KNOWN)
        found = day_in("-".join(texts), order)
        return Refused("mapping.day_unreadable") if isinstance(found, Refused) else found

    def _counted(self, n_day: int) -> date | Refused:
        if self.first_day is None or n_day > 36_500:
            return Refused("mapping.day_unreadable")
        return self.first_day + timedelta(days=n_day)

    def _carried(self, row: Row, column: str) -> str:
        text = row.cells.get(column, "")
        if text:
            self.above[column] = text
        elif self.mapping.day.is_carried and column in self.above:
            if column == self.mapping.day.columns[-1]:
                self.n_carried += 1
            return self.above[column]
        return text

    def _time(self, row: Row) -> time | None:
        text = row.cells.get(self.mapping.day.time, "") if self.mapping.day.time else ""
        found = time_in(text) if text else None
        if isinstance(found, Refused):
            self._tell(found, row, self.mapping.day.time)
            return None
        return found

    def _marks(self, row: Row) -> Iterator[BodyMark]:
        for rule in self.mapping.marks:
            text = row.cells.get(rule.column, "").lower()
            if text in YES:
                yield BodyMark(self._sided(rule.site), rule.quality)
            elif text in NO:
                yield BodyMark(self._sided(rule.site), rule.quality, 0.0)
            elif text and text not in SKIP_MARKS:
                self._tell(Refused("table.flag_unknown"), row, rule.column)

    def _take_place(self, row: Row, rule: LongRule, draft: _Draft) -> None:
        name, text = row.cells.get(rule.name, ""), row.cells.get(rule.value, "")
        value = number_in(text, comma_is_decimal=True) if text else Refused("mapping.value_missing")
        if not name:
            value = Refused("mapping.value_missing")
        if isinstance(value, Refused):
            self._tell(value, row, rule.value)
            return
        told_side = row.cells.get(rule.side, "") if rule.side else ""
        if told_side:
            draft.values[f"{_plain(name)}_side"] = told_side
        found = next((place for place in rule.places if name.casefold() in place.names), None)
        if found is None or not 0.0 <= value <= LEVEL_MAX:
            self.kept_places[name] = self.kept_places.get(name, 0) + 1
            draft.values[f"{_plain(name)}_{rule.scale}"] = value
            return
        site = self._sided(found.site, rule.sides.get(told_side.casefold(), ""))
        draft.marks[site, found.quality] = BodyMark(site, found.quality, value, rule.scale)

    def _kept(self, row: Row) -> Iterator[tuple[str, float | str]]:
        for rule in self.mapping.kept:
            text = row.cells.get(rule.column, "")
            if not text or text.lower() in SKIP_MARKS:
                continue
            if rule.kind == "words":
                yield rule.name, text
            elif rule.kind == "yes_no" and text.lower() in YES | NO:
                yield rule.name, "yes" if text.lower() in YES else "no"
            else:
                number = number_in(text, comma_is_decimal=False)
                if isinstance(number, Refused) or rule.kind == "yes_no":
                    self._tell(Refused("mapping.value_unreadable"), row, rule.column)
                else:
                    yield rule.name, number

    def _sided(self, site_id: str, told: str = "") -> str:
        """Return the site with its side, where the row or the runner told it."""
        site, side = site_of(site_id), told or self.side
        if site is None or site.side.value or not side or side not in REGIONS[site.region].sides:
            return site_id
        return f"{site_id}_{side}"

    def _tell(
        self, refused: Refused, row: Row, column: str, severity: Severity = Severity.REPAIRED
    ) -> None:
        text = row.cells.get(column, "")
        printable = "".join(letter if letter.isprintable() else " " for letter in text)[:40]
        params = {"text": printable, **refused.params}
        self.problems.append(Problem(refused.code, row.where(column), params, severity))


def _plain(name: str) -> str:
    """Return a name as a column may bear it."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "unnamed"
