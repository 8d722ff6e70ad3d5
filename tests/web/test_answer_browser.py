"""The Answer page in a real browser: by keyboard, by touch, saved as files, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Served

LONGEST_WORK_MS = 180_000
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def sample(served_once: Served, browser: Any) -> Iterator[Any]:
    """The sample answer, worked out, on a phone; nothing may be said on the console."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        accept_downloads=True,
        locale="en-GB",
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{served_once.address}/answer/sample")
    page.wait_for_selector("#verdict", timeout=LONGEST_WORK_MS)
    yield page
    context.close()
    assert said == []


def sentence(page: Any) -> str:
    return str(page.inner_text('[data-part="imagined"] .said'))


def test_the_sample_appears_by_itself_once_it_is_worked_out(sample: Any) -> None:
    assert "running has been aggravating" in sample.inner_text("#verdict")
    assert sample.evaluate("document.documentElement.scrollWidth") == 390


def test_the_slider_moves_the_coming_mornings_by_keyboard(sample: Any) -> None:
    slider = sample.locator("#share")
    slider.focus()
    before = sentence(sample)
    assert slider.get_attribute("aria-valuetext") == "as usual"

    sample.keyboard.press("Home")
    sample.wait_for_function(
        "(old) => document.querySelector('[data-part=imagined] .said').innerText !== old",
        arg=before,
    )

    assert slider.get_attribute("aria-valuetext") == "not at all"
    assert sample.inner_text('[data-part="announced"]') == sentence(sample)
    assert sample.evaluate("document.activeElement.id") == "share"


def test_the_line_of_time_is_read_day_by_day_with_keys(sample: Any) -> None:
    cursor = sample.locator("#cursor")
    cursor.focus()
    sample.keyboard.press("End")
    last = sample.inner_text('[data-part="said"]')
    sample.keyboard.press("ArrowLeft")

    assert last.startswith("Tue 27 Oct 2026: ")
    assert sample.inner_text('[data-part="said"]').startswith("Mon 26 Oct 2026: ")
    assert sample.locator(".drawn.narrow line.hair").count() == 1


def test_a_finger_on_the_line_of_time_reads_the_day_below_it(sample: Any) -> None:
    picture = sample.locator("#course .drawn.narrow svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    sample.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + 0.3 * box["height"])

    assert "Aug 2026: " in sample.inner_text('[data-part="said"]')


def test_another_stretch_of_time_takes_the_place_of_the_one_shown(sample: Any) -> None:
    sample.click('[data-zoom$="zoom=4w"]')
    sample.wait_for_selector('[data-zoom$="zoom=4w"][aria-current="true"]')

    assert sample.locator("#cursor").get_attribute("max") == "27"
    assert sample.evaluate("document.activeElement.textContent") == "4 weeks"


@pytest.mark.parametrize(("button", "ending"), [("SVG", ".svg"), ("PNG", ".png"), ("CSV", ".csv")])
def test_a_chart_is_saved_as_a_file(sample: Any, tmp_path: Path, button: str, ending: str) -> None:
    behind = sample.locator('[data-chart="effect"] .behind')
    if behind.get_attribute("open") is None:
        behind.locator("summary").click()
    with sample.expect_download() as told:
        behind.get_by_text(f"({button})").click()
    path = tmp_path / told.value.suggested_filename
    told.value.save_as(path)

    assert path.suffix == ending
    content = path.read_bytes()
    if ending == ".png":
        assert content.startswith(PNG)
        assert len(content) > 5000
    elif ending == ".svg":
        assert b"Invented runner" in content
    else:
        assert content.startswith(b"q05_points,")


def test_a_picture_is_saved_once_for_each_press(sample: Any) -> None:
    saved: list[str] = []
    sample.on("download", lambda told: saved.append(told.suggested_filename))
    behind = sample.locator('[data-chart="effect"] .behind')
    if behind.get_attribute("open") is None:
        behind.locator("summary").click()
    for expected in (1, 2):
        with sample.expect_download():
            behind.get_by_text("(PNG)").click()
        sample.wait_for_timeout(400)  # a second one would come right behind it
        assert len(saved) == expected


def test_the_page_to_print_fills_few_sheets_and_a_name_stands_only_on_them(
    served_once: Served, sample: Any
) -> None:
    page = sample.context.new_page()
    page.goto(f"{served_once.address}/answer/sample/print")
    page.fill('[data-part="name"]', "Mara Muster")

    assert page.inner_text('[data-part="named"]') == "Mara Muster"
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert 1 <= pdf.count(b"/Type /Page\n") <= 2
    page.emulate_media(media="print")
    assert not page.is_visible(".tools")
    page.close()
