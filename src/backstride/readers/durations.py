"""Durations as exports and people write them, to seconds."""

from __future__ import annotations

import re
from typing import Final

_CLOCK: Final = re.compile(
    r"(?:(?P<days>\d{1,3}) days?, )?(?:(?P<hours>\d{1,3}):)?"
    r"(?P<minutes>\d{1,3}):(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,9}))?"
)
_ISO: Final = re.compile(
    r"P(?:(?P<days>\d{1,4})D)?(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,7})M)?"
    r"(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?"
)


def clock_s(text: str) -> float | None:
    """Read a duration with colons.

    Parameters
    ----------
    text : str
        ``20:46`` (minutes and seconds), ``1:03:01``, ``0:36:44.53``, ``1 day, 2:00:00``.

    Returns
    -------
    float or None
        None where the text is none. [s]
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    if seconds > 59 or (match["hours"] is not None and minutes > 59):
        return None
    whole_s = 86_400 * int(match["days"] or 0) + 3600 * hours + 60 * minutes + seconds
    return whole_s + float(f"0.{match['fraction'] or 0}")


def iso_s(text: str) -> float | None:
    """Read an ISO 8601 duration of days and less.

    Parameters
    ----------
    text : str
        ``PT2753.875S``, ``PT1H2M3S``.

    Returns
    -------
    float or None
        None where the text is none. [s]
    """
    match = _ISO.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    return (
        86_400.0 * int(match["days"] or 0)
        + 3600.0 * int(match["hours"] or 0)
        + 60.0 * int(match["minutes"] or 0)
        + float(match["seconds"] or 0.0)
    )
