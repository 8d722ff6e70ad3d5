"""Time of each message, compressed-timestamp headers included.

A compressed header holds the last five bits of the time. It counts on from the newest time seen
anywhere in the file, full or compressed, so all kinds of messages are looked at together.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.readers.fit_columns import Array, Rows, Table

_TIMESTAMP_FIELD: Final = 253
_BITS: Final = 0x1F
_NEVER: Final = 2.0**32
"""First number of seconds that a FIT time cannot hold."""


def as_times(values: Array) -> Array:
    """Keep what a FIT time can be, NaN elsewhere [s]."""
    return np.where((values >= 0) & (values < _NEVER), values, np.nan)


def count_on(values: NDArray[np.int64], is_full: NDArray[np.bool_], bits: int) -> Array:
    """Rebuild a rising counter from full values and values of which only the low bits were kept.

    Parameters
    ----------
    values : array (n,)
        Counter, or its low bits.
    is_full : array (n,)
        Which values are whole.
    bits : int
        Mask of the bits that were kept.

    Returns
    -------
    array (n,)
        The counter, NaN before its first full value.
    """
    if values.size == 0:
        return np.empty(0)
    low = values & bits
    steps = np.zeros(values.size, dtype=np.int64)
    steps[1:] = (low[1:] - low[:-1]) & bits
    steps[is_full] = 0
    since_start = np.cumsum(steps)
    last_full = np.maximum.accumulate(np.where(is_full, np.arange(values.size), -1))
    counter = (values[last_full] + since_start - since_start[last_full]).astype(np.float64)
    counter[last_full < 0] = np.nan
    return counter


class Clock:
    """Times told by compressed headers.

    Parameters
    ----------
    data : bytes
        The file.
    rows : list of Rows
        Every block of the file that holds messages.
    """

    def __init__(self, data: bytes, rows: list[Rows]) -> None:
        places, is_full, values = _time_marks(np.frombuffer(data, dtype=np.uint8), rows)
        order = np.argsort(places, kind="stable")
        is_full = is_full[order]
        seconds = count_on(values[order], is_full, _BITS)
        self._at = places[order][~is_full]
        self._seconds = seconds[~is_full]

    def fill(self, table: Table, times: Array | None) -> Array | None:
        """Put the compressed times of a table's messages where it has no full one."""
        if self._at.size == 0:
            return times
        index = np.minimum(np.searchsorted(self._at, table.at), self._at.size - 1)
        found = self._at[index] == table.at
        if not found.any():
            return times
        if times is None:
            times = np.full(table.n_message, np.nan)
        hole = found & np.isnan(times)
        times[hole] = self._seconds[index[hole]]
        return times


def _time_marks(
    data: NDArray[np.uint8], rows: list[Rows]
) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.int64]]:
    """Where times stand, whether full, and the time or its last five bits."""
    places: list[NDArray[np.intp]] = []
    is_full: list[NDArray[np.bool_]] = []
    values: list[NDArray[np.int64]] = []
    for block_rows in rows:
        field = block_rows.block.places().get(_TIMESTAMP_FIELD)
        times = None if field is None else block_rows.numbers(field)
        headers = data[block_rows.at]
        full = (
            np.zeros(headers.size, dtype=np.bool_)
            if times is None
            else (times >= 0) & (times < _NEVER)
        )
        told = full | (headers >= 0x80)
        seconds = (headers & _BITS).astype(np.int64)
        if times is not None:
            seconds[full] = times[full].astype(np.int64)
        places.append(block_rows.at[told])
        is_full.append(full[told])
        values.append(seconds[told])
    return np.concatenate(places), np.concatenate(is_full), np.concatenate(values)
