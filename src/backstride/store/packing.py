"""Packing: a stream and an original in few bytes, without any database library.

A process that reads files needs this and nothing else of the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backstride.domain.stream import Stream
from backstride.store.deflate import gzipped
from backstride.store.samples import PackedColumn, pack_column

TIME: Final = "time_s"
"""Name of the time axis among the packed channels."""


@dataclass(frozen=True, slots=True)
class PackedChannel:
    """One channel as it is stored.

    Parameters
    ----------
    name, unit, source : str
        As in `Stream.channels` and `Channel`; the time axis is the first and is named ``time_s``.
    column : PackedColumn
        Its values.
    """

    name: str
    unit: str
    source: str
    column: PackedColumn


PackedStream = tuple[PackedChannel, ...]
"""A whole stream in few bytes: cheap to send from the process that read a file."""


def pack_stream(stream: Stream) -> PackedStream:
    """Pack the time axis and every channel of a stream, without loss."""
    time = PackedChannel(TIME, "s", "", pack_column(stream.time_s))
    channels = (
        PackedChannel(name, channel.unit, channel.source, pack_column(channel.values))
        for name, channel in stream.channels.items()
    )
    return (time, *channels)


def pack_original(content: bytes) -> bytes:
    """Pack the content of a file as originals are kept: gzip, without a name or a time."""
    return gzipped(content)
