"""The ledger says what a file is by now, after later recordings joined runs or came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstride.store.ledger import Status
from backstride.workflows.undo_import import list_files, list_imports, undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, bring, fit, gpx, tcx, the_run, with_values, without


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


def statuses(desk: Desk) -> dict[str, Status]:
    """What stands in the ledger of each file that decided about its content."""
    found = {}
    for batch in list_imports(desk):
        for row in () if batch.undone else list_files(desk, batch.id):
            known = row.entry.reason is not None and "known" in row.entry.reason.key
            found |= {} if known else {Path(row.entry.unit).name: row.entry.status}
    return found


def test_a_third_recording_joins_two_that_waited_and_the_ledger_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    other = gpx(with_values(a_run(), "cadence_spm", 191.0))
    bring(desk, tmp_path, {"a.fit": fit(a_run()), "b.gpx": other})
    assert statuses(desk)["b.gpx"] is Status.HELD

    third = tcx(without(a_run(), "cadence_spm"))
    results = bring(desk, tmp_path, {"c.tcx": third, "b.gpx": other})

    run = the_run(desk)
    assert {result.activity_ids for result in results.values()} == {(run.id,)}
    assert statuses(desk) == {
        "a.fit": Status.IMPORTED,
        "b.gpx": Status.DUPLICATE,
        "c.tcx": Status.DUPLICATE,
    }


def test_a_recording_that_comes_back_after_an_undo_is_the_only_one_imported(
    desk: Desk, tmp_path: Path
) -> None:
    first = {"a.fit": fit(a_run())}
    bring(desk, tmp_path, first)
    bring(desk, tmp_path, {"a.gpx": gpx(a_run())})
    undo_import(desk, list_imports(desk)[0].id)
    assert statuses(desk) == {"a.gpx": Status.IMPORTED}

    bring(desk, tmp_path, first)

    assert statuses(desk) == {"a.fit": Status.IMPORTED, "a.gpx": Status.DUPLICATE}
