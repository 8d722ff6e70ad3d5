"""Containers on disk: whether a file holds several, and which content it has as a whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backstride.readers.apple_scan import is_apple_health
from backstride.readers.limits import LIMITS
from backstride.readers.sniff import HEAD_BYTES, sniff
from backstride.readers.zip_archive import n_entries

_SNIFF_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Look:
    """What a file on disk is by its beginning.

    Parameters
    ----------
    n_inside : int
        How many files it holds, 1 for what is no zip archive.
    holds_several : bool
        True for a zip archive or an Apple Health export.
    """

    n_inside: int
    holds_several: bool


@dataclass(frozen=True, slots=True)
class Content:
    """One state of a file on disk.

    Parameters
    ----------
    sha256 : str
        Hash of the whole file.
    n_byte, changed_ns : int
        Size [B] and time of the last change [ns].
    """

    sha256: str
    n_byte: int
    changed_ns: int


def look_at(path: Path) -> Look:
    """Look into a file without unpacking anything; what cannot be opened holds one file.

    Parameters
    ----------
    path : Path
        A zip archive says at its end how many files it holds.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_SNIFF_BYTES)
            if sniff(head) == "zip":
                return Look(max(1, min(n_entries(stream), LIMITS.max_members)), True)
            may_be_export = b"<" in head
            if may_be_export:
                head += stream.read(HEAD_BYTES - len(head))
            return Look(1, may_be_export and is_apple_health(head))
    except OSError:
        return Look(1, False)


def whole_content(path: Path) -> Content | None:
    """Return the content of a file that holds several, None where it cannot be read.

    Parameters
    ----------
    path : Path
        A zip archive or an Apple Health export is hashed whole, however large it is.
    """
    try:
        with path.open("rb") as stream:
            status = path.stat()
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    return Content(sha256, status.st_size, status.st_mtime_ns)


def is_unchanged(path: Path, content: Content) -> bool:
    """Tell whether a file is still as it was when it was hashed."""
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (content.n_byte, content.changed_ns)
