"""Odd containers: gzip and zip files as exports and people produce them, and hostile ones."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Final

from backstride.synth.xml_oddities import oddities as xml_oddities

APPLE_DOUBLE: Final = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(130)
"""What macOS writes as ``._name`` beside a file on foreign volumes."""


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2026, 3, 9, 6, 30, 0))
            archive.writestr(info, data, compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


def gzipped(data: bytes) -> bytes:
    """Return a gzip file with a fixed time, so that the same content gives the same bytes."""
    return gzip.compress(data, mtime=0)


def nested_zip(depth: int, data: bytes, *, name: str = "run.gpx") -> bytes:
    """Return zips within zips around one file."""
    for level in range(depth):
        data = zipped({name if level == 0 else f"level-{level}.zip": data})
    return data


def swelling_zip(n_byte: int) -> bytes:
    """Return a small zip of one file of `n_byte` zeros."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros.gpx", bytes(n_byte))
    return target.getvalue()


def encrypted_zip(data: bytes) -> bytes:
    """Return a zip whose only member says that it is locked with a password."""
    archive = bytearray(zipped({"locked.gpx": data}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = archive.index(magic) + offset
        flags = struct.unpack_from("<H", archive, place)[0]
        struct.pack_into("<H", archive, place, flags | 1)
    return bytes(archive)


def broken_member_zip(good: bytes) -> bytes:
    """Return a zip of three files, the second of which does not match its checksum."""
    archive = bytearray(zipped({"first.gpx": good, "second.gpx": good, "third.gpx": good}))
    second = archive.index(b"second.gpx") + len(b"second.gpx")
    archive[second + 200] ^= 0xFF
    return bytes(archive)


def oddities() -> dict[str, bytes]:
    """Make every odd container.

    Returns
    -------
    dict of str to bytes
        Content by a name that says what is odd; endings lie on purpose.
    """
    plain = xml_oddities()["plain.gpx"]
    packed = gzipped(plain)
    return {
        "gzip.gpx.gz": packed,
        "gzip-without-ending.gpx": packed,
        "gzip-twice.gz": gzipped(packed),
        "gzip-cut-short.gpx.gz": packed[: len(packed) * 2 // 3],
        "gzip-trailing-bytes.gpx.gz": packed + b"further bytes",
        "zip.zip": zipped({"folder/run.gpx": plain, "empty.txt": b""}),
        "zip-called.fit": zipped({"23293884514_ACTIVITY.gpx": plain}),
        "zip-of-gzip.zip": zipped({"activities/1.gpx.gz": packed, "activities/2.gpx": plain}),
        "zip-nested.zip": nested_zip(3, plain),
        "zip-from-a-mac.zip": zipped({"run.gpx": plain, "__MACOSX/._run.gpx": APPLE_DOUBLE}),
        "zip-climbing-names.zip": zipped({"../../etc/run.gpx": plain, "/abs/run.gpx": plain}),
        "zip-locked.zip": encrypted_zip(plain),
        "zip-broken-member.zip": broken_member_zip(plain),
        "zip-cut-short.zip": zipped({"run.gpx": plain})[:-40],
    }
