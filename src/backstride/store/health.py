"""Health: the full check behind `doctor`, and the removal of what a sudden stop left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Select, select

from backstride.domain.errors import StoreDamaged
from backstride.domain.problem import Problem, Severity
from backstride.store import originals
from backstride.store import tables as t
from backstride.store.engine import store_errors
from backstride.store.home import OTHERS, disk_error
from backstride.store.store import Store, Transaction
from backstride.store.streams import load_streams

_N_MOST = 100
"""Findings of one kind that are listed."""


def check(store: Store) -> tuple[Problem, ...]:
    """Look through everything: pages, references, samples, originals, permissions.

    Where pages are broken, what stands in them is not looked through.

    Returns
    -------
    tuple of Problem
        Findings; none for a sound store.
    """
    with store.reading() as tx:
        broken_pages = tuple(_check_pages(tx))
        if broken_pages:
            return (*broken_pages, *_check_permissions(tx))
        return (
            *_check_references(tx),
            *_check_samples(tx),
            *_check_originals(tx),
            *_check_permissions(tx),
        )


def find_orphans(tx: Transaction) -> tuple[Path, ...]:
    """Return the files among the originals of which the database knows nothing."""
    known = {originals.place(tx.home, sha256) for sha256 in tx.connection.scalars(_all_originals())}
    files = sorted(file for file in tx.home.originals.rglob("*") if file.is_file())
    return tuple(file for file in files if file not in known)


def remove_orphans(store: Store) -> int:
    """Remove files of which the database knows nothing, and return how many.

    It holds the write lock, so that a file is never one that an import is about to save.
    """
    with store.transaction() as tx:
        orphans = find_orphans(tx)
        for file in orphans:
            try:
                file.unlink()
            except OSError as error:
                raise disk_error(error, file) from error
    return len(orphans)


def close_home(store: Store) -> int:
    """Take away what other users of this computer may do with the store; return how many places.

    Raises
    ------
    StoreError
        Where the disk does not allow it.
    """
    with store.reading() as tx:
        home = tx.home
        open_ones = [problem.where for problem in _check_permissions(tx)]
    for place in open_ones:
        try:
            mode = Path(place).stat().st_mode
            Path(place).chmod(mode & 0o777 & ~OTHERS)
        except OSError as error:
            raise disk_error(error, home.folder) from error
    return len(open_ones)


def damaged_activities(store: Store) -> tuple[str, ...]:
    """Return the activities whose samples are not as they were written."""
    with store.reading() as tx:
        legs = tx.connection.execute(select(t.leg.c.id, t.leg.c.activity_id)).all()
        return tuple(dict.fromkeys(row.activity_id for row in legs if _is_damaged(tx, row.id)))


def _is_damaged(tx: Transaction, leg_id: int) -> bool:
    try:
        load_streams(tx, (leg_id,))
    except StoreDamaged:
        return True
    return False


def _all_originals() -> Select[str]:
    return select(t.original.c.sha256).order_by(t.original.c.sha256)


def _check_pages(tx: Transaction) -> Iterator[Problem]:
    command = f"PRAGMA integrity_check({_N_MOST})"
    try:
        with store_errors(tx.home.database):
            findings = [str(row[0]) for row in tx.connection.exec_driver_sql(command)]
    except StoreDamaged as error:  # broken beyond what the check itself can walk through
        findings = [str(error.message.params["detail"])]
    for finding in findings:
        if finding != "ok":
            yield Problem(
                "store.page_damaged",
                where=tx.home.database.name,
                params={"detail": finding},
                severity=Severity.LOST,
            )


def _check_references(tx: Transaction) -> Iterator[Problem]:
    for row in tx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_N_MOST):
        yield Problem(
            "store.reference_broken",
            where=f"{row[0]} {row[1]}",
            params={"table": str(row[0]), "other": str(row[2])},
            severity=Severity.LOST,
        )


def _check_samples(tx: Transaction) -> Iterator[Problem]:
    for leg_id in tx.connection.scalars(select(t.leg.c.id).order_by(t.leg.c.id)).all():
        try:
            load_streams(tx, (leg_id,))
        except StoreDamaged as error:
            place = str(error.message.params["place"])
            yield Problem("store.samples_damaged", where=place, severity=Severity.LOST)


def _check_originals(tx: Transaction) -> Iterator[Problem]:
    for sha256 in tx.connection.scalars(_all_originals()).all():
        try:
            originals.load(tx, sha256)
        except StoreDamaged as error:
            code = error.message.key.removeprefix("error.")
            yield Problem(code, where=sha256, severity=Severity.LOST)
    for file in find_orphans(tx):
        yield Problem("store.original_unknown", where=str(file.relative_to(tx.home.folder)))


def _check_permissions(tx: Transaction) -> Iterator[Problem]:
    home = tx.home
    for place in (home.folder, home.database, home.originals, home.backups):
        mode = place.stat().st_mode & 0o777
        if mode & OTHERS:
            yield Problem("store.open_to_others", where=str(place), params={"mode": f"{mode:o}"})
