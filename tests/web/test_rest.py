"""REST: the same use cases as the pages and the command line, as data."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backstride.web.front import Front
from backstride.workflows.import_runs import import_paths
from backstride.workflows.keep_diary import find_entry
from backstride.workflows.review_diary import list_changes
from tests.workflows.made_files import a_run, fit

API = "/api/v1"


@pytest.fixture
def front(client: TestClient) -> Front:
    found: Front = client.app.state.front  # type: ignore[attr-defined]
    return found


@pytest.fixture
def today(front: Front) -> str:
    return front.desk.today().isoformat()


def test_a_day_is_written_read_and_told_again_with_its_stamp(
    client: TestClient, today: str
) -> None:
    said = {"answers": {"leg_morning": 3.5, "warm_up": True, "sitting_h": 6}, "note": "stiff"}

    written = client.patch(f"{API}/diary/{today}", json=said)
    read = client.get(f"{API}/diary/{today}")

    assert written.status_code == 200
    assert read.json() == written.json()
    assert read.json()["answers"] == {"leg_morning": 3.5, "warm_up": True, "sitting_h": 6.0}
    assert read.json()["words"] == {"note": "stiff"}
    assert read.headers["etag"] == written.headers["etag"]


def test_what_is_not_named_stays_and_null_takes_an_answer_away(
    client: TestClient, today: str
) -> None:
    client.patch(f"{API}/diary/{today}", json={"answers": {"leg_morning": 3, "back_0_10": 2}})

    after = client.patch(f"{API}/diary/{today}", json={"answers": {"back_0_10": None}})

    assert after.json()["answers"] == {"leg_morning": 3.0}


def test_passing_a_question_over_is_not_taking_it_away(client: TestClient, today: str) -> None:
    after = client.patch(f"{API}/diary/{today}", json={"answers": {"leg_morning": "skipped"}})

    assert after.json()["answers"] == {"leg_morning": "skipped"}


def test_a_day_that_was_changed_meanwhile_is_not_overwritten(
    client: TestClient, front: Front, today: str
) -> None:
    first = client.patch(f"{API}/diary/{today}", json={"answers": {"leg_morning": 3}})
    client.patch(f"{API}/diary/{today}", json={"answers": {"leg_morning": 5}})

    late = client.patch(
        f"{API}/diary/{today}",
        json={"answers": {"leg_morning": 1}},
        headers={"if-match": first.headers["etag"]},
    )

    assert late.status_code == 412
    entry = find_entry(front.desk, front.desk.today())
    assert entry is not None
    assert entry.leg_morning == 5


def test_the_same_said_twice_is_one_change(client: TestClient, front: Front, today: str) -> None:
    for _ in range(2):
        client.patch(f"{API}/diary/{today}", json={"answers": {"leg_morning": 3}})

    assert len(list_changes(front.desk, front.desk.today())) == 1


def test_all_faults_of_a_day_are_told_at_once_and_nothing_is_kept(
    client: TestClient, today: str
) -> None:
    wrong = {"leg_morning": 11, "warm_up": "maybe", "surface": "moon", "no_such_item": 1}

    answer = client.patch(f"{API}/diary/{today}", json={"answers": wrong})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()["faults"]) == set(wrong)
    assert client.get(f"{API}/diary/{today}").status_code == 404


def test_no_day_of_the_future_can_be_written(client: TestClient, front: Front) -> None:
    tomorrow = front.desk.today() + timedelta(days=1)

    answer = client.patch(f"{API}/diary/{tomorrow}", json={"answers": {"leg_morning": 1}})

    assert answer.status_code == 422
    assert "future" in answer.json()["detail"]


def test_a_day_can_be_taken_back(client: TestClient, today: str) -> None:
    client.patch(f"{API}/diary/{today}", json={"answers": {"leg_morning": 3}})

    assert client.delete(f"{API}/diary/{today}").status_code == 204
    assert client.get(f"{API}/diary/{today}").status_code == 404
    assert client.delete(f"{API}/diary/{today}").status_code == 404


def test_an_alarm_of_the_screen_is_told_and_hides_the_load(
    client: TestClient, front: Front, tmp_path: Path
) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(fit(a_run()))
    list(import_paths(front.desk, [path], n_worker=1))
    before = client.get(f"{API}/activities").json()

    said = client.post(f"{API}/screen", json={"saddle_feeling_changed": "yes", "others": "no"})
    after = client.get(f"{API}/activities").json()

    assert said.json()["level"] == "E0"
    assert before["total"] == after["total"] == 1
    assert before["legs"][0]["easy_km"] is not None
    assert after["legs"][0]["easy_km"] is None


def test_an_activity_that_does_not_exist_is_not_found(client: TestClient) -> None:
    for said in ("last", "0" * 32, "2026-01-01"):
        assert client.get(f"{API}/activities/{said}").status_code == 404


def test_the_answer_of_an_empty_store_says_what_is_missing(client: TestClient) -> None:
    answer = client.get(f"{API}/answer")

    assert answer.status_code == 200
    assert answer.json()["verdict"] == "cannot_tell"


def test_faults_speak_the_language_of_the_request(client: TestClient) -> None:
    german = client.get(f"{API}/diary/2026-01-01", headers={"accept-language": "de-AT,de;q=0.9"})

    assert german.json()["detail"] == "Am 2026-01-01 gibt es keinen Eintrag."


def test_every_address_documents_its_faults(client: TestClient) -> None:
    document = client.get(f"{API}/openapi.json").json()

    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert {"403", "421", "422", "503"} <= set(operation["responses"]), (path, method)
            assert operation["description"], (path, method)


def test_files_handed_over_are_imported_beside_everything_else(
    client: TestClient, front: Front
) -> None:
    sent = [("files", ("run.fit", fit(a_run())))]

    taken = client.post(f"{API}/imports", files=sent)
    job = front.jobs.find(taken.json()["id"])
    while not job.has_ended:
        time.sleep(0.05)

    told = client.get(taken.headers["location"]).json()
    assert taken.status_code == 202
    assert (told["state"], told["counts"]) == ("done", {"imported": 1})
    assert client.get(f"{API}/activities").json()["total"] == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"complete_until": "tomorrow"}, 422), ({"complete_until": "9999-01-01"}, 422)],
)
def test_files_with_a_day_that_cannot_be_are_refused_and_not_kept(
    client: TestClient, home: Path, fields: dict[str, str], status: int
) -> None:
    answer = client.post(f"{API}/imports", data=fields, files=[("files", ("a.fit", b"x"))])

    assert answer.status_code == status
    assert [path.name for path in (home / "uploads").iterdir()] == [".lock"]


def test_a_request_without_files_is_refused(client: TestClient) -> None:
    assert client.post(f"{API}/imports", json={}).status_code == 415
    assert client.post(f"{API}/imports", files={"x": (None, b"y")}).status_code == 422
