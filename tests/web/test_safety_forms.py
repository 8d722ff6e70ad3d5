"""Beside the questions: a note that something went worse, and the weekly self-check."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.test_safety import answer_all, notice


def worsen(client: TestClient, token: str, **typed: str) -> Response:
    return client.post("/safety/worse", data={"token": token} | typed)


def test_a_run_that_was_borne_badly_stops_and_asks_for_the_screen(
    client: TestClient, token: str
) -> None:
    page = worsen(client, token, before="2", peak="7", next_morning="3", note="<i>hills</i>").text

    assert "Red: no runs for now" in page
    assert "leg pain during the run" in page
    assert "Please answer the safety questions now" in page
    assert "Times that something went worse so far: 1." in page
    assert "&lt;i&gt;hills" in page


def test_what_is_needed_and_unknown_is_never_green(client: TestClient, token: str) -> None:
    page = worsen(client, token, before="1").text

    assert "Amber" in page
    assert "Without these it is not counted as green" in page
    assert "leg pain on the next morning" in page


def test_a_worsening_that_cannot_be_is_kept_on_the_page_with_its_faults(
    client: TestClient, token: str
) -> None:
    answer = worsen(client, token, settled_h="long", peak="11", day="2999-01-01", note="steep")

    assert answer.status_code == 422
    assert "Expected a number from 0 to 10" in answer.text
    assert "2999-01-01 is no day up to today" in answer.text
    assert "steep" in answer.text
    assert "What got worse" not in client.get("/safety").text


def test_a_note_of_nothing_is_not_kept(client: TestClient, token: str) -> None:
    assert worsen(client, token).status_code == 422


def test_a_self_check_goes_into_the_diary_and_can_be_taken_back(
    client: TestClient, token: str
) -> None:
    typed = {"token": token, "heel_walk_left": "able", "heel_raises_left_count": "21"}
    page = client.post("/safety/self-check", data=typed).text

    assert "The self-check is in your diary" in page
    assert 'value="21"' in client.get("/safety/self-check").text
    client.post("/safety/undo", data={"token": token})
    assert 'value="21"' not in client.get("/safety/self-check").text


def test_a_foot_that_can_no_longer_lift_opens_a_warning_sign(
    client: TestClient, token: str
) -> None:
    answer_all(client, token)
    earlier = (date.today() - timedelta(days=7)).isoformat()
    before = {"token": token, "heel_walk_left": "able", "day": earlier}
    client.post("/safety/self-check", data=before)
    page = client.post("/safety/self-check", data={"token": token, "heel_walk_left": "unable"}).text

    assert "One leg is weak, and this is new" in page
    assert "Today:" in notice(page)


def test_a_self_check_that_cannot_be_is_refused_whole(client: TestClient, token: str) -> None:
    typed = {"token": token, "heel_walk_left": "able", "heel_raises_left_count": "99"}
    answer = client.post("/safety/self-check", data=typed)

    assert answer.status_code == 422
    assert 'value="99"' in answer.text
    assert "Expected a number from 0 to 25" in answer.text
