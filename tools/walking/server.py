"""Backstride as a new runner starts it: from here, or installed from a fresh clone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.walking.clock import Clock, DeadEnd

STARTS_WITHIN_S = 60


def install(root: Path, clone: Path, clock: Clock) -> list[str]:
    """Clone what is committed here, install it as the README says, return the command."""
    with clock.part("clone and make setup"):
        subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
        done = subprocess.run(
            ["make", "setup"], cwd=clone, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise DeadEnd(f"make setup failed:\n{done.stdout}{done.stderr}")
    return [str(clone / ".venv/bin/backstride")]


@contextmanager
def served(home: Path, clock: Clock, zone: str, command: list[str] | None) -> Iterator[str]:
    """Serve a new store and give its address."""
    port = _free_port()
    program = command or [sys.executable, "-m", "backstride"]
    address = f"http://localhost:{port}"
    with subprocess.Popen(
        [*program, "serve", "--no-open", "--port", str(port)],
        env=os.environ | {"BACKSTRIDE_HOME": str(home), "TZ": zone},
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            with clock.part("backstride serve, to the first answer"):
                _wait_for(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGINT)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/", timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise DeadEnd(f"nothing answers at {address} within {STARTS_WITHIN_S} s")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
