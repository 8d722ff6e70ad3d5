"""The way of a new runner: each page says what comes next, and why a number stands still."""

from __future__ import annotations

from datetime import timedelta

from fastapi.testclient import TestClient

from backstride.domain.diary import DiaryEntry
from backstride.synth.table_oddities import oddities
from backstride.web.front import Front
from backstride.workflows.correct_runs import confirm_no_run
from backstride.workflows.keep_diary import write_entry
from tests.web.given_answers import said
from tests.web.test_answer_states import wait_until
from tests.web.test_safety import answer_all, send
from tests.web.test_uploads import one, upload

NO_RUNS = "No runs here yet"
UNKNOWN = "it is not known whether you ran"


def note_mornings(front: Front, n_day: int = 7) -> None:
    for place in range(n_day):
        day = front.desk.today() - timedelta(days=place)
        write_entry(front.desk, DiaryEntry(day, leg_morning=float(2 + place % 3)))


def test_today_asks_for_runs_until_there_are_some(client: TestClient, token: str) -> None:
    before = client.get("/").text
    assert NO_RUNS in before
    assert 'href="/runs/import"' in before
    assert "Mornings noted" not in before

    upload(client, token, one("activities.csv", oddities()["strava-early.csv"]))

    assert NO_RUNS not in client.get("/").text


def test_the_ledger_of_a_table_counts_its_activities_and_says_once_what_all_rows_share(
    client: TestClient, token: str
) -> None:
    page = upload(client, token, one("activities.csv", oddities()["strava-early.csv"]))

    assert "activities: 5" in page
    assert said(page).count("totals without samples") == 1
    assert "The same in 4 more places of the file." in page


def test_an_answer_without_known_running_says_so_and_what_to_do(
    client: TestClient, front: Front
) -> None:
    note_mornings(front)
    wait_until(client, "fresh")
    page = client.get("/answer").text
    assert f"On 7 of the 7 days with a score {UNKNOWN}" in page
    assert 'href="/runs/days"' in page
    assert "typical runs" not in said(page)  # nothing to vary is known

    today = front.desk.today()
    confirm_no_run(front.desk, today - timedelta(days=6), today)
    wait_until(client, "fresh")
    assert UNKNOWN not in client.get("/answer").text


def test_a_whole_screen_leads_on_to_today_and_half_a_one_back_to_its_questions(
    client: TestClient, token: str
) -> None:
    half = send(client, token, {"bladder_changed": "no"})
    assert "To today&#39;s check-in" not in client.get(half.headers["location"]).text

    answer_all(client, token)

    assert "To today&#39;s check-in" in client.get("/safety?said=kept").text


def test_a_month_of_the_diary_is_headed_by_its_weekdays(client: TestClient) -> None:
    page = client.get("/diary?month=2026-11").text

    heads = page.split('<ol class="month">')[1].split('class="blank"')[0]
    assert [day in heads for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")] == [True] * 7
