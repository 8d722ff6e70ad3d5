"""Samples: one float64 column to few bytes and back, bit for bit.

Where a column lies on a grid of whole numbers (see `grid`), the differences of neighbours are
stored; otherwise the floats themselves. Bytes are sorted by significance and deflated (zlib level
1). Measured against other codecs in ``docs/decisions/0003-store.md``.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import StoreDamaged
from backstride.store.deflate import deflated
from backstride.store.grid import Floats, Grid, Integers, find_grid, values_on

Bytes = NDArray[np.uint8]

CODEC_SHUFFLE_ZLIB: Final = 1
"""Bytes by significance, then zlib. Another pipeline gets the next number; this one stays."""

MAX_SAMPLES: Final = 50_000_000
"""A longer column is not believed: more than a year of one sample a second."""

_RAW_FLOATS: Final = ("f8", "f4")
_WIDTHS: Final = {"u1": 1, "u2": 2, "u4": 4, "u8": 8}
_NAN_BITS: Final = np.float64(np.nan).view(np.int64)
_NO_GRID: Final = Grid(1, 1)


@dataclass(frozen=True, slots=True)
class PackedColumn:
    """One column as it is stored.

    Parameters
    ----------
    n_sample : int
        Number of values.
    codec : int
        Pipeline that made the bytes: `CODEC_SHUFFLE_ZLIB`.
    dtype : str
        ``f8`` or ``f4`` for floats as they are; ``u1`` to ``u8`` for differences on a grid.
    numerator, denominator : int
        Step of the grid.
    offset : float
        Value of number 0 on the grid.
    crc32 : int
        CRC-32 of the column's little-endian float64 bytes, so that it guards the way back as well.
    data : bytes
        Compressed bytes.
    """

    n_sample: int
    codec: int
    dtype: str
    numerator: int
    denominator: int
    offset: float
    crc32: int
    data: bytes


def pack_column(values: Floats) -> PackedColumn:
    """Pack one column without loss.

    Parameters
    ----------
    values : array (n_sample,)
        Any float64 values, NaN and infinities included.

    Returns
    -------
    PackedColumn
        From which `unpack_column` gives back the same bits.
    """
    column = np.ascontiguousarray(values, dtype="<f8")
    missing = np.isnan(column)
    any_missing = bool(missing.any())
    placed = _place_on_grid(column, missing, any_missing)
    if placed is None:
        dtype, content = _floats_to_bytes(column)
        grid = _NO_GRID
    else:
        grid, numbers = placed
        dtype, content = _numbers_to_bytes(numbers)
        if any_missing:
            content += np.packbits(missing).tobytes()
    return PackedColumn(
        n_sample=column.size,
        codec=CODEC_SHUFFLE_ZLIB,
        dtype=dtype,
        numerator=grid.numerator,
        denominator=grid.denominator,
        offset=grid.offset,
        crc32=zlib.crc32(column.data),
        data=deflated(content),
    )


def unpack_column(packed: PackedColumn, place: str = "") -> Floats:
    """Return the values of a packed column.

    Parameters
    ----------
    packed : PackedColumn
        As `pack_column` made it.
    place : str
        Where it stands, for the error: ``leg 12, speed_mps``.

    Returns
    -------
    array (n_sample,)
        The same bits that were packed.

    Raises
    ------
    StoreDamaged
        Where the bytes are not what was written.
    """
    try:
        with np.errstate(all="ignore"):
            column = _unpack(packed)
    except (ValueError, zlib.error) as error:
        raise StoreDamaged("store.samples_damaged", place=place, detail=str(error)) from error
    if zlib.crc32(column.data) != packed.crc32:
        raise StoreDamaged("store.samples_damaged", place=place, detail="crc32")
    return column


def _place_on_grid(
    column: Floats, missing: NDArray[np.bool_], any_missing: bool
) -> tuple[Grid, Integers] | None:
    """Return the grid and the numbers of a column, a missing value repeating the one before it."""
    if not any_missing:
        return find_grid(column) if column.size else (_NO_GRID, np.zeros(0, np.int64))
    if not (column[missing].view(np.int64) == _NAN_BITS).all():
        return None  # an unusual NaN carries bits that a grid cannot
    present = column[~missing]
    if not present.size:
        return _NO_GRID, np.zeros(column.size, np.int64)
    placed = find_grid(present)
    if placed is None:
        return None
    last_present = np.maximum(np.cumsum(~missing) - 1, 0)
    return placed[0], placed[1][last_present]


def _floats_to_bytes(column: Floats) -> tuple[str, bytes]:
    """Return floats by significance, in half the bytes where that loses nothing."""
    with np.errstate(all="ignore"):
        halved = column.astype("<f4")
        same = np.array_equal(halved.astype("<f8").view(np.int64), column.view(np.int64))
    return ("f4", _shuffle(halved, 4)) if same else ("f8", _shuffle(column, 8))


def _numbers_to_bytes(numbers: Integers) -> tuple[str, bytes]:
    """Return the first number (8 bytes) and the differences, signs folded in, by significance."""
    first = numbers[:1].tobytes() if numbers.size else bytes(8)
    steps = np.diff(numbers)
    folded = ((steps << 1) ^ (steps >> 63)).view(np.uint64)
    largest = int(folded.max()) if folded.size else 0
    dtype = next(name for name, width in _WIDTHS.items() if largest < 1 << (8 * width))
    return dtype, first + _shuffle(folded.astype(f"<{dtype}"), _WIDTHS[dtype])


def _shuffle(values: NDArray[np.generic], width: int) -> bytes:
    """Return the bytes of all values, least significant first."""
    return values.view(np.uint8).reshape(-1, width).T.tobytes()


def _unshuffle(content: Bytes, width: int) -> Bytes:
    """Undo `_shuffle`: bytes value by value."""
    return np.ascontiguousarray(content.reshape(width, -1).T).reshape(-1)


def _unpack(packed: PackedColumn) -> Floats:
    """Return the values; any impossible length or setting is a ValueError."""
    n_sample = packed.n_sample
    if packed.codec != CODEC_SHUFFLE_ZLIB or not 0 <= n_sample <= MAX_SAMPLES:
        raise ValueError("codec or length")
    if packed.dtype in _RAW_FLOATS:
        width = int(packed.dtype[1])
        content = _inflate(packed.data, n_sample * width)
        if content.size != n_sample * width:
            raise ValueError("length")
        return _unshuffle(content, width).view(f"<{packed.dtype}").astype("<f8")
    width = _WIDTHS.get(packed.dtype, 0)
    if not width or packed.denominator == 0:
        raise ValueError("dtype or grid")
    return _unpack_numbers(packed, width)


def _unpack_numbers(packed: PackedColumn, width: int) -> Floats:
    """Return the values of a column stored as differences on a grid."""
    n_sample = packed.n_sample
    n_steps_end = 8 + max(n_sample - 1, 0) * width
    n_mask = (n_sample + 7) // 8
    content = _inflate(packed.data, n_steps_end + n_mask)
    if content.size not in (n_steps_end, n_steps_end + n_mask):
        raise ValueError("length")
    folded = _unshuffle(content[8:n_steps_end], width).view(f"<u{width}").astype(np.uint64)
    numbers = np.empty(n_sample, np.int64)
    numbers[:1] = content[:8].view("<i8")[:n_sample]
    numbers[1:] = (folded >> 1).view(np.int64) ^ -(folded & 1).view(np.int64)
    grid = Grid(packed.numerator, packed.denominator, packed.offset)
    values = values_on(grid, np.cumsum(numbers, out=numbers))
    if content.size > n_steps_end:
        missing = np.unpackbits(content[n_steps_end:], count=n_sample).view(np.bool_)
        values[missing] = np.nan
    return values


def _inflate(data: bytes, n_most: int) -> Bytes:
    """Return the deflated bytes, never more than a little beyond what they should be."""
    inflater = zlib.decompressobj()
    content = inflater.decompress(data, n_most + 1)
    if not inflater.eof:
        raise ValueError("end of data")
    return np.frombuffer(content, np.uint8)
