"""Source: find files, look inside gzip and zip whatever they are called, hand out the innermost.

One member is in memory at a time, nested containers are spooled to a temporary file, and every
limit, unreadable file and broken member becomes a `Refusal` beside the rest.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.apple_extract import Export
from backstride.readers.apple_routes import route_element, route_paths
from backstride.readers.apple_scan import is_apple_health
from backstride.readers.limits import LIMITS, MIB, Limits, OverLimit
from backstride.readers.member import (
    SEPARATOR,
    FoundFile,
    Member,
    Refusal,
    harmless,
    printable,
)
from backstride.readers.sniff import HEAD_BYTES, sniff, xml_root
from backstride.readers.spool import Allowance, Budget, gunzipped, spooled, too_large
from backstride.readers.zip_archive import ZipEntry, entries

_SNIFF_BYTES: Final = 512
_CONTAINERS: Final = frozenset({"gzip", "zip"})
_MOST_ROUTE_BYTES: Final = 32 * MIB
"""A day of positions, one a second, is about 24 MB in Apple's form. [B]"""

_HEAD_ONLY: Final = frozenset({"ClinicalDocument"})
"""Roots of documents that hold no recording and may be gigabytes large."""


def walk(paths: Sequence[Path], limits: Limits = LIMITS) -> Iterator[FoundFile | Refusal]:
    """Find files in folders, recursively, in the order of their names.

    Parameters
    ----------
    paths : sequence of Path
        Files or folders; a link given here is followed, a link to a folder further down is not.
    limits : Limits
        How deep folders may lie.

    Yields
    ------
    FoundFile or Refusal
        Every ordinary file, and whatever could not be looked at.
    """
    for path in paths:
        yield from _walk_one(path, limits.max_folder_depth)


def unwrap_file(found: FoundFile, limits: Limits = LIMITS) -> Iterator[Member | Refusal]:
    """Open a file on disk and yield its innermost files, one at a time.

    Parameters
    ----------
    found : FoundFile
        From `walk`.
    limits : Limits
        What it may cost.

    Yields
    ------
    Member or Refusal
        A plain file gives one member, a container one for each innermost file. A file that
        somebody changes meanwhile ends in a refusal; what was handed out before was whole.
    """
    try:
        with found.path.open("rb") as stream:
            before = _state(stream)
            for part in _Unwrapping(limits).open(found.name, "", stream):
                if _state(stream) != before:
                    changed = Problem("source.changed_meanwhile", "", {}, Severity.REFUSED)
                    yield _refuse_path(found.path, changed)
                    return
                yield part
    except OSError as error:
        yield _unreadable(found.path, error)


def unwrap(name: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Member | Refusal]:
    """Yield the innermost files of bytes in memory.

    Parameters
    ----------
    name : str
        Unit name the bytes go under.
    data : bytes
        A plain file, gzip or zip, told by content.
    limits : Limits
        What it may cost.

    Yields
    ------
    Member or Refusal
        As of `unwrap_file`.
    """
    yield from _Unwrapping(limits).open(printable(name), "", io.BytesIO(data))


def _state(stream: BinaryIO) -> tuple[int, int]:
    """Size [B] and time of the last change [ns] of an open file."""
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns


def _walk_one(path: Path, depth_left: int) -> Iterator[FoundFile | Refusal]:
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            yield FoundFile(path, status.st_size)
        elif stat.S_ISDIR(status.st_mode):
            yield from _walk_folder(path, depth_left)
        else:
            yield _refuse_path(path, Problem("source.not_a_file", "", {}, Severity.REFUSED))
    except OSError as error:
        yield _unreadable(path, error)


