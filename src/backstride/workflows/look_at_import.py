"""Use case: look at one import: what became of its files, and which runs they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from backstride.domain.errors import NotFound
from backstride.store import batches, ledger, origins, run_parts
from backstride.store.batches import Batch
from backstride.store.ledger import LedgerRow, Status
from backstride.workflows.wiring import Desk

MOST_RUNS: Final = 3
"""Runs of one file that are named; the table of an export may hold thousands."""


@dataclass(frozen=True, slots=True)
class Files:
    """A portion of the files of an import.

    Parameters
    ----------
    rows : tuple of LedgerRow
        In the order seen.
    total : int
        Such files in all.
    runs : dict of str to tuple of str
        Ids of the first runs that each content is, by its hash.
    n_activity : dict of str to int
        How many activities each content holds, by its hash.
    """

    rows: tuple[LedgerRow, ...]
    total: int
    runs: dict[str, tuple[str, ...]]
    n_activity: dict[str, int]


def find_import(desk: Desk, batch_id: int) -> Batch:
    """Return one import.

    Raises
    ------
    NotFound
        Where there is none of this number.
    """
    with desk.store.reading() as tx:
        found = [one for one in batches.find(tx) if one.id == batch_id and one.kind == "import"]
    if not found:
        raise NotFound("store.no_batch", batch=batch_id)
    return found[0]


def files_of_import(
    desk: Desk, batch_id: int, statuses: Collection[Status], *, first: int = 0, n_row: int = 50
) -> Files:
    """Return a portion of the files of one import.

    Parameters
    ----------
    desk : Desk
        Open.
    batch_id : int
        Number of the import.
    statuses : collection of Status
        Only files of which this became.
    first, n_row : int
        Files to leave out at the beginning, and files to return at most.
    """
    with desk.store.reading() as tx:
        total, rows = ledger.find_portion(tx, batch_id, statuses, first=first, n_row=n_row)
        hashes = {row.entry.sha256 for row in rows if row.entry.sha256}
        there = origins.find_of_hashes(tx, hashes)
        n_activity = {sha256: len(found) for sha256, found in there.items()}
        there = {sha256: found[:MOST_RUNS] for sha256, found in there.items()}
        ids = {one for found in there.values() for one in found}
        run_of = run_parts.find_runs(tx, ids)
    runs = {
        sha256: tuple(dict.fromkeys(run_of.get(one, one) for one in found))
        for sha256, found in there.items()
    }
    return Files(rows, total, runs, n_activity)
