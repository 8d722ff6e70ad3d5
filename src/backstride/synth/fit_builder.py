"""Messages to bytes: definitions written when they are needed, rows packed in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backstride.synth.fit_layout import BASES, MESSAGES, frame

_DEFINITION: Final = 0x40
_HAS_DEVELOPER_FIELDS: Final = 0x20


@dataclass(frozen=True, slots=True)
class DeveloperField:
    """One developer field of a message.

    Parameters
    ----------
    app, number : int
        Developer data index, and the field's number within it.
    name, unit : str
        As the description says.
    base : str
        Base type, a key of `BASES`.
    values : array (n_row,)
        In the unit; NaN where missing.
    native_field : int or None
        Record field that it says it overrides.
    """

    app: int
    number: int
    name: str
    unit: str
    values: ArrayLike
    base: str = "float32"
    native_field: int | None = None


class FitBuilder:
    """Collects the messages of one FIT file.

    Parameters
    ----------
    big_endian : bool
        Byte order of every message.
    """

    def __init__(self, *, big_endian: bool = False) -> None:
        self._parts: list[bytes] = []
        self._order = ">" if big_endian else "<"
        self._layouts: dict[int, bytes] = {}

    @property
    def body(self) -> bytes:
        """Everything added so far."""
        return b"".join(self._parts)

    def build(self) -> bytes:
        """Return a whole file with right sizes and checksums."""
        return frame(self.body)

    def raw(self, content: bytes) -> None:
        """Add bytes as they are."""
        self._parts.append(content)

    def add(
        self,
        kind: str,
        *,
        local: int = 0,
        developer: tuple[DeveloperField, ...] = (),
        **values: float | str | bytes | None,
    ) -> None:
        """Add one message.

        Parameters
        ----------
        kind : str
            Name of the message, a key of `MESSAGES`.
        local : int
            Local message number, 0 to 15.
        developer : tuple of DeveloperField
            Developer fields with one value each.
        **values : float, str, bytes or None
            Fields by name, in their units; None leaves a field out, NaN writes it as missing.
        """
        self.add_rows(
            kind,
            {name: [value] for name, value in values.items() if value is not None},
            local=local,
            developer=developer,
        )

    def add_rows(
        self,
        kind: str,
        columns: Mapping[str, ArrayLike],
        *,
        local: int = 0,
        developer: tuple[DeveloperField, ...] = (),
    ) -> None:
        """Add many messages of one kind.

        Parameters
        ----------
        kind : str
            Name of the message, a key of `MESSAGES`.
        columns : dict of str to array (n_row,)
            Fields by name, in their units, NaN where missing.
        local : int
            Local message number, 0 to 15.
        developer : tuple of DeveloperField
            Developer fields of the same messages.
        """
        packed = [self._pack(kind, name, values) for name, values in columns.items()]
        packed += [self._pack_developer(field) for field in developer]
        self._define(kind, list(columns), packed, developer, local=local)
        n_row = packed[0].shape[0]
        header = np.full((n_row, 1), local, dtype=np.uint8)
        self._parts.append(np.hstack([header, *packed]).tobytes())

    def describe(self, field: DeveloperField, *, local: int = 15) -> None:
        """Add the description of a developer field."""
        self.add(
            "field_description",
            local=local,
            developer_data_index=field.app,
            field_definition_number=field.number,
            fit_base_type_id=BASES[field.base].number,
            field_name=field.name or None,
            units=field.unit or None,
            native_mesg_num=None if field.native_field is None else 20,
            native_field_num=field.native_field,
        )

    def _pack(self, kind: str, name: str, values: ArrayLike) -> NDArray[np.uint8]:
        """Pack one field of all rows, shape (n_row, n_byte)."""
        layout = MESSAGES[kind][1][name]
        if layout.base in ("string", "byte"):
            return _pack_bytes(values)
        numbers = (np.asarray(values, dtype=np.float64) + layout.offset) * layout.scale
        return self._numbers(numbers, layout.base)

    def _pack_developer(self, field: DeveloperField) -> NDArray[np.uint8]:
        if field.base in ("string", "byte"):
            return _pack_bytes(field.values)
        return self._numbers(np.asarray(field.values, dtype=np.float64), field.base)

    def _numbers(self, numbers: NDArray[np.float64], base_name: str) -> NDArray[np.uint8]:
        base = BASES[base_name]
        dtype = np.dtype(self._order + base.code)
        if base.invalid is None:
            stored = numbers.astype(dtype)
        else:
            limits = np.iinfo(dtype)
            whole = np.clip(np.rint(np.nan_to_num(numbers)), limits.min, limits.max)
            stored = np.where(np.isnan(numbers), base.invalid, whole).astype(dtype)
        rows = np.ascontiguousarray(stored).reshape(stored.shape[0], -1)
        return rows.view(np.uint8)

    def _define(
        self,
        kind: str,
        names: list[str],
        packed: list[NDArray[np.uint8]],
        developer: tuple[DeveloperField, ...],
        *,
        local: int,
    ) -> None:
        """Write a definition unless the last one of this local number says the same."""
        number, layouts = MESSAGES[kind]
        n_native = len(names)
        layout = bytes([0, self._order == ">"])
        layout += number.to_bytes(2, "big" if self._order == ">" else "little")
        layout += bytes([n_native])
        for name, column in zip(names, packed[:n_native], strict=True):
            field = layouts[name]
            layout += bytes([field.number, column.shape[1], BASES[field.base].number])
        flag = _DEFINITION
        if developer:
            flag |= _HAS_DEVELOPER_FIELDS
            layout += bytes([len(developer)])
            for extra, column in zip(developer, packed[n_native:], strict=True):
                layout += bytes([extra.number, column.shape[1], extra.app])
        if self._layouts.get(local) != layout:
            self._layouts[local] = layout
            self._parts.append(bytes([flag | local]) + layout)


def _pack_bytes(values: ArrayLike) -> NDArray[np.uint8]:
    """Pack texts, closed by a zero byte, or bytes as they are; all rows as long as the longest."""
    rows = [
        row.encode() + b"\0" if isinstance(row, str) else bytes(row)
        for row in (values if isinstance(values, list) else list(np.asarray(values)))
    ]
    size = max(len(row) for row in rows)
    joined = b"".join(row.ljust(size, b"\0") for row in rows)
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(rows), size)
