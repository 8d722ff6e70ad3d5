"""One kind of message as columns: numbers in the profile's units, NaN where invalid."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backstride.readers.fit_block import Block, Place
from backstride.readers.fit_profile import FieldSpec, MessageSpec

Array = NDArray[np.float64]
Places = NDArray[np.intp]


class BaseType(NamedTuple):
    """How one of the protocol's base types is stored."""

    code: str
    """NumPy type without the byte order."""
    size: int
    invalid: int | None
    """Raw value that means no value; None for floats, which hold a NaN."""


BASE_TYPES: Final[dict[int, BaseType]] = {
    0: BaseType("u1", 1, 0xFF),
    1: BaseType("i1", 1, 0x7F),
    2: BaseType("u1", 1, 0xFF),
    3: BaseType("i2", 2, 0x7FFF),
    4: BaseType("u2", 2, 0xFFFF),
    5: BaseType("i4", 4, 0x7FFF_FFFF),
    6: BaseType("u4", 4, 0xFFFF_FFFF),
    8: BaseType("f4", 4, None),
    9: BaseType("f8", 8, None),
    10: BaseType("u1", 1, 0),
    11: BaseType("u2", 2, 0),
    12: BaseType("u4", 4, 0),
    13: BaseType("u1", 1, 0xFF),
    14: BaseType("i8", 8, 0x7FFF_FFFF_FFFF_FFFF),
    15: BaseType("u8", 8, 0xFFFF_FFFF_FFFF_FFFF),
    16: BaseType("u8", 8, 0),
}
"""Base types by the low five bits of their number (FIT protocol, table of base types)."""

_LARGEST: Final = 1e30
"""Floats from here on are nothing that was measured, and would overflow when scaled."""

STRING: Final = 7
BYTE: Final = 13


class Rows:
    """The messages of one block as rows of bytes, without a copy where they lie side by side."""

    __slots__ = ("at", "block", "buffer", "first", "stride")

    def __init__(self, data: bytes, block: Block) -> None:
        self.block = block
        self.at = np.array(block.at, dtype=np.intp)
        size = block.size
        if self.at[-1] - self.at[0] == (self.at.size - 1) * size:
            self.buffer: bytes | NDArray[np.void] = data
            self.first = int(self.at[0])
        else:
            anywhere = np.ndarray(
                (len(data) - size + 1,), dtype=f"V{size}", buffer=data, strides=(1,)
            )
            self.buffer = anywhere[self.at]
            self.first = 0
        self.stride = size

    def raw(self, offset: int, code: str, n_element: int = 1) -> NDArray[np.generic]:
        """Elements of one field as stored, shape (n_message,) or (n_message, n_element)."""
        dtype = np.dtype(self.block.byte_order + code)
        shape: tuple[int, ...] = (self.at.size,)
        strides: tuple[int, ...] = (self.stride,)
        if n_element > 1:
            shape, strides = (*shape, n_element), (*strides, dtype.itemsize)
        return np.ndarray(shape, dtype, self.buffer, self.first + offset, strides)

    def numbers(self, place: Place) -> Array | None:
        """Values of a field of one element, NaN where invalid; None where it is no number."""
        base = BASE_TYPES.get(place.base_type & 0x1F)
        if base is None or base.size != place.size:
            return None
        return _valid(self.raw(place.offset, base.code), base)

    def arrays(self, place: Place) -> Array | None:
        """Values of a field of several elements, shape (n_message, n_element)."""
        base = BASE_TYPES.get(place.base_type & 0x1F)
        if base is None or place.size == 0:
            return None
        if place.size % base.size:
            base = BASE_TYPES[BYTE]
        n_element = place.size // base.size
        values = _valid(self.raw(place.offset, base.code, n_element), base)
        return values.reshape(self.at.size, n_element)

    def texts(self, place: Place, n_row: int) -> list[str]:
        """Text of a field in the first rows, up to the first zero byte or the field's end."""
        raw = self.raw(place.offset, "u1", place.size).reshape(self.at.size, place.size)
        return [
            row.tobytes().partition(b"\0")[0].decode("utf-8", errors="replace")
            for row in raw[:n_row]
        ]


