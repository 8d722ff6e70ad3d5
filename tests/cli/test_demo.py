"""The demo goes the whole way on what the repository holds."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command


def test_the_demo_answers_and_holds_the_answer_against_the_truth(
    backstride: Command, tmp_path: Path
) -> None:
    shown = backstride("demo", "--folder", str(tmp_path / "demo"))
    flat = " ".join(shown.output.split())
    assert shown.exit_code == 0
    assert "Could not be read: 0" in flat
    assert "In your records" in flat
    assert "The truth about her" in flat
    assert "Where to go next" in flat


def test_the_demo_can_be_run_again_and_leaves_the_runners_own_store_alone(
    backstride: Command, tmp_path: Path, home: Path
) -> None:
    first = backstride("demo", "--folder", str(tmp_path / "demo")).output
    assert backstride("demo", "--folder", str(tmp_path / "demo")).output == first
    assert not home.exists()
