"""Uploads: files on their way from a browser into the store, each in the folder of its upload.

What lies here is only a copy on its way: an import keeps what it reads in the store, file by file,
and takes the folder away. What a crash leaves behind is removed when the server starts again.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from backstride.readers.member import harmless
from backstride.store.presence import Presence
from backstride.web.faults import Refused

FOLDER: Final = "uploads"
MOST_BYTES_OF_A_NAME: Final = 120
"""Longest name of a file or folder that is made; common file systems take 255. [B]"""
MOST_FOLDERS: Final = 8
"""Folders within folders that are kept of a chosen folder."""
ROOM_LEFT: Final = 256 * 1024**2
"""What must stay free on the disk. [B]"""
TIMES_ITS_SIZE: Final = 2
"""Room that an upload takes: its copy here, and the original in the store."""

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
"""Signs that some file system does not take."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """What the last run of the server left behind.

    Parameters
    ----------
    n_file : int
        Files that had come and were not read to their end.
    """

    n_file: int = 0


class Uploads:
    """The folders of all uploads of one store.

    Parameters
    ----------
    home : Path
        Folder of the store.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home.resolve() / FOLDER
        self.folder.mkdir(mode=0o700, exist_ok=True)
        lock = self.folder / ".lock"
        lock.touch(mode=0o600)
        self._presence = Presence(lock)
        # Another server, or an import that outlived its own, may still be reading.
        self.cut_off = self._clear() if self._presence.alone else CutOff()
        self._presence.share()

    def begin(self) -> Path:
        """Return a new folder that only its owner can read."""
        folder = self._there() / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        return folder

    def check_room(self, n_byte: int) -> None:
        """Refuse what the disk has no room for.

        Parameters
        ----------
        n_byte : int
            Still to come. [B]

        Raises
        ------
        Refused
            With status 507.
        """
        free = shutil.disk_usage(self._there()).free
        needed = TIMES_ITS_SIZE * n_byte + ROOM_LEFT
        if free < needed:
            raise Refused(
                "web.import.no_room",
                status=507,
                free_mb=round(free / 1e6),
                needed_mb=round(needed / 1e6),
            )

    def _there(self) -> Path:
        """Return the folder, made again where deleting everything took it away."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        return self.folder

    def close(self) -> None:
        """Let go of the folders."""
        self._presence.end()

    def _clear(self) -> CutOff:
        left = [one for one in self.folder.iterdir() if one.is_dir()]
        n_file = sum(len(files) for folder in left for _, _, files in os.walk(folder))
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        return CutOff(n_file)


def discard(folder: Path) -> None:
    """Take the folder of an upload away."""
    shutil.rmtree(folder, ignore_errors=True)


def place_for(folder: Path, name: str) -> Path:
    """Return where a file of an upload is put: below the folder, whatever its name says.

    Parameters
    ----------
    folder : Path
        Of the upload.
    name : str
        As the browser sends it; a chosen folder sends the way to each file.

    Returns
    -------
    Path
        Of no file yet; its folders are made.
    """
    parts = [_as_part(part) for part in PurePosixPath(harmless(name)).parts]
    *folders, last = parts[-MOST_FOLDERS:]
    place = folder.joinpath(*folders)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file came under the name of this folder
        place = folder
    return _free(place, last)


def open_new(place: Path) -> BinaryIO:
    """Open a file that is not there yet, readable by its owner only."""
    return os.fdopen(os.open(place, _NEW, 0o600), "wb")


def _as_part(part: str) -> str:
    """Return one part of a way as any file system takes it, with the end of the name kept."""
    clean = _NOT_IN_NAMES.sub("_", part).rstrip(". ") or "unnamed"
    if clean == ".lock":
        clean = "lock"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = clean, ""
    room = MOST_BYTES_OF_A_NAME - len(f"{dot}{ending}".encode()) if ending else MOST_BYTES_OF_A_NAME
    cut = stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return f"{cut}.{ending}" if ending else cut


def _free(place: Path, name: str) -> Path:
    """Return a way on which nothing lies yet; the second of two names gets a number."""
    found, number = place / name, 1
    while found.exists() or found.is_symlink():
        number += 1
        stem, dot, ending = name.partition(".")
        found = place / f"{stem} ({number}){dot}{ending}"
    return found