def _valid(raw: NDArray[np.generic], base: BaseType) -> Array:
    """Turn stored values into floats, NaN where the protocol's invalid value stands."""
    if base.invalid is None:
        with np.errstate(invalid="ignore"):  # a signalling NaN is as missing as a quiet one
            values = raw.astype(np.float64)
            values[~(np.abs(values) < _LARGEST)] = np.nan
            return values
    values = raw.astype(np.float64)
    values[raw == base.invalid] = np.nan
    return values


class Table:
    """All messages of one kind, in the order of the file.

    Parameters
    ----------
    data : bytes
        The file.
    blocks : list of Block
        Those of this kind that hold a message.
    spec : MessageSpec
        Fields of this kind that have a name.
    """

    def __init__(self, data: bytes, blocks: list[Block], spec: MessageSpec) -> None:
        self.rows = [Rows(data, block) for block in blocks]
        self.at: Places = np.concatenate([rows.at for rows in self.rows])
        self.order: Places | None = None
        if len(self.rows) > 1:
            self.order = np.argsort(self.at, kind="stable")
            self.at = self.at[self.order]
        self.spec = spec
        self._places = [rows.block.places() for rows in self.rows]
        self._numbers = {number for places in self._places for number in places}

    @property
    def n_message(self) -> int:
        """Number of messages."""
        return int(self.at.size)

    def values(self, name: str) -> Array | None:
        """Return a field of numbers, with its narrow twin in the holes.

        Parameters
        ----------
        name : str
            Name of the field in the profile.

        Returns
        -------
        array (n_message,) or None
            In the unit of the profile, NaN where missing; None where no message holds it.
        """
        spec = self.spec.fields.get(name)
        values = None if spec is None else self._scaled(spec)
        narrow = self.spec.twins.get(name)
        twin = None if narrow is None else self._scaled(narrow)
        if values is None or twin is None:
            return twin if values is None else values
        return np.where(np.isnan(values), twin, values)

    def _scaled(self, spec: FieldSpec) -> Array | None:
        if spec.number not in self._numbers:
            return None
        parts = [
            rows.numbers(places[spec.number]) if spec.number in places else None
            for rows, places in zip(self.rows, self._places, strict=True)
        ]
        values = self.joined(parts)
        if values is None:
            return None
        if spec.scale != 1:
            values /= spec.scale
        if spec.offset != 0:
            values -= spec.offset
        return values

    def joined(self, parts: list[Array | None]) -> Array | None:
        """Put one piece per block into the order of the file; None where every piece is."""
        if all(part is None for part in parts):
            return None
        if len(parts) == 1:
            return parts[0]
        whole = np.concatenate(
            [
                np.full(rows.at.size, np.nan) if part is None else part
                for rows, part in zip(self.rows, parts, strict=True)
            ]
        )
        return whole if self.order is None else whole[self.order]

    def arrays(self, name: str) -> Array | None:
        """Return a field of several elements, unscaled.

        Parameters
        ----------
        name : str
            Name of the field in the profile.

        Returns
        -------
        array (n_message, n_element) or None
            As stored, NaN where invalid or where a message holds fewer; None where none does.
        """
        spec = self.spec.fields[name]
        parts = [
            rows.arrays(places[spec.number]) if spec.number in places else None
            for rows, places in zip(self.rows, self._places, strict=True)
        ]
        n_element = max((part.shape[1] for part in parts if part is not None), default=0)
        if n_element == 0:
            return None
        whole = np.full((self.n_message, n_element), np.nan)
        start = 0
        for rows, part in zip(self.rows, parts, strict=True):
            if part is not None:
                whole[start : start + rows.at.size, : part.shape[1]] = part
            start += rows.at.size
        return whole if self.order is None else whole[self.order]

    def texts(self, name: str, n_row: int) -> list[str]:
        """Return a field of text of the first messages, empty where missing.

        Parameters
        ----------
        name : str
            Name of the field in the profile.
        n_row : int
            How many messages are wanted at most.
        """
        number = self.spec.fields[name].number
        found: list[tuple[int, str]] = []
        for rows, places in zip(self.rows, self._places, strict=True):
            place = places.get(number)
            is_text = place is not None and place.base_type & 0x1F == STRING and place.size > 0
            texts = rows.texts(place, n_row) if is_text and place else [""] * rows.at.size
            found += zip(rows.at.tolist(), texts, strict=False)
        return [text for _, text in sorted(found)[:n_row]]
