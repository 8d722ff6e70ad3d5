"""Odd files whose bytes are wrong: headers, checksums, cuts, chains, foreign content."""

from __future__ import annotations

import zipfile
from io import BytesIO

import numpy as np

from backstride.synth.fit_builder import FitBuilder
from backstride.synth.fit_layout import frame
from backstride.synth.fit_recipe import (
    N_RECORD,
    START,
    add_records,
    add_session,
    open_file,
    plain_body,
    plain_records,
)


def header_size_zero() -> bytes:
    """Header says length 0 and there is no checksum: the recording was never closed."""
    builder = open_file()
    add_records(builder, plain_records())
    return frame(builder.body, header_size=12, told_size=0)[:-2]


def header_crc_zero() -> bytes:
    """Header checksum 0, which the protocol allows."""
    return frame(plain_body(), header_crc=0)


def header_of_twelve_bytes() -> bytes:
    """Old header without a checksum of its own."""
    return frame(plain_body(), header_size=12)


def bad_file_crc() -> bytes:
    """Checksum wrong, content whole."""
    return frame(plain_body(), file_crc=0xBEEF)


def truncated_in_records() -> bytes:
    """Cut in the middle of a record."""
    return frame(plain_body())[:9000]


def truncated_before_crc() -> bytes:
    """Only the checksum is missing."""
    return frame(plain_body())[:-2]


def truncated_in_definition() -> bytes:
    """Cut inside the very first definition."""
    return frame(plain_body())[:20]


def truncated_in_header() -> bytes:
    """Cut after ten bytes, inside the header."""
    return frame(plain_body())[:10]


def header_only() -> bytes:
    """Header, and nothing else."""
    return frame(plain_body())[:14]


def chained_two_runs() -> bytes:
    """Two recordings in one file, a day apart."""
    builder = open_file()
    add_records(builder, plain_records(start=START + 86_400))
    add_session(builder, start_time=START + 86_400, timestamp=START + 86_400 + N_RECORD)
    return frame(plain_body()) + builder.build()


def chained_with_settings() -> bytes:
    """Chain of a recording and a settings file."""
    return frame(plain_body()) + open_file(kind=2).build()


def chained_corrupt_second_header() -> bytes:
    """Chain whose second file has lost its signature."""
    second = bytearray(open_file(kind=2).build())
    second[8:12] = b"\x00FIT"
    return frame(plain_body()) + bytes(second)


def chained_stored_heart_rate() -> bytes:
    """Heart rate that a strap stored, in a file of its own behind the recording."""
    builder = open_file()
    columns = plain_records()
    del columns["heart_rate"]
    add_records(builder, columns)
    add_session(builder)
    return builder.build() + _stored_beats()


def _stored_beats() -> bytes:
    """Eight beats a message, one each half second, their times packed in twelve bits."""
    builder = FitBuilder()
    ticks = 1000 + 512 * np.arange(1, 8 * 150 + 1)
    first = (ticks & 0xFFF)[0::2]
    second = (ticks & 0xFFF)[1::2]
    packed = np.stack([first & 0xFF, first >> 8 | (second & 0xF) << 4, second >> 4], axis=1)
    rows = packed.astype(np.uint8).reshape(-1, 12)
    builder.add("hr", local=0, timestamp=START, filtered_bpm=140, event_timestamp=1000 / 1024)
    builder.add_rows(
        "hr",
        {
            "filtered_bpm": np.full((rows.shape[0], 8), 141.0),
            "event_timestamp_12": [row.tobytes() for row in rows],
        },
        local=1,
    )
    return builder.build()


def trailing_junk() -> bytes:
    """Foreign bytes behind a whole file."""
    return frame(plain_body()) + b"\x00" * 100


def data_before_definition() -> bytes:
    """Message of a kind that was never defined stands among the records."""
    body = plain_body()
    record = _start_of_record(body, 300)
    return frame(body[:record] + b"\x0b" + b"\x00" * 12 + body[record:])


def undefined_from_the_start() -> bytes:
    """No definition at all before the first message."""
    return frame(b"\x0b" * 200)


def _start_of_record(body: bytes, index: int) -> int:
    """Byte at which a record of the plain run starts, found by its time."""
    return body.index((int(START) + index).to_bytes(4, "little")) - 1


def lost_bytes() -> bytes:
    """Three records have lost a byte each, as when line ends were translated."""
    body = bytearray(plain_body())
    for at in (9000, 7000, 5000):
        del body[at]
    return frame(bytes(body))


def misaligned_field_sizes() -> bytes:
    """Power is declared as three bytes of a two-byte type."""
    builder = open_file()
    columns = plain_records()
    add_records(builder, columns | {"power": np.full(N_RECORD, 250.0)})
    add_session(builder)
    size_of_power = bytes([7, 2, 0x84])
    body = builder.body
    at = body.index(size_of_power)
    start = body.index(b"\x02", at + 3)
    size = 1 + 4 + 4 + 4 + 4 + 4 + 4 + 1 + 1 + 2
    records = np.frombuffer(body, np.uint8, size * N_RECORD, start).reshape(N_RECORD, size)
    longer = np.hstack([records, np.full((N_RECORD, 1), 9, np.uint8)]).tobytes()
    odd = bytes([7, 3, 0x84])
    return frame(body[:at] + odd + body[at + 3 : start] + longer + body[start + records.size :])


def zero_length() -> bytes:
    """No bytes at all."""
    return b""


def resource_fork() -> bytes:
    """Resource fork: what macOS puts beside a file under a name that begins with ``._``."""
    return bytes.fromhex("0005160700020000") + b"Mac OS X        " + b"\x00" * 154


def json_named_fit() -> bytes:
    """Error message of a web service, saved under the name of the run."""
    return b'{"error": {"code": 403, "message": "Download limit reached"}}'


def html_named_fit() -> bytes:
    """Log-in page of a web service, saved under the name of the run."""
    return b"<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>"


def zip_named_fit() -> bytes:
    """Zip archive with the run inside, saved under the name of the run."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo("12345_ACTIVITY.fit", (2026, 2, 28, 7, 0, 0))
        archive.writestr(member, frame(plain_body()))
    return packed.getvalue()
