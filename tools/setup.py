"""Make the development environment from nothing: a venv, a pinned uv inside it, the lock.

Runs on the system's own Python (3.11 or newer) with the standard library only.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NO_VENV = (
    "python3 -m venv did not make a working environment. On Debian and Ubuntu install the package "
    "python3-venv (sudo apt-get install python3-venv), then run the same command again."
)


def stop(message: str) -> None:
    """Say what is missing and what to do, without a traceback."""
    sys.exit(f"backstride setup: {message}")


def works(command: list[str]) -> bool:
    """Say whether a command ends well, without showing what it prints."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def make_venv(venv: Path) -> None:
    """Create the virtual environment unless one with pip is there.

    Where Python lacks its venv parts, a failed attempt leaves a folder without pip behind; it is
    made anew, so that a second call tells the same reason as the first.
    """
    has_pip = [str(venv / "bin" / "python"), "-m", "pip", "--version"]
    if (venv / "bin" / "python").exists() and works(has_pip):
        return
    shutil.rmtree(venv, ignore_errors=True)
    print("setup: virtual environment", flush=True)
    if not works([sys.executable, "-m", "venv", str(venv)]) or not works(has_pip):
        shutil.rmtree(venv, ignore_errors=True)
        stop(NO_VENV)


def run(step: str, command: list[str]) -> None:
    """Run one step and name it when it fails."""
    print(f"setup: {step}", flush=True)
    if subprocess.run(command, check=False).returncode != 0:
        stop(f"the step '{step}' failed; its own message stands above. Nothing else was changed.")


def pinned(lock: str, name: str) -> str:
    """Return the lines of one package in a lock: its version and hashes."""
    lines = lock.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next(
        (n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines)
    )
    return "\n".join(lines[start:end]) + "\n"


def install_uv(python: str, lock: Path) -> None:
    """Install uv as the lock has it, hashes checked."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "uv.txt"
        wanted.write_text(pinned(lock.read_text(encoding="utf-8"), "uv"), encoding="utf-8")
        quiet = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
        run("uv", [python, "-m", "pip", "install", *quiet, "-r", str(wanted)])


def main() -> None:
    """Set up, or say plainly what stands in the way."""
    options = argparse.ArgumentParser()
    options.add_argument("--venv", type=Path, required=True)
    options.add_argument("--lock", type=Path, required=True)
    options.add_argument("--no-warm", action="store_true")
    chosen = options.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs on whatever Python is there
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    make_venv(chosen.venv)
    python = str(chosen.venv / "bin" / "python")
    uv = str(chosen.venv / "bin" / "uv")
    install_uv(python, chosen.lock)
    into = ["--quiet", "--compile-bytecode", "--python", python]
    run("dependencies", [uv, "pip", "sync", *into, "--require-hashes", str(chosen.lock)])
    run("backstride", [uv, "pip", "install", *into, "--no-deps", "--no-build-isolation", "-e", "."])
    if not chosen.no_warm:
        run("compiled kernels", [python, "-m", "backstride", "doctor", "--warm"])


if __name__ == "__main__":
    main()
