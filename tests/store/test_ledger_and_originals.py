"""The ledger of files seen, and the originals kept by their content."""

from __future__ import annotations

import errno
import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.domain.errors import NotFound, StoreDamaged, StoreError
from backstride.domain.message import Message
from backstride.domain.problem import Problem, Severity
from backstride.store import batches, ledger, originals
from backstride.store import tables as t
from backstride.store.ledger import LedgerEntry, Status
from backstride.store.store import Store, open_store

SHA = "ab" * 32


def test_a_ledger_row_comes_back_equal(store: Store, batch: int) -> None:
    parent = LedgerEntry("export.zip", Status.IMPORTED)
    problem = Problem("fit.truncated", "byte 812", {"n_lost": 40}, Severity.LOST)
    reason = Message("import.same_content", {"other": "a.fit"})
    with store.transaction() as tx:
        parent_id = ledger.record(tx, batch, parent)
        child = LedgerEntry(
            "export.zip!a/b.fit#2", Status.DUPLICATE, SHA, True, reason, (problem,), parent_id
        )
        child_id = ledger.record(tx, batch, child)
        rows = ledger.find_by_batch(tx, batch)

    assert [row.entry for row in rows] == [parent, child]
    assert [row.id for row in rows] == [parent_id, child_id]
    assert rows[0].seen.tzinfo == UTC


def test_content_is_known_by_the_row_that_decided_on_it(store: Store, batch: int) -> None:
    def record(status: Status) -> int:
        return ledger.record(tx, batch, LedgerEntry(f"{status.value}.fit", status, SHA))

    with store.transaction() as tx:
        assert ledger.find_by_hash(tx, SHA) is None
        record(Status.FAILED)
        imported = record(Status.IMPORTED)
        record(Status.DUPLICATE)
        found = ledger.find_by_hash(tx, SHA)

    assert found is not None
    assert (found.id, found.entry.status) == (imported, Status.IMPORTED)


def test_an_undone_import_never_saw_its_files(store: Store, batch: int) -> None:
    with store.transaction() as tx:
        ledger.record(tx, batch, LedgerEntry("a.fit", Status.IMPORTED, SHA))
        tx.connection.execute(t.batch.update().values(undone_utc_ms=1))

        assert ledger.find_by_hash(tx, SHA) is None
        assert batches.find(tx)[0].undone


def test_a_file_name_that_is_no_text_is_written_out(store: Store, batch: int) -> None:
    name = os.fsdecode(b"caf\xe9.fit")
    with store.transaction() as tx:
        ledger.record(tx, batch, LedgerEntry(name, Status.IMPORTED))

        assert ledger.find_by_batch(tx, batch)[0].entry.unit == "caf\\udce9.fit"


def test_a_batch_tells_what_became_of_its_files(home: Path) -> None:
    now = datetime(2026, 3, 1, 8, tzinfo=UTC)
    with open_store(home, clock=lambda: now) as store, store.transaction() as tx:
        batch = batches.start(tx, "import", sources=["runs", "more"], version="0.1.0")
        for status in (Status.IMPORTED, Status.IMPORTED, Status.FAILED):
            ledger.record(tx, batch, LedgerEntry("a.fit", status))
        (cut_short,) = batches.find(tx)
        batches.end(tx, batch)
        (ended,) = batches.find(tx)
        with pytest.raises(NotFound):
            batches.end(tx, batch + 1)

    assert cut_short.ended is None
    assert (ended.started, ended.ended, ended.undone) == (now, now, False)
    assert (ended.kind, ended.sources, ended.version) == ("import", ("runs", "more"), "0.1.0")
    assert ended.counts == {"imported": 2, "failed": 1}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.binary(max_size=5000))
def test_an_original_comes_back_byte_for_byte(store: Store, content: bytes) -> None:
    with store.transaction() as tx:
        sha256 = originals.keep(tx, content, format="fit")

        assert sha256 == originals.hash_content(content)
        assert originals.load(tx, sha256) == content


def test_the_same_content_is_kept_once(store: Store) -> None:
    with store.transaction() as tx:
        first = originals.keep(tx, b"same", format="fit")
        again = originals.keep(tx, b"same", format="fit", sha256=first)

    assert first == again
    assert len([f for f in store.home.originals.rglob("*") if f.is_file()]) == 1


def test_an_original_never_kept_is_not_found(store: Store) -> None:
    with store.reading() as tx, pytest.raises(NotFound):
        originals.load(tx, SHA)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "error.store.original_missing"),
        (b"", "error.store.original_damaged"),
        (b"no gzip", "error.store.original_damaged"),
        (gzip.compress(b"other", mtime=0), "error.store.original_damaged"),
        (gzip.compress(bytes(10_000_000), mtime=0), "error.store.original_damaged"),
    ],
)
def test_an_original_changed_on_the_disk_is_named_as_such(
    store: Store, content: bytes | None, key: str
) -> None:
    with store.transaction() as tx:
        sha256 = originals.keep(tx, b"right", format="fit")
        file = originals.place(store.home, sha256)
        file.unlink()
        if content is not None:
            file.write_bytes(content)

        with pytest.raises(StoreDamaged) as caught:
            originals.load(tx, sha256)
    assert caught.value.message.key == key


def test_a_full_disk_leaves_no_half_written_original_and_no_row(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(StoreError, match="No space left"), store.transaction() as tx:
        originals.keep(tx, b"content", format="fit")

    assert [f for f in store.home.originals.rglob("*") if f.is_file()] == []
    with store.reading() as tx, pytest.raises(NotFound):
        originals.load(tx, originals.hash_content(b"content"))
