"""Every page in a real browser: no fault, no other host, nothing out of reach, readable by all.

Pictures of all of them stay in ``build/screenshots``, to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from backstride.domain.diary import DiaryEntry
from backstride.workflows.import_runs import import_paths
from backstride.workflows.keep_diary import write_entry
from backstride.workflows.list_runs import list_legs
from backstride.workflows.wiring import open_desk
from tests.conftest import ROOT
from tests.web.conftest import Served, serve
from tests.workflows.made_files import a_run, fit

PICTURES = ROOT / "build" / "screenshots"
GRAVE = {"serious", "critical"}

PATHS = (
    "/",
    "/answer",
    "/answer/print",
    "/answer/sample",
    "/runs",
    "/runs/RUN",
    "/runs/RUN/edit",
    "/runs/import",
    "/runs/imports",
    "/runs/imports/1",
    "/runs/add",
    "/runs/days",
    "/runs/duplicates",
    "/runs/shoes",
    "/diary",
    "/diary/DAY",
    "/safety",
    "/safety/check",
    "/safety/worse",
    "/safety/self-check",
    "/prevention",
    "/plan",
    "/experiment",
    "/report",
    "/learn",
    "/settings",
    "/settings/erase",
    "/no-such-page",
)
LOOKS = (
    (390, "light"),
    (390, "dark"),
    (1280, "light"),
    (1280, "dark"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    """A server whose store holds a run and some days."""
    folder: Path = tmp_path_factory.mktemp("pages")
    (folder / "run.fit").write_bytes(fit(a_run()))
    with open_desk(folder / "home") as desk:
        list(import_paths(desk, [folder / "run.fit"], n_worker=1))
        today = desk.today()
        for ago in range(9):
            write_entry(desk, DiaryEntry(today - timedelta(days=ago), leg_morning=float(ago % 5)))
        (row,) = list_legs(desk)
    with serve(folder / "home") as served:
        yield served, {"RUN": row.id, "DAY": today.isoformat()}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_at_every_width_in_light_and_in_dark(
    browser: Any, filled: tuple[Served, dict[str, str]], path: str
) -> None:
    served, named = filled
    address = path
    for name, value in named.items():
        address = address.replace(name, value)
    found: list[str] = []
    for width, scheme in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, locale="en-GB"
        )
        page = context.new_page()
        where = f"{width} {scheme}"
        _listen(page, where, found, served.address)
        answer = page.goto(served.address + address, wait_until="load")
        page.wait_for_timeout(150)
        if answer.status != (404 if path == "/no-such-page" else 200):
            found.append(f"{where}: status {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{where}: something lies out of reach to the right")
        found += [f"{where}: {fault}" for fault in _unreadable(page)]
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = path.strip("/").replace("/", "-") or "today"
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()

    assert found == []


def _listen(page: Any, where: str, found: list[str], own: str) -> None:
    def asked(request: Any) -> None:
        scheme, host = urlsplit(request.url)[:2]
        if scheme not in ("data", "blob") and host != urlsplit(own).netloc:
            found.append(f"{where}: asks {host}")

    def said(message: Any) -> None:
        is_expected = "404 (Not Found)" in message.text and "no-such-page" in page.url
        if message.type in ("error", "warning") and not is_expected:
            found.append(f"{where}: {message.text}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: found.append(f"{where}: {error}"))


def _unreadable(page: Any) -> list[str]:
    """Return what the accessibility audit calls serious or worse."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in violations
        if one["impact"] in GRAVE
    ]
