"""Warning signs as pages: every level, the notice above all, half a screen, what came of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from backstride.domain.screen import Reply
from backstride.safety.questions import questions
from backstride.web.page import NAVIGATION
from tests.safety.judged import no_to_all

ANYWHERE = [where for _, where in NAVIGATION] + ["/safety/check", "/safety/worse", "/no-such-page"]

E0: dict[str, Reply] = {
    "saddle_feeling_changed": "yes",
    "saddle_change_pattern": "constant_or_comes_back",
}
E1: dict[str, Reply] = {
    "calf_swollen_warm_or_tender": "yes",
    "calf_swelling_pattern": "one_calf_swollen_or_warm",
}
E2: dict[str, Reply] = {"night_sweats": "yes", "night_sweats_pattern": "drenching_without_reason"}
E3: dict[str, Reply] = {
    "not_improving": "yes",
    "episode_started_days_ago": 60,
    "episode_course": "same",
}


def send(client: TestClient, token: str, answers: dict[str, Any], **more: str) -> Response:
    """Send the form as a browser does."""
    fields = {key: str(told) for key, told in answers.items()} | more
    where = "/safety/check"
    return client.post(where, data=fields | {"token": token}, follow_redirects=False)


def answer_all(client: TestClient, token: str, told: dict[str, Reply] | None = None) -> str:
    """Answer everything, no but for what is told, and return the page that follows."""
    answer = send(client, token, no_to_all() | (told or {}))
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def notice(page: str) -> str:
    """The notice above a page; empty where there is none."""
    found = re.search(r'<aside class="notice.*?</aside>', page, re.DOTALL)
    if found is None:
        return ""
    assert page.index("<aside") < page.index("<header")
    return found[0]


def set_country(client: TestClient, token: str, code: str) -> Response:
    return client.post("/safety/country", data={"token": token, "country": code})


@pytest.mark.parametrize(
    ("told", "level", "first"),
    [
        (E0, "E0", "Have this looked at now"),
        (E1, "E1", "Have this looked at today"),
        (E2, "E2", "Have this looked at within days"),
        (E3, "E3", "Worth a routine appointment"),
        ({}, "none", "Nothing on the list was found today"),
    ],
)
def test_each_level_says_what_to_do_and_that_the_rules_are_not_reviewed(
    client: TestClient, token: str, told: dict[str, Reply], level: str, first: str
) -> None:
    page = answer_all(client, token, told)

    assert f'class="card state level-{level}"' in page
    assert first in page
    assert "have not been clinically reviewed" in page


def test_nothing_found_is_never_said_to_be_well(client: TestClient, token: str) -> None:
    page = answer_all(client, token)

    assert "does not rule anything out" in page
    assert notice(page) == ""


def test_before_the_first_screen_every_page_asks_for_it(client: TestClient) -> None:
    for where in ANYWHERE:
        assert "have not been asked yet" in notice(client.get(where).text), where


@pytest.mark.parametrize(("told", "words"), [(E0, "Now:"), (E1, "Today:"), (E2, "Within days:")])
def test_a_finding_stands_above_every_page(
    client: TestClient, token: str, told: dict[str, Reply], words: str
) -> None:
    answer_all(client, token, told)

    for where in ANYWHERE:
        assert words in notice(client.get(where).text), where


def test_an_alarm_stays_until_someone_is_noted_to_have_looked(
    client: TestClient, token: str
) -> None:
    answer_all(client, token, E0)
    answer_all(client, token)  # taken back: that alone ends nothing

    for outcome in ("not_seen", "waiting"):
        note(client, token, outcome)
        assert "Now:" in notice(client.get("/").text), outcome
    page = note(client, token, "seen_no_urgent_finding")

    assert "Now:" not in notice(page)
    assert "You have been seen" in notice(page)


def note(client: TestClient, token: str, outcome: str, day: str = "") -> str:
    data = {"token": token, "what_happened": outcome, "day": day}
    return client.post("/safety/outcome", data=data).text


def test_what_came_of_it_has_to_be_one_of_the_answers_and_not_in_the_future(
    client: TestClient, token: str
) -> None:
    answer_all(client, token, E0)
    tomorrow = (date.today() + timedelta(days=2)).isoformat()

    assert "choose what came of it" in note(client, token, "better")
    assert "no day up to today" in note(client, token, "seen_treated", tomorrow)
    assert "Now:" in notice(client.get("/").text)


def test_the_emergency_number_is_a_link_where_it_is_certain(client: TestClient, token: str) -> None:
    answer_all(client, token, E0)
    set_country(client, token, "DE")
    german = client.get("/").text
    set_country(client, token, "ZZ")
    unknown = client.get("/").text

    assert 'href="tel:112"' in notice(german)
    assert "tel:" not in notice(unknown)
    assert "your local emergency number" in notice(unknown)


def test_the_same_day_line_is_named_where_there_is_one(client: TestClient, token: str) -> None:
    set_country(client, token, "gb")
    page = answer_all(client, token, E1)

    assert 'href="tel:111"' in notice(page)
    assert 'href="tel:999"' in notice(page)
    assert "What to say on the phone" in page


def test_a_country_that_is_none_is_refused(client: TestClient, token: str) -> None:
    answer = set_country(client, token, "<b>Atlantis</b>")

    assert answer.status_code == 422
    assert "<b>Atlantis" not in answer.text


def test_half_a_screen_is_kept_and_what_is_open_is_said(client: TestClient, token: str) -> None:
    answer = send(client, token, {"bladder_changed": "no", "ladder_step_0_6": "4"})
    page = client.get(answer.headers["location"]).text

    assert "Questions still open: " in page
    assert 'class="card state level-E3"' in page
    assert "What is open is not counted as a no" in page
    assert "a private question (1)" in page  # named as where others may look on
    assert "genitals" not in page


def test_a_half_finished_screen_goes_on_the_same_day_where_it_was_left(
    client: TestClient, token: str
) -> None:
    send(client, token, {"bladder_changed": "no", "ladder_step_0_6": "4"})
    form = client.get("/safety/check").text

    assert "You began today" in form
    assert re.search(r'name="bladder_changed" value="no" checked', form)
    assert re.search(r'name="ladder_step_0_6" value="4" checked', form)


def test_after_a_visit_everything_is_asked_anew(client: TestClient, token: str) -> None:
    answer_all(client, token, E0)
    note(client, token, "seen_treated")

    form = client.get("/safety/check").text

    assert "You began today" not in form
    assert not re.search(r'name="bladder_changed" value="no" checked', form)


def test_an_empty_form_is_no_screen(client: TestClient, token: str) -> None:
    answer = send(client, token, {})

    assert answer.status_code == 422
    assert "Nothing was answered" in answer.text
    assert "have not been asked yet" in notice(client.get("/").text)


def test_faults_are_named_together_and_what_was_typed_stays(client: TestClient, token: str) -> None:
    typed = {"age_years": "a lot", "one_leg_weak": "yes", "weakness_days_ago": "-3"}

    answer = send(client, token, typed)

    assert answer.status_code == 422
    assert answer.text.count('class="fault"') == 2
    assert 'value="a lot"' in answer.text
    assert re.search(r'name="one_leg_weak" value="yes" checked', answer.text)
    assert client.get("/safety").text.count("No answers yet") == 1


def test_a_slip_of_the_keys_does_not_hold_up_an_alarm(client: TestClient, token: str) -> None:
    answer = send(client, token, E0 | {"age_years": "a lot"})

    assert answer.status_code == 422
    assert "Have this looked at now" in answer.text


def test_an_answer_that_is_none_is_refused(client: TestClient, token: str) -> None:
    answer = send(client, token, {"bladder_changed": "<script>alert(1)</script>"})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_no_to_the_rest_of_a_part_leaves_what_was_answered(client: TestClient, token: str) -> None:
    send(client, token, {"leg_symptoms_both_sides": "yes"}, none="legs")
    form = client.get("/safety/check").text

    assert re.search(r'name="leg_symptoms_both_sides" value="yes" checked', form)
    assert re.search(r'name="one_leg_weak" value="no" checked', form)
    assert not re.search(r'name="bladder_changed" value="\w+" checked', form)
    assert "Both legs" not in form or not re.search(r'name="both_legs_pattern".* checked', form)


def test_what_is_known_about_the_person_is_not_asked_again(client: TestClient, token: str) -> None:
    answer_all(client, token)
    form = client.get("/safety/check").text
    asked, known = form.split('id="part-known"')

    assert "How old are you" not in asked
    assert "How old are you" in known
    assert 'value="34"' in known


def test_every_question_of_the_screen_is_reached_without_scripts(client: TestClient) -> None:
    form = client.get("/safety/check").text

    for key, question in questions().items():
        is_asked = question.ask in ("profile", "short", "branch")
        assert (f'name="{key}"' in form) == is_asked, key


def test_a_look_says_what_cannot_wait_and_keeps_nothing(client: TestClient, token: str) -> None:
    def look(answers: dict[str, Reply]) -> Response:
        fields = {key: str(told) for key, told in answers.items()} | {"token": token}
        return client.post("/safety/check/look", data=fields)

    calm, urgent = look({"bladder_changed": "no"}), look(E0)

    assert calm.status_code == 204
    assert "Have this looked at now" in urgent.text
    assert "have not been asked yet" in notice(client.get("/").text)


def test_what_was_told_and_answered_is_in_the_history(client: TestClient, token: str) -> None:
    answer_all(client, token, E2)
    page = note(client, token, "seen_treated")

    history = page.split('id="history-head"')[1]
    assert "You told of weight loss, night sweats or night pain" in history
    assert "drenching, without a reason I know" in history
    assert "I was seen, and am treated or followed up" in history


def test_forms_of_warning_signs_need_the_token(client: TestClient) -> None:
    for where in ("check", "check/look", "outcome", "country", "worse", "self-check", "undo"):
        assert client.post(f"/safety/{where}", data={"token": "x"}).status_code == 403, where
