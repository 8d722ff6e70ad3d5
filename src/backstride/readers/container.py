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


def container_content(path: Path) -> Content | None:
    """Return the content of a file that holds several, None for any other.

    Parameters
    ----------
    path : Path
        A zip archive or an Apple Health export is hashed whole, however large it is.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_SNIFF_BYTES)
            may_be_markup = b"<" in head
            if may_be_markup:
                head += stream.read(HEAD_BYTES - len(head))
            if not (may_be_markup and is_apple_health(head)) and sniff(head) != "zip":
                return None
            status = path.stat()
            stream.seek(0)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    return Content(sha256, status.st_size, status.st_mtime_ns)


def n_inside(path: Path) -> int:
    """Return how many files a file on disk holds, 1 for what is no zip archive.

    Parameters
    ----------
    path : Path
        An archive says it at its end; nothing is unpacked.
    """
    try:
        with path.open("rb") as stream:
            if sniff(stream.read(_SNIFF_BYTES)) != "zip":
                return 1
            return max(1, min(n_entries(stream), LIMITS.max_members))
    except OSError:
        return 1


def is_unchanged(path: Path, content: Content) -> bool:
    """Tell whether a file is still as it was when it was hashed."""
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (content.n_byte, content.changed_ns)
