"""Export and restore on the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from backstride.synth.hostile import PLAIN
from tests.cli.conftest import Command


@pytest.fixture
def archive(backstride: Command, tmp_path: Path) -> Path:
    (tmp_path / "run.gpx").write_bytes(PLAIN)
    backstride("import", str(tmp_path / "run.gpx"))
    backstride("log", "--morning", "3")
    done = backstride("export", str(tmp_path / "mine.zip"))
    assert done.exit_code == 0
    assert "not encrypted" in done.output
    return tmp_path / "mine.zip"


def test_an_export_explains_itself_and_its_checksums_hold(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "open")
        readme = opened.read("README.md").decode()
    checked = subprocess.run(
        [shutil.which("sha256sum") or "", "--check", "--quiet", "SHA256SUMS"],
        cwd=tmp_path / "open",
        check=False,
        capture_output=True,
    )

    assert checked.returncode == 0
    assert "backstride restore" in readme


def test_a_restored_home_shows_the_same_runs_and_days(
    backstride: Command, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backstride("runs", "--json").output, backstride("diary", "list", "--json").output
    monkeypatch.setenv("BACKSTRIDE_HOME", str(tmp_path / "again"))
    restored = backstride("restore", str(archive))

    assert restored.exit_code == 0
    assert (
        backstride("runs", "--json").output,
        backstride("diary", "list", "--json").output,
    ) == before
    assert backstride("doctor").exit_code == 0


def test_an_export_into_a_folder_gets_a_dated_name(backstride: Command, tmp_path: Path) -> None:
    told = json.loads(backstride("export", "--json", str(tmp_path)).output)

    assert Path(told["file"]).exists()
    assert told["schema"] == "backstride.export/1"


def test_a_home_in_use_is_not_restored_into(backstride: Command, archive: Path) -> None:
    refused = backstride("restore", str(archive))

    assert refused.exit_code != 0


def test_a_file_that_is_not_there_is_told(backstride: Command, tmp_path: Path) -> None:
    assert backstride("restore", str(tmp_path / "no.zip")).exit_code == 2
