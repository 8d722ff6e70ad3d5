"""Several processes on one store, and one that dies while it writes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from backstride.domain.errors import StoreError
from backstride.store import batches, legs, originals
from backstride.store.health import check, find_orphans, remove_orphans
from backstride.store.ledger import LedgerEntry, Status, find_by_batch, record
from backstride.store.presence import was_left_open
from backstride.store.store import Store, open_store
from tests.conftest import ROOT
from tests.store.made import made_run, save_run

WRITER = """
import sys
from pathlib import Path
from backstride.store import batches, originals
from backstride.store.activities import Origin
from backstride.store.ledger import LedgerEntry, Status, record
from backstride.store.store import open_store
from tests.store.made import made_run, save_run

home, name, n_most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with open_store(home) as store:
    with store.transaction() as tx:
        batch = batches.start(tx, "import", sources=[name], version="0.1.0")
    for number in range(n_most):
        with store.transaction() as tx:
            content = f"{name} {number}".encode() * 2000
            sha256 = originals.keep(tx, content, format="fit")
            origin = Origin(sha256, 0, f"{name} {number}")
            save_run(tx, made_run(number), origins=(origin,), batch=batch)
            record(tx, batch, LedgerEntry(origin.unit, Status.IMPORTED, sha256))
        print(number, flush=True)
"""


def start_writer(home: Path, name: str, n_most: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), name, str(n_most)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_two_processes_write_at_the_same_time_and_nothing_is_lost(home: Path) -> None:
    writers = [start_writer(home, name, 40) for name in ("one", "two")]
    outputs = [writer.communicate(timeout=60)[0].split() for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0]
    assert outputs == [[str(number) for number in range(40)]] * 2
    with open_store(home) as store, store.reading() as tx:
        assert len(legs.find(tx)) == 80
        assert [batch.counts for batch in batches.find(tx)] == [{"imported": 40}] * 2


@pytest.mark.parametrize("n_written", [1, 4, 9, 15])
def test_a_process_that_is_killed_loses_nothing_it_had_saved(home: Path, n_written: int) -> None:
    writer = start_writer(home, "killed", 10_000)
    assert writer.stdout is not None
    confirmed = [writer.stdout.readline().strip() for _ in range(n_written)]
    time.sleep(0.003 * n_written)
    writer.send_signal(signal.SIGKILL)
    with writer:  # communicate would lose what readline read ahead
        confirmed += writer.stdout.read().split()
    assert was_left_open(home / "backstride.sqlite3")

    with open_store(home) as store:
        remove_orphans(store)
        assert check(store) == ()
        with store.reading() as tx:
            (batch,) = batches.find(tx)
            rows = find_by_batch(tx, batch.id)
            units = [row.entry.unit for row in rows]
            assert len(legs.find(tx)) == len(rows)
            assert all(originals.load(tx, row.entry.sha256 or "") for row in rows)
    expected = [f"killed {number}" for number in confirmed]
    assert units[: len(expected)] == expected
    assert len(units) <= len(expected) + 1


def test_a_store_that_was_closed_leaves_no_log_behind(home: Path) -> None:
    with open_store(home) as store, store.transaction() as tx:
        save_run(tx, made_run())

    assert not was_left_open(home / "backstride.sqlite3")


def test_a_writer_waits_for_another_one(home: Path) -> None:
    with open_store(home) as first, open_store(home, busy_timeout_s=20.0) as second:
        holding, order = threading.Event(), []

        def hold() -> None:
            with first.transaction() as tx:
                save_run(tx, made_run(0))
                holding.set()
                time.sleep(0.3)
                order.append("first")

        thread = threading.Thread(target=hold)
        thread.start()
        assert holding.wait(10)
        with second.transaction() as tx:
            order.append("second")
            assert len(legs.find(tx)) == 1
        thread.join()

    assert order == ["first", "second"]


def test_a_writer_that_waited_too_long_says_so(home: Path) -> None:
    with open_store(home) as first, open_store(home, busy_timeout_s=0.05) as second:
        with (
            first.transaction(),
            pytest.raises(StoreError) as caught,
            second.transaction() as tx,
        ):
            save_run(tx, made_run())
        with second.transaction() as tx:
            save_run(tx, made_run())

    assert caught.value.message.key == "error.store.busy"


def test_threads_share_a_store(store: Store) -> None:
    def write(day: int) -> None:
        with store.transaction() as tx:
            save_run(tx, made_run(day))

    threads = [threading.Thread(target=write, args=(day,)) for day in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.reading() as tx:
        assert len(legs.find(tx)) == 8


def test_an_original_of_a_failed_import_is_left_over_harmless_and_can_be_removed(
    store: Store, batch: int
) -> None:
    def keep_and_fail() -> None:
        with store.transaction() as tx:
            originals.keep(tx, b"never saved", format="fit")
            raise KeyError("the reader failed")

    with pytest.raises(KeyError):
        keep_and_fail()
    with store.transaction() as tx:
        kept = originals.keep(tx, b"saved", format="fit")
        record(tx, batch, LedgerEntry("a.fit", Status.IMPORTED, kept))
        (orphan,) = find_orphans(tx)

    assert [problem.code for problem in check(store)] == ["store.original_unknown"]
    assert remove_orphans(store) == 1
    assert check(store) == ()
    assert not orphan.exists()
