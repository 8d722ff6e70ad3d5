"""Runs in a real browser: an archive by file chooser, a reload on the way, an edit and its undo."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import LegRow
from backstride.workflows.wiring import open_desk
from tests.web.conftest import Served
from tests.workflows.made_files import a_run, fit

PATIENCE_MS = 120_000
"""A busy computer starts a process slowly; nothing is timed here."""


@dataclass
class Looked:
    """A page, and what its console complained of."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@pytest.fixture(params=[390, 1280])
def looked(browser: Any, served: Served, request: pytest.FixtureRequest) -> Iterator[Looked]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, base_url=served.address
    )
    context.set_default_timeout(PATIENCE_MS)
    looked = Looked(context.new_page())
    looked.page.on(
        "console",
        lambda said: looked.complaints.append(said.text) if said.type == "error" else None,
    )
    looked.page.on("pageerror", lambda error: looked.complaints.append(str(error)))
    looked.page.on("request", lambda asked: looked.hosts.add(asked.url.split("/")[2]))
    yield looked
    context.close()


def is_too_wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def rows_of(served: Served) -> list[LegRow]:
    with open_desk(served.home) as desk:
        return list_legs(desk)


def bring_by_chooser(page: Any, file: Path) -> None:
    page.goto("/runs/import")
    page.locator("#files").set_input_files(str(file))
    page.get_by_role("button", name="Import", exact=True).click()


def archive_of(folder: Path, target: Path) -> int:
    """Pack real files as a service would; return how many there are."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files:
            packed.write(path, f"export/activities/{path.name}")
    return len(files)


def test_a_real_archive_comes_in_by_file_chooser_through_a_reload(
    looked: Looked, served: Served, shared_data: Path, tmp_path: Path
) -> None:
    n_file = archive_of(shared_data / "fit-run", tmp_path / "export.zip")

    bring_by_chooser(looked.page, tmp_path / "export.zip")
    looked.page.wait_for_url("**/runs/import/*")
    looked.page.reload()
    assert not is_too_wide(looked.page)
    looked.page.wait_for_url("**/runs/imports/*")

    assert looked.page.locator("ul.told-list").last.locator("li").count() == n_file
    assert {row.sport for row in rows_of(served)} == {"running"}
    assert not is_too_wide(looked.page)
    assert looked.complaints == []
    assert looked.hosts == {served.address.split("//")[1]}


def test_one_run_is_drawn_corrected_and_put_back(
    looked: Looked, served: Served, tmp_path: Path
) -> None:
    page = looked.page
    (tmp_path / "<b>run.fit").write_bytes(fit(a_run()))
    bring_by_chooser(page, tmp_path / "<b>run.fit")
    page.wait_for_url("**/runs/imports/*")
    page.get_by_role("link", name="Run", exact=True).first.click()

    page.locator(".trace canvas").first.wait_for()
    n_channel = page.locator(".trace").count()
    assert n_channel >= 4
    page.locator("[data-traces]").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator(".where", has_text="1:0").wait_for()
    assert float(page.locator("[data-here]").get_attribute("cx")) > 0
    assert not is_too_wide(page)

    before = rows_of(served)[0].distance_m
    page.get_by_role("link", name="Correct this run").click()
    assert not is_too_wide(page)
    page.get_by_label("Distance in km").fill("4,2")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The recording itself stays as it is").wait_for()
    assert rows_of(served)[0].distance_m == pytest.approx(4200.0)
    page.locator(".said").get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.", exact=True).wait_for()
    assert rows_of(served)[0].distance_m == before
    assert looked.complaints == []
