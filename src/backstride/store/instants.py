"""Instants: aware UTC datetimes as whole milliseconds since 1970, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backstride.domain.errors import OutOfRange

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_HALF = timedelta(microseconds=500)


def to_utc_ms(instant: datetime) -> int:
    """Return the nearest millisecond of an aware instant.

    Raises
    ------
    OutOfRange
        Where the instant has no zone: it could be any of a day's hours.
    """
    if instant.tzinfo is None:
        raise OutOfRange("naive_instant", instant=instant.isoformat())
    return (instant - _EPOCH + _HALF) // _MILLISECOND


def from_utc_ms(utc_ms: int) -> datetime:
    """Return the aware UTC instant of a millisecond."""
    return _EPOCH + timedelta(milliseconds=utc_ms)
