"""Zip archives, entry by entry, with the directory's size looked at before it is read."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import MIB, Limits

_PACKING_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)
"""What the standard library raises on broken, encrypted or unsupported zip content."""

_STEP: Final = 1 << 16
_SMALL_STEP: Final = 1 << 9
_ENCRYPTED: Final = 0x1
_MAX_DIRECTORY_BYTES: Final = 64 * MIB
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_END_RECORD_64: Final = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT: Final = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One file of a zip archive.

    Parameters
    ----------
    name : str
        As the archive holds it.
    packed_bytes : int
        Packed size as the directory states it. [B]
    problem : Problem or None
        Why it cannot be opened at all.
    notes : tuple of Problem
        What is odd about it.
    archive : ZipFile
        Where it comes from.
    info : ZipInfo
        Its directory entry.
    """

    name: str
    packed_bytes: int
    problem: Problem | None
    notes: tuple[Problem, ...]
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def beside(self, path: str) -> ZipEntry | None:
        """Return a file that lies in the same folder or below, None where there is none.

        Parameters
        ----------
        path : str
            Relative to the folder of this entry.
        """
        folder = self.info.filename.rpartition("/")[0]
        name = f"{folder}/{path}" if folder else path
        info = self.archive.NameToInfo.get(name)
        if info is None or ".." in path.split("/") or _cannot_open(info) is not None:
            return None
        return ZipEntry(name, info.compress_size, None, (), self.archive, info)

    def chunks(self, problems: list[Problem]) -> Iterator[bytes]:
        """Yield the unpacked bytes; what comes before a fault is kept and the fault is told."""
        n_out = 0
        try:
            with self.archive.open(self.info) as handle:
                while chunk := handle.read(_STEP):
                    n_out += len(chunk)
                    yield chunk
        except _PACKING_ERRORS:
            for chunk in self._after(n_out):
                n_out += len(chunk)
                yield chunk
            problems.append(
                Problem("source.member_broken", "", {"kept_bytes": n_out}, Severity.LOST)
            )

    def _after(self, n_skip: int) -> Iterator[bytes]:
        """Yield in small steps what a large step lost to the fault."""
        try:
            with self.archive.open(self.info) as handle:
                while n_skip > 0:
                    n_skip -= len(handle.read(min(n_skip, _STEP)))
                while chunk := handle.read(_SMALL_STEP):
                    yield chunk
        except _PACKING_ERRORS:
            return


def entries(stream: BinaryIO, limits: Limits) -> Iterator[ZipEntry | Problem]:
    """Yield the files of a zip archive; folders are passed over.

    Documents come first, since an export may name the files that lie beside it, then the rest in
    the order of the directory.

    Parameters
    ----------
    stream : binary file
        Seekable.
    limits : Limits
        How many entries there may be.

    Yields
    ------
    ZipEntry or Problem
        A problem where the archive as a whole cannot be read.
    """
    too_large = _directory_too_large(stream, limits)
    if too_large is not None:
        yield too_large
        return
    try:
        with zipfile.ZipFile(stream) as archive:
            yield from _entries(archive, _size(stream))
    except _PACKING_ERRORS as error:
        yield _archive_broken(error)


def n_entries(stream: BinaryIO) -> int:
    """Return how many entries an archive says it has, without reading its directory.

    Parameters
    ----------
    stream : binary file
        Seekable; need not be an archive.
    """
    n_entry, _ = _directory_size(stream)
    stream.seek(0)
    return n_entry


def _size(stream: BinaryIO) -> int:
    stream.seek(0, io.SEEK_END)
    return stream.tell()


def _entries(archive: zipfile.ZipFile, archive_bytes: int) -> Iterator[ZipEntry]:
    seen: dict[str, int] = {}
    for info in sorted(archive.infolist(), key=_is_no_markup):
        if info.filename.endswith("/"):
            continue
        seen[info.filename] = seen.get(info.filename, 0) + 1
        repeat = seen[info.filename]
        name = info.filename if repeat == 1 else f"{info.filename} ({repeat})"
        yield ZipEntry(
            name=name,
            packed_bytes=min(info.compress_size, archive_bytes),
            problem=_cannot_open(info),
            notes=_odd_name(info.filename),
            archive=archive,
            info=info,
        )


def _is_no_markup(info: zipfile.ZipInfo) -> bool:
    return not info.filename.lower().endswith(".xml")


def _cannot_open(info: zipfile.ZipInfo) -> Problem | None:
    if info.flag_bits & _ENCRYPTED:
        return Problem("source.encrypted", "", {}, Severity.REFUSED)
    return None


def _odd_name(name: str) -> tuple[Problem, ...]:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or parts[0].endswith(":"):
        return (Problem("source.climbing_name", "", {"name": ascii(name)[:120]}),)
    return ()


def _archive_broken(error: BaseException) -> Problem:
    params: dict[str, Parameter] = {"kind": type(error).__name__}
    return Problem("source.archive_broken", "", params, Severity.REFUSED)


def _directory_too_large(stream: BinaryIO, limits: Limits) -> Problem | None:
    """Refuse a directory that would not fit in memory, before the standard library reads it."""
    n_entry, n_byte = _directory_size(stream)
    stream.seek(0)
    if n_entry <= limits.max_members and n_byte <= _MAX_DIRECTORY_BYTES:
        return None
    params: dict[str, Parameter] = {"limit": limits.max_members}
    return Problem("source.too_many_members", "", params, Severity.REFUSED)


def _directory_size(stream: BinaryIO) -> tuple[int, int]:
    """Entries and bytes [B] of the central directory as the end records state them."""
    stream.seek(0, io.SEEK_END)
    tail_bytes = _END_RECORD.size + _LONGEST_COMMENT + _END_RECORD_64.size + 20
    stream.seek(max(0, stream.tell() - tail_bytes))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < _END_RECORD.size:
        return 0, 0
    record = _END_RECORD.unpack_from(tail, end)
    n_entry, n_byte = int(record[4]), int(record[5])
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if wide >= 0 and len(tail) - wide >= _END_RECORD_64.size:
        record = _END_RECORD_64.unpack_from(tail, wide)
        n_entry, n_byte = max(n_entry, int(record[7])), max(n_byte, int(record[8]))
    return n_entry, n_byte
