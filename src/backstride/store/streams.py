"""Streams: a leg's samples as rows of the channel table, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, select

from backstride.domain.errors import StoreDamaged
from backstride.domain.stream import Array, Channel, Stream
from backstride.store import tables as t
from backstride.store.packing import PackedStream
from backstride.store.samples import PackedColumn, unpack_column
from backstride.store.store import Transaction

_TIME_POSITION = 0


def save_stream(tx: Transaction, leg_id: int, stream: PackedStream) -> None:
    """Write the channels of one leg."""
    tx.connection.execute(
        t.channel.insert(),
        [
            {
                "leg_id": leg_id,
                "position": position,
                "name": channel.name,
                "unit": channel.unit,
                "source": channel.source,
                "n_sample": channel.column.n_sample,
                "codec": channel.column.codec,
                "dtype": channel.column.dtype,
                "grid_numerator": channel.column.numerator,
                "grid_denominator": channel.column.denominator,
                "grid_offset": channel.column.offset,
                "crc32": channel.column.crc32,
                "data": channel.column.data,
            }
            for position, channel in enumerate(stream)
        ],
    )


def load_streams(
    tx: Transaction, leg_ids: Collection[int], names: Collection[str] | None = None
) -> dict[int, Stream]:
    """Return the streams of some legs.

    Parameters
    ----------
    tx : Transaction
        Any.
    leg_ids : collection of int
        Legs; one without samples is absent from the result.
    names : collection of str, optional
        Channels to read; all where not given. The time axis always comes.

    Raises
    ------
    StoreDamaged
        Where bytes are not what was written, or a time axis is missing.
    """
    wanted = select(t.channel).where(t.channel.c.leg_id.in_(leg_ids))
    if names is not None:
        named = t.channel.c.name.in_(names) | (t.channel.c.position == _TIME_POSITION)
        wanted = wanted.where(named)
    rows_of: dict[int, list[Row[Any]]] = {}
    for row in tx.connection.execute(wanted.order_by(t.channel.c.leg_id, t.channel.c.position)):
        rows_of.setdefault(row.leg_id, []).append(row)
    return {leg_id: _stream(leg_id, rows) for leg_id, rows in rows_of.items()}


def _stream(leg_id: int, rows: Iterable[Row[Any]]) -> Stream:
    """Return the stream of one leg from its rows, time axis first."""
    time, *others = rows
    time_s = _values(time)
    if time.position != _TIME_POSITION or any(row.n_sample != time_s.size for row in others):
        raise StoreDamaged("store.samples_damaged", place=f"leg {leg_id}", detail="length")
    channels = {row.name: Channel(_values(row), row.unit, row.source) for row in others}
    return Stream(time_s, channels)


def _values(row: Row[Any]) -> Array:
    """Return the values of one row."""
    packed = PackedColumn(
        n_sample=row.n_sample,
        codec=row.codec,
        dtype=row.dtype,
        numerator=row.grid_numerator,
        denominator=row.grid_denominator,
        offset=row.grid_offset,
        crc32=row.crc32,
        data=row.data,
    )
    return unpack_column(packed, f"leg {row.leg_id}, {row.name}")
