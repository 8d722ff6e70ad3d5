"""Time zone of a calendar file: its changes of the clock, as rules where they follow one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

YEARS_AHEAD: Final = 10
"""How many years of changes are looked at: a rule must hold in all of them."""

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FAR_PAST: Final = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clock.

    Parameters
    ----------
    at : datetime
        Local time before the change, naive.
    before, after : timedelta
        Offset from UTC.
    name : str
        Abbreviation after the change.
    is_summer : bool
        Whether daylight-saving time begins.
    """

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def zone_lines(zone: str, year: int) -> list[str]:
    """Return the component ``VTIMEZONE`` of a zone, unfolded.

    Parameters
    ----------
    zone : str
        IANA name.
    year : int
        From which the calendar is used.
    """
    found = list(_changes(ZoneInfo(zone), year - 1, year + YEARS_AHEAD))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    # A reader takes the last onset at or before a moment: before the first there must be one too.
    if not found or found[0].at >= datetime(year, 1, 1):
        lines += _fixed(ZoneInfo(zone), year - 1)
    kinds: dict[tuple[timedelta, timedelta, str, bool], list[Change]] = {}
    for change in found:
        kinds.setdefault((change.before, change.after, change.name, change.is_summer), []).append(
            change
        )
    for changes in kinds.values():
        lines += _observance(changes)
    return [*lines, "END:VTIMEZONE"]


def _observance(changes: list[Change]) -> list[str]:
    first = changes[0]
    part = "DAYLIGHT" if first.is_summer else "STANDARD"
    rule = _yearly_rule(changes)
    dates = ",".join(f"{change.at:%Y%m%dT%H%M%S}" for change in changes)
    return [
        f"BEGIN:{part}",
        f"DTSTART:{first.at:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(first.before)}",
        f"TZOFFSETTO:{_offset(first.after)}",
        f"TZNAME:{first.name}",
        f"RRULE:{rule}" if rule else f"RDATE:{dates}",
        f"END:{part}",
    ]


def _fixed(zone: ZoneInfo, year: int) -> list[str]:
    """Return what holds at the beginning of a year as if it had always held."""
    moment = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = _offset(moment.utcoffset() or timedelta())
    part = "DAYLIGHT" if moment.dst() else "STANDARD"
    return [
        f"BEGIN:{part}",
        f"DTSTART:{_FAR_PAST:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        f"TZNAME:{moment.tzname()}",
        f"END:{part}",
    ]


def _yearly_rule(changes: list[Change]) -> str:
    """Return the rule that all changes of one kind follow, empty where they follow none."""
    years = [change.at.year for change in changes]
    if years != list(range(years[0], years[0] + len(years))) or len(years) < YEARS_AHEAD:
        return ""
    if len({(change.at.month, change.at.weekday(), change.at.time()) for change in changes}) > 1:
        return ""
    first = changes[0].at
    ordinals = {(change.at.day - 1) // 7 + 1 for change in changes}
    is_last = all((change.at + timedelta(days=7)).month != change.at.month for change in changes)
    if len(ordinals) > 1 and not is_last:
        return ""
    ordinal = -1 if is_last else ordinals.pop()
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={ordinal}{_WEEKDAYS[first.weekday()]}"


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Change]:
    """Yield the changes of the clock, each to the second."""
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if _state(zone, day) != _state(zone, following):
            yield _change_between(zone, day, following)
        day = following


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = _state(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _state(zone, middle) == before else (low, middle)
    local = high.astimezone(zone)
    after = local.utcoffset() or timedelta()
    at = (high + before[0]).replace(tzinfo=None)
    return Change(at, before[0], after, local.tzname() or "", bool(local.dst()))


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname()


def _offset(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02d}{minutes:02d}" + (f"{seconds:02d}" if seconds else "")
