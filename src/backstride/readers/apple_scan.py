"""Apple Health's ``export.xml`` in bounded memory: its tags, one after another, from any file.

The file grows to several GB, its inline DTD is broken since iOS 16 and control bytes stand in
names, so that no strict parser reads it and no whole-document parser can. Every record is one
empty or short element of attributes: a scan for two kinds of tags finds all there is to read.
No entity and no DTD is ever obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, NamedTuple

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import KIB, MIB
from backstride.readers.sniff import HEAD_BYTES, head_text, xml_root

CHUNK_BYTES: Final = 4 * MIB
MAX_WORKOUT_BYTES: Final = 8 * MIB
"""Ten thousand laps and marks of one workout are about 2 MB. [B]"""

MAX_WORKOUTS: Final = 50_000
"""Fifty years of two or three workouts a day."""

_LONGEST_TAG: Final = 64 * KIB
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s+HealthData\b")
_ATTRIBUTES: Final = rb'((?:[^"<>]++|"[^"<]*+")*+)'
"""No attribute holds a ``<`` (XML 1.0, production 10): a tag that never ends costs no more than
the way to the next one."""

_KINDS: Final = (
    rb"HK(?:QuantityTypeIdentifier(?:HeartRate|Running[A-Z][A-Za-z]++|StepCount"
    rb"|DistanceWalkingRunning)|CategoryTypeIdentifierSleepAnalysis)"
)
"""Records that somebody asks for; the many others are passed over where they stand."""

_RECORD: Final = re.compile(
    rb'<Record\s++type="(' + _KINDS + rb')"(?:'
    rb'\s++sourceName="([^"<]*+)"(?:\s++sourceVersion="[^"<]*+")?+(?:\s++device="[^"<]*+")?+'
    rb'(?:\s++unit="([^"]*+)")?+(?:\s++creationDate="[^"]*+")?+\s++startDate="([^"]*+)"'
    rb'\s++endDate="([^"]*+)"(?:\s++value="([^"]*+)")?+\s*+/?>|' + _ATTRIBUTES + rb">)"
)
"""The order in which Apple writes attributes, else whatever follows the type."""

_ANY_RECORD: Final = re.compile(rb"<Record\s" + _ATTRIBUTES + rb">")
_TYPE_FIRST: Final = b'<Record type="'
_WORKOUT: Final = re.compile(rb"<Workout\s" + _ATTRIBUTES + rb">")
_WORKOUT_BEGINS: Final = re.compile(rb"<Workout\s")
_WORKOUT_ENDS: Final = b"</Workout>"
_ATTRIBUTE: Final = re.compile(rb'(\w+)\s*=\s*"([^"]*+)"')
_END: Final = b"</HealthData>"


def is_apple_health(head: bytes) -> bool:
    """Tell an export by its root element, or by the DTD before it.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    if xml_root(head[:HEAD_BYTES]) == "HealthData":
        return True
    text = head_text(head[: 4 * KIB]).lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n")
    return text.startswith("<") and _DOCTYPE.search(text) is not None


