"""The diary: months, days, marks, the body map, and taking things back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from backstride.domain.body import BodyMark, drawn_sites
from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_parts import Event, EventKind, Moment
from backstride.web.front import Front
from backstride.workflows.keep_diary import find_entry, write_entry
from backstride.workflows.look_at_today import glance_at


@pytest.fixture
def front(client: TestClient) -> Front:
    found: Front = client.app.state.front  # type: ignore[attr-defined]
    return found


@pytest.fixture
def today(front: Front) -> date:
    return front.desk.today()


def post(client: TestClient, token: str, where: str, **form: str) -> str:
    """Send a form and return the page it leads to."""
    answer = client.post(where, data={"token": token, **form})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_empty_diary_leads_to_the_first_entry(client: TestClient) -> None:
    assert "Make the first entry" in client.get("/diary").text


def test_a_month_tells_what_became_of_each_morning(
    client: TestClient, front: Front, today: date
) -> None:
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    for number, score in ((0, 3.0), (1, Skipped.SKIPPED)):
        write_entry(front.desk, DiaryEntry(month + timedelta(number), leg_morning=score))
    late = DiaryEntry(month + timedelta(5), leg_morning=2.5)
    write_entry(front.desk, late, is_backfilled=True)

    page = client.get(f"/diary?month={month:%Y-%m}").text

    assert page.count('class="morning there"') == 1
    assert page.count('class="morning skipped"') == 1
    assert page.count('class="morning backfilled"') == 1
    assert "4 days" in page  # from the one passed over to the next one
    assert f"/diary?month={today:%Y-%m}" in page


@pytest.mark.parametrize("month", ["", "2026-13", "<script>", "9999-12", "0001-01"])
def test_a_month_that_cannot_be_shown_is_no_fault(client: TestClient, month: str) -> None:
    answer = client.get("/diary", params={"month": month})

    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace("<script type", "").replace("<script src", "")


def test_a_day_that_has_not_begun_has_no_page(client: TestClient, today: date) -> None:
    answer = client.get(f"/diary/{today + timedelta(days=1)}")

    assert answer.status_code == 422
    assert "lies in the future" in answer.text


def test_a_day_written_later_is_marked_so(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    day = today - timedelta(days=3)

    page = post(client, token, f"/diary/{day}", seen="0", leg_morning="4")

    assert "written later" in page
    entry = find_entry(front.desk, day)
    assert entry is not None
    assert entry.backfilled


def test_a_change_is_listed_and_can_be_taken_back(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    page = post(client, token, f"/diary/{today}", seen="0", leg_morning="4", sitting_h="7.5")

    assert "leg, morning: nothing → 4" in page
    assert "sitting: nothing → 7.5 h" in page
    page = post(client, token, f"/diary/{today}/undo", change="1")

    assert "Taken back." in page
    assert find_entry(front.desk, today) is None


def test_only_the_last_change_of_a_day_is_taken_back(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    for score in (3.0, 5.0):
        write_entry(front.desk, DiaryEntry(today, leg_morning=score))

    page = post(client, token, f"/diary/{today}/undo", change="1")

    assert "something was written after it" in page
    entry = find_entry(front.desk, today)
    assert entry is not None
    assert entry.leg_morning == 5.0


def test_a_day_is_taken_away_and_comes_back(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    write_entry(front.desk, DiaryEntry(today, leg_morning=3.0))

    page = post(client, token, f"/diary/{today}/remove")
    assert find_entry(front.desk, today) is None

    assert 'name="change" value="2"' in page
    post(client, token, f"/diary/{today}/undo", change="2")
    assert find_entry(front.desk, today) == DiaryEntry(today, leg_morning=3.0)


def test_days_without_a_run_are_confirmed_and_taken_back(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    day = today - timedelta(days=2)
    assert not glance_at(front.desk, day, day)[0].is_known

    page = post(client, token, f"/diary/{day}/no-run", until=today.isoformat())
    assert "You noted that there was no run." in page
    assert all(one.is_known for one in glance_at(front.desk, day, today))

    post(client, token, f"/diary/{day}/no-run/undo")
    assert not glance_at(front.desk, day, day)[0].is_known


def test_today_asks_about_days_of_which_nobody_told(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    begun = today - timedelta(days=3)
    write_entry(front.desk, DiaryEntry(begun, leg_morning=3.0))

    assert "Nothing is known of running from" in client.get("/").text
    since = today - timedelta(days=27)
    until = (today - timedelta(days=1)).isoformat()
    post(client, token, f"/diary/{since}/no-run", back="today", until=until)

    assert "Nothing is known of running" not in client.get("/").text


def test_today_tells_how_far_the_diary_has_come_before_an_answer(
    client: TestClient, front: Front, today: date
) -> None:
    write_entry(front.desk, DiaryEntry(today - timedelta(days=3), leg_morning=3.0))

    page = client.get("/").text

    assert "Day 4 of 28 before a first answer" in page
    assert "Add yesterday&#39;s morning" in page


def test_a_stretch_begins_goes_on_and_ends(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    first = today - timedelta(days=5)
    where = f"/diary/{first}/events"

    post(client, token, where, kind="treatment", about="a new <b>plan</b>")
    page = client.get(f"/diary/{today}").text
    assert "a new &lt;b&gt;plan&lt;/b&gt;" in page
    told = {"first": first.isoformat(), "kind": "treatment", "about": "a new <b>plan</b>"}
    post(client, token, f"/diary/{today}/events/end", **told)

    entry = find_entry(front.desk, first)
    assert entry is not None
    assert entry.events == (Event(EventKind.TREATMENT, today, "a new <b>plan</b>"),)
    post(client, token, f"/diary/{today}/events/remove", **told)
    assert find_entry(front.desk, first) is None


def test_a_stretch_that_cannot_be_tells_all_faults_and_keeps_the_words(
    client: TestClient, token: str, today: date
) -> None:
    form = {"token": token, "until": str(today - timedelta(days=1)), "about": "my words"}
    answer = client.post(f"/diary/{today}/events", data=form)

    assert answer.status_code == 422
    assert "Please choose what it is." in answer.text
    assert "lies before this one" in answer.text
    assert 'value="my words"' in answer.text


def test_every_site_of_the_body_is_a_link_that_chooses_it(client: TestClient, today: date) -> None:
    page = client.get(f"/diary/{today}/map").text

    for site in drawn_sites():
        assert f"/map?site={site.id}&amp;" in page
    assert "style=" not in page
    chosen = client.get(f"/diary/{today}/map?site=calf_left").text
    assert '<option value="calf_left" selected>left calf' in chosen


def test_marks_are_set_and_taken_away_one_by_one(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    day = today - timedelta(days=1)
    where = f"/diary/{day}/map"

    post(client, token, where, site="calf_left", quality="tingling", level="3.5")
    page = post(client, token, where, site="heel_sole_left", quality="numb")

    assert "left calf: tingling 3.5 of 10" in page
    marks = (BodyMark("calf_left", "tingling", 3.5), BodyMark("heel_sole_left", "numb"))
    entry = find_entry(front.desk, day)
    assert entry is not None
    assert entry.moments == (Moment(None, marks),)
    assert entry.backfilled

    post(client, token, where, do="remove", site="calf_left", quality="tingling")
    post(client, token, where, do="remove", site="heel_sole_left", quality="numb")
    assert find_entry(front.desk, day) is None


def test_marks_of_the_same_hour_are_one_moment(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    page = client.get(f"/diary/{today}/map").text
    at = page.split('name="at" value="')[1][:5]
    for site in ("calf_left", "calf_right"):
        post(client, token, f"/diary/{today}/map", at=at, site=site, quality="cramp")

    entry = find_entry(front.desk, today)
    assert entry is not None
    assert [len(moment.marks) for moment in entry.moments] == [2]


def test_nothing_felt_anywhere_is_an_answer(
    client: TestClient, token: str, front: Front, today: date
) -> None:
    post(client, token, f"/diary/{today}/map", do="nothing", at="07:00")

    entry = find_entry(front.desk, today)
    assert entry is not None
    assert [one.is_whole_map for one in entry.moments] == [True]


@pytest.mark.parametrize("form", [{}, {"site": "calf_left"}, {"site": "moon", "quality": "numb"}])
def test_a_mark_without_a_place_or_a_word_is_asked_for(
    client: TestClient, token: str, front: Front, today: date, form: dict[str, str]
) -> None:
    answer = client.post(f"/diary/{today}/map", data={"token": token, **form})

    assert answer.status_code == 422
    assert "Please choose" in answer.text
    assert find_entry(front.desk, today) is None


def test_a_mark_between_the_legs_calls_for_the_questions_on_warning_signs(
    client: TestClient, token: str, today: date
) -> None:
    page = post(client, token, f"/diary/{today}/map", site="saddle", quality="numb", at="07:00")

    assert 'class="notice' in page


def test_the_diary_is_sent_as_a_table(client: TestClient, front: Front, today: date) -> None:
    write_entry(front.desk, DiaryEntry(today, leg_morning=3.5))

    answer = client.get("/diary/diary.csv")

    assert answer.headers["content-disposition"] == 'attachment; filename="backstride-diary.csv"'
    assert f"{today},3.5" in answer.text


def test_reminders_are_sent_as_a_calendar(client: TestClient) -> None:
    answer = client.get("/diary/reminders.ics?morning=6:45&evening=&week=&weekday=sunday")

    assert answer.headers["content-type"].startswith("text/calendar")
    assert "T064500" in answer.text
    assert answer.text.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("times", ["morning=noonish", "morning=&evening=&week="])
def test_reminders_without_a_time_that_can_be_read_are_asked_again(
    client: TestClient, times: str
) -> None:
    assert client.get(f"/diary/reminders.ics?{times}").status_code == 422


def test_the_pages_speak_german_to_who_reads_german(client: TestClient, today: date) -> None:
    german = {"accept-language": "de-DE,de;q=0.9"}

    page = client.get("/", headers=german).text

    assert "Wie ist das schlimmere Bein jetzt" in page
    assert client.get(f"/diary/{today}", headers=german).status_code == 200
    assert client.get(f"/diary/{today}/map", headers=german).status_code == 200
