"""Help comes at once and says what there is."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.conftest import Command

HEAVY = ("numpy", "scipy", "numba", "sqlalchemy", "alembic", "rich.table", "tzfpy")

LIST_MODULES = """
import sys
import backstride.cli.main
print("\\n".join(sys.modules))
"""


def test_help_names_every_command(backstride: Command) -> None:
    shown = backstride("--help").output
    for command in ("demo", "setup", "import", "log", "diary", "runs", "answer", "doctor"):
        assert f"\n  {command} " in shown


def test_help_loads_none_of_the_heavy_libraries() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", LIST_MODULES], capture_output=True, text=True, check=True
    )
    loaded = set(listed.stdout.split())
    assert not loaded.intersection(HEAVY)


def test_every_option_of_every_command_is_explained(backstride: Command) -> None:
    for command in ("demo", "setup", "import", "log", "diary", "runs", "answer", "doctor"):
        shown = backstride(command, "--help")
        assert shown.exit_code == 0
        options = [line for line in shown.output.splitlines() if line.strip().startswith("--")]
        assert all(len(line.split()) > 2 for line in options), (command, options)
