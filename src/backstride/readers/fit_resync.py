"""Finding the thread again after bytes were lost in the middle of a FIT file.

A lost byte shifts everything behind it, and the walk soon meets a header that was never defined.
The messages go on a few bytes away: a place counts as found when five messages in a row are defined
from there and tell times that go on from the times before.
"""

from __future__ import annotations

from typing import Final

from backstride.readers.fit_block import Block

N_BACK: Final = 4
"""Messages before the fault that may themselves be shifted."""

_N_AHEAD: Final = 5
_N_TIMED: Final = 2
_SEARCHED: Final = 2048
"""Bytes behind the fault in which the messages must go on."""

_EARLIEST_S: Final = -3600
_LATEST_S: Final = 86_400
_TIMESTAMP_FIELD: Final = 253
_UINT32: Final = 6


def newest_messages(blocks: list[Block], n_message: int) -> list[tuple[int, Block]]:
    """Return the last messages of all kinds, in the order of the file."""
    newest = [(at, block) for block in blocks for at in block.at[-n_message:]]
    return sorted(newest, key=lambda message: message[0])[-n_message:]


def find_resumption(
    data: bytes,
    fault: int,
    end: int,
    *,
    active: list[Block | None],
    newest: list[tuple[int, Block]],
) -> tuple[int, int] | None:
    """Find where the messages go on after a fault.

    Parameters
    ----------
    data : bytes
        The file.
    fault : int
        Where the undefined header stands. [byte]
    end : int
        First byte after the messages.
    active : list of Block or None
        Meaning of the 16 local message numbers.
    newest : list of tuple of int and Block
        The newest messages before the fault, twice `N_BACK` or more.

    Returns
    -------
    tuple of int, or None
        First byte of the gap and the first after it, where a message starts; messages that
        reach into the gap are not to be believed. None where no such place is near.
    """
    told = [_time(data, at, block) for at, block in newest[:-N_BACK]]
    times = sorted(time for time in told if time is not None)
    if not times:
        return None
    middle = times[len(times) // 2]
    aligned = {at for at, _ in newest}
    for at in range(newest[-N_BACK][0] + 1, min(fault + _SEARCHED, end)):
        if at not in aligned and _goes_on(data, at, end, active=active, middle=middle):
            return _start_of_gap(data, newest, at, middle), at
    return None


def _start_of_gap(data: bytes, newest: list[tuple[int, Block]], stop: int, middle: int) -> int:
    """Start of the first late message that reaches beyond `stop` or tells a foreign time."""
    for at, block in newest[-N_BACK:]:
        time = _time(data, at, block)
        if at + block.size > stop or (time is not None and not _is_near(time, middle)):
            return at
    at, block = newest[-1]
    return at + block.size


def _is_near(time: int, middle: int) -> bool:
    return middle + _EARLIEST_S <= time <= middle + _LATEST_S


def _goes_on(data: bytes, at: int, end: int, *, active: list[Block | None], middle: int) -> bool:
    n_timed = 0
    for _ in range(_N_AHEAD):
        if at == end:
            break
        header = data[at]
        block = active[header & 15] if header < 0x40 else None
        if block is None or at + block.size > end:
            return False
        time = _time(data, at, block)
        if time is not None:
            if not _is_near(time, middle):
                return False
            n_timed += 1
        at += block.size
    return n_timed >= _N_TIMED


def _time(data: bytes, at: int, block: Block) -> int | None:
    """Return the FIT time of a message where it tells a full one [s]."""
    place = block.places().get(_TIMESTAMP_FIELD)
    if place is None or place.size != 4 or place.base_type & 0x1F != _UINT32:
        return None
    start = at + place.offset
    time = int.from_bytes(data[start : start + 4], "big" if block.byte_order == ">" else "little")
    return None if time == 0xFFFF_FFFF else time
