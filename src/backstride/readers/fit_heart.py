"""Heart rate that a strap stored and handed over after the recording.

Such beats lie in messages of their own, often in files chained behind the activity, each beat
with a time of which the message keeps only twelve bits.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.readers.fit_clock import as_times, count_on
from backstride.readers.fit_columns import Array
from backstride.readers.fit_decode import FitFile

_TICKS_PER_S: Final = 1024
_BITS: Final = 0xFFF
_PER_MESSAGE: Final = 8
_NEAR_S: Final = 5.0
"""Farthest beat that may stand for a record. [s]"""


def read_beats(file: FitFile) -> tuple[Array, Array]:
    """Read stored heart rate.

    Parameters
    ----------
    file : FitFile
        One file of a chain.

    Returns
    -------
    tuple of array (n_beat,)
        FIT times [s] and heart rates [1/min], in order of time.
    """
    nothing = (np.empty(0), np.empty(0))
    table, times = file.table("hr"), file.times("hr")
    if table is None or times is None:
        return nothing
    beats = table.arrays("filtered_bpm")
    anchors = table.values("event_timestamp")
    if beats is None or anchors is None:
        return nothing
    packed = _unpack(table.arrays("event_timestamp_12"), table.n_message)
    is_anchor = np.isfinite(as_times(anchors))
    n_beat = min(beats.shape[1], _PER_MESSAGE)
    values = packed[:, :n_beat]
    full = np.zeros(values.shape, dtype=np.bool_)
    full[is_anchor, 0] = True
    ticks = np.nan_to_num(anchors[is_anchor] * _TICKS_PER_S)
    values[is_anchor, 0] = ticks.astype(np.int64)
    is_told = np.isfinite(beats[:, :n_beat]) & (values >= 0)
    is_told[is_anchor, 1:] = False
    is_told[is_anchor, 0] = True
    flat, flat_full = values[is_told], full[is_told]
    counter = count_on(flat, flat_full, _BITS)
    anchor_times = _anchor_times(times[is_anchor], counter[flat_full])
    which = np.cumsum(flat_full) - 1
    seconds = counter / _TICKS_PER_S + anchor_times[np.maximum(which, 0)]
    bpm = beats[:, :n_beat][is_told]
    good = np.isfinite(seconds) & np.isfinite(bpm) & (which >= 0)
    order = np.argsort(seconds[good], kind="stable")
    return seconds[good][order], bpm[good][order]


def _anchor_times(times: Array, counter: Array) -> Array:
    """FIT time at which the counter of each anchor stood at zero; NaN goes on from the last."""
    zero = times - counter / _TICKS_PER_S
    last = np.maximum.accumulate(np.where(np.isfinite(zero), np.arange(zero.size), 0))
    return zero[last] if zero.size else np.array([np.nan])


def _unpack(packed: Array | None, n_message: int) -> NDArray[np.int64]:
    """Unpack eight 12-bit numbers from twelve bytes; -1 where there are none."""
    unpacked = np.full((n_message, _PER_MESSAGE), -1, dtype=np.int64)
    if packed is None or packed.shape[1] != 12:
        return unpacked
    # An 0xFF byte reads as missing; inside a packed number it is a value like any other.
    whole = np.nan_to_num(packed, nan=0xFF).clip(0, 0xFF).astype(np.int64)
    told = np.isfinite(packed).any(axis=1)
    first, middle, last = whole[:, 0::3], whole[:, 1::3], whole[:, 2::3]
    unpacked[told, 0::2] = (first | (middle & 0x0F) << 8)[told]
    unpacked[told, 1::2] = (middle >> 4 | last << 4)[told]
    return unpacked


def beats_at(times: Array, beats: tuple[Array, Array]) -> Array | None:
    """Heart rate of the nearest stored beat at each record.

    Parameters
    ----------
    times : array (n_sample,)
        FIT times of the records. [s]
    beats : tuple of array (n_beat,)
        As `read_beats` gives them.

    Returns
    -------
    array (n_sample,) or None
        NaN where no beat is near, None where none is near any record. [1/min]
    """
    seconds, bpm = beats
    if seconds.size == 0:
        return None
    after = np.clip(np.searchsorted(seconds, times), 1, max(seconds.size - 1, 1))
    after = np.minimum(after, seconds.size - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.where(times - seconds[before] < seconds[after] - times, before, after)
    values = np.where(np.abs(seconds[nearest] - times) <= _NEAR_S, bpm[nearest], np.nan)
    return values if np.isfinite(values).any() else None
