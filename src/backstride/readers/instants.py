"""Instants: the times of XML files as seconds since 1970, with the offset they were written in."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Final

EARLIEST_S: Final = datetime(1980, 1, 6, tzinfo=UTC).timestamp()
"""Zero of GPS time (IS-GPS-200): nothing a satellite watch recorded is older [s]."""

LATEST_S: Final = datetime(2070, 1, 1, tzinfo=UTC).timestamp()
"""Later times come from a broken clock, as 2085 in a real file [s]."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_TEXT: Final = 40


def parse_instant(text: str) -> tuple[float, int | None]:
    """Read an ISO 8601 instant.

    Parameters
    ----------
    text : str
        As ``2017-10-08T14:54:11.000Z``; a blank instead of the ``T`` is taken.

    Returns
    -------
    seconds : float
        Seconds since 1970 UTC, NaN where the text is no instant. A time without any zone is
        taken as UTC, as the GPX and TCX schemas demand. [s]
    offset_s : int or None
        Offset written with the time; None for ``Z`` and for none. [s]
    """
    if not 16 <= len(text) <= _MAX_TEXT:
        return math.nan, None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return math.nan, None
    offset = moment.utcoffset()
    if offset is None:
        return (moment.replace(tzinfo=UTC) - _EPOCH).total_seconds(), None
    written = None if text[-1] in "Zz" else int(offset.total_seconds())
    return (moment - _EPOCH).total_seconds(), written


def has_zone(text: str) -> bool:
    """Tell whether a time says where it was written: ``Z`` or an offset."""
    return text[-1:] in {"Z", "z"} or "+" in text or "-" in text[10:]


def is_plausible(seconds: float) -> bool:
    """Tell whether an instant lies between the beginning of GPS and 2070."""
    return EARLIEST_S <= seconds < LATEST_S


def instant(seconds: float) -> datetime:
    """Aware UTC datetime of plausible seconds since 1970, to the millisecond.

    Parameters
    ----------
    seconds : float
        Seconds since 1970 UTC. [s]
    """
    return _EPOCH + timedelta(milliseconds=round(seconds * 1000.0))
