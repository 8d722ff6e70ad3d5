"""The check-in: what one page says of a day meets what others said meanwhile; nothing is lost."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_facts import Told, facts_of, reconcile, with_facts
from backstride.domain.diary_items import ITEMS
from backstride.web.front import Front
from backstride.workflows.keep_diary import find_entry, write_entry
from backstride.workflows.review_diary import list_changes
from tests.made_diaries import entries


@pytest.fixture
def front(client: TestClient) -> Front:
    found: Front = client.app.state.front  # type: ignore[attr-defined]
    return found


@pytest.fixture
def today(front: Front) -> date:
    return front.desk.today()


class Page:
    """A page of the app that is open somewhere, as a script on it sends."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.token = client, token

    def send(
        self,
        day: date,
        fields: Mapping[str, tuple[str, list[str]]],
        *,
        sent_id: str = "",
        said: datetime | None = None,
    ) -> Any:
        told = {name: {"value": value, "was": was} for name, (value, was) in fields.items()}
        form = {
            "token": self.token,
            "id": sent_id or secrets.token_hex(8),
            "day": day.isoformat(),
            "said": (said or datetime.now().astimezone()).isoformat(),
            "fields": json.dumps(told),
        }
        return self.client.post("/check-in", data=form)

    def save(self, day: date, **typed: str) -> Any:
        form = {"token": self.token, "back": "today", **typed}
        where = f"/diary/{day.isoformat()}"
        return self.client.post(where, data=form, follow_redirects=False)


@pytest.fixture
def page(client: TestClient, token: str) -> Page:
    return Page(client, token)


def stands(front: Front, day: date) -> dict[str, Any]:
    return dict(facts_of(find_entry(front.desk, day)))


def test_every_item_of_the_diary_is_asked_on_the_page_of_today(client: TestClient) -> None:
    page = client.get("/").text

    for item in ITEMS:
        assert f'name="{item.key}"' in page or f'name="run::{item.key}"' in page, item.key


def test_one_number_and_a_half_are_saved_without_a_script(
    page: Page, front: Front, today: date
) -> None:
    answer = page.save(today, **{"seen": "0", "leg_morning": "3", "leg_morning.half": "on"})

    assert answer.status_code == 303
    assert stands(front, today) == {"leg_morning": 3.5}


def test_skipping_today_is_kept_as_such_and_is_not_the_same_as_nothing(
    page: Page, front: Front, today: date
) -> None:
    page.save(today, seen="0", leg_morning="skip", leg_evening="")

    assert stands(front, today) == {"leg_morning": Skipped.SKIPPED}


def test_all_faults_are_said_at_once_and_what_was_typed_is_still_there(
    page: Page, front: Front, today: date
) -> None:
    answer = page.save(
        today, seen="0", leg_morning="4", sitting_h="eleven", sleep_0_10="12", note="slept badly"
    )

    assert answer.status_code == 422
    assert "from 0 to 24" in answer.text
    assert "from 0 to 10" in answer.text
    assert 'value="eleven"' in answer.text
    assert "slept badly" in answer.text
    assert stands(front, today) == {}


def test_a_page_that_changes_another_fact_adds_to_the_day_without_asking(
    page: Page, front: Front, today: date
) -> None:
    page.save(today, seen="0", leg_morning="3")

    answer = page.save(today, seen="0", leg_morning="", sitting_h="6")  # never saw the 3

    assert "two-words" not in answer.headers["location"]
    assert stands(front, today) == {"leg_morning": 3.0, "sitting_h": 6.0}


def test_two_pages_that_say_different_things_of_one_fact_are_both_kept_until_one_is_chosen(
    page: Page, front: Front, today: date
) -> None:
    page.save(today, seen="0", leg_morning="3")
    answer = page.save(today, seen="0", leg_morning="7", leg_evening="5")

    assert answer.headers["location"] == "/diary/two-words"
    assert stands(front, today) == {"leg_morning": 3.0, "leg_evening": 5.0}
    asked = page.client.get("/diary/two-words").text
    assert "3 (stands in the diary)" in asked
    assert "7 (was said as well)" in asked
    assert "/diary/two-words" in page.client.get("/").text

    form = {"token": page.token, "leg_morning": "=7", "there:leg_morning": "3"}
    page.client.post(f"/diary/two-words/{today}", data=form)

    assert stands(front, today)["leg_morning"] == 7.0
    assert "Nothing waits for you" in page.client.get("/diary/two-words").text


def test_a_choice_made_on_what_does_not_stand_any_more_is_asked_again(
    page: Page, front: Front, today: date
) -> None:
    page.save(today, seen="0", leg_morning="3")
    page.save(today, seen="0", leg_morning="7")
    write_entry(front.desk, DiaryEntry(today, leg_morning=9.0))

    form = {"token": page.token, "leg_morning": "=7", "there:leg_morning": "3"}
    answer = page.client.post(f"/diary/two-words/{today}", data=form)

    assert stands(front, today)["leg_morning"] == 9.0
    assert "9 (stands in the diary)" in answer.text


