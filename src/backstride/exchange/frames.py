"""Rows and samples as Parquet and CSV, and back without loss."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from backstride.domain.stream import Channel, Stream
from backstride.exchange.layout import SOURCES, UNITS

TIME: Final = "time_s"

KINDS: Final = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
    "day": pa.date32(),
    "text": pa.string(),
}
"""Columns of tables: a JSON document is text."""

Kinds = Mapping[str, str]
Rows = list[dict[str, Any]]


def rows_to_table(rows: Sequence[Mapping[str, Any]], kinds: Kinds) -> pa.Table:
    """Return rows as a table.

    Parameters
    ----------
    rows : sequence of mapping
        Values by column.
    kinds : mapping of str to str
        Key of `KINDS` by column, in order.
    """
    columns = {
        name: pa.array([row[name] for row in rows], type=KINDS[kind])
        for name, kind in kinds.items()
    }
    return pa.table(columns)


def table_to_rows(content: bytes) -> Rows:
    """Return the rows of a Parquet file."""
    rows: Rows = pa_parquet.read_table(io.BytesIO(content)).to_pylist()
    return rows


def stream_to_table(stream: Stream) -> pa.Table:
    """Return samples as a table: the time axis first, one column a channel.

    Units and sources of the channels lie in the metadata of the file.
    """
    columns = {TIME: stream.time_s} | {
        name: channel.values for name, channel in stream.channels.items()
    }
    units = {TIME: "s"} | {name: channel.unit for name, channel in stream.channels.items()}
    sources = {name: channel.source for name, channel in stream.channels.items()}
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    told = {UNITS: json.dumps(units).encode(), SOURCES: json.dumps(sources).encode()}
    return table.replace_schema_metadata(told)


def table_to_stream(content: bytes) -> Stream:
    """Return the samples of a Parquet file, bit for bit."""
    table = pa_parquet.read_table(io.BytesIO(content))
    told = table.schema.metadata or {}
    units = json.loads(told.get(UNITS, b"{}"))
    sources = json.loads(told.get(SOURCES, b"{}"))
    values = {
        name: np.ascontiguousarray(table.column(name).to_numpy(), dtype=np.float64)
        for name in table.column_names
    }
    return Stream(
        values.pop(TIME),
        {
            name: Channel(column, units.get(name, ""), sources.get(name, ""))
            for name, column in values.items()
        },
    )


def as_parquet(table: pa.Table) -> bytes:
    """Return a table as a Parquet file."""
    target = io.BytesIO()
    pa_parquet.write_table(table, target, compression="zstd")
    return target.getvalue()


def as_csv(table: pa.Table) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8, numbers in full, empty for missing)."""
    target = io.BytesIO()
    pa_csv.write_csv(_without_nan(table), target)
    return target.getvalue()


def _without_nan(table: pa.Table) -> pa.Table:
    """Let a missing sample be an empty cell: CSV has no other way to say it."""
    columns = [
        pa.array(column.to_numpy(), from_pandas=True)
        if pa.types.is_floating(column.type)
        else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
