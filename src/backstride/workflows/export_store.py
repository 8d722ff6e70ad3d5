"""Use case: the way out: everything a runner owns as one archive of open formats."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backstride import __version__
from backstride.domain.errors import StoreError
from backstride.exchange import layout
from backstride.exchange.archive import Writer, new_archive
from backstride.exchange.frames import as_csv, as_parquet, rows_to_table, stream_to_table
from backstride.exchange.layout import About
from backstride.store import dump, originals, streams
from backstride.store.dump import Dumped
from backstride.store.schema import CURRENT
from backstride.store.store import Transaction
from backstride.workflows.results import Progress, no_progress
from backstride.workflows.wiring import Desk


def export_store(
    desk: Desk, target: Path, *, readme: str, progress: Progress = no_progress
) -> About:
    """Write everything a runner owns into one archive.

    Originals as they were imported, every table and the samples of every leg as Parquet and CSV, a
    page that explains the layout, and checksums. All of it is of one moment.

    Parameters
    ----------
    desk : Desk
        Open.
    target : Path
        Where the archive is to lie; an existing file is never overwritten.
    readme : str
        The page that explains the layout.
    progress : Progress
        Told of every original and leg.

    Returns
    -------
    About
        What was written.

    Raises
    ------
    StoreError
        Where the target exists, the disk does not take it, or the store is not whole.
    """
    if target.exists():
        raise StoreError("export.target_exists", place=str(target))
    with desk.store.reading() as tx, new_archive(target) as writer:
        tables = list(dump.dump(tx))
        files = [(row["sha256"], row["format"]) for row in _rows(tables, "original")]
        legs = [row for row in _rows(tables, "leg") if row["n_sample"] is not None]
        about = About(
            schema=layout.SCHEMA,
            version=__version__,
            revision=CURRENT.head,
            made_utc=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            n_original=len(files),
            n_leg=len(legs),
            n_row=sum(len(table.rows) for table in tables),
        )
        writer.add(layout.README, readme.encode())
        writer.add(layout.ABOUT, about.as_json())
        for table in tables:
            _add_table(writer, table)
        total = len(files) + len(legs)
        for done, (sha256, kind) in enumerate(files):
            progress(done, total, sha256[:12])
            writer.add(layout.original_place(sha256, kind), originals.load(tx, sha256))
        for done, row in enumerate(legs, start=len(files)):
            progress(done, total, row["activity_id"][:12])
            _add_samples(tx, writer, row)
        progress(total, total, "")
    return about


def _rows(tables: list[Dumped], name: str) -> list[dict[str, Any]]:
    return next(table.rows for table in tables if table.name == name)


def _add_table(writer: Writer, table: Dumped) -> None:
    frame = rows_to_table(table.rows, table.kinds)
    writer.add(layout.table_place(table.name, "parquet"), as_parquet(frame), is_packed=True)
    writer.add(layout.table_place(table.name, "csv"), as_csv(frame))


def _add_samples(tx: Transaction, writer: Writer, row: dict[str, Any]) -> None:
    frame = stream_to_table(streams.load_streams(tx, (row["id"],))[row["id"]])
    for ending, content in (("parquet", as_parquet(frame)), ("csv", as_csv(frame))):
        place = layout.samples_place(row["activity_id"], row["leg_index"], ending)
        writer.add(place, content, is_packed=ending == "parquet")
