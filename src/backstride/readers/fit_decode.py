"""Bytes of FIT to columns: the files in a chain, what is whole in each, what was wrong.

Nothing here knows what a run is; `fit` does. No input raises: what cannot be understood ends in
a `Problem`, and everything before it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.fit_block import Block
from backstride.readers.fit_clock import Clock, as_times
from backstride.readers.fit_columns import Array, Rows, Table
from backstride.readers.fit_crc import crc16
from backstride.readers.fit_developer import (
    Descriptions,
    DeveloperFields,
    developer_fields,
    read_descriptions,
)
from backstride.readers.fit_profile import messages
from backstride.readers.fit_structure import Structure, scan

MAX_CHAINED: Final = 64
"""Files in one chain that are read."""

_SHORTEST_HEADER: Final = 12
_LONGEST_HEADER: Final = 64
_SIGNATURE: Final = b".FIT"


class FitFile:
    """One file of a chain.

    Parameters
    ----------
    data : bytes
        The whole chain.
    structure : Structure
        Where the messages of this file lie.
    """

    def __init__(self, data: bytes, structure: Structure) -> None:
        self._data = data
        self.structure = structure
        self._tables: dict[str, Table | None] = {}
        self._blocks: dict[int, list[Block]] = {}
        for block in structure.blocks:
            if block.at:
                self._blocks.setdefault(block.message, []).append(block)

    def table(self, name: str) -> Table | None:
        """Return the messages of one kind, or None where there is none."""
        if name not in self._tables:
            spec = messages()[name]
            blocks = self._blocks.get(spec.number)
            self._tables[name] = Table(self._data, blocks, spec) if blocks else None
        return self._tables[name]

    def times(self, name: str) -> Array | None:
        """Return the FIT time of each message of a kind, NaN where it tells none [s]."""
        table = self.table(name)
        if table is None:
            return None
        times = table.values("timestamp")
        times = None if times is None else as_times(times)
        return times if self._clock is None else self._clock.fill(table, times)

    def developer(self, name: str) -> DeveloperFields:
        """Return the developer fields of one kind of message."""
        table = self.table(name)
        if table is None:
            return DeveloperFields([])
        return developer_fields(table, self._descriptions)

    @property
    def n_message(self) -> int:
        """Number of messages of every kind."""
        return sum(len(block.at) for block in self.structure.blocks)

    @cached_property
    def _descriptions(self) -> Descriptions:
        return read_descriptions(self.table("field_description"))

    @cached_property
    def _clock(self) -> Clock | None:
        if not self.structure.has_compressed:
            return None
        blocks = [block for same in self._blocks.values() for block in same]
        return Clock(self._data, [Rows(self._data, block) for block in blocks])


@dataclass(frozen=True, slots=True)
class Decoded:
    """Outcome of decoding.

    Parameters
    ----------
    files : tuple of FitFile
        Files of the chain, each as far as it was whole.
    problems : tuple of Problem
        What was wrong with the bytes.
    """

    files: tuple[FitFile, ...]
    problems: tuple[Problem, ...]


def is_fit(head: bytes) -> bool:
    """Tell from its first bytes whether something is FIT, whatever its name."""
    return (
        len(head) >= _SHORTEST_HEADER
        and _SHORTEST_HEADER <= head[0] <= _LONGEST_HEADER
        and head[8:12] == _SIGNATURE
    )


def decode(data: bytes) -> Decoded:
    """Decode a FIT file, or several in a chain.

    Parameters
    ----------
    data : bytes
        Whatever was found; need not be FIT at all.

    Returns
    -------
    Decoded
        No files where the bytes are not FIT.
    """
    files: list[FitFile] = []
    problems: list[Problem] = []
    at = 0
    while is_fit(data[at : at + _SHORTEST_HEADER]) and len(files) < MAX_CHAINED:
        file, at, found = _decode_one(data, at)
        files.append(file)
        problems += found
    if not files:
        problems.append(_not_fit(data))
    elif at < len(data):
        problems.append(
            Problem(
                "fit.trailing_bytes",
                f"byte {at}",
                {"n_bytes": len(data) - at},
                Severity.LOST,
            )
        )
    return Decoded(tuple(files), tuple(problems))


def _not_fit(data: bytes) -> Problem:
    if not data:
        return Problem("fit.empty", severity=Severity.REFUSED)
    return Problem("fit.not_fit", "byte 0", {"first_bytes": data[:12].hex(" ")}, Severity.REFUSED)


def _decode_one(data: bytes, start: int) -> tuple[FitFile, int, list[Problem]]:
    """Decode one file of the chain; return it, where it ends, and what was wrong."""
    n_header = data[start]
    n_told = int.from_bytes(data[start + 4 : start + 8], "little")
    first = min(start + n_header, len(data))
    end = first + n_told if n_told else len(data)
    structure = scan(data, first, min(end, len(data)))
    file = FitFile(data, structure)
    where = f"byte {structure.stop}"
    counts: dict[str, Parameter] = {"n_message": file.n_message, "n_bytes": len(data) - start}
    if n_told == 0:
        return file, len(data), [Problem("fit.never_closed", where, counts, Severity.NOTE)]
    problems: list[Problem] = []
    if end + 2 > len(data):
        n_missing = end + 2 - len(data)
        problems.append(
            Problem("fit.truncated", where, counts | {"n_missing": n_missing}, Severity.LOST)
        )
    elif crc16(memoryview(data)[start : end + 2]) != 0:
        problems.append(Problem("fit.crc_mismatch", f"byte {end}", counts, Severity.NOTE))
    problems += _structure_problems(structure, counts, is_cut=end > len(data))
    return file, min(end + 2, len(data)), problems


def _structure_problems(
    structure: Structure, counts: dict[str, Parameter], *, is_cut: bool
) -> list[Problem]:
    where = f"byte {structure.stop}"
    problems: list[Problem] = []
    if structure.gaps:
        skipped: dict[str, Parameter] = {
            "n_gap": len(structure.gaps),
            "n_bytes": sum(stop - start for start, stop in structure.gaps),
        }
        problems.append(
            Problem("fit.bytes_skipped", f"byte {structure.gaps[0][0]}", skipped, Severity.LOST)
        )
    if structure.fault == "undefined":
        problems.append(Problem("fit.undefined_message", where, dict(counts), Severity.LOST))
    if structure.fault == "limit":
        problems.append(Problem("fit.too_large", where, dict(counts), Severity.LOST))
    if structure.fault == "truncated" and not is_cut:
        problems.append(Problem("fit.message_overruns", where, dict(counts), Severity.LOST))
    return problems
