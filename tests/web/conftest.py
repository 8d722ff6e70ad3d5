"""The app on a store of its own: asked directly, or served and looked at in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstride.web.answers import Standing, Worked
from backstride.web.app import create_app
from backstride.web.front import Front
from backstride.web.serving import listen
from tests.web.given_answers import GivenAnswers, answered_as, imagined_as

SERVER = "http://localhost"

Give = Callable[..., GivenAnswers]
"""Puts the answer of a verdict in its place, with what else is to be known of how it stands."""


@dataclass
class Served:
    """A server of its own process, and the folder of its store."""

    address: str
    home: Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    """The app, asked without a network; errors become answers as a browser sees them."""
    app = create_app(home, warm=False)
    with TestClient(app, base_url=SERVER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def front(client: TestClient) -> Front:
    found: Front = client.app.state.front  # type: ignore[attr-defined]
    return found


@pytest.fixture
def give(client: TestClient, front: Front) -> Give:
    """Put an answer that was worked out beforehand where the app looks for one."""

    def put(verdict: str = "aggravating", **now: Any) -> GivenAnswers:
        standing = Standing(answered_as(verdict), is_fresh=True)
        given = GivenAnswers(replace(standing, **now), Worked(imagined_as(verdict)))
        client.app.state.front = replace(front, answers=given)  # type: ignore[attr-defined]
        return given

    return put


@pytest.fixture
def token(client: TestClient) -> str:
    """What every form brings along."""
    found: str = client.app.state.front.token  # type: ignore[attr-defined]
    return found


@pytest.fixture
def served(home: Path) -> Iterator[Served]:
    """The app as ``backstride serve`` serves it."""
    with serve(home) as found:
        yield found


@pytest.fixture(scope="module")
def served_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same for a whole file of tests that change nothing."""
    with serve(tmp_path_factory.mktemp("served") / "home") as found:
        yield found


@contextmanager
def serve(home: Path) -> Iterator[Served]:
    """Serve a store in a process of its own for the length of a block."""
    listener = listen(0)
    port = listener.getsockname()[1]
    listener.close()
    command = [sys.executable, "-m", "backstride", "serve", "--no-open", "--port", str(port)]
    environment = os.environ | {"BACKSTRIDE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        try:
            _wait_for(address)
            yield Served(address, home)
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/static/icon.svg", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, where there is one."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium is installed: on Debian, apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is used

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