def _walk_folder(folder: Path, depth_left: int) -> Iterator[FoundFile | Refusal]:
    if depth_left == 0:
        yield _refuse_path(folder, Problem("source.folders_too_deep", "", {}, Severity.REFUSED))
        return
    with os.scandir(folder) as listing:
        found = sorted(listing, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_symlink() and entry.is_dir():
            continue
        yield from _walk_one(Path(entry.path), depth_left - 1)


def _refuse_path(path: Path, problem: Problem) -> Refusal:
    return Refusal(printable(path.as_posix()), "", problem)


def _unreadable(path: Path, error: OSError) -> Refusal:
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    problem = Problem("source.unreadable", "", {"reason": reason}, Severity.REFUSED)
    return _refuse_path(path, problem)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the nest of containers the unpacking stands."""

    name: str
    parent: str
    depth: int
    entry: ZipEntry | None = None

    def inside(self, entry: ZipEntry) -> _Place:
        return _Place(self.unit(entry), self.name, self.depth, entry)

    def unit(self, entry: ZipEntry) -> str:
        return f"{self.name}{SEPARATOR}{harmless(entry.name)}"

    def deeper(self) -> _Place:
        return replace(self, depth=self.depth + 1)


class _Unwrapping:
    """The unpacking of one file on disk, with one budget for all its containers."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.budget = Budget(limits, 0)
        self.taken: dict[str, str] = {}

    def open(self, name: str, parent: str, stream: BinaryIO) -> Iterator[Member | Refusal]:
        """Yield the innermost files of a stream on disk or in memory."""
        self.budget.packed_bytes = _size(stream)
        try:
            yield from self._look(_Place(name, parent, 0), stream)
        except OverLimit as error:
            yield Refusal(name, parent, error.problem)

    def _look(self, place: _Place, stream: BinaryIO) -> Iterator[Member | Refusal]:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        kind = sniff(head[:_SNIFF_BYTES])
        # An archive that does not compress begins with the text of its first file.
        if kind not in _CONTAINERS and is_apple_health(head):
            yield from self._workouts(place, stream)
        elif xml_root(head) in _HEAD_ONLY:
            yield Member(place.name, place.parent, head)
        elif kind not in _CONTAINERS:
            yield self._plain(place, stream)
        elif place.depth >= self.limits.max_depth:
            params: dict[str, Parameter] = {"limit": self.limits.max_depth}
            raise OverLimit(Problem("source.nested_too_deep", "", params, Severity.REFUSED))
        elif kind == "gzip":
            problems: list[Problem] = []
            chunks = gunzipped(stream, problems)
            yield from self._unpacked(place, chunks, _size(stream), problems)
        else:
            yield from self._zip(place, stream)

    def _workouts(self, place: _Place, stream: BinaryIO) -> Iterator[Member]:
        """Cut an Apple Health export into its workouts with their ways, and what is left of it."""
        export = Export(stream)
        for number, extract in enumerate(export.extracts(), start=1):
            unit = f"{place.name}#{number}"
            routes = [self._beside(place, path, unit) for path in route_paths(extract.workout)]
            whole = replace(extract, routes=b"".join(routes))
            yield Member(unit, place.name, whole.document(), extract.problems)
        yield Member(place.name, place.parent, export.rest(), export.problems())

    def _beside(self, place: _Place, path: str, workout: str) -> bytes:
        """Return the positions in a file of the same archive, empty where there are none."""
        found = None if place.entry is None else place.entry.beside(path)
        if found is None:
            return b""
        problems: list[Problem] = []
        allowance = Allowance(self.budget, found.packed_bytes, _MOST_ROUTE_BYTES)
        with spooled(found.chunks(problems), allowance) as stream:
            element = route_element(stream.read())
        if element and not problems:
            self.taken[f"{place.parent}{SEPARATOR}{harmless(found.name)}"] = workout
            return element
        return b""

    def _plain(self, place: _Place, stream: BinaryIO) -> Member:
        data = stream.read(self.limits.max_member_bytes + 1)
        if len(data) > self.limits.max_member_bytes:
            raise OverLimit(too_large(self.limits.max_member_bytes))
        return Member(place.name, place.parent, data)

    def _zip(self, place: _Place, stream: BinaryIO) -> Iterator[Member | Refusal]:
        found = False
        for entry in entries(stream, self.limits):
            found = True
            if isinstance(entry, Problem):
                yield Refusal(place.name, place.parent, entry)
                continue
            self.budget.count_member()
            inner = place.inside(entry)
            if inner.name in self.taken:
                params: dict[str, Parameter] = {"workout": self.taken[inner.name]}
                told = Problem("apple_health.route_of_workout", "", params)
                yield Refusal(inner.name, inner.parent, told)
                continue
            try:
                yield from self._entry(inner, entry)
            except OverLimit as error:
                yield Refusal(inner.name, inner.parent, error.problem)
                if error.ends_file:
                    return
        if not found:
            problem = Problem("source.archive_empty", "", {}, Severity.REFUSED)
            yield Refusal(place.name, place.parent, problem)

    def _entry(self, place: _Place, entry: ZipEntry) -> Iterator[Member | Refusal]:
        if entry.problem is not None:
            yield Refusal(place.name, place.parent, entry.problem)
            return
        problems = list(entry.notes)
        yield from self._unpacked(place, entry.chunks(problems), entry.packed_bytes, problems)

    def _unpacked(
        self, place: _Place, chunks: Iterator[bytes], packed_bytes: int, problems: list[Problem]
    ) -> Iterator[Member | Refusal]:
        """Unpack to a spool and look at what came out; `problems` fills while unpacking."""
        first = next(chunks, b"")
        if xml_root(first) in _HEAD_ONLY:
            yield Member(place.name, place.parent, first[:HEAD_BYTES])
            return
        holds_more = sniff(first[:_SNIFF_BYTES]) in _CONTAINERS or is_apple_health(first)
        limits = self.limits
        most = limits.max_container_bytes if holds_more else limits.max_member_bytes
        allowance = Allowance(self.budget, packed_bytes, most)
        with spooled(chain([first], chunks), allowance) as inner:
            for found in self._look(place.deeper(), inner):
                yield _with_problems(found, problems)


def _size(stream: BinaryIO) -> int:
    here = stream.tell()
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(here)
    return size


def _with_problems(found: Member | Refusal, problems: list[Problem]) -> Member | Refusal:
    if isinstance(found, Refusal) or not problems:
        return found
    return Member(found.name, found.parent, found.data, (*problems, *found.problems))
