"""Hostile files: bombs, names that climb, entities, absurd definitions, large garbage."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from backstride.synth.archive_oddities import nested_zip, zipped
from backstride.synth.xml_oddities import oddities as xml_oddities

PLAIN: Final = xml_oddities()["plain.gpx"]
"""An ordinary run, which every bomb holds beside its charge."""

_END_OF_DIRECTORY: Final = b"PK\x05\x06"


def fit_of(body: bytes) -> bytes:
    """Return a body behind a FIT header that fits it, without a checksum."""
    return bytes([14, 0x20, 0, 8]) + len(body).to_bytes(4, "little") + b".FIT\0\0" + body


def swelling(n_byte: int) -> bytes:
    """Return a zip with a member of zeros, which deflate shrinks a thousandfold, and a run."""
    return zipped({"zeros.gpx": bytes(n_byte), "run.gpx": PLAIN})


def swelling_in_sum(n_member: int, n_byte: int) -> bytes:
    """Return a zip of many members of zeros, each too small to be looked at alone."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(n_member):
            archive.writestr(f"{number}.bin", bytes(n_byte))
    return target.getvalue()


def told_to_be_full(n_entry: int) -> bytes:
    """Return a zip whose end record tells of more entries than are there."""
    archive = bytearray(zipped({"run.gpx": PLAIN}))
    place = archive.rindex(_END_OF_DIRECTORY)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, n_entry, n_entry, 0, 0)
    struct.pack_into("<2H", archive, place + 8, 0xFFFF, 0xFFFF)
    return bytes(archive[:place]) + wide + bytes(archive[place:])


def climbing() -> bytes:
    """Return a zip whose members want to be written outside of any folder."""
    names = ("../../escaped.gpx", "/tmp/escaped.gpx", "..\\escaped.gpx", "C:\\escaped.gpx")  # noqa: S108 - names to refuse
    return zipped(dict.fromkeys(names, PLAIN))


def expanding_entities(levels: int = 12) -> bytes:
    """Return a run whose DTD defines ten entities of ten entities, and so on."""
    lines = ['<!ENTITY e0 "lol">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels)]
    dtd = f"<!DOCTYPE gpx [{''.join(lines)}]>".encode()
    return _with_dtd(dtd, f"&e{levels - 1};".encode())


def external_entity(address: str) -> bytes:
    """Return a run whose name is to be fetched from an address."""
    return _with_dtd(f'<!DOCTYPE gpx [<!ENTITY x SYSTEM "{address}">]>'.encode(), b"&x;")


def _with_dtd(dtd: bytes, name: bytes) -> bytes:
    place = PLAIN.index(b"<gpx")
    text = PLAIN[:place] + dtd + PLAIN[place:]
    return text.replace(b"<trk>", b"<trk><name>" + name + b"</name>", 1)


def _filled(n_byte: int, unit: bytes, *, head: bytes = b"") -> bytes:
    return head + unit * ((n_byte - len(head)) // len(unit))


def _noise(n_byte: int, *, head: bytes = b"") -> bytes:
    return head + random.Random(1).randbytes(n_byte - len(head))


def _widest_definition(n_byte: int) -> bytes:
    """255 fields of 255 bytes: one message is 65 kB."""
    fields = b"".join(bytes([number % 250, 255, 7]) for number in range(255))
    return bytes([0x40, 0, 0, 20, 0, 255]) + fields + bytes(n_byte)


def _ever_new_definitions(n_byte: int) -> bytes:
    made = (
        bytes([0x40 | number % 16, 0, 0, number & 255, number >> 8, 1, 253, 4, 0x86])
        for number in range(1 << 16)
    )
    return _filled(n_byte, b"".join(made))


GARBAGE: Final[Mapping[str, Callable[[int], bytes]]] = {
    "random bytes": _noise,
    "zeros": bytes,
    "FIT header, then random bytes": lambda n: fit_of(_noise(n)),
    "FIT of the widest definition": lambda n: fit_of(_widest_definition(n)),
    "FIT of messages of one byte": lambda n: fit_of(b"\x40\0\0\x14\0\0" + bytes(n)),
    "FIT that defines one message again and again": lambda n: fit_of(
        _filled(n, b"\x40\0\0\x14\0\x01\xfd\x04\x86")
    ),
    "FIT of ever new definitions": lambda n: fit_of(_ever_new_definitions(n)),
    "GPX of tags that never end": lambda n: _filled(n, b"<a>", head=b"<gpx>"),
    "GPX of attributes without end": lambda n: _filled(n, b"a='1' ", head=b"<gpx "),
    "GPX of one long text": lambda n: _filled(n, b"x", head=b"<gpx><trk><name>"),
    "GPX of one point over and over": lambda n: _filled(
        n,
        b'<trkpt lat="48" lon="11"><time>2026-03-09T06:30:00Z</time></trkpt>',
        head=b"<gpx><trk><trkseg>",
    ),
    "TCX, then random bytes": lambda n: _noise(n, head=b"<TrainingCenterDatabase>"),
    "Apple records that never end": lambda n: _filled(
        n, b'<Record type="HKQuantityTypeIdentifierStepCount" ', head=b"<HealthData>"
    ),
    "Apple workouts that never end": lambda n: _filled(n, b'<Workout a="1">', head=b"<HealthData>"),
    "JSON nested without end": lambda n: _filled(n, b'{"a":', head=b'[{"userProfilePK":'),
    "JSON of one long list": lambda n: _filled(n, b"1,", head=b'[{"userProfilePK":1,"x":['),
    "CSV of empty cells": lambda n: _filled(n, b",", head=b"date,type,km,time\n"),
    "CSV of one quoted cell": lambda n: _filled(n, b"x", head=b'date,type,km,time\n"'),
    "CSV of runs without end": lambda n: _filled(
        n, b"2021-03-01,run,5.0,25:00\n", head=b"date,type,km,time\n"
    ),
    "diary without end": lambda n: _filled(n, b"2021-03-01,3\n", head=b"date,leg_morning\n"),
}
"""Makers of large files without sense, by what they are; called with a size [B]."""


def bombs() -> dict[str, tuple[bytes, str]]:
    """Make every archive that is larger than it looks.

    Returns
    -------
    dict of str to tuple of bytes and str
        File name; content, and the code of the problem that refuses it.
    """
    return {
        "ratio.zip": (swelling(64 << 20), "source.ratio_too_high"),
        "sum.zip": (swelling_in_sum(70, 4 << 20), "source.ratio_too_high"),
        "nesting.zip": (nested_zip(8, PLAIN), "source.nested_too_deep"),
        "count.zip": (told_to_be_full(300_000), "source.too_many_members"),
    }