def test_what_is_sent_twice_counts_once_even_after_it_was_taken_back(
    page: Page, front: Front, today: date
) -> None:
    first = page.send(today, {"leg_morning": ("4", [""])}, sent_id="11111111")
    second = page.send(today, {"leg_morning": ("4", [""])}, sent_id="11111111")

    assert (first.json()["state"], second.json()["state"]) == ("saved", "known")
    assert len(list_changes(front.desk, today)) == 1

    undone = {"token": page.token, "change": str(first.json()["change"])}
    page.client.post(f"/diary/{today}/undo", data=undone)
    page.send(today, {"leg_morning": ("4", [""])}, sent_id="11111111")

    assert stands(front, today) == {}


def test_what_clashed_and_is_sent_again_waits_once(page: Page, front: Front, today: date) -> None:
    write_entry(front.desk, DiaryEntry(today, leg_morning=2.0))

    for _ in range(2):
        page.send(today, {"leg_morning": ("6", [""])}, sent_id="22222222")

    assert page.client.get("/diary/two-words").text.count("was said as well") == 1


def test_a_phone_may_change_what_it_sent_before_although_it_never_heard_that_it_came(
    page: Page, front: Front, today: date
) -> None:
    page.send(today, {"leg_morning": ("4", [""])})

    answer = page.send(today, {"leg_morning": ("5", ["", "4"])})

    assert answer.json()["state"] == "saved"
    assert stands(front, today) == {"leg_morning": 5.0}


def test_what_was_said_in_time_and_sent_a_day_later_is_not_marked_as_written_later(
    page: Page, front: Front, today: date
) -> None:
    yesterday = today - timedelta(days=1)
    in_time = datetime.combine(yesterday, datetime.min.time()).astimezone() + timedelta(hours=7)

    page.send(yesterday, {"leg_morning": ("4", [""])}, said=in_time)
    page.send(yesterday - timedelta(days=1), {"leg_morning": ("4", [""])})

    entry = find_entry(front.desk, yesterday)
    earlier = find_entry(front.desk, yesterday - timedelta(days=1))
    assert entry is not None
    assert not entry.backfilled
    assert earlier is not None
    assert earlier.backfilled


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "x"},
        {"day": "someday"},
        {"said": "now"},
        {"fields": "[]"},
        {"fields": '{"leg_morning": 3}'},
        {"fields": '{"no_such_item": {"value": "3", "was": []}}'},
    ],
)
def test_what_no_page_of_ours_can_send_is_refused_and_changes_nothing(
    page: Page, front: Front, today: date, broken: dict[str, str]
) -> None:
    form = {
        "token": page.token,
        "id": "12345678",
        "day": today.isoformat(),
        "said": "2026-01-01T07:00:00+00:00",
        "fields": '{"leg_morning": {"value": "3", "was": [""]}}',
    }

    assert page.client.post("/check-in", data=form | broken).status_code == 400
    assert stands(front, today) == {}


def test_a_day_that_has_not_begun_cannot_be_written(page: Page, today: date) -> None:
    answer = page.send(today + timedelta(days=2), {"leg_morning": ("3", [""])})

    assert answer.status_code == 422


def test_a_script_is_told_all_faults_by_field(page: Page, today: date) -> None:
    answer = page.send(today, {"leg_morning": ("11", [""]), "sleep_0_10": ("a lot", [""])})

    assert answer.status_code == 422
    assert set(answer.json()["faults"]) == {"leg_morning", "sleep_0_10"}


@settings(deadline=None)
@given(entries(), st.data())
def test_told_facts_are_read_back_and_the_rest_of_the_day_stays(
    entry: DiaryEntry, data: st.DataObject
) -> None:
    facts = facts_of(entry)
    names = data.draw(st.lists(st.sampled_from(sorted(facts)), unique=True)) if facts else []

    without = with_facts(entry, dict.fromkeys(names))

    assert facts_of(without) == {name: facts[name] for name in facts if name not in names}
    assert facts_of(with_facts(without, {name: facts[name] for name in names})) == facts
    assert (without.moments, without.events, without.scores) == (
        entry.moments,
        entry.events,
        entry.scores,
    )


@settings(deadline=None)
@given(entries(), st.floats(0, 10).map(lambda x: round(2 * x) / 2))
def test_nothing_that_somebody_else_said_is_ever_overwritten(
    entry: DiaryEntry, score: float
) -> None:
    there = facts_of(entry).get("leg_morning")

    after, clashes = reconcile(entry, {"leg_morning": Told(score, ())})

    assert facts_of(after).get("leg_morning") == there
    assert [clash.told for clash in clashes] == ([] if there == score else [score])
