"""The pages with twenty years of runs and ten of diary: what each costs, and what a phone waits.

Times are those a client on the same computer waits, one request after the other unless said. Run
with ``python -m bench.web``; the rows on the browser are left out where there is no Chromium.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from backstride.store.screens import save_triage
from backstride.synth.fit_writer import write_fit
from backstride.synth.xml_oddities import example_run
from backstride.workflows.check_safety import current_triage
from backstride.workflows.import_runs import import_paths
from backstride.workflows.wiring import open_desk
from bench.row import Row, at_most, print_rows
from bench.twenty_years import fill

PAGES = (
    "/",
    "/answer",
    "/answer?zoom=1y",
    "/runs",
    "/diary",
    "/safety",
    "/safety/check",
    "/prevention",
    "/plan",
    "/experiment",
    "/report",
    "/learn",
    "/settings",
    "/runs/import",
    "/runs/imports",
    "/runs/duplicates",
    "/runs/shoes",
    "/runs/days",
    "/answer/print",
)
N_LOOK = 60
N_FIRST = 20
N_USER = 50
N_IMPORTED, N_SAMPLE = 300, 3600
TEN_YEARS = 3650
MOST_MS, MOST_TODAY_MS, MOST_SAVED_MS = 60.0, 30.0, 50.0
MOST_SCRIPT_KB, MOST_PAINT_S, MOST_START_S = 120.0, 1.0, 1.5
SLOWER = 4
"""How much slower the processor of a phone is taken to be."""


def measure() -> list[Row]:
    """Fill a store, serve it, and look at it as a browser does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        fill(folder, home, last=date.today(), n_diary_day=TEN_YEARS)
        _look_daily(home)
        pages = (*PAGES, f"/runs/{_record_run(folder, home)}")
        with _serve(home) as (address, start_s):
            rows = [
                at_most("serve, start to first page, wall", start_s, unit="s", limit=MOST_START_S)
            ]
            _get(f"{address}/api/v1/answer?wait=20")
            rows += _pages(address, pages)
            rows += _after_check_ins(address, pages)
            rows.append(_while_importing(address, folder, home))
            rows += _many_users(address)
            rows += _scripts(address, pages)
            rows += _paint(address)
    return rows


def _look_daily(home: Path) -> None:
    """Let the screen have told something on every day of ten years, as it does where one looks."""
    with open_desk(home) as desk:
        told = current_triage(desk)
        with desk.store.transaction() as tx:
            for back in range(TEN_YEARS, 0, -1):
                save_triage(tx, replace(told, day=told.day - timedelta(days=back)))


def _record_run(folder: Path, home: Path) -> str:
    """Import a run of an hour, recorded second by second, and return its id."""
    file = folder / "hour.fit"
    file.write_bytes(write_fit(example_run(n_point=N_SAMPLE)))
    with open_desk(home) as desk:
        (result,) = import_paths(desk, [file], n_worker=1)
    return result.activity_ids[0]


@contextmanager
def _serve(home: Path) -> Iterator[tuple[str, float]]:
    command = [sys.executable, "-m", "backstride", "serve", "--no-open", "--port", "8777"]
    env = os.environ | {"BACKSTRIDE_HOME": str(home)}
    address = "http://localhost:8777"
    for kept in (False, True):  # the first start of all compiles modules and fills caches
        started = time.perf_counter()
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
            _wait(address)
            start_s = time.perf_counter() - started
            if kept:
                yield address, start_s
            process.send_signal(signal.SIGINT)


def _wait(address: str) -> None:
    for _ in range(3000):
        try:
            _get(address + "/")
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError(address)


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        found: bytes = answer.read()
    return found


def _save(address: str, score: float, **more: str | None) -> float:
    """Save a morning score and more of the day; return the milliseconds it took."""
    today = datetime.now(UTC).date()  # the runner of this store has told no zone
    body = json.dumps({"answers": {"leg_morning": score, **more}}).encode()
    request = urllib.request.Request(
        f"{address}/api/v1/diary/{today}",
        data=body,
        method="PATCH",
        headers={"content-type": "application/json"},
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - started)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _pages(address: str, pages: tuple[str, ...]) -> list[Row]:
    return [_page(path, [_look(address + path) for _ in range(N_LOOK)]) for path in pages]


