"""What the runner corrected in an account stands in the table of its export and is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstride.recording.correcting import SetDistance
from backstride.synth.archive_oddities import gzipped, zipped
from backstride.synth.table_oddities import strava_english
from backstride.workflows.correct_runs import edit_run, undo_correction
from backstride.workflows.list_runs import list_legs
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.results import LegRow
from backstride.workflows.show_run import show_run
from backstride.workflows.undo_import import undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, bring, fit, gpx

SAID_M = 5000.0
"""Distance of every row of the invented export; the recordings below have 3597 m."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


def export(recording: bytes, *, kind: str = "Run") -> bytes:
    """An export of five rows, the first with its recording."""
    table = strava_english()
    if kind != "Run":
        table = table.replace(b",Run,", f",{kind},".encode())
    return zipped({"activities.csv": table, "activities/0.gpx.gz": gzipped(recording)})


def recorded(desk: Desk) -> LegRow:
    """The one run with samples."""
    (found,) = (run for run in list_legs(desk) if run.n_samples)
    return found


def test_a_run_outdoors_keeps_the_distance_of_its_recording(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"export.zip": export(gpx(a_run()))})
    assert recorded(desk).distance_m == pytest.approx(3597.0, rel=0.01)
    assert recorded(desk).corrections == ()


def test_the_distance_of_a_treadmill_is_taken_from_the_table(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"export.zip": export(fit(a_run(with_position=False)))})
    run = recorded(desk)
    assert (run.distance_m, run.corrections) == (SAID_M, ("distance",))
    (correction,) = show_run(desk, run.id).corrections
    assert correction.who.endswith("export.zip!activities.csv#1")


def test_the_sport_of_the_table_is_taken_where_it_names_the_recording(
    desk: Desk, tmp_path: Path
) -> None:
    bring(desk, tmp_path, {"export.zip": export(gpx(a_run()), kind="Walk")})
    assert (recorded(desk).sport, recorded(desk).corrections) == ("walking", ("sport",))


def test_it_goes_with_the_import_that_brought_it_and_outlives_a_rebuild(
    desk: Desk, tmp_path: Path
) -> None:
    recording = fit(a_run(with_position=False))
    bring(desk, tmp_path, {"own/0.fit": recording})
    before = recorded(desk)

    bring(desk, tmp_path, {"export.zip": export(recording).replace(b"0.gpx.gz", b"0.fit.gz")})
    list(rebuild(desk))
    undo_import(desk, 2)

    assert recorded(desk) == before


def test_the_runner_has_the_last_word(desk: Desk, tmp_path: Path) -> None:
    archive = export(fit(a_run(with_position=False)))
    bring(desk, tmp_path, {"export.zip": archive})
    edit_run(desk, recorded(desk).id, [SetDistance(4200.0)])
    list(rebuild(desk))
    assert recorded(desk).distance_m == 4200.0

    undo_correction(desk)
    assert recorded(desk).distance_m == SAID_M
    assert undo_correction(desk) is None
    undo_correction(desk, recorded(desk).id)
    assert recorded(desk).distance_m == pytest.approx(3597.0, rel=0.01)


def test_the_same_correction_is_noted_once(desk: Desk, tmp_path: Path) -> None:
    recording = fit(a_run(with_position=False))
    bring(desk, tmp_path, {"export.zip": export(recording)})
    later = zipped(
        {
            "activities.csv": strava_english().replace(b"Mar 5, 2021", b"Mar 6, 2021"),
            "activities/0.gpx.gz": gzipped(recording),
        }
    )
    bring(desk, tmp_path, {"later.zip": later})
    assert recorded(desk).corrections == ("distance",)
