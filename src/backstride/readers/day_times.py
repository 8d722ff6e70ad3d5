"""Time of day as people write it: ``7:20``, ``19.20``, ``10:34:23 PM``."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from backstride.readers.table_cells import Refused

_TIME: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp])?(?:\.?[Mm]\.?)?")


def time_in(text: str) -> time | Refused:
    """Read a time of day.

    Parameters
    ----------
    text : str
        Hours and minutes, with or without seconds; AM and PM as on a twelve-hour clock.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return Refused("table.time_unreadable")
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    half = (match.group(4) or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return Refused("table.time_unreadable")
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return Refused("table.time_unreadable")
