"""One definition of a FIT file and the places of its messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple


class Place(NamedTuple):
    """One field inside the messages of a block."""

    offset: int
    """Bytes from the start of the message, its header byte included."""
    size: int
    base_type: int


class DeveloperPlace(NamedTuple):
    """One developer field inside the messages of a block."""

    offset: int
    size: int
    number: int
    app: int
    """Developer data index: which app wrote it."""


@dataclass(slots=True)
class Block:
    """All messages that share one definition.

    Parameters
    ----------
    layout : bytes
        The definition message itself.
    size : int
        Length of one message with its header. [byte]
    n_description : int
        How many developer fields had been described when the definition appeared.
    at : list of int
        Where each message starts. [byte]
    """

    layout: bytes
    size: int
    n_description: int
    at: list[int] = field(default_factory=list)

    @property
    def message(self) -> int:
        """Number of the kind of message."""
        return int.from_bytes(self.layout[3:5], "big" if self.layout[2] else "little")

    @property
    def byte_order(self) -> str:
        """``<`` or ``>``."""
        return ">" if self.layout[2] else "<"

    def places(self) -> Mapping[int, Place]:
        """Fields by their number; of a repeated number the first."""
        return _places(self.layout)

    def developer_places(self) -> list[DeveloperPlace]:
        """Developer fields in the order of the definition."""
        found: list[DeveloperPlace] = []
        layout = self.layout
        start = 6 + 3 * layout[5]
        offset = 1 + sum(layout[7:start:3])
        for at in range(start + 1, len(layout) - 2, 3):
            number, size, app = layout[at : at + 3]
            found.append(DeveloperPlace(offset, size, number, app))
            offset += size
        return found


@lru_cache(maxsize=512)
def _places(layout: bytes) -> Mapping[int, Place]:
    """Fields of a definition; the files of one device repeat theirs."""
    found: dict[int, Place] = {}
    offset = 1
    for at in range(6, 6 + 3 * layout[5], 3):
        number, size, base_type = layout[at : at + 3]
        found.setdefault(number, Place(offset, size, base_type))
        offset += size
    return MappingProxyType(found)
