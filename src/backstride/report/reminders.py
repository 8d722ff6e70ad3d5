"""Reminders as a calendar file (RFC 5545): fixed times, chosen once, whatever the pain is.

An entry that is asked for more often on bad days would bias the answer; nothing here looks at the
diary. Without a zone the times are floating: seven in the morning wherever the runner is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from backstride.report.body_map import Say
from backstride.report.calendar_zone import zone_lines

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_LINE: Final = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""

_DURATION: Final = "PT5M"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One repeated reminder.

    Parameters
    ----------
    name : str
        ``morning``, ``evening``, ``week`` or ``month``: the occasion, and its words.
    at : time
        Time of day.
    weekday : int or None
        0 for Monday; None for every day.
    every_weeks : int
        1 for each week; 4 for each fourth.
    """

    name: str
    at: time
    weekday: int | None = None
    every_weeks: int = 1


def render_reminders(
    reminders: Iterable[Reminder], say: Say, *, now: datetime, runner: str, zone: str | None = None
) -> str:
    """Return a calendar file with one event and one alarm for each reminder.

    Parameters
    ----------
    reminders : iterable of Reminder
        Of different names.
    say : Say
        Words of the catalogue.
    now : datetime
        Aware instant of writing; the first day is its own day in the zone, or as it stands.
    runner : str
        Part of the identity of each event, so that a new file replaces the events of an older one.
    zone : str or None
        IANA zone in which the times are fixed; None for the clock of wherever the runner is.
    """
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Backstride//Backstride//EN"),
        *("CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
    ]
    if zone is not None:
        lines += zone_lines(zone, now.year)
    for reminder in reminders:
        lines += _event(reminder, say, now=now, uid=f"{reminder.name}-{runner}", zone=zone)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def fold(line: str) -> list[str]:
    """Break a content line into parts of at most 75 octets, never within a character."""
    parts = [""]
    for letter in line:
        limit = LONGEST_LINE if len(parts) == 1 else LONGEST_LINE - 1
        if len((parts[-1] + letter).encode()) > limit:
            parts.append("")
        parts[-1] += letter
    return [parts[0], *(" " + part for part in parts[1:])]


def escape_text(text: str) -> str:
    """Return a value of type TEXT (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _event(reminder: Reminder, say: Say, *, now: datetime, uid: str, zone: str | None) -> list[str]:
    summary = escape_text(say(f"reminder.{reminder.name}.title"))
    start = datetime.combine(_first_day(reminder, now.date()), reminder.at)
    parameter = "" if zone is None else f";TZID={zone}"
    rule = "FREQ=DAILY"
    if reminder.weekday is not None:
        rule = f"FREQ=WEEKLY;INTERVAL={reminder.every_weeks};BYDAY={WEEKDAYS[reminder.weekday]}"
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@backstride.invalid",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{int(now.timestamp()) // 60}",
        f"DTSTART{parameter}:{start:%Y%m%dT%H%M%S}",
        f"DURATION:{_DURATION}",
        f"RRULE:{rule}",
        f"SUMMARY:{summary}",
        f"DESCRIPTION:{escape_text(say(f'reminder.{reminder.name}.text'))}",
        *("TRANSP:TRANSPARENT", "CLASS:PRIVATE"),
        *("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{summary}", "END:VALARM"),
        "END:VEVENT",
    ]


def _first_day(reminder: Reminder, today: date) -> date:
    """Return the first day: tomorrow, or the next such weekday, for DTSTART must fit the rule."""
    tomorrow = today + timedelta(days=1)
    if reminder.weekday is None:
        return tomorrow
    return tomorrow + timedelta(days=(reminder.weekday - tomorrow.weekday()) % 7)
