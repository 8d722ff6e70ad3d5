"""Place an activity on the runner's own calendar: which offset from UTC held where it happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from math import isfinite
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity

if TYPE_CHECKING:  # arrays take a fifth of a second to load; a morning entry needs none
    from backstride.domain.activity import Activity

FROM_FILE, FROM_POSITION = "file", "position"
FROM_PROFILE, FROM_COMPUTER = "profile", "computer"
"""Where an offset came from, best first."""

PUT_BACK = "time.local_marked_utc"
"""Problem of a recording whose local times were put back to UTC."""

TWO_CLOCKS = "tcx.local_time"
"""Problem of a file whose samples and whose head differ by whole half hours."""


def find_offset(activity: Activity, *, zone: str | None) -> tuple[int, str]:
    """Return the offset from UTC at the start of an activity, and where it came from.

    Parameters
    ----------
    activity : Activity
        What was read.
    zone : str or None
        The runner's own time zone, for recordings that say nothing.

    Returns
    -------
    offset_s : int
        Local time minus UTC. [s]
    source : str
        ``file``, ``position``, ``profile`` or ``computer``.
    """
    if activity.utc_offset_s is not None:
        return activity.utc_offset_s, FROM_FILE
    position = _first_position(activity)
    if position is not None:
        offset_s = _offset_in(_zone_at(*position), activity.start)
        if offset_s is not None:
            return offset_s, FROM_POSITION
    offset_s = _offset_in(zone, activity.start)
    if offset_s is not None:
        return offset_s, FROM_PROFILE
    local = activity.start.astimezone().utcoffset()
    return (0 if local is None else int(local.total_seconds())), FROM_COMPUTER


def place(activity: Activity, *, zone: str | None) -> tuple[Activity, int, str]:
    """Return an activity with its instants in UTC, its offset, and where that came from.

    Parameters
    ----------
    activity : Activity
        What was read; its start may be on the runner's own clock.
    zone : str or None
        As of `find_offset`.

    Returns
    -------
    activity : Activity
        With `Activity.start_is_local` False.
    offset_s : int
        Local time minus UTC. [s]
    source : str
        As of `find_offset`.
    """
    offset_s, source = find_offset(activity, zone=zone)
    if not activity.start_is_local and _is_local_marked_utc(activity, offset_s, source):
        note = Problem(PUT_BACK, "", {"offset_h": offset_s / 3600.0}, Severity.REPAIRED)
        noted = replace(activity, start_is_local=True, problems=(*activity.problems, note))
        activity = replace(noted, utc_offset_s=None)
    if not activity.start_is_local:
        return activity, offset_s, source
    for _ in range(_CLOCK_CHANGES):
        placed = activity.placed(offset_s)
        again_s, source = find_offset(placed, zone=zone)
        if again_s == offset_s:
            break
        offset_s = again_s
    return activity.placed(offset_s), offset_s, source


def _is_local_marked_utc(activity: Activity, offset_s: int, source: str) -> bool:
    """Tell whether the samples are in local time, although they are marked as UTC.

    A file with two clocks does not say which one is UTC. Where the samples are ahead of the other
    clock by exactly what the place is ahead of UTC, theirs is the local one.
    """
    if any(one.code == PUT_BACK for one in activity.problems):
        return False
    ahead = (one.params["offset_h"] for one in activity.problems if one.code == TWO_CLOCKS)
    is_told = source in {FROM_POSITION, FROM_PROFILE}
    return is_told and offset_s != 0 and offset_s == _seconds(next(ahead, None))


def _seconds(hours: Parameter) -> int:
    return round(3600 * hours) if isinstance(hours, int | float) else 0


_CLOCK_CHANGES = 2
"""A clock that is put forward or back near the start is found in the second attempt."""


def today_in(zone: str | None) -> datetime:
    """Return the present moment on the runner's clock; the computer's where no zone is known."""
    now = datetime.now(UTC)
    offset_s = _offset_in(zone, now)
    return now.astimezone() if offset_s is None or zone is None else now.astimezone(ZoneInfo(zone))


def day_in(zone: str | None, instant: datetime) -> date:
    """Return the day of an aware instant on the runner's clock; the computer's as above."""
    offset_s = _offset_in(zone, instant)
    there = None if offset_s is None or zone is None else ZoneInfo(zone)
    return instant.astimezone(there).date()


def _first_position(activity: Activity) -> tuple[float, float] | None:
    for leg in activity.legs:
        if leg.stream is None:
            continue
        latitude = leg.stream.values("latitude_deg")
        longitude = leg.stream.values("longitude_deg")
        if latitude is None or longitude is None:
            continue
        for north, east in zip(latitude, longitude, strict=True):
            if isfinite(north) and isfinite(east):
                return float(north), float(east)
    return None


def _zone_at(latitude_deg: float, longitude_deg: float) -> str | None:
    import tzfpy  # noqa: PLC0415 - 5 MB of polygons, only where a position must be looked up

    return tzfpy.get_tz(longitude_deg, latitude_deg) or None


def _offset_in(zone: str | None, instant: datetime) -> int | None:
    if zone is None:
        return None
    try:
        offset = instant.astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if offset is None else int(offset.total_seconds())
