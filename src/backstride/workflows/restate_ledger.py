"""Let the ledger say what a file is now, after its recordings were judged otherwise."""

from __future__ import annotations

from collections.abc import Collection

from backstride.domain.message import Message
from backstride.store import ledger, recordings
from backstride.store.store import Transaction
from backstride.workflows.file_results import settled_status
from backstride.workflows.settle_duplicates import describe


def restate(tx: Transaction, activity_ids: Collection[str]) -> None:
    """Note anew for the files of some recordings: imported, another recording of a run, or held.

    Parameters
    ----------
    tx : Transaction
        May write.
    activity_ids : collection of str
        Recordings.
    """
    there = [one.id for one in recordings.find(tx, list(activity_ids))]
    for sha256, held in recordings.find_files(tx, there).items():
        status, reason = settled_status(tx, [describe(tx, one) for one in held])
        why = None if reason is None else Message(f"problem.{reason.code}", reason.params)
        ledger.restate(tx, sha256, status, why)
