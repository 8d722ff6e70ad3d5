"""The archive of an export: written whole or not at all, checked before it is believed."""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from backstride.domain.errors import StoreError
from backstride.exchange.layout import ABOUT, CHECKSUMS, About, about_of

_OWNER_ONLY: Final = 0o600
_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""One date for every member: the same store gives the same archive."""

_LARGEST_MEMBER: Final = 1 << 30
"""A member beyond a gigabyte is none of ours. [B]"""

_MOST_MEMBERS: Final = 2_000_000


class Writer:
    """Adds members to an archive and remembers their checksums.

    Parameters
    ----------
    archive : ZipFile
        Open for writing.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._sums: list[str] = []

    def add(self, place: str, content: bytes, *, is_packed: bool = False) -> None:
        """Add one member.

        Parameters
        ----------
        place : str
            Its name in the archive.
        content : bytes
            All of it.
        is_packed : bool
            True for content that is compressed already.
        """
        info = zipfile.ZipInfo(place, _DATE)
        info.external_attr = _OWNER_ONLY << 16
        kind = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        self._archive.writestr(info, content, compress_type=kind, compresslevel=1)
        if place != CHECKSUMS:
            self._sums.append(f"{hashlib.sha256(content).hexdigest()}  {place}\n")

    def finish(self) -> None:
        """Add the list of checksums, as ``sha256sum --check`` reads it."""
        self.add(CHECKSUMS, "".join(self._sums).encode())


@contextmanager
def new_archive(target: Path) -> Iterator[Writer]:
    """Write an archive beside its place and put it there when it is whole.

    Parameters
    ----------
    target : Path
        Where it is to lie; nothing may lie there.

    Raises
    ------
    StoreError
        Where the disk does not take it; then nothing is left of it.
    """
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
                writer = Writer(archive)
                yield writer
                writer.finish()
            stream.flush()
            os.fsync(stream.fileno())
        os.link(unfinished, target)  # unlike a rename it never overwrites
        unfinished.unlink()
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            detail = error.strerror or type(error).__name__
            raise StoreError("export.disk", place=str(target), detail=detail) from error
        raise


class Reader:
    """Reads an export that was checked.

    Parameters
    ----------
    archive : ZipFile
        Open for reading.
    about : About
        What it says of itself.
    places : frozenset of str
        Names of its members.
    """

    def __init__(self, archive: zipfile.ZipFile, about: About, places: frozenset[str]) -> None:
        self._archive = archive
        self.about = about
        self.places = places

    def read(self, place: str) -> bytes:
        """Return one member."""
        return self._archive.read(place)


@contextmanager
def open_archive(source: Path) -> Iterator[Reader]:
    """Open an export and check every member against the list of checksums.

    Parameters
    ----------
    source : Path
        As `new_archive` wrote it.

    Raises
    ------
    StoreError
        Where it is no export, or not as it was written.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            about, places = _check(archive, source)
            yield Reader(archive, about, places)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise StoreError("export.not_an_export", place=str(source)) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise StoreError("export.disk", place=str(source), detail=detail) from error


def _check(archive: zipfile.ZipFile, source: Path) -> tuple[About, frozenset[str]]:
    members = {info.filename: info for info in archive.infolist()}
    if len(members) > _MOST_MEMBERS or not {ABOUT, CHECKSUMS} <= set(members):
        raise StoreError("export.not_an_export", place=str(source))
    about = about_of(archive.read(ABOUT))
    if about is None:
        raise StoreError("export.not_an_export", place=str(source))
    lines = archive.read(CHECKSUMS).decode().splitlines()
    sums = {place: sha256 for sha256, _, place in (line.partition("  ") for line in lines)}
    if set(sums) != set(members) - {CHECKSUMS}:
        raise StoreError("export.damaged", place=str(source), member=CHECKSUMS)
    for place, sha256 in sums.items():
        if members[place].file_size > _LARGEST_MEMBER or _sum(archive, place) != sha256:
            raise StoreError("export.damaged", place=str(source), member=place)
    return about, frozenset(members)


def _sum(archive: zipfile.ZipFile, place: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(place) as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except zipfile.BadZipFile:
        return ""
    return digest.hexdigest()
