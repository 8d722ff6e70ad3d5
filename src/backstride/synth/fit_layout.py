"""The part of the FIT protocol that the writer needs: messages, fields, base types, frame.

Typed from the published protocol, apart from the reader's own table, so that a slip in one shows
against the other.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Base(NamedTuple):
    """One base type of the protocol."""

    number: int
    code: str
    """NumPy type without the byte order."""
    invalid: int | None
    """Raw value of a missing one; None for floats, which are missing as NaN."""


class FieldLayout(NamedTuple):
    """One field; ``raw = (value + offset) * scale``."""

    number: int
    base: str
    scale: float = 1.0
    offset: float = 0.0


BASES: Final = {
    "enum": Base(0x00, "u1", 0xFF),
    "sint8": Base(0x01, "i1", 0x7F),
    "uint8": Base(0x02, "u1", 0xFF),
    "sint16": Base(0x83, "i2", 0x7FFF),
    "uint16": Base(0x84, "u2", 0xFFFF),
    "sint32": Base(0x85, "i4", 0x7FFF_FFFF),
    "uint32": Base(0x86, "u4", 0xFFFF_FFFF),
    "string": Base(0x07, "S", None),
    "float32": Base(0x88, "f4", None),
    "float64": Base(0x89, "f8", None),
    "uint8z": Base(0x0A, "u1", 0),
    "uint16z": Base(0x8B, "u2", 0),
    "uint32z": Base(0x8C, "u4", 0),
    "byte": Base(0x0D, "u1", 0xFF),
}

_TIMED: Final = {
    "timestamp": FieldLayout(253, "uint32"),
    "message_index": FieldLayout(254, "uint16"),
}

_TOTALS: Final = {
    "event": FieldLayout(0, "enum"),
    "event_type": FieldLayout(1, "enum"),
    "start_time": FieldLayout(2, "uint32"),
    "total_elapsed_time": FieldLayout(7, "uint32", 1000),
    "total_timer_time": FieldLayout(8, "uint32", 1000),
    "total_distance": FieldLayout(9, "uint32", 100),
}

MESSAGES: Final[dict[str, tuple[int, dict[str, FieldLayout]]]] = {
    "file_id": (
        0,
        {
            "type": FieldLayout(0, "enum"),
            "manufacturer": FieldLayout(1, "uint16"),
            "product": FieldLayout(2, "uint16"),
            "serial_number": FieldLayout(3, "uint32z"),
            "time_created": FieldLayout(4, "uint32"),
            "product_name": FieldLayout(8, "string"),
        },
    ),
    "sport": (12, {"sport": FieldLayout(0, "enum"), "sub_sport": FieldLayout(1, "enum")}),
    "session": (
        18,
        _TIMED
        | _TOTALS
        | {
            "sport": FieldLayout(5, "enum"),
            "sub_sport": FieldLayout(6, "enum"),
            "avg_heart_rate": FieldLayout(16, "uint8"),
            "avg_cadence": FieldLayout(18, "uint8"),
            "total_ascent": FieldLayout(22, "uint16"),
            "total_descent": FieldLayout(23, "uint16"),
            "total_moving_time": FieldLayout(59, "uint32", 1000),
            "avg_fractional_cadence": FieldLayout(92, "uint8", 128),
        },
    ),
    "lap": (19, _TIMED | _TOTALS),
    "record": (
        20,
        {
            "timestamp": FieldLayout(253, "uint32"),
            "position_lat": FieldLayout(0, "sint32", 2**31 / 180),
            "position_long": FieldLayout(1, "sint32", 2**31 / 180),
            "altitude": FieldLayout(2, "uint16", 5, 500),
            "heart_rate": FieldLayout(3, "uint8"),
            "cadence": FieldLayout(4, "uint8"),
            "distance": FieldLayout(5, "uint32", 100),
            "speed": FieldLayout(6, "uint16", 1000),
            "power": FieldLayout(7, "uint16"),
            "compressed_speed_distance": FieldLayout(8, "byte"),
            "temperature": FieldLayout(13, "sint8"),
            "vertical_oscillation": FieldLayout(39, "uint16", 10),
            "stance_time_percent": FieldLayout(40, "uint16", 100),
            "stance_time": FieldLayout(41, "uint16", 10),
            "fractional_cadence": FieldLayout(53, "uint8", 128),
            "enhanced_speed": FieldLayout(73, "uint32", 1000),
            "enhanced_altitude": FieldLayout(78, "uint32", 5, 500),
            "vertical_ratio": FieldLayout(83, "uint16", 100),
            "stance_time_balance": FieldLayout(84, "uint16", 100),
            "step_length": FieldLayout(85, "uint16", 10),
        },
    ),
    "event": (
        21,
        {
            "timestamp": FieldLayout(253, "uint32"),
            "event": FieldLayout(0, "enum"),
            "event_type": FieldLayout(1, "enum"),
        },
    ),
    "device_info": (
        23,
        {
            "timestamp": FieldLayout(253, "uint32"),
            "device_index": FieldLayout(0, "uint8"),
            "manufacturer": FieldLayout(2, "uint16"),
            "product": FieldLayout(4, "uint16"),
            "product_name": FieldLayout(27, "string"),
        },
    ),
    "activity": (
        34,
        {
            "timestamp": FieldLayout(253, "uint32"),
            "total_timer_time": FieldLayout(0, "uint32", 1000),
            "num_sessions": FieldLayout(1, "uint16"),
            "type": FieldLayout(2, "enum"),
            "event": FieldLayout(3, "enum"),
            "event_type": FieldLayout(4, "enum"),
            "local_timestamp": FieldLayout(5, "uint32"),
        },
    ),
    "length": (
        101,
        {
            "timestamp": FieldLayout(253, "uint32"),
            "start_time": FieldLayout(2, "uint32"),
            "total_elapsed_time": FieldLayout(3, "uint32", 1000),
        },
    ),
    "hr": (
        132,
        {
            "timestamp": FieldLayout(253, "uint32"),
            "filtered_bpm": FieldLayout(6, "uint8"),
            "event_timestamp": FieldLayout(9, "uint32", 1024),
            "event_timestamp_12": FieldLayout(10, "byte"),
        },
    ),
    "field_description": (
        206,
        {
            "developer_data_index": FieldLayout(0, "uint8"),
            "field_definition_number": FieldLayout(1, "uint8"),
            "fit_base_type_id": FieldLayout(2, "uint8"),
            "field_name": FieldLayout(3, "string"),
            "units": FieldLayout(8, "string"),
            "native_mesg_num": FieldLayout(14, "uint16"),
            "native_field_num": FieldLayout(15, "uint8"),
        },
    ),
    "developer_data_id": (
        207,
        {
            "developer_data_index": FieldLayout(3, "uint8"),
            "application_version": FieldLayout(4, "uint32"),
        },
    ),
}
"""Numbers, base types and scales of the messages that are written (FIT profile)."""


def frame(
    body: bytes,
    *,
    header_size: int = 14,
    told_size: int | None = None,
    header_crc: int | None = None,
    file_crc: int | None = None,
) -> bytes:
    """Put a header before the messages of a file and a checksum after them.

    Parameters
    ----------
    body : bytes
        The messages.
    header_size : int
        12 or 14. [byte]
    told_size : int or None
        What the header says of the body's length, the truth where None. [byte]
    header_crc, file_crc : int or None
        Checksums, the right ones where None.

    Returns
    -------
    bytes
        A whole FIT file.
    """
    size = len(body) if told_size is None else told_size
    head = bytes([header_size, 0x20]) + (2184).to_bytes(2, "little") + size.to_bytes(4, "little")
    head += b".FIT"
    if header_size == 14:
        head += (crc16(head) if header_crc is None else header_crc).to_bytes(2, "little")
    whole = head + body
    return whole + (crc16(whole) if file_crc is None else file_crc).to_bytes(2, "little")


def crc16(data: bytes) -> int:
    """Compute the checksum of the protocol two bytes at a time."""
    table = _two_byte_table()
    crc = 0
    n_even = len(data) & ~1
    for word in np.frombuffer(data[:n_even], dtype="<u2").tolist():
        crc = table[crc ^ word]
    if len(data) & 1:
        crc = (crc >> 8) ^ _byte_table()[(crc ^ data[-1]) & 0xFF]
    return crc


@cache
def _byte_table() -> list[int]:
    table = []
    for register in range(256):
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)  # noqa: PLW2901 shifted in place
        table.append(register)
    return table


@cache
def _two_byte_table() -> list[int]:
    one: NDArray[np.uint16] = np.array(_byte_table(), dtype=np.uint16)
    words = np.arange(65536, dtype=np.uint16)
    first = one[words & 0xFF] ^ (words >> 8)
    table: list[int] = ((first >> 8) ^ one[first & 0xFF]).tolist()
    return table
