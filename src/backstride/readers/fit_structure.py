"""Where each message of a FIT file lies: one walk over the bytes, no value decoded.

The walk is the only loop over messages. It reads one byte a message, the header, and looks up
how far to jump; definitions alone are looked into. Each distinct definition gives one `Block`,
which collects the places of its messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from backstride.readers.fit_block import Block
from backstride.readers.fit_resync import N_BACK, find_resumption, newest_messages

MAX_MESSAGES: Final = 1_500_000
"""More than a week of records every second with as many heart-beat messages."""

MAX_DEFINITIONS: Final = 4096
"""Distinct definitions in one file; real files hold fewer than a hundred."""

MAX_REDEFINITIONS: Final = 300_000
"""Definitions in all; some writers repeat theirs before every message."""

MAX_GAPS: Final = 256
"""Times that the walk looks for the thread after a fault."""

_CHUNK: Final = 1 << 20
"""Bytes walked between two looks at the number of messages."""

_RUN: Final = 48
"""Messages looked ahead when one kind repeats."""

_COMPRESSED: Final = 0x80
_DEFINITION: Final = 0x40
_HAS_DEVELOPER_FIELDS: Final = 0x20
_DESCRIPTION_MESSAGE: Final = 206
"""Number of the message that describes a developer field."""


@dataclass(slots=True)
class Structure:
    """Outcome of the walk.

    Parameters
    ----------
    blocks : list of Block
        In order of their definitions; some may hold no message.
    stop : int
        First byte that was not understood, or the end. [byte]
    fault : str
        Why the walk ended early: ``undefined``, ``truncated``, ``limit``; empty where it did not.
    has_compressed : bool
        True where a message had a compressed-timestamp header.
    gaps : list of tuple of int
        First byte and first byte after each stretch that was skipped. [byte]
    """

    blocks: list[Block] = field(default_factory=list)
    stop: int = 0
    fault: str = ""
    has_compressed: bool = False
    gaps: list[tuple[int, int]] = field(default_factory=list)


def scan(data: bytes, start: int, end: int) -> Structure:
    """Walk over the messages of one FIT file.

    Parameters
    ----------
    data : bytes
        Everything that was read, headers and checksums included.
    start, end : int
        First byte after the header, and the first byte after the messages. [byte]

    Returns
    -------
    Structure
        What was found up to the first fault.
    """
    walk = _Walk(data, end)
    return walk.run(start)


class _Walk:
    """State of the walk: what each of the 256 header bytes means just now."""

    def __init__(self, data: bytes, end: int) -> None:
        self.data = data
        self.end = end
        self.found = Structure()
        self.known: dict[tuple[bytes, int], Block] = {}
        self.active: list[Block | None] = [None] * 16
        self.size = [0] * 256
        self.places: list[list[int]] = [[]] * 256
        self.n_description = 0
        self.n_definition = 0

    def run(self, start: int) -> Structure:
        """Walk from `start` to the end or the first fault."""
        found = self.found
        at = start
        while at < self.end and not found.fault:
            at = self._stretch(at, min(at + _CHUNK, self.end))
            if self._is_lost() and len(found.gaps) < MAX_GAPS:
                at = self._resume(at)
            if sum(len(block.at) for block in found.blocks) > MAX_MESSAGES:
                found.fault = "limit"
        if at > self.end:
            at = self._take_back(at)
            found.fault = found.fault or "truncated"
        found.stop = at
        return found

    def _stretch(self, at: int, stop: int) -> int:
        """Walk until `stop`, a fault, or past the end."""
        data, size, places = self.data, self.size, self.places
        last = -1
        while at < stop:
            header = data[at]
            n_byte = size[header]
            if n_byte == 0:
                at = self._step_aside(at, header)
                if self.found.fault:
                    return at
            elif header != last:
                places[header].append(at)
                at += n_byte
            else:
                ahead = data[at : min(at + _RUN * n_byte, stop) : n_byte]
                n_same = len(ahead) - len(ahead.lstrip(ahead[:1]))
                places[header].extend(range(at, at + n_same * n_byte, n_byte))
                at += n_same * n_byte
            last = header
        return at

    def _is_lost(self) -> bool:
        return self.found.fault in ("undefined", "truncated")

    def _resume(self, fault: int) -> int:
        """Go on behind a fault where messages do; drop those that reach into the gap."""
        newest = newest_messages(self.found.blocks, 4 * N_BACK)
        gap = find_resumption(self.data, fault, self.end, active=self.active, newest=newest)
        if gap is None:
            return fault
        for block in self.found.blocks:
            while block.at and block.at[-1] >= gap[0]:
                block.at.pop()
        self.found.gaps.append(gap)
        self.found.fault = ""
        return gap[1]

    def _take_back(self, at: int) -> int:
        """Remove the last message, which reaches beyond the end; return where it starts."""
        for block in self.found.blocks:
            if block.at and block.at[-1] + block.size == at:
                return block.at.pop()
        return self.end

    def _step_aside(self, at: int, header: int) -> int:
        """Deal with what the quick loop leaves: definitions, descriptions, first compressed."""
        if header & _COMPRESSED:
            return self._compressed(at, header >> 5 & 3)
        if header & _DEFINITION:
            return self._define(at, header)
        block = self.active[header & 15]
        if block is None:
            self.found.fault = "undefined"
            return at
        self.n_description += 1
        block.at.append(at)
        return at + block.size

    def _compressed(self, at: int, local: int) -> int:
        """Open the compressed-timestamp headers of one local message."""
        block = self.active[local]
        if block is None:
            self.found.fault = "undefined"
            return at
        self.found.has_compressed = True
        self._open(range(0x80 | local << 5, (0x80 | local << 5) + 32), block)
        return at

    def _define(self, at: int, header: int) -> int:
        data, end = self.data, self.end
        if at + 2 < end and data[at + 2] > 1:
            self.found.fault = "undefined"
            return at
        stop = at + 6 + 3 * data[at + 5] if at + 6 <= end else end + 1
        if header & _HAS_DEVELOPER_FIELDS:
            stop = stop + 1 + 3 * data[stop] if stop < end else end + 1
        if stop > end:
            self.found.fault = "truncated"
            return at
        self.n_definition += 1
        if self.n_definition > MAX_REDEFINITIONS or len(self.known) >= MAX_DEFINITIONS:
            self.found.fault = "limit"
            return at
        layout = data[at:stop]
        key = (layout, self.n_description if header & _HAS_DEVELOPER_FIELDS else 0)
        block = self.known.get(key)
        if block is None:
            block = self.known[key] = self._new_block(layout)
        if self.active[header & 15] is not block:
            self._activate(header & 15, block)
        return stop

    def _new_block(self, layout: bytes) -> Block:
        developer = 6 + 3 * layout[5]
        size = 1 + sum(layout[7:developer:3]) + sum(layout[developer + 2 :: 3])
        block = Block(layout, size, self.n_description)
        self.found.blocks.append(block)
        return block

    def _activate(self, local: int, block: Block) -> None:
        """Let the header bytes of a local message point to its new definition."""
        self.active[local] = block
        headers = range(local, 0x40, 16)
        if block.message == _DESCRIPTION_MESSAGE:
            for header in headers:
                self.size[header] = 0
        else:
            self._open(headers, block)
        if local < 4 and self.found.has_compressed:
            for header in range(0x80 | local << 5, (0x80 | local << 5) + 32):
                self.size[header] = 0

    def _open(self, headers: range, block: Block) -> None:
        for header in headers:
            self.size[header] = block.size
            self.places[header] = block.at
