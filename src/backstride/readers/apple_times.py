"""Apple Health's dates, ``2025-12-20 12:51:00 +0100``, thousands at once and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.stream import Array

Whole = NDArray[np.int64]

LENGTH: Final = 25
"""Letters of a date."""

_DIGITS: Final = np.array([0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 21, 22, 23, 24])
_PAIRS: Final = np.array([0, 2, 5, 8, 11, 14, 17, 21, 23])
_SIGN: Final = 20
_BLANK: Final = b"0000-00-00 00:00:00 +0000"
_DAYS_TO_1970: Final = 719_468
_EARLIEST: Final = 1970
_LATEST: Final = 2069


def unix_seconds(texts: Sequence[bytes]) -> Array:
    """Read many dates.

    Parameters
    ----------
    texts : sequence of bytes (n,)
        As Apple writes them; anything of another length or form is NaN.

    Returns
    -------
    array (n,)
        Seconds since 1970 UTC. [s]
    """
    if set(map(len, texts)) - {LENGTH}:
        texts = [text if len(text) == LENGTH else _BLANK for text in texts]
    joined = b"".join(texts)
    letters = np.frombuffer(joined, dtype=np.uint8).reshape(-1, LENGTH).T.astype(np.int64)
    digits = letters - ord("0")
    readable = ((digits[_DIGITS] >= 0) & (digits[_DIGITS] <= 9)).all(axis=0)
    tens = 10 * digits[_PAIRS] + digits[_PAIRS + 1]
    century, of_century, month, day, hour, minute, second, offset_h, offset_min = tens
    year = 100 * century + of_century
    sign = np.where(letters[_SIGN] == ord("-"), -1, 1)
    readable &= (year >= _EARLIEST) & (year <= _LATEST) & (month >= 1) & (month <= 12)
    readable &= (day >= 1) & (day <= 31) & (hour < 24) & (minute < 60) & (second < 61)
    clock = _days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    moment = clock - sign * (offset_h * 3600 + offset_min * 60)
    return np.where(readable, moment.astype(np.float64), np.nan)


def _days(year: Whole, month: Whole, day: Whole) -> Whole:
    """Count days since 1970 (Hinnant 2013, "chrono-compatible low-level date algorithms")."""
    year = year - (month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return np.asarray(
        era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _DAYS_TO_1970
    )


def in_utc(text: bytes) -> bytes:
    """Write a date in UTC, so that an export made in another zone says the same.

    Parameters
    ----------
    text : bytes
        A date; anything else comes back as it is.
    """
    hour = _utc_hour(text[:13], text[19:])
    return hour + text[13:19] + b" +0000" if hour else _converted(text)


@lru_cache(maxsize=4096)
def _utc_hour(hour: bytes, offset: bytes) -> bytes:
    """Date and hour in UTC, empty where the offset is not of whole hours."""
    if not offset.endswith(b"00"):
        return b""
    converted = _converted(hour + b":00:00" + offset)
    return converted[:13] if converted.endswith(b":00:00 +0000") else b""


def _converted(text: bytes) -> bytes:
    try:
        moment = datetime.strptime(text.decode("ascii"), "%Y-%m-%d %H:%M:%S %z")
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S %z").encode("ascii")
    except (ValueError, UnicodeDecodeError, OverflowError):
        return text
