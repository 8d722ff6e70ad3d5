"""Walk through the pages as a new runner does, and take the pictures of the tutorial on the way.

A new store, the invented runner's files as one archive, the questions on warning signs, seven
mornings, the answer: by taps and clicks in Chromium, on the width of a phone. Prints how long each
part took. Run it from the root of the repository: ``python -m tools.walk``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from backstride.synth.demo_runner import make_demo

PICTURES = Path("docs/tutorial/pictures")
PHONE = {"width": 390, "height": 844}
PORT = 8778
ADDRESS = f"http://localhost:{PORT}"
MORNINGS = ("3", "2", "4", "3", "2", "3", "2")


class Walk:
    """One walk: a page in a browser, and a clock."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._began = time.monotonic()

    def picture(self, name: str) -> None:
        """Keep what is seen now."""
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def done(self, what: str) -> None:
        """Tell how long it took so far."""
        print(f"{time.monotonic() - self._began:6.1f} s  {what}", flush=True)

    def open(self, path: str) -> None:
        """Open a page."""
        self.page.goto(ADDRESS + path, wait_until="load")

    def tap(self, name: str, value: str) -> None:
        """Tap an answer."""
        self.page.locator(f'label.choice:has(input[name="{name}"][value="{value}"])').first.click()


def walk(page: Page, archive: Path) -> None:
    """Go the whole way."""
    steps = Walk(page)
    steps.open("/")
    steps.picture("1-today")
    steps.done("opened")
    _import(steps, archive)
    _warning_signs(steps)
    _seven_mornings(steps)
    steps.open("/answer")
    page.get_by_text("of 28").first.wait_for(timeout=120_000)
    steps.picture("6-answer")
    steps.done("answer read")
    steps.open("/answer/sample")
    page.locator("main svg").first.wait_for(timeout=120_000)
    steps.picture("7-sample")
    steps.done("sample answer read")


def _import(steps: Walk, archive: Path) -> None:
    page = steps.page
    steps.open("/runs/import")
    page.set_input_files("#files", str(archive))
    steps.picture("2-import")
    page.locator("form[data-upload] button:not(.quiet)").first.click()
    page.wait_for_url("**/runs/imports/*", timeout=180_000)
    steps.picture("3-ledger")
    steps.done("archive imported")
    steps.open("/runs")
    steps.picture("4-runs")


def _warning_signs(steps: Walk) -> None:
    page = steps.page
    steps.open("/safety/check")
    for box in page.locator('input[name="none"]').all():
        box.check(force=True)
    page.locator(".send button").first.click()
    page.wait_for_url("**/safety?said=*")
    steps.done("warning signs answered")


def _seven_mornings(steps: Walk) -> None:
    page, today = steps.page, date.today()
    for ago in range(len(MORNINGS) - 1, 0, -1):
        day = today - timedelta(days=ago)
        steps.open(f"/diary/{day.isoformat()}")
        page.wait_for_selector("html[data-check-in=ready]")
        steps.tap("leg_morning", MORNINGS[ago])
        page.locator("[data-text]").filter(has_text="Saved").wait_for(timeout=15_000)
    steps.open("/")
    page.wait_for_selector("html[data-check-in=ready]")
    steps.tap("leg_morning", MORNINGS[0])
    page.locator("[data-text]").filter(has_text="Saved").wait_for(timeout=15_000)
    steps.picture("5-saved")
    steps.done("seven mornings noted")


@contextmanager
def _served(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "backstride", "serve", "--no-open", "--port", str(PORT)]
    with subprocess.Popen(command, env=os.environ | {"BACKSTRIDE_HOME": str(home)}) as server:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{ADDRESS}/static/icon.svg", timeout=5).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield
        finally:
            server.send_signal(signal.SIGINT)


def main() -> None:
    """Make the archive, serve a new store, walk."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("walk: no Chromium is installed; on Debian: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_demo(folder / "mara")
        archive = folder / "my-runs.zip"
        with zipfile.ZipFile(archive, "w") as bundle:
            for path in sorted((folder / "mara" / "runs").iterdir()):
                bundle.write(path, path.name)
        with _served(folder / "home"), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            context = browser.new_context(viewport=PHONE, locale="en-GB")
            walk(context.new_page(), archive)
            browser.close()


if __name__ == "__main__":
    main()
