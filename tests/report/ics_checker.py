"""A small strict reader of calendar files: what it accepts keeps to RFC 5545."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CONTENT = re.compile(
    r"(?P<name>[A-Z][A-Z-]*)(?P<parameters>(?:;[A-Z-]+=[^\x00-\x1f\";:,]+)*):(?P<value>[^\x00-\x1f\x7f]*)"
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass
class Component:
    """A component with its properties and parts."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Component]:
        """Every part of a name."""
        return [part for part in self.parts if part.name == name]


def unfold(text: str) -> list[str]:
    """Content lines of a file; asserts line breaks and lengths."""
    assert text.endswith("\r\n")
    raw = text[:-2].split("\r\n")
    lines: list[str] = []
    for line in raw:
        assert "\r" not in line
        assert "\n" not in line
        assert len(line.encode()) <= 75
        assert line
        if line[0] in " \t":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def parse(text: str) -> Component:
    """The calendar of a file; asserts that components nest and no property stands twice."""
    root = Component("")
    open_components = [root]
    for line in unfold(text):
        match = CONTENT.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if name == "BEGIN":
            part = Component(value)
            open_components[-1].parts.append(part)
            open_components.append(part)
        elif name == "END":
            assert open_components.pop().name == value
        else:
            here = open_components[-1]
            assert name not in here.properties, name
            here.properties[name] = value
            here.parameters[name] = match["parameters"]
    assert open_components == [root]
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    assert calendar.properties["VERSION"] == "2.0"
    assert calendar.properties["PRODID"]
    return calendar


def text_of(value: str) -> str:
    """A value of type TEXT; asserts that its escapes are known."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value.replace("\\,", "").replace("\\;", ""))
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value)
    meant = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda found: meant.get(found[1], found[1]), value)


def moment(value: str) -> datetime:
    """A date with a time, local or in UTC; naive."""
    assert re.fullmatch(r"\d{8}T\d{6}Z?", value)
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")


def offset(value: str) -> timedelta:
    """An offset from UTC."""
    match = re.fullmatch(r"([+-])(\d{2})(\d{2})(\d{2})?", value)
    assert match, value
    hours, minutes, seconds = (int(part or 0) for part in match.group(2, 3, 4))
    assert value not in ("-0000", "-000000")
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -span if match[1] == "-" else span


def rule(value: str) -> dict[str, str]:
    """Parts of a recurrence rule."""
    parts = dict(part.split("=") for part in value.split(";"))
    assert value.startswith("FREQ=")
    assert len(parts) == value.count(";") + 1
    return parts


def offset_at(zone: Component, utc: datetime, last_year: int) -> timedelta:
    """Offset that a VTIMEZONE gives for a moment of UTC."""
    onsets = []
    for part in zone.parts:
        before = offset(part.properties["TZOFFSETFROM"])
        after = offset(part.properties["TZOFFSETTO"])
        onsets += [(local - before, after) for local in _onsets(part, last_year)]
    return max(onset for onset in onsets if onset[0] <= utc)[1]


def _onsets(part: Component, last_year: int) -> list[datetime]:
    first = moment(part.properties["DTSTART"])
    if "RDATE" in part.properties:
        return [first, *map(moment, part.properties["RDATE"].split(","))]
    if "RRULE" not in part.properties:
        return [first]
    yearly = rule(part.properties["RRULE"])
    assert yearly["FREQ"] == "YEARLY"
    ordinal, weekday = int(yearly["BYDAY"][:-2]), WEEKDAYS.index(yearly["BYDAY"][-2:])
    months = range(first.year, last_year + 1)
    found = [_nth(first, year, int(yearly["BYMONTH"]), (ordinal, weekday)) for year in months]
    assert first == found[0]
    return found


def _nth(first: datetime, year: int, month: int, which: tuple[int, int]) -> datetime:
    ordinal, weekday = which
    start = first.replace(year=year, month=month, day=1)
    days = [start + timedelta(days=n) for n in range(31)]
    fitting = [day for day in days if day.month == month and day.weekday() == weekday]
    return fitting[ordinal if ordinal < 0 else ordinal - 1]
