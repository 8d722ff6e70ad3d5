"""Use case: an export becomes a store again, byte for byte and value for value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backstride.domain.errors import StoreError
from backstride.exchange import layout
from backstride.exchange.archive import Reader, open_archive
from backstride.exchange.frames import table_to_rows, table_to_stream
from backstride.exchange.layout import About
from backstride.store import dump, originals, streams
from backstride.store import tables as t
from backstride.store.form_tables import ALL_TABLES
from backstride.store.packing import pack_original, pack_stream
from backstride.store.schema import CURRENT
from backstride.store.store import Transaction
from backstride.workflows.results import Progress, no_progress
from backstride.workflows.wiring import Desk


def restore_store(desk: Desk, source: Path, *, progress: Progress = no_progress) -> About:
    """Put an export into an untouched store, all of it or nothing.

    Parameters
    ----------
    desk : Desk
        Open on a store into which nothing was ever put; to be opened anew afterwards.
    source : Path
        As `export_store` wrote it.
    progress : Progress
        Told of every original and leg.

    Returns
    -------
    About
        What the export says of itself.

    Raises
    ------
    StoreError
        Where the store holds anything, or the export is of other tables, or not as it was written.
    """
    with open_archive(source) as reader:
        about = reader.about
        if about.revision != CURRENT.head:
            raise StoreError("export.other_revision", place=str(source), version=about.version)
        with desk.store.transaction() as tx:
            if not dump.is_untouched(tx):
                raise StoreError("export.home_in_use", place=str(tx.home.folder))
            dump.empty(tx)
            _fill(tx, reader, progress)
    return about


def _fill(tx: Transaction, reader: Reader, progress: Progress) -> None:
    total = reader.about.n_original + reader.about.n_leg
    legs: list[dict[str, Any]] = []
    for table in ALL_TABLES.sorted_tables:
        if table is t.channel:
            continue
        rows = table_to_rows(reader.read(layout.table_place(table.name, "parquet")))
        if table is t.leg:
            legs = [row for row in rows if row["n_sample"] is not None]
        if table is not t.original:
            dump.fill(tx, table.name, rows)
            continue
        for done, row in enumerate(rows):
            progress(done, total, row["sha256"][:12])
            content = reader.read(layout.original_place(row["sha256"], row["format"]))
            if originals.hash_content(content) != row["sha256"]:  # it becomes the name of a file
                raise StoreError("export.damaged", place=table.name, member=str(row["sha256"])[:64])
            packed = pack_original(content)
            dump.fill(tx, table.name, [{**row, "stored_bytes": len(packed)}])
            originals.write(tx, row["sha256"], packed)
    for done, row in enumerate(legs, start=reader.about.n_original):
        progress(done, total, row["activity_id"][:12])
        place = layout.samples_place(row["activity_id"], row["leg_index"], "parquet")
        streams.save_stream(tx, row["id"], pack_stream(table_to_stream(reader.read(place))))
    progress(total, total, "")