def _after_check_ins(address: str, pages: tuple[str, ...]) -> list[Row]:
    """Look at each page just after a check-in; every other one says or unsays a day of rest."""
    rows = []
    for path in pages:
        times = []
        for number in range(N_FIRST):
            rest = {"no_run_reason": ("planned", None)[number // 2 % 2]} if number % 2 else {}
            _save(address, number % 11, **rest)
            times.append(_look(address + path))
        rows.append(_page(path, times, ", first after a check-in"))
    return rows


def _look(address: str) -> float:
    """Return the milliseconds a page took."""
    started = time.perf_counter()
    _get(address)
    return 1000 * (time.perf_counter() - started)


def _page(path: str, times: list[float], when: str = "") -> Row:
    limit = MOST_TODAY_MS if path == "/" else MOST_MS
    return at_most(f"page {_name(path)}{when}, p95", _p95(times), unit="ms", limit=limit)


def _name(path: str) -> str:
    """Return an address as the table names it: that of one run without its id."""
    return re.sub(r"/runs/[0-9a-f]{32}", "/runs/ID", path)


def _while_importing(address: str, folder: Path, home: Path) -> Row:
    runs = folder / "made-runs"
    runs.mkdir()
    activity = example_run(n_point=N_SAMPLE)
    for number in range(N_IMPORTED):
        (leg,) = activity.legs
        later = leg.start + timedelta(days=number, minutes=number)
        moved = replace(activity, legs=(replace(leg, start=later),))
        (runs / f"run-{number}.fit").write_bytes(write_fit(moved))
    command = [sys.executable, "-m", "backstride", "import", str(runs)]
    env = os.environ | {"BACKSTRIDE_HOME": str(home)}
    times: list[float] = []
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            times.append(_save(address, len(times) % 11))
            time.sleep(0.05)
    name = f"check-in saved while {N_IMPORTED} runs are imported, p95 of {len(times)}"
    return at_most(name, _p95(times), unit="ms", limit=MOST_SAVED_MS)


def _many_users(address: str) -> list[Row]:
    def use(number: int) -> list[float]:
        times = [_look(address + path) for path in ("/", "/diary", "/answer", "/runs")]
        times.append(_save(address, number % 11))
        return times

    started = time.perf_counter()
    with ThreadPoolExecutor(N_USER) as pool:
        times = [one for found in pool.map(use, range(N_USER)) for one in found]
    took_s = time.perf_counter() - started
    return [
        Row(f"{N_USER} users at once, {len(times)} requests, none failed: p95", _p95(times), "ms"),
        Row(f"{N_USER} users at once: requests a second", len(times) / took_s, "1/s"),
    ]


def _scripts(address: str, pages: tuple[str, ...]) -> list[Row]:
    heaviest, kb = "", 0.0
    for path in pages:
        page = _get(address + path).decode()
        wanted = re.findall(r'<script[^>]*\bsrc="([^"]+)"', page)
        loaded: dict[str, bytes] = {}
        while wanted:
            source = wanted.pop().split("?")[0]
            if source in loaded:
                continue
            loaded[source] = _get(address + source)
            folder = source.rsplit("/", 1)[0]
            for found in re.findall(r'(?:from|import\()\s*"([^"]+)"', loaded[source].decode()):
                wanted.append(found if found.startswith("/") else f"{folder}/{found.lstrip('./')}")
        size = sum(len(gzip.compress(one)) for one in loaded.values()) / 1000
        if size >= kb:
            heaviest, kb = _name(path), size
    return [at_most(f"scripts of {heaviest}, gzip", kb, unit="kB", limit=MOST_SCRIPT_KB)]


def _paint(address: str) -> list[Row]:
    program = shutil.which("chromium")
    if program is None:
        return []
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in ("/", "/answer", "/runs"):
            times = [_first_paint_s(browser, address + path) for _ in range(5)]
            name = f"first contentful paint of {path}, processor {SLOWER}x slower, median of 5"
            rows.append(at_most(name, statistics.median(times), unit="s", limit=MOST_PAINT_S))
        browser.close()
    return rows


def _first_paint_s(browser: Any, address: str) -> float:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_function(
        "performance.getEntriesByName('first-contentful-paint').length > 0", timeout=20_000
    )
    found = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return float(found) / 1000


if __name__ == "__main__":
    print_rows(measure())
