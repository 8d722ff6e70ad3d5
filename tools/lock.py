"""Resolve the dependencies into locks/*.txt: versions and hashes, every platform, no addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINS = "uv==0.13.9\nuv-build>=0.13,<0.14\n"


def compile_lock(name: str, group: str) -> None:
    """Write one lock file for the project and one dependency group."""
    uv = str(Path(sys.executable).parent / "uv")
    extra = ROOT / "build" / f"{name}.in"
    extra.parent.mkdir(exist_ok=True)
    extra.write_text(PINS)
    command = [
        uv,
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ]
    command += ["--python-version", "3.11", "--quiet", "--output-file", f"locks/{name}.txt"]
    command += ["--group", group, "pyproject.toml", str(extra)]
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    compile_lock("dev", "dev")
    compile_lock("nuts", "nuts")
    compile_lock("studies", "studies")
    compile_lock("fuzz", "fuzz")
