"""Walk through the pages as a new runner does, and tell how long each part takes.

A new store, an archive of runs, the questions on warning signs, seven mornings, the answer: by
taps and clicks in Chromium, on the width of a phone, along what the pages themselves offer. Run it
from the root of the repository::

    python -m tools.walk                              # the invented runner; tutorial's pictures
    python -m tools.walk --archive my-runs.zip        # an archive of one's own; no picture is kept
    python -m tools.walk --install --archive my.zip   # the same, from a fresh clone on

A place where a new runner could not go on ends the walk with a word on where and why, and with exit
code 1. Times are those of the computer: nobody reads here or thinks about an answer, so the taps
on the way are told too.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tools.walking.archive import invented_archive
from tools.walking.clock import Clock, DeadEnd, morning_zone, today_in
from tools.walking.server import install, served
from tools.walking.steps import WIDE, Look, walk

TUTORIAL = Path("docs/tutorial/pictures")
ROOT = Path(__file__).resolve().parents[1]
WANTED_S = 600
"""The whole way shall take a new runner less [s]."""


def main() -> None:
    """Install where asked, serve a new store, walk, tell the times."""
    options = _options()
    program = shutil.which("chromium")
    if program is None:
        sys.exit("walk: no Chromium is installed; on Debian: apt-get install chromium")
    clock, zone = Clock(), morning_zone()
    look = _look(options)
    with tempfile.TemporaryDirectory(prefix="backstride-walk-") as name:
        folder = Path(name)
        archive = options.archive or invented_archive(folder)
        try:
            command = install(ROOT, folder / "clone", clock) if options.install else None
            with (
                served(folder / "home", clock, zone, command) as address,
                sync_playwright() as driver,
            ):
                browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
                page = browser.new_context(
                    viewport=look.size, locale="en-GB", timezone_id=zone
                ).new_page()
                walk(page, address, archive, clock=clock, look=look, today=today_in(zone))
                browser.close()
        except DeadEnd as end:
            print(clock.table())
            sys.exit(f"walk: dead end. {end}")
    print(clock.table())
    if clock.total > WANTED_S:
        sys.exit(f"walk: {clock.total:.0f} s, wanted at most {WANTED_S}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.walk", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--archive", type=Path, help="file to bring; the invented runner's if none")
    parser.add_argument("--install", action="store_true", help="begin with a fresh clone")
    parser.add_argument("--wide", action="store_true", help="a desk's width instead of a phone's")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of every step")
    options = parser.parse_args()
    if options.archive is not None and not options.archive.is_file():
        parser.error(f"{options.archive}: no such file. Expected one file, such as my-runs.zip.")
    if options.pictures is not None and options.pictures.resolve().is_relative_to(ROOT):
        parser.error(f"{options.pictures}: lies in the repository, which keeps nobody's own runs.")
    return options


def _look(options: argparse.Namespace) -> Look:
    """Return how to look: only the invented runner's way on a phone is kept for the tutorial."""
    look = Look(pictures=options.pictures, tutorial=None)
    if options.archive is None and not options.wide:
        look = Look(pictures=options.pictures, tutorial=TUTORIAL)
    return look.sized(WIDE) if options.wide else look


if __name__ == "__main__":
    main()
