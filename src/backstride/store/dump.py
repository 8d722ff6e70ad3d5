"""Dump: every row a runner owns in plain values, and back into an empty store.

Samples are left to `streams`: their rows hold compressed bytes, which mean nothing outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    Integer,
    Table,
    func,
    select,
    true,
)

from backstride.store import run_tables  # noqa: F401, RUF100 - its tables join the metadata
from backstride.store import tables as t
from backstride.store.form_tables import ALL_TABLES, form_recording
from backstride.store.json_text import dump_document
from backstride.store.store import Transaction

_KINDS: Final = ((Boolean, "truth"), (Integer, "integer"), (Float, "number"), (Date, "day"))

_AT_ONCE: Final = 500

_MADE_BY_OPENING: Final = frozenset({t.runner.name})
"""What a store holds before anything was done with it."""


@dataclass(frozen=True, slots=True)
class Dumped:
    """One table.

    Parameters
    ----------
    name : str
        Of the table.
    kinds : dict of str to str
        ``integer``, ``number``, ``truth``, ``day`` or ``text`` by column, in order.
    rows : list of dict
        Ordered by the primary key; a document is JSON text.
    """

    name: str
    kinds: dict[str, str]
    rows: list[dict[str, Any]]


def dump(tx: Transaction) -> Iterator[Dumped]:
    """Yield every table but that of the samples, parents before children.

    Parameters
    ----------
    tx : Transaction
        Any.
    """
    for table in ALL_TABLES.sorted_tables:
        if table is t.channel:
            continue
        wanted = select(table).where(_owned(tx, table)).order_by(*table.primary_key.columns)
        documents = {column.name for column in table.columns if isinstance(column.type, JSON)}
        rows = [
            {
                name: dump_document(value) if name in documents and value is not None else value
                for name, value in row.items()
            }
            for row in tx.connection.execute(wanted).mappings()
        ]
        yield Dumped(table.name, {column.name: _kind(column) for column in table.columns}, rows)


def is_untouched(tx: Transaction) -> bool:
    """Tell whether nothing was ever put into the store."""
    kept = (table for table in ALL_TABLES.sorted_tables if table.name not in _MADE_BY_OPENING)
    return not any(tx.connection.scalar(select(func.count()).select_from(table)) for table in kept)


def empty(tx: Transaction) -> None:
    """Take out what opening an untouched store put into it."""
    for name in _MADE_BY_OPENING:
        tx.connection.execute(ALL_TABLES.tables[name].delete())


def fill(tx: Transaction, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put the rows of one dumped table into a store.

    Parameters
    ----------
    tx : Transaction
        May write.
    name : str
        Of the table.
    rows : sequence of mapping
        As of `Dumped.rows`.
    """
    table = ALL_TABLES.tables[name]
    documents = {column.name for column in table.columns if isinstance(column.type, JSON)}
    for at in range(0, len(rows), _AT_ONCE):
        tx.connection.execute(
            table.insert(),
            [
                {
                    key: json.loads(value) if key in documents and value is not None else value
                    for key, value in row.items()
                }
                for row in rows[at : at + _AT_ONCE]
            ],
        )


def _kind(column: Column[Any]) -> str:
    return next((kind for of, kind in _KINDS if isinstance(column.type, of)), "text")


def _owned(tx: Transaction, table: Table) -> ColumnElement[bool]:
    """Return what makes a row the runner's own: its runner, else its parents' runner."""
    if table is t.runner:
        return t.runner.c.id == tx.runner_id
    if "runner_id" in table.c:
        return table.c.runner_id == tx.runner_id
    if table is t.original:
        seen = select(t.ledger.c.sha256).where(_owned(tx, t.ledger))
        form = select(form_recording.c.sha256).where(_owned(tx, form_recording))
        n_runner = select(func.count()).select_from(t.runner).scalar_subquery()
        return t.original.c.sha256.in_(seen) | t.original.c.sha256.in_(form) | (n_runner == 1)
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table
            if parent not in (table, t.original):
                return column.in_(select(key.column).where(_owned(tx, parent)))
    return true()
