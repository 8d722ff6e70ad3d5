"""Measures, plan, experiment, report: one tap, what the records say, what is not there yet."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from backstride.domain.diary import DiaryEntry, NoRunReason
from backstride.inference.comparable import LEAST_COMPARABLE
from backstride.store import diary
from backstride.web.front import Front
from backstride.workflows.keep_diary import find_entry
from tests.safety.judged import no_to_all
from tests.web.test_safety import E0, answer_all
from tests.workflows.made_history import easy_run, keep

FIRST = date(2026, 3, 1)
"""Day 0 of made runs."""


@pytest.fixture
def front(client: TestClient) -> Front:
    found: Front = client.app.state.front  # type: ignore[attr-defined]
    return found


def post(client: TestClient, token: str, what: str, **typed: str) -> Response:
    return client.post(f"/prevention/{what}", data={"token": token} | typed)


def today_of(front: Front) -> DiaryEntry:
    found = find_entry(front.desk, front.desk.today())
    assert found is not None
    return found


def keep_days(front: Front, days: int) -> None:
    """Mornings of rest days, every other one with strength exercises."""
    today = front.desk.today()
    with front.desk.store.transaction() as tx:
        for back in range(days):
            items: dict[str, Any] = {"strength": back % 2 == 0}
            day = today - timedelta(days=back)
            entry = DiaryEntry(day, leg_morning=2.0, no_run_reason=NoRunReason.PLANNED, items=items)
            diary.save_entry(tx, entry)


def test_one_tap_records_that_it_was_done_and_another_that_it_was_left(
    client: TestClient, token: str, front: Front
) -> None:
    page = post(client, token, "day", item="warm_up", done="yes").text
    assert "Noted for today" in page
    assert today_of(front).items["warm_up"] is True

    post(client, token, "day", item="warm_up", done="no")
    assert today_of(front).items["warm_up"] is False


def test_a_tap_can_be_taken_back(client: TestClient, token: str, front: Front) -> None:
    post(client, token, "day", item="strength", done="yes")
    page = post(client, token, "undo").text

    assert "was taken back" in page
    assert find_entry(front.desk, front.desk.today()) is None


def test_shoes_and_other_things_tried_are_named_in_ones_own_words(
    client: TestClient, token: str, front: Front
) -> None:
    post(client, token, "shoes", shoes="Blue <one>")
    page = post(client, token, "begin", kind="measure", note="deep water").text
    assert "Blue &lt;one&gt;" in page
    assert "measure: deep water" in page

    first = front.desk.today().isoformat()
    page = post(client, token, "end", kind="measure", note="deep water", first=first).text
    assert "it ends today" in page
    assert today_of(front).events[0].last_day == front.desk.today()


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("day", {"item": "leg_morning", "done": "yes"}),
        ("day", {"item": "warm_up", "done": "perhaps"}),
        ("shoes", {"shoes": ""}),
        ("shoes", {"shoes": "x" * 201}),
        ("begin", {"kind": "holiday"}),
        ("begin", {"kind": "measure", "note": ""}),
        ("end", {"kind": "flare"}),
    ],
)
def test_what_is_no_measure_is_refused_and_changes_nothing(
    client: TestClient, token: str, front: Front, what: str, typed: dict[str, str]
) -> None:
    assert post(client, token, what, **typed).status_code == 422
    assert find_entry(front.desk, front.desk.today()) is None


def test_before_enough_days_it_is_said_how_many_are_missing(
    client: TestClient, front: Front
) -> None:
    keep_days(front, 7)
    page = client.get("/prevention").text

    found = re.search(rf"(\d+) of {LEAST_COMPARABLE} comparable days, (\d+) are missing", page)
    assert found is not None
    assert int(found[1]) + int(found[2]) == LEAST_COMPARABLE


def test_what_the_answer_holds_of_a_measure_is_said_with_its_interval(
    client: TestClient, front: Front
) -> None:
    noise = np.random.default_rng(7)
    start = (front.desk.today() - FIRST).days
    keep(front.desk.store, *(easy_run(start - back) for back in range(1, 60, 2)))
    with front.desk.store.transaction() as tx:
        for back in range(60):
            day = front.desk.today() - timedelta(days=back)
            items: dict[str, Any] = {"strength": back % 4 < 2}
            rest = None if back % 2 else NoRunReason.PLANNED
            score = round(2.0 * float(noise.uniform(1.0, 5.0))) / 2.0
            diary.save_entry(tx, DiaryEntry(day, score, no_run_reason=rest, items=items))
    assert front.answers.standing(front.desk, patience_s=300.0).is_fresh
    page = client.get("/prevention").text

    own = page.split('class="own"')[1].split("</ul>")[0]
    assert re.search(r"strength.*\(plausible [+-]\d\.\d to [+-]\d\.\d\)", own)
    assert "You chose the days yourself" in page


def test_every_topic_shows_what_is_known_and_links_to_its_source(client: TestClient) -> None:
    page = client.get("/prevention").text

    assert page.count('href="/learn#source-') >= 15
    assert "No trial of shoes was found that looks at sciatica" in page


def test_the_plan_shows_four_weeks_and_the_longest_run(client: TestClient, front: Front) -> None:
    start = (front.desk.today() - FIRST).days
    short, long = keep(front.desk.store, easy_run(start - 9), easy_run(start - 3, minutes=40.0))
    keep(front.desk.store, easy_run(start - 40, minutes=90.0))
    page = client.get("/plan").text

    assert "Days with a run: 2" in page
    assert f"/runs/{long}" in page
    assert f"/runs/{short}" not in page
    assert page.count('class="load"') == 2
    assert "easy km" in page


def test_an_alarm_hides_the_load_and_every_advice_of_the_plan(
    client: TestClient, token: str, front: Front
) -> None:
    start = (front.desk.today() - FIRST).days
    keep(front.desk.store, easy_run(start - 3, minutes=40.0))
    answer_all(client, token, E0)
    page = client.get("/plan").text

    assert "Backstride shows no answer, no load of runs and no plan" in page
    assert "The load of your runs is not shown for now" in page
    assert "easy km" not in page.split("<main")[1]
    assert "a tenth longer" not in page


def test_a_day_of_which_nothing_is_known_is_drawn_as_such(client: TestClient, front: Front) -> None:
    start = (front.desk.today() - FIRST).days
    keep(front.desk.store, easy_run(start - 3))

    assert client.get("/plan").text.count('class="unknown"') == 27


def test_what_is_not_there_yet_is_said_and_has_no_button(client: TestClient) -> None:
    for where in ("/plan", "/experiment", "/report"):
        page = client.get(where).text.split("<main")[1]
        assert "Not here yet" in page, where
        assert "<button" not in page, where
        assert "<form" not in page, where


def test_the_diary_is_taken_out_as_a_table(client: TestClient, front: Front) -> None:
    keep_days(front, 3)
    answer = client.get("/report/diary.csv")

    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeffdate,")
    assert len(answer.text.splitlines()) == 4


def test_the_warning_signs_are_taken_out_as_the_command_prints_them(
    client: TestClient, token: str
) -> None:
    answer_all(client, token, E0)
    document = client.get("/report/warning-signs.json").json()

    assert document["schema"] == "backstride.triage/1"
    assert document["level"] == "E0"
    assert len(no_to_all()) > len(document["unanswered"])
