"""Pieces of an export by workout: in memory while they are few, in one temporary file beyond."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, Final, cast

from backstride.readers.limits import MIB

MAX_RECORDS: Final = 150_000
"""Records of one workout; a day with six quantities every five seconds has 104,000."""

_BUFFER_BYTES: Final = 16 * MIB


class Shelf:
    """Elements of workouts by their number, and lines of records by workout.

    Used as a context: what lay in the file is gone afterwards.
    """

    def __init__(self) -> None:
        spool = tempfile.SpooledTemporaryFile(max_size=_BUFFER_BYTES)  # noqa: SIM115 - closed on leaving
        self._file = cast("BinaryIO", spool)
        self._elements: list[tuple[int, int]] = []
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._count: dict[int, int] = {}
        self._open: dict[int, list[bytes]] = {}
        self._n_open = 0

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._elements)

    def add_element(self, element: bytes) -> None:
        """Lay down the next workout."""
        self._elements.append(self._append(element))

    def element(self, number: int) -> bytes:
        """Return a workout."""
        return self._read(self._elements[number])

    def add_line(self, owner: int, line: bytes) -> None:
        """Lay down a record of a workout; `MAX_RECORDS` and one more are kept."""
        n = self._count.get(owner, 0)
        if n > MAX_RECORDS:
            return
        self._count[owner] = n + 1
        self._open.setdefault(owner, []).append(line)
        self._n_open += len(line)
        if self._n_open > _BUFFER_BYTES:
            self._flush()

    def lines(self, owner: int) -> list[bytes]:
        """Return the records of one workout in the order they came, and forget them."""
        found: list[bytes] = []
        for place in self._places.pop(owner, []):
            found += self._read(place).splitlines(keepends=True)
        return found + self._open.pop(owner, [])

    def _flush(self) -> None:
        for owner, lines in self._open.items():
            self._places.setdefault(owner, []).append(self._append(b"".join(lines)))
        self._open, self._n_open = {}, 0

    def _append(self, data: bytes) -> tuple[int, int]:
        place = self._file.seek(0, 2)
        self._file.write(data)
        return place, len(data)

    def _read(self, place: tuple[int, int]) -> bytes:
        self._file.seek(place[0])
        return self._file.read(place[1])
