"""What a new runner does, along what the pages offer: no address is typed but the first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, ViewportSize
from tools.walking.clock import Clock, DeadEnd

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}
MORNINGS = ("3", "2", "4", "3", "2", "3", "2")
"""Scores, today's first."""
AGE = "40"
"""The one answer that is typed [years]."""
READY = "html[data-check-in=ready]"
OPEN_QUESTION = "fieldset.question:visible:has(label.choice):not(:has(input:checked))"
SOON_MS = 15_000
LONG_MS = 600_000
"""An archive of ten years may take minutes."""


@dataclass(frozen=True)
class Look:
    """How to look, and which pictures to keep.

    Parameters
    ----------
    pictures : Path or None
        Folder for a picture of every step, the whole page each.
    tutorial : Path or None
        Folder of the tutorial's pictures, as high as a phone.
    size : ViewportSize
        Of the window [px].
    """

    pictures: Path | None
    tutorial: Path | None
    size: ViewportSize = field(default_factory=lambda: PHONE)

    def sized(self, size: ViewportSize) -> Look:
        """Return the same for a window of another size."""
        return replace(self, size=size)


def walk(page: Page, address: str, archive: Path, *, clock: Clock, look: Look, today: date) -> None:
    """Go the whole way."""
    way = _Way(page, clock, look)
    with way.part("first page"):
        page.goto(f"{address}/", wait_until="load")
        way.see("1-today")
    with way.part("archive brought"):
        _bring(way, archive)
    with way.part("questions on warning signs"):
        _answer_questions(way)
    with way.part("seven mornings"):
        _note_mornings(way, today)
    with way.part("answer read"):
        _read_answer(way)
    with way.part("sample answer read"):
        way.tap(page.locator('main a[href="/answer/sample"]').first)
        page.locator("main svg").first.wait_for(timeout=LONG_MS)
        way.see("7-sample")


class _Way:
    """A page, and how it is gone through."""

    def __init__(self, page: Page, clock: Clock, look: Look) -> None:
        self.page = page
        self.clock = clock
        self._look = look
        self._faults: list[str] = []
        page.on("pageerror", lambda error: self._faults.append(str(error)))

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """One part of the way; a page that offers no way on is a dead end."""
        with self.clock.part(name):
            try:
                yield
            except Error as error:
                raise DeadEnd(f"{name}: {_first_line(error)}\n{self._where()}") from error
            if self._faults:
                raise DeadEnd(f"{name}: a script failed: {self._faults[0]}\n{self._where()}")

    def tap(self, what: Locator) -> None:
        """Tap something that is seen."""
        self.clock.n_tap += 1
        what.click(timeout=SOON_MS)

    def go(self, where: str) -> None:
        """Take a way of the navigation."""
        self.tap(self.page.locator(f'nav.ways a[href="{where}"]:visible').first)
        self.page.wait_for_url(f"**{where}")

    def see(self, name: str) -> None:
        """Keep a picture where pictures are kept."""
        if self._look.tutorial is not None:
            self.page.wait_for_timeout(300)
            self._look.tutorial.mkdir(parents=True, exist_ok=True)
            if not name.startswith("0"):
                self.page.screenshot(path=self._look.tutorial / f"{name}.png")
        if self._look.pictures is not None:
            self._look.pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self._look.pictures / f"{name}.png", full_page=True)

    def _where(self) -> str:
        text = " ".join(self.page.locator("body").inner_text().split())
        return f"At {self.page.url} the page says: {text[:600]}"


def _bring(way: _Way, archive: Path) -> None:
    page = way.page
    way.go("/runs")
    way.see("0-runs-empty")
    way.tap(page.locator('main a.button[href="/runs/import"]'))
    page.locator("#files").set_input_files(str(archive))
    page.locator("[data-list]:not(:empty)").wait_for(timeout=SOON_MS)
    way.see("2-import")
    way.tap(page.locator("form[data-upload] button:not(.quiet)").first)
    page.wait_for_url("**/runs/imports/*", timeout=LONG_MS)
    way.see("3-ledger")
    counts = page.locator("dl.counts div").all_inner_texts()
    way.clock.came = ", ".join(" ".join(one.split()) for one in counts if one.split()[-1] != "0")
    if not page.locator('dl.counts a[href="?kind=imported"]').count():
        raise DeadEnd(f"no run was found in {archive.name}: {way.clock.came}")
    way.tap(page.locator('main a.button[href="/runs"]'))
    page.locator("ul.runs li").first.wait_for(timeout=SOON_MS)
    way.see("4-runs")


def _answer_questions(way: _Way) -> None:
    page = way.page
    way.tap(page.locator('aside.notice a[href="/safety/check"]'))
    way.see("0-questions")
    for box in page.locator("label.choice.none").all():
        way.tap(box)
    for _ in range(60):
        question = page.locator(OPEN_QUESTION).first
        if not question.count():
            break
        no = question.locator('label.choice:has(input[value="no"])')
        way.tap(no if no.count() else question.locator("label.choice").first)
    for typed in page.locator("fieldset.question:visible .typed input").all():
        typed.fill(AGE)
    way.see("0-questions-answered")
    way.tap(page.locator(".send button").first)
    page.wait_for_url("**/safety?said=*")
    way.clock.came = page.locator(".said p").first.inner_text().strip()
    way.see("0-questions-kept")


def _note_mornings(way: _Way, today: date) -> None:
    page = way.page
    for ago in range(len(MORNINGS) - 1, 0, -1):
        day = today - timedelta(days=ago)
        way.go("/diary")
        cell = page.locator(f'ol.month a[href="/diary/{day.isoformat()}"]')
        if not cell.count():
            way.tap(page.locator('main nav a[href^="/diary?month="]').first)
        way.tap(cell)
        _score(way, MORNINGS[ago])
    way.see("0-day")
    way.go("/diary")
    way.see("0-diary")
    way.go("/")
    _score(way, MORNINGS[0])
    way.see("5-saved")
    way.clock.came = f"{len(MORNINGS)} mornings saved"


def _score(way: _Way, score: str) -> None:
    page = way.page
    page.wait_for_selector(READY)
    chosen = f'label.choice:has(input[name="leg_morning"][value="{score}"])'
    way.tap(page.locator(chosen).first)
    page.locator("[data-text]").filter(has_text="Saved").wait_for(timeout=SOON_MS)


def _read_answer(way: _Way) -> None:
    way.go("/answer")
    sentence = way.page.locator(".verdict .sentence")
    sentence.wait_for(timeout=LONG_MS)
    way.see("6-answer")
    way.clock.came = sentence.inner_text()


def _first_line(error: Error) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    waited = next((line for line in lines if "waiting for" in line), "")
    return f"{lines[0]} {waited}".strip()
