"""Make the development environment from nothing: a venv, a pinned uv inside it, the lock.

Runs on the system's own Python (3.11 or newer) with the standard library only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)


def stop(message: str) -> None:
    """Say what is missing and what to do, without a traceback."""
    sys.exit(f"backstride setup: {message}")


def make_venv(venv: Path) -> None:
    """Create the virtual environment unless a working one is there."""
    if (venv / "bin" / "python").exists():
        return
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False)
    if made.returncode != 0:
        stop(
            "python3 -m venv failed. On Debian and Ubuntu install the package python3-venv "
            "(sudo apt-get install python3-venv), then run the same command again."
        )


def run(step: str, command: list[str]) -> None:
    """Run one step and name it when it fails."""
    print(f"setup: {step}", flush=True)
    if subprocess.run(command, check=False, env=os.environ).returncode != 0:
        stop(f"the step '{step}' failed; its own message stands above. Nothing else was changed.")


def main() -> None:
    """Set up, or say plainly what stands in the way."""
    options = argparse.ArgumentParser()
    options.add_argument("--venv", type=Path, required=True)
    options.add_argument("--uv", required=True)
    options.add_argument("--lock", type=Path, required=True)
    chosen = options.parse_args()
    if sys.version_info < OLDEST:
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    make_venv(chosen.venv)
    python = str(chosen.venv / "bin" / "python")
    uv = str(chosen.venv / "bin" / "uv")
    quiet = ["--quiet", "--disable-pip-version-check"]
    run("uv", [python, "-m", "pip", "install", *quiet, f"uv=={chosen.uv}"])
    run(
        "dependencies",
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(chosen.lock)],
    )
    install = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--python",
        python,
        "-e",
        ".",
    ]
    run("backstride", install)
    run("warm the compiled kernels", [python, "-m", "backstride", "doctor", "--warm"])


if __name__ == "__main__":
    main()
