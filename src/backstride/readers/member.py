"""Members: the innermost files found on disk or in archives, and what was refused."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backstride.domain.problem import Problem

SEPARATOR: Final = "!"
"""Between a container's name and a member's in a unit name: ``export.zip!run.fit``."""

_MAX_NAME: Final = 240


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk, not opened yet.

    Parameters
    ----------
    path : Path
        Where it lies.
    size_bytes : int
        Size when it was found. [B]
    """

    path: Path
    size_bytes: int

    @property
    def name(self) -> str:
        """Unit name: the path with forward slashes, printable."""
        return printable(self.path.as_posix())


@dataclass(frozen=True, slots=True)
class Member:
    """One innermost file, unpacked.

    Parameters
    ----------
    name : str
        Unit name: the path for a plain file, ``archive!member`` inside a container. Never used
        to write anything.
    parent : str
        Unit name of the container, empty for a plain file.
    data : bytes
        The content.
    problems : tuple of Problem
        What was odd or lost while unpacking.
    """

    name: str
    parent: str
    data: bytes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something found that could not be opened or was not worth its cost.

    Parameters
    ----------
    name, parent : str
        As of `Member`.
    problem : Problem
        Why.
    """

    name: str
    parent: str
    problem: Problem


def content_hash(data: bytes) -> str:
    """SHA-256 of the innermost bytes, in hexadecimal: what names an original.

    Parameters
    ----------
    data : bytes
        `Member.data`; ``run.fit`` and ``run.fit.gz`` give the same.
    """
    return hashlib.sha256(data).hexdigest()


def printable(name: str) -> str:
    """Return a name without control characters, lone surrogates and excessive length."""
    if len(name) <= _MAX_NAME and name.isascii() and name.isprintable():
        return name
    clean = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in _UNPRINTABLE else letter
        for letter in name[: 4 * _MAX_NAME]
    )
    if len(clean) <= _MAX_NAME:
        return clean
    return clean[: _MAX_NAME // 2] + "\N{HORIZONTAL ELLIPSIS}" + clean[-_MAX_NAME // 2 :]


_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def harmless(name: str) -> str:
    """Return a member's name as a relative path that stays below its container.

    Nothing is ever written under it; it is only shown and recorded.

    Parameters
    ----------
    name : str
        As the archive holds it: may be absolute, climb with ``..``, or use backslashes.
    """
    parts = name.replace("\\", "/").split("/")
    kept = [part for part in parts if part not in {"", ".", ".."} and not part.endswith(":")]
    return printable("/".join(kept)) or "unnamed"