def attributes_of(tag: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag, as the file writes them.

    Parameters
    ----------
    tag : bytes
        What stands between the name of the element and its end.
    """
    return dict(_ATTRIBUTE.findall(tag))


def workout_tag(element: bytes) -> bytes:
    """Return what stands in the start tag of a workout, without its name."""
    tag = _WORKOUT.match(element)
    return b"" if tag is None else tag[1]


@dataclass(slots=True)
class Losses:
    """What had to be left out.

    Parameters
    ----------
    counts : dict of str to int
        How often, by code of the problem.
    cut_short : bool
        True where the document does not end.
    """

    counts: dict[str, int] = field(default_factory=dict)
    cut_short: bool = False

    def add(self, code: str, n: int = 1) -> None:
        """Count something that was left out."""
        if n:
            self.counts[code] = self.counts.get(code, 0) + n

    def problems(self) -> tuple[Problem, ...]:
        """Tell what was counted."""
        found = [
            Problem(code, "", _told(n), Severity.LOST) for code, n in sorted(self.counts.items())
        ]
        if self.cut_short:
            found.append(Problem("xml.cut_short", "", {}, Severity.LOST))
        return tuple(found)


def _told(n: int) -> dict[str, Parameter]:
    return {"n": n}


def workout_elements(stream: BinaryIO, losses: Losses) -> Iterator[bytes]:
    """Yield every ``Workout`` element with all it holds, and note whether the document ends.

    Parameters
    ----------
    stream : binary file
        Read from its start.
    losses : Losses
        Told what is left out.
    """
    stream.seek(0)
    left, n_found, tail = b"", 0, b""
    while chunk := stream.read(CHUNK_BYTES):
        text, place = left + chunk, 0
        tail = (tail + chunk)[-KIB:]
        while (begin := _WORKOUT_BEGINS.search(text, place)) is not None:
            place = begin.start()
            end = _element_end(text, place)
            if end == _NOT_YET and len(text) - place <= MAX_WORKOUT_BYTES:
                break
            if end in (_NOT_YET, _NEVER):
                too_long, cut_short = (
                    "apple_health.workout_too_long",
                    "apple_health.workout_cut_short",
                )
                losses.add(too_long if end == _NOT_YET else cut_short)
                if losses.counts.get(cut_short, 0) > MAX_WORKOUTS:
                    losses.cut_short = True
                    return  # no export breaks off so often: this is none
                place += 1
                continue
            n_found += 1
            if n_found <= MAX_WORKOUTS:
                yield text[place:end]
            place = end
        left = text[place:] if begin is not None else text[max(place, len(text) - 16) :]
    if left.startswith(b"<Workout"):
        losses.add("apple_health.workout_cut_short")
    losses.add("apple_health.too_many_workouts", max(0, n_found - MAX_WORKOUTS))
    losses.cut_short = _END not in tail


_NOT_YET: Final = -1
_NEVER: Final = -2


def _element_end(text: bytes, begin: int) -> int:
    """Position behind the element; `_NOT_YET` or `_NEVER` where it does not end in this text.

    Workouts do not lie within one another: one that has not ended where the next begins never
    does. Looking no further also keeps a file of beginnings from costing more than its length.
    """
    following = _WORKOUT_BEGINS.search(text, begin + 1)
    unended, stop = (_NOT_YET, len(text)) if following is None else (_NEVER, following.start())
    tag = _WORKOUT.match(text, begin, stop)
    if tag is None:
        return unended
    if tag[1].endswith(b"/"):
        return tag.end()
    end = text.find(_WORKOUT_ENDS, tag.end(), stop)
    return unended if end < 0 else end + len(_WORKOUT_ENDS)


class Record(NamedTuple):
    """A record as the file writes it, entities and all; empty where it lacks something."""

    kind: bytes
    source: bytes
    unit: bytes
    start: bytes
    end: bytes
    value: bytes


def records(stream: BinaryIO) -> Iterator[list[Record]]:
    """Yield the records that somebody asks for, a piece of the file at a time.

    Parameters
    ----------
    stream : binary file
        Read from its start.
    """
    stream.seek(0)
    left = b""
    while chunk := stream.read(CHUNK_BYTES):
        text = left + chunk
        cut = text.rfind(b"<")
        if cut < 0 or len(text) - cut > _LONGEST_TAG:
            cut = len(text)
        yield _records(text[:cut])
        left = text[cut:]
    yield _records(left)


def _records(text: bytes) -> list[Record]:
    if text.count(b"<Record") != text.count(_TYPE_FIRST):
        return [found for tag in _ANY_RECORD.findall(text) if (found := _from_tag(tag)).kind]
    return [
        _from_tag(b'type="' + found[0] + b'"' + found[6]) if found[6] else Record._make(found[:6])
        for found in _RECORD.findall(text)
    ]


def _from_tag(tag: bytes) -> Record:
    """Read a record whose attributes stand in another order; without a kind where unasked for."""
    found = attributes_of(tag)
    kind = found.get(b"type", b"")
    names = (b"sourceName", b"unit", b"startDate", b"endDate", b"value")
    asked = re.fullmatch(_KINDS, kind)
    return Record(kind if asked else b"", *(found.get(name, b"") for name in names))
