"""What waits in a browser: sent from any page, and gone where everything was deleted."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import Served
from tests.web.test_check_in_browser import open_today, said, sent, stands, tap, visit

EMPTY = """!self.outbox || localStorage.length ? false
  : self.outbox.all().then((all) => all.length === 0)"""


def emptied(page: Any) -> None:
    """Wait on a page without a check-in until nothing waits in this browser."""
    for _ in range(150):
        if page.evaluate(EMPTY):
            return
        page.wait_for_timeout(100)
    raise AssertionError("something still waits in this browser")


def test_a_tap_is_kept_although_the_page_is_left_in_the_same_moment(
    browser: Any, served: Served
) -> None:
    with visit(browser) as page:
        open_today(page, served)
        page.evaluate("IDBFactory.prototype.open = () => ({})")  # a browser that is very slow
        tap(page, "6")
        assert stands(served) is None

        page.goto(f"{served.address}/learn")
        emptied(page)

    entry = stands(served)
    assert entry is not None
    assert entry.leg_morning == 6.0


def test_what_waits_is_sent_from_any_page_once_the_connection_is_back(
    browser: Any, served: Served
) -> None:
    with visit(browser, is_quiet=False) as page:
        open_today(page, served)
        page.route("**/check-in", lambda route: route.abort())
        page.evaluate("delete ServiceWorkerRegistration.prototype.sync")
        tap(page, "5")
        said(page, "Kept in this browser.")
        page.unroute("**/check-in")
        assert stands(served) is None

        page.goto(f"{served.address}/runs")
        emptied(page)

    entry = stands(served)
    assert entry is not None
    assert entry.leg_morning == 5.0


def test_deleting_everything_leaves_nothing_in_the_browser(browser: Any, served: Served) -> None:
    with visit(browser, is_quiet=False) as page:
        open_today(page, served)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.route("**/check-in", lambda route: route.abort())
        tap(page, "7")
        said(page, "Kept in this browser.")
        page.evaluate("localStorage.setItem('backstride tap 1', '{}')")
        page.evaluate("sessionStorage.setItem('backstride.screen', '{}')")
        page.goto(f"{served.address}/settings/erase")
        page.get_by_role("textbox").fill("delete")
        page.locator("button.grave").click()
        page.get_by_text("Everything was deleted").wait_for()

        page.unroute("**/check-in")
        emptied(page)
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        open_today(page, served)
        sent(page)

    assert stands(served) is None
