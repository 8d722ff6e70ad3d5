"""Archives: files on disk that were read to their end, so that they need not be opened again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from backstride.store import tables as t
from backstride.store.engine import upsert
from backstride.store.ledger import LedgerRow, row_of_ledger
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class SeenArchive:
    """An archive that an import read to its end.

    Parameters
    ----------
    unit : str
        What it was called.
    members : tuple of LedgerRow
        What became of everything in it.
    """

    unit: str
    members: tuple[LedgerRow, ...]


def note(tx: Transaction, sha256: str, unit: str, *, batch_id: int) -> None:
    """Note that an import read an archive to its end.

    Parameters
    ----------
    tx : Transaction
        May write.
    sha256 : str
        Hash of the file itself.
    unit : str
        What it is called; its members stand in the ledger under this name.
    batch_id : int
        The import.
    """
    row = {"batch_id": batch_id, "sha256": sha256, "unit": unit}
    keys = ("batch_id", "sha256")
    tx.connection.execute(upsert(tx.connection, t.archive, keys), row)


def find(tx: Transaction, sha256: str, *, version: str) -> SeenArchive | None:
    """Return what became of an archive, None where it has to be opened.

    Parameters
    ----------
    tx : Transaction
        Any.
    sha256 : str
        Hash of the file itself.
    version : str
        Of Backstride: another version may read more of it.
    """
    seen = tx.connection.execute(
        select(t.archive.c.batch_id, t.archive.c.unit)
        .join(t.batch, t.batch.c.id == t.archive.c.batch_id)
        .where(t.batch.c.runner_id == tx.runner_id, t.batch.c.undone_utc_ms.is_(None))
        .where(t.archive.c.sha256 == sha256, t.batch.c.version == version)
        .order_by(t.archive.c.batch_id.desc())
    ).first()
    if seen is None:
        return None
    unit = t.ledger.c.unit
    inside = or_(
        unit == seen.unit,
        unit.startswith(f"{seen.unit}!", autoescape=True),
        unit.startswith(f"{seen.unit}#", autoescape=True),
    )
    rows = select(t.ledger).where(t.ledger.c.batch_id == seen.batch_id, inside)
    found = tx.connection.execute(rows.order_by(t.ledger.c.id))
    return SeenArchive(seen.unit, tuple(row_of_ledger(row) for row in found))
