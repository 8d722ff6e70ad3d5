"""The Answer page: every verdict with its pictures, tables and words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Event, EventKind
from backstride.text.catalogue import load_catalogue
from backstride.web.front import Front
from backstride.workflows.correct_runs import ByHand, add_run, confirm_no_run
from backstride.workflows.keep_diary import write_entry
from backstride.workflows.mark_phases import mark_event
from tests.report.drawn import read_picture
from tests.web.conftest import Give
from tests.web.given_answers import HEADLINES, LIVES, RAW_KEY, answered_as, said


@pytest.mark.parametrize("verdict", sorted(LIVES))
def test_a_page_says_its_verdict_with_its_range_and_what_to_do_next(
    client: TestClient, give: Give, verdict: str
) -> None:
    give(verdict)
    text = client.get("/answer").text

    words = said(text)
    assert HEADLINES[verdict] in words
    assert "plausible" in words or "may lie anywhere from" in words
    assert "Next: " in words
    assert "It is assumed that nothing you did not record" in words
    assert not RAW_KEY.search(words)
    assert ("What would make it sure" in words) == (verdict == "cannot_tell")


@pytest.mark.parametrize(
    "address", ["/answer", "/answer/print", "/answer/sample", "/answer/sample/print"]
)
def test_nothing_of_a_page_is_inline(client: TestClient, give: Give, address: str) -> None:
    give()
    text = client.get(address).text

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    scripts = re.findall(r"<script([^>]*)>", text)
    assert all("src=" in one or "application/json" in one for one in scripts)


def test_every_picture_has_a_name_a_description_and_a_table_behind_it(
    client: TestClient, give: Give
) -> None:
    give()
    text = client.get("/answer").text

    pictures = re.findall(r"<svg .*?</svg>", text, flags=re.DOTALL)
    drawn = [one for one in pictures if 'class="chart"' in one]
    assert len(drawn) >= 6
    assert all("<title id=" in one and "<desc id=" in one for one in drawn)
    figures = re.findall(r"<figure .*?</figure>", text, flags=re.DOTALL)
    assert all("<table>" in figure for figure in figures)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))


def test_a_chart_is_had_as_a_picture_and_as_a_table(client: TestClient, give: Give) -> None:
    give()
    for name in ("effect", "course", "dose", "delay", "days", "forecast"):
        picture = client.get(f"/answer/pictures/{name}.svg")
        table = client.get(f"/answer/pictures/{name}.csv")

        assert picture.headers["content-type"].startswith("image/svg+xml")
        assert "attachment" in picture.headers["content-disposition"]
        assert read_picture(picture.text).astray == []
        assert len(table.text.splitlines()) > 1


@pytest.mark.parametrize("file", ["nonsense.svg", "effect.exe", "sides.svg", "..%2f..%2fapp.svg"])
def test_a_chart_that_is_not_there_is_not_found(client: TestClient, give: Give, file: str) -> None:
    give()

    assert client.get(f"/answer/pictures/{file}").status_code == 404


def test_the_line_of_time_is_shown_as_far_back_as_asked(client: TestClient, give: Give) -> None:
    give()
    rows = {
        zoom: len(client.get(f"/answer/pictures/course.csv?zoom={zoom}").text.splitlines()) - 1
        for zoom in ("4w", "3m", "1y", "all", "nonsense")
    }

    assert rows == {"4w": 28, "3m": 91, "1y": 365, "all": 240, "nonsense": 91}


def test_more_running_changes_what_is_expected(client: TestClient, give: Give) -> None:
    give()
    none, twice = (client.get(f"/answer/what-if?share={share}").json() for share in (0, 200))

    chances = [re.findall(r"chance of (\S+) %", found["page"])[0] for found in (none, twice)]
    assert none["state"] == twice["state"] == "ready"
    assert chances[0] != chances[1]


def test_without_scripts_the_amount_is_chosen_in_a_form(client: TestClient, give: Give) -> None:
    give()

    assert '<option value="150" selected>' in client.get("/answer?share=150").text
    assert '<option value="100" selected>' in client.get("/answer?share=1e9").text


def test_a_plan_day_by_day_is_shown_and_stays_in_its_fields(client: TestClient, give: Give) -> None:
    give()
    days = re.findall(r'name="day"', client.get("/answer").text)
    heavy = "&".join(["day=20,5"] * len(days))

    text = client.get(f"/answer?{heavy}").text
    chance = re.search(r"chance of (\d+) %", text)
    assert chance is not None
    assert int(chance[1]) > 60
    assert text.count('value="20,5"') == len(days)
    assert "pictures/forecast.csv?day=20%2C5" in text


def test_a_day_that_is_no_load_is_told_and_nothing_typed_is_lost(
    client: TestClient, give: Give
) -> None:
    give()
    typed = "&".join(["day=5", "day=a lot", *(["day="] * 4)])
    page = client.get(f"/answer/what-if?{typed}").json()["page"]

    assert "“a lot” is none" in page
    assert 'value="a lot"' in page
    assert 'value="5"' in page


def test_the_sample_says_on_every_picture_that_its_runner_was_invented(
    client: TestClient, give: Give
) -> None:
    give()
    text = client.get("/answer/sample").text

    assert "Nothing on this page is about you" in said(text)
    drawn = re.findall(r'<svg [^>]*class="chart".*?</svg>', text, flags=re.DOTALL)
    assert drawn
    assert all("Invented runner" in one for one in drawn)
    assert "Invented runner" in client.get("/answer/sample/pictures/effect.svg").text
    assert "Invented runner" not in client.get("/answer").text


def test_the_page_to_print_names_nobody_and_holds_what_a_stranger_must_know(
    client: TestClient, give: Give
) -> None:
    give()
    words = said(client.get("/answer/print").text)

    for part in (
        "Printed ",
        HEADLINES["aggravating"],
        "Data used, and missing",
        "Load and pain over time",
        "What could be wrong",
        "numbness between the legs",
        "How this was made",
    ):
        assert part in words


def test_the_words_of_a_runner_cannot_become_part_of_the_page(
    client: TestClient, give: Give, front: Front
) -> None:
    note = "</script><script>alert(1)</script>"
    table = answered_as("aggravating").table
    assert table is not None
    first = table.first_day + timedelta(days=table.n_day - 80)
    give()
    event = Event(EventKind.TREATMENT, first + timedelta(days=60), note)
    mark_event(front.desk, first, event)
    text = client.get("/answer").text

    assert "alert(1)</script>" not in text
    assert "alert(1)" in text


def test_the_page_is_said_in_german(client: TestClient, give: Give) -> None:
    give()
    text = client.get("/answer", headers={"accept-language": "de"}).text

    assert '<html lang="de"' in text
    assert "Was falsch sein könnte" in text
    assert "Punkte der Skala von 0 bis 10" in text
    assert "lockere km" in text
    assert not re.search(r">(web\.answer|chart|web\.print)\.", text)


def test_both_languages_have_the_same_sentences_of_this_page() -> None:
    keys = [
        {
            key
            for key in load_catalogue(language).messages
            if key.startswith(("web.answer.", "web.print.", "chart."))
        }
        for language in ("en", "de")
    ]

    assert keys[0] == keys[1]


def test_a_run_can_be_opened_from_the_line_of_time_and_no_run_was_not_unknown(
    client: TestClient, front: Front
) -> None:
    today = front.desk.today()
    run_id = add_run(front.desk, ByHand(today - timedelta(days=3), distance_m=8000.0))
    write_entry(front.desk, DiaryEntry(today, leg_morning=3.0))
    confirm_no_run(front.desk, today - timedelta(days=2), today - timedelta(days=2))

    text = client.get("/answer?zoom=4w").text

    assert f'href="/runs/{run_id}"' in text
    table = client.get("/answer/pictures/course.csv?zoom=4w").text.splitlines()
    loads = {row.split(",")[0]: row.split(",")[2:4] for row in table[1:]}
    assert loads[f"{today - timedelta(days=2)}"] == ["0", "0"]
    assert loads[f"{today - timedelta(days=1)}"] == ["", "1"]
