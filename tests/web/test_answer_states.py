"""The Answer page where there is no answer, not a new one, or none that may be shown."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

from fastapi.testclient import TestClient

from backstride.domain.diary import DiaryEntry
from backstride.safety.questions import questions
from backstride.web.front import Front
from backstride.workflows.check_safety import check
from backstride.workflows.keep_diary import write_entry
from tests.web.conftest import Give
from tests.web.given_answers import HEADLINES, RAW_KEY, said

LONGEST_WORK_S = 180.0


def wait_until(client: TestClient, state: str) -> None:
    end = time.monotonic() + LONGEST_WORK_S
    while client.get("/answer/standing").json()["state"] != state:
        assert time.monotonic() < end, f"the answer never became {state}"
        time.sleep(0.2)


def test_a_last_answer_is_shown_while_a_new_one_is_worked_out(
    client: TestClient, give: Give
) -> None:
    give(is_fresh=False)
    text = client.get("/answer").text

    assert "is being worked out anew" in said(text)
    assert HEADLINES["aggravating"] in said(text)
    assert '<meta http-equiv="refresh"' in text
    assert client.get("/answer/standing").json() == {"state": "working", "all_ready": False}


def test_a_fresh_page_does_not_load_itself_again(client: TestClient, give: Give) -> None:
    give()

    assert 'http-equiv="refresh"' not in client.get("/answer").text


def test_a_failure_says_what_to_do_and_can_be_tried_again(
    client: TestClient, give: Give, token: str
) -> None:
    given = give(is_fresh=False, failed="BrokenProcessPool")

    words = said(client.get("/answer").text)
    assert "could not be worked out (BrokenProcessPool)" in words
    assert "Your records are as they were" in words
    answer = client.post("/answer/again", data={"token": token}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/answer")
    assert given.n_again == 1


def test_an_alarm_hides_the_answer_and_says_what_to_do_instead(
    client: TestClient, give: Give, front: Front
) -> None:
    give()
    check(front.desk, {"saddle_feeling_changed": "yes"})

    for address in ("/answer", "/answer/print"):
        words = said(client.get(address).text)
        assert "Until it is settled, the answer is not shown" in words
        assert "emergency department" in words
        assert HEADLINES["aggravating"] not in words
    assert client.get("/answer/pictures/effect.svg").status_code == 404
    assert client.get("/answer/pictures/course.csv").status_code == 404
    assert client.get("/answer/what-if").json()["state"] == "none"


def test_where_load_is_hidden_no_amount_of_running_is_told(
    client: TestClient, give: Give, front: Front
) -> None:
    give()
    answers = {key: "no" for key, one in questions().items() if "no" in one.accepts}
    answers |= {"pregnancy_state": "pregnant", "ladder_step_0_6": 4, "leg_morning": 3}
    triage = check(front.desk, answers)
    assert [effect.value for effect in triage.effects] == ["hide_load"]

    text = client.get("/answer").text
    assert HEADLINES["aggravating"] in said(text)
    assert "easy km" not in said(text)
    assert 'class="load"' not in text
    assert "load" not in client.get("/answer/pictures/course.csv").text
    assert client.get("/answer/pictures/dose.svg").status_code == 404
    assert client.get("/answer/what-if?share=200").json()["state"] == "none"


def test_the_ninth_day_of_a_diary_says_how_far_it_has_come(
    client: TestClient, front: Front
) -> None:
    for place in range(9):
        day = front.desk.today() - timedelta(days=place)
        write_entry(front.desk, DiaryEntry(day, leg_morning=float(2 + place % 3)))
    wait_until(client, "fresh")

    text = client.get("/answer").text
    assert "Day 9 of 28" in said(text)
    assert '<progress max="28.0" value="9.0">' in text
    assert "Look at a sample answer" in said(text)
    assert not RAW_KEY.search(said(text))


def test_an_empty_store_says_where_to_begin(client: TestClient) -> None:
    client.get("/answer")
    wait_until(client, "fresh")

    words = said(client.get("/answer").text)
    assert "Next: note your leg pain" in words
    assert "There is no day to show yet" in words


def test_where_the_process_died_another_one_takes_its_place(
    client: TestClient, front: Front
) -> None:
    client.get("/answer")
    for process in list(front.answers._pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)

    wait_until(client, "fresh")
    assert "Next: note your leg pain" in said(client.get("/answer").text)
