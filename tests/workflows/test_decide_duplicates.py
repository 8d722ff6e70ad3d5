"""The runner has the last word on what is one run, and may take it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backstride.domain.errors import OutOfRange
from backstride.recording.likeness import Verdict
from backstride.store.ledger import Status
from backstride.workflows.decide_duplicates import (
    decide_different,
    decide_same,
    list_candidates,
    undo_decision,
)
from backstride.workflows.list_runs import list_legs
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.undo_import import list_files, undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, bring, easy_km, fit, gpx, tcx, the_run, with_values


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def held(desk: Desk, tmp_path: Path) -> Desk:
    """Two watches that count other steps, in one import each."""
    bring(desk, tmp_path, {"one.fit": fit(with_values(a_run(), "cadence_spm", 191.0))})
    bring(desk, tmp_path, {"two.fit": fit(with_values(a_run(), "cadence_spm", 164.0))})
    return desk


def ids(desk: Desk) -> list[str]:
    return sorted(run.id for run in list_legs(desk))


def status(desk: Desk, batch: int) -> Status:
    (row,) = list_files(desk, batch)
    return row.entry.status


def test_a_pair_that_waits_says_what_speaks_against_it(held: Desk) -> None:
    (pair,) = list_candidates(held)
    assert pair.verdict is Verdict.HELD
    assert pair.evidence["against"] == ["cadence"]
    assert {Path(pair.one.file).name, Path(pair.other.file).name} == {"one.fit", "two.fit"}
    assert pair.counts in ids(held)


def test_one_run_is_joined_and_nothing_waits_any_more(held: Desk) -> None:
    one, other = ids(held)
    run_id = decide_same(held, one[:8], other[:8])
    assert the_run(held).id == run_id
    assert the_run(held).recordings == 2
    assert list_candidates(held) == []
    assert [pair.who for pair in list_candidates(held, also_settled=True)] == ["runner"]
    assert status(held, 2) is Status.DUPLICATE


def test_two_runs_count_both(held: Desk) -> None:
    alone = easy_km(held)
    decide_different(held, *ids(held))
    assert easy_km(held) > 1.8 * alone
    assert list_candidates(held, also_settled=True) == []
    assert status(held, 2) is Status.IMPORTED


@pytest.mark.parametrize("decide", [decide_same, decide_different])
def test_a_decision_can_be_taken_back(held: Desk, decide: object) -> None:
    before, waiting = list_legs(held), list_candidates(held)
    decide(held, *ids(held))  # type: ignore[operator]
    assert undo_decision(held)
    assert list_legs(held) == before
    assert list_candidates(held) == waiting
    assert [status(held, batch) for batch in (1, 2)] == [Status.IMPORTED, Status.HELD]
    assert undo_decision(held) == ()


@pytest.mark.parametrize("decide", [decide_same, decide_different])
def test_a_decision_outlives_rebuild_undo_and_a_new_import(
    held: Desk, tmp_path: Path, decide: object
) -> None:
    decide(held, *ids(held))  # type: ignore[operator]
    before = list_legs(held)
    list(rebuild(held))
    assert list_legs(held) == before
    undo_import(held, 2)
    assert len(list_legs(held)) == 1
    bring(held, tmp_path, {"two.fit": fit(with_values(a_run(), "cadence_spm", 164.0))})
    assert list_legs(held) == before


def test_recordings_that_were_joined_by_the_rule_come_apart(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(a_run()), "a.gpx": gpx(a_run())})
    (pair,) = list_candidates(desk, also_settled=True)
    decide_different(desk, pair.one.id, pair.other.id)
    assert len(list_legs(desk)) == 2
    assert [run.recordings for run in list_legs(desk)] == [1, 1]


def test_each_further_recording_goes_with_the_one_it_is_more_like(
    desk: Desk, tmp_path: Path
) -> None:
    late = a_run().moved(timedelta(seconds=150))
    files = {"a.fit": fit(a_run()), "late.fit": fit(late), "late.tcx": tcx(late)}
    bring(desk, tmp_path, files)
    sides = {
        Path(side.file).name: side.id
        for pair in list_candidates(desk, also_settled=True)
        for side in (pair.one, pair.other)
    }
    assert the_run(desk).recordings == 3

    decide_different(desk, sides["a.fit"], sides["late.fit"])

    made_of = [{Path(file).name for file in run.source_files} for run in list_legs(desk)]
    assert made_of == [{"a.fit"}, {"late.fit", "late.tcx"}]


@pytest.mark.parametrize("said", ["", "zz", "0123456789abcdef0123456789abcdef"])
def test_an_id_that_names_no_run_is_refused(held: Desk, said: str) -> None:
    with pytest.raises(OutOfRange):
        decide_same(held, ids(held)[0], said)


def test_what_is_one_already_is_not_decided_again(held: Desk) -> None:
    one, other = ids(held)
    decide_same(held, one, other)
    with pytest.raises(OutOfRange):
        decide_same(held, one, other)
    with pytest.raises(OutOfRange):
        decide_different(held, one, one)
