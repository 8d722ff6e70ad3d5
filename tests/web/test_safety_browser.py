"""Warning signs in a real browser: by keyboard alone on a phone, and what scripts add."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Served

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    context = browser.new_context(viewport=PHONE, locale="en-GB", base_url=served.address)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    yield page
    assert faults == []
    context.close()


def reach(page: Any, selector: str) -> None:
    """Go to something with the Tab key alone."""
    for _ in range(400):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the Tab key never reaches {selector}")


def tap(page: Any, name: str, value: str) -> None:
    """Tap an answer where it is seen."""
    page.locator(f'label.choice:has(input[name="{name}"][value="{value}"])').click()


def test_a_screen_is_answered_and_an_alarm_ended_by_keyboard_alone(page: Any) -> None:
    page.goto("/")
    reach(page, '.notice a[href="/safety/check"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/safety/check")

    reach(page, 'input[name="saddle_feeling_changed"]')
    page.keyboard.press("Space")
    page.wait_for_selector("[data-urgent] strong")
    assert "Have this looked at now" in page.inner_text("[data-urgent]")
    reach(page, 'input[name="saddle_change_pattern"]')
    page.keyboard.press("Space")
    for part in ("legs", "unwell", "sudden", "blood_flow", "loading", "pain_control"):
        reach(page, f'input[name="none"][value="{part}"]')
        page.keyboard.press("Space")
    reach(page, ".send button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/safety?said=kept")

    assert "Now:" in page.inner_text("aside.notice.alarm")
    assert page.locator(".open, #open").count()
    reach(page, 'input[name="what_happened"]')
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    reach(page, "#outcome button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/safety?said=seen_no_urgent_finding")
    assert page.locator("aside.notice.alarm").count() == 0


def test_a_follow_up_shows_once_it_is_due_and_is_not_sent_when_it_is_not(page: Any) -> None:
    page.goto("/safety/check")
    follow_up = page.locator("#q-weakness_pattern")
    assert not follow_up.is_visible()

    tap(page, "one_leg_weak", "yes")
    tap(page, "weakness_pattern", "not_sure")
    assert follow_up.is_visible()
    tap(page, "one_leg_weak", "no")

    assert not follow_up.is_visible()
    assert page.evaluate(
        "!new FormData(document.querySelector('[data-screen]')).has('weakness_pattern')"
    )


def test_what_was_tapped_outlives_a_reload_and_can_be_left_open_again(page: Any) -> None:
    page.goto("/safety/check")
    fever = page.locator('input[name="fever_or_chills"][value="no"]')
    tap(page, "fever_or_chills", "no")
    page.reload()
    assert fever.is_checked()

    fever.focus()
    page.keyboard.press("Delete")
    assert not fever.is_checked()
    page.reload()
    assert not fever.is_checked()


def test_nothing_is_wider_than_the_phone(page: Any) -> None:
    for where in ("/safety", "/safety/check", "/safety/worse", "/safety/self-check"):
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], where


def test_without_scripts_every_follow_up_can_be_reached(browser: Any, served: Served) -> None:
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=False, base_url=served.address
    )
    page = context.new_page()
    page.goto("/safety/check")

    assert page.locator("#q-weakness_pattern").is_visible()
    assert page.locator("#q-weakness_pattern .only-if").is_visible()
    tap(page, "bladder_changed", "no")
    page.locator(".send button").click()
    page.wait_for_url("**/safety?said=kept")
    assert "still open" in page.inner_text(".said")
    context.close()
