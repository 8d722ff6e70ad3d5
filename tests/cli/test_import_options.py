"""Options of `backstride import` that do not go together are told before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("option", "named"),
    [(("--dry-run",), "--dry-run"), (("--complete-until", "2026-03-20"), "--complete-until")],
)
def test_a_watch_takes_no_option_that_needs_an_end(
    backstride: Command, tmp_path: Path, option: tuple[str, ...], named: str
) -> None:
    told = backstride("import", "--watch", *option, str(tmp_path))

    assert told.exit_code == 2
    assert named in told.output
