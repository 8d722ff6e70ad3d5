"""The check-in as a person with a browser meets it: one tap, no connection, two tabs, no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product
from typing import Any

from backstride.domain.diary import DiaryEntry, Skipped
from backstride.workflows.keep_diary import find_entry, write_entry
from backstride.workflows.review_diary import list_changes
from backstride.workflows.wiring import open_desk
from tests.web.conftest import Served

READY = "html[data-check-in=ready]"
PHONE = {"width": 390, "height": 844}


@contextmanager
def visit(browser: Any, *, is_quiet: bool = True, **how: Any) -> Iterator[Any]:
    """A browser of its own; what its console says ends the test, unless it is to be offline."""
    context = browser.new_context(viewport=PHONE, **how)
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        yield page
        assert not is_quiet or faults == []
    finally:
        context.close()


def open_today(page: Any, served: Served) -> None:
    page.goto(f"{served.address}/")
    page.wait_for_selector(READY)


def tap(page: Any, score: str, name: str = "leg_morning") -> None:
    page.locator(f'label.choice:has(input[name="{name}"][value="{score}"])').click()


def said(page: Any, text: str) -> None:
    page.locator("[data-text]", has_text=text).wait_for(timeout=15_000)


def sent(page: Any) -> None:
    """Wait until everything tapped so far is with the server."""
    page.wait_for_selector(READY)
    page.wait_for_function("outbox.all().then((all) => all.length === 0)")


def stands(served: Served, day: date | None = None) -> DiaryEntry | None:
    with open_desk(served.home) as desk:
        return find_entry(desk, day or desk.today())


def test_one_tap_saves_and_undo_takes_it_back(browser: Any, served: Served) -> None:
    with visit(browser) as page:
        open_today(page, served)

        tap(page, "4")
        said(page, "Saved.")
        entry = stands(served)
        assert entry is not None
        assert entry.leg_morning == 4.0
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Taken back.").wait_for()

        assert stands(served) is None


def test_half_a_point_and_a_skipped_question_are_one_tap_each(browser: Any, served: Served) -> None:
    with visit(browser) as page:
        open_today(page, served)

        tap(page, "3")
        said(page, "Saved.")
        page.locator('label.choice:has(input[name="leg_morning.half"])').click()
        sent(page)
        tap(page, "skip", "leg_evening")
        sent(page)
        page.reload()
        page.wait_for_selector(READY)

        assert page.locator('input[name="leg_morning"][value="3"]').is_checked()
        assert page.locator('input[name="leg_morning.half"]').is_checked()
        entry = stands(served)
        assert entry is not None
        assert (entry.leg_morning, entry.leg_evening) == (3.5, Skipped.SKIPPED)


def test_a_check_in_without_a_connection_waits_and_is_sent_once(
    browser: Any, served: Served
) -> None:
    with visit(browser, is_quiet=False) as page:
        open_today(page, served)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.wait_for_function("caches.match('/offline').then((found) => Boolean(found))")
        page.context.set_offline(True)

        page.goto(f"{served.address}/")
        page.wait_for_selector(READY)
        assert page.get_by_text("There is no connection").is_visible()
        tap(page, "6")
        said(page, "Kept in this browser.")
        tap(page, "5")
        waiting = (
            "outbox.all().then((all) => all.some((one) => one.fields.leg_morning.value === '5'))"
        )
        page.wait_for_function(waiting)
        page.reload()
        page.wait_for_selector(READY)
        assert page.locator('input[name="leg_morning"][value="5"]').is_checked()
        assert stands(served) is None

        page.context.set_offline(False)
        sent(page)
        for _ in range(3):
            open_today(page, served)

    entry = stands(served)
    assert entry is not None
    assert entry.leg_morning == 5.0
    with open_desk(served.home) as desk:
        assert len(list_changes(desk, entry.day)) == 1


def test_an_answer_that_never_arrived_makes_no_second_entry(browser: Any, served: Served) -> None:
    with visit(browser, is_quiet=False) as page:
        open_today(page, served)

        def swallow(route: Any) -> None:
            route.fetch()  # the server has it
            route.abort()  # the page never hears

        page.route("**/check-in", swallow)
        with page.expect_event("requestfailed"):
            tap(page, "4")
        page.unroute("**/check-in")
        tap(page, "6")
        sent(page)
        page.goto(f"{served.address}/diary/two-words")
        assert page.get_by_text("Nothing waits for you here.").is_visible()

    entry = stands(served)
    assert entry is not None
    assert entry.leg_morning == 6.0


def test_two_tabs_that_disagree_ask_the_runner(browser: Any, served: Served) -> None:
    with visit(browser) as first:
        second = first.context.new_page()
        open_today(first, served)
        open_today(second, served)

        tap(first, "3")
        said(first, "Saved.")
        tap(second, "7")
        second.wait_for_url("**/diary/two-words")
        entry = stands(served)
        assert entry is not None
        assert entry.leg_morning == 3.0

        second.get_by_label("7 (was said as well)").check()
        second.get_by_role("button", name="Keep what I chose").click()
        second.get_by_text("Your choice counts now.").wait_for()

    entry = stands(served)
    assert entry is not None
    assert entry.leg_morning == 7.0


def test_what_was_written_elsewhere_while_offline_is_asked_about(
    browser: Any, served: Served
) -> None:
    with visit(browser, is_quiet=False) as page:
        open_today(page, served)
        page.context.set_offline(True)
        tap(page, "8")
        said(page, "Kept in this browser.")
        with open_desk(served.home) as desk:
            write_entry(desk, DiaryEntry(desk.today(), leg_morning=2.0))

        page.context.set_offline(False)

        page.wait_for_url("**/diary/two-words")
        assert page.get_by_text("2 (stands in the diary)").is_visible()
        assert page.get_by_text("8 (was said as well)").is_visible()


def test_the_keyboard_alone_is_enough(browser: Any, served: Served) -> None:
    with visit(browser) as page:
        open_today(page, served)

        page.locator('input[name="leg_morning"][value="0"]').focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        sent(page)
        said(page, "Saved.")

        entry = stands(served)
        assert entry is not None
        assert entry.leg_morning == 2.0


def test_the_body_map_is_filled_in_by_keyboard(browser: Any, served: Served) -> None:
    with visit(browser) as page:
        open_today(page, served)
        page.get_by_role("link", name="Body map").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/map")

        page.locator('a[data-site="calf_left"]').focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**site=calf_left**")
        page.locator('input[name="quality"][value="tingling"]').focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.get_by_text("left calf: tingling").first.wait_for()

    entry = stands(served)
    assert entry is not None
    assert [mark.site for moment in entry.moments for mark in moment.marks] == ["calf_left"]


def test_without_scripts_the_check_in_is_a_form(browser: Any, served: Served) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(f"{served.address}/")

        tap(page, "4")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Saved.").wait_for()
        assert page.locator('input[name="leg_morning"][value="4"]').is_checked()
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Taken back.").wait_for()

    assert stands(served) is None


def test_nothing_is_wider_than_a_phone_and_nothing_hinders_who_hears_the_page(
    browser: Any, served: Served
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only where a browser is

    with open_desk(served.home) as desk:
        today = desk.today()
        for back in range(40):
            write_entry(desk, DiaryEntry(today - timedelta(back), leg_morning=float(back % 7)))
    paths = ("/", "/diary", f"/diary/{today}", f"/diary/{today}/map", "/offline")
    for path, scheme in product(paths, ("light", "dark")):
        with visit(browser, color_scheme=scheme, bypass_csp=True) as page:
            page.goto(served.address + path)
            for fold in page.locator("details.fold").all():
                fold.evaluate("(fold) => { fold.open = true; }")

            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            found = Axe().run(page)
        rows = found.response["violations"]
        grave = [row["id"] for row in rows if row["impact"] in ("serious", "critical")]
        assert grave == [], f"{path} {scheme}: {found.generate_report()}"
