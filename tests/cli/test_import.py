"""Every file ends in the ledger; one bad file never stops the others."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from backstride.synth.demo_runner import make_demo
from tests.cli.conftest import Command

DIARY = "date,leg_morning,leg_evening,no_run_reason\n2026-03-09,3,4,\n2026-03-10,2.5,,planned\n"


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three FIT files of an invented runner, running dynamics in each."""
    folder = tmp_path_factory.mktemp("runner")
    truth = make_demo(folder)
    return sorted(truth.runs.glob("*.fit"))[-3:]


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_a_fit_file_is_imported_and_listed(backstride: Command, runs: list[Path]) -> None:
    (row,) = lines(backstride("import", "--json", str(runs[0])).output)
    assert (row["status"], row["partial"], row["reason"]) == ("imported", False, None)
    (leg,) = json.loads(backstride("runs", "--json").output)
    assert [leg["id"]] == row["activity_ids"]
    assert leg["sport"] == "running"
    assert leg["running_dynamics"] is True
    assert leg["easy_km"]["q05"] < leg["easy_km"]["q50"] < leg["easy_km"]["q95"]
    assert leg["source_files"] == [str(runs[0])]


def test_the_same_content_is_a_duplicate_whatever_its_wrapping(
    backstride: Command, runs: list[Path], tmp_path: Path
) -> None:
    zipped = tmp_path / "again.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("x/run.fit.gz", gzip.compress(runs[0].read_bytes()))
    backstride("import", str(runs[0]))
    (row,) = lines(backstride("import", "--json", str(zipped)).output)
    assert row["status"] == "duplicate"
    assert row["file"].startswith(f"{zipped}!x/run.fit.gz")
    assert len(json.loads(backstride("runs", "--json").output)) == 1


def test_one_bad_file_does_not_stop_the_others(
    backstride: Command, runs: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "a-garbage.fit").write_bytes(b"\x00\x01" * 500)
    (tmp_path / "b-empty.gpx").write_bytes(b"")
    (tmp_path / "c-cut.fit").write_bytes(runs[1].read_bytes()[:-2000])
    (tmp_path / "d-page.html").write_text("<html><body>not a run</body></html>")
    (tmp_path / "e-good.fit").write_bytes(runs[0].read_bytes())
    done = backstride("import", "--json", str(tmp_path))
    by_name = {Path(str(row["file"])).name: row for row in lines(done.output)}
    assert by_name["e-good.fit"]["status"] == "imported"
    assert by_name["c-cut.fit"]["status"] == "imported"
    assert by_name["c-cut.fit"]["partial"] is True
    for bad in ("a-garbage.fit", "b-empty.gpx", "d-page.html"):
        assert by_name[bad]["status"] in {"failed", "not_an_activity"}
        assert by_name[bad]["reason"]
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_a_folder_that_is_not_there_is_told(backstride: Command, tmp_path: Path) -> None:
    refused = backstride("import", str(tmp_path / "nowhere"))
    assert refused.exit_code == 2
    assert "is not there" in refused.output


def test_an_empty_folder_is_told(backstride: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "No files found" in backstride("import", str(tmp_path / "empty")).output


def test_a_diary_table_is_imported_beside_the_runs(backstride: Command, tmp_path: Path) -> None:
    table = tmp_path / "diary.csv"
    table.write_text(DIARY)
    (row,) = lines(backstride("import", "--json", str(table)).output)
    assert (row["status"], row["diary_days"]) == ("imported", 2)


def test_a_bad_cell_of_a_diary_is_named_and_the_rest_is_kept(
    backstride: Command, tmp_path: Path
) -> None:
    table = tmp_path / "diary.csv"
    table.write_text("date,leg_morning\n2026-03-09,3\n2026-03-10,eleven\n2026-03-11,4\n")
    (row,) = lines(backstride("import", "--json", str(table)).output)
    assert row["partial"] is True
    assert "eleven" in json.dumps(row["problems"])
    assert row["diary_days"] >= 2


def test_people_are_told_the_counts_and_what_comes_next(
    backstride: Command, runs: list[Path]
) -> None:
    told = backstride("import", *map(str, runs)).output
    assert "Files: 3. Imported: 3" in told
    assert "backstride log" in told
