"""Settings: what is saved, what is refused with all faults at once, what deleting leaves."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backstride.domain.diary import DiaryEntry
from backstride.domain.runner import Runner
from backstride.web.front import Front
from backstride.workflows.keep_diary import find_entry, write_entry
from backstride.workflows.keep_preferences import find_preferences
from backstride.workflows.pair_devices import add_device, list_devices
from backstride.workflows.setup_runner import current_runner
from backstride.workflows.typed_profile import as_typed, read_profile

TODAY = date(2026, 11, 1)
PROFILE = {
    "birth_year": "1988",
    "sex": "female",
    "height_cm": "171,5",
    "mass_kg": "61",
    "zone": "Europe/Berlin",
    "easy_pace": "6:10",
    "marathon_pace": "5:20",
    "onset": "2026-03-09",
    "side": "left",
    "operations": "none so far",
}


@pytest.fixture
def front(client: TestClient) -> Front:
    found: Front = client.app.state.front  # type: ignore[attr-defined]
    return found


def test_a_whole_profile_is_saved_and_shown_again(
    client: TestClient, front: Front, token: str
) -> None:
    answer = client.post("/settings/profile", data={"token": token} | PROFILE)

    assert "Saved." in answer.text
    runner = current_runner(front.desk)
    assert (runner.height_m, runner.easy_pace_s_per_km, runner.zone) == (
        1.715,
        370,
        "Europe/Berlin",
    )
    assert 'value="6:10"' in answer.text


def test_all_faults_of_a_profile_are_told_at_once_and_what_was_typed_is_kept(
    client: TestClient, front: Front, token: str
) -> None:
    wrong = PROFILE | {"height_cm": "tall", "easy_pace": "12 km/h", "zone": "Nowhere/<b>"}

    answer = client.post("/settings/profile", data={"token": token} | wrong)

    assert answer.status_code == 422
    assert "3 fields need another look" in answer.text
    assert 'value="tall"' in answer.text
    assert 'value="12 km/h"' in answer.text
    assert "<b>" not in answer.text
    assert current_runner(front.desk) == Runner()


def test_a_profile_reads_back_what_it_writes() -> None:
    read = read_profile(Runner(), PROFILE, TODAY)

    assert not read.faults
    assert read_profile(Runner(), as_typed(read.runner), TODAY).runner == read.runner


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("birth_year", "1850"),
        ("birth_year", "2027"),
        ("mass_kg", "nan"),
        ("mass_kg", "inf"),
        ("sex", "x"),
        ("side", "up"),
        ("zone", "../../etc/passwd"),
        ("zone", "Europe/Berlin\x00"),
        ("easy_pace", "1:00"),
        ("easy_pace", "-6:10"),
        ("onset", "2026-11-02"),
        ("onset", "yesterday"),
    ],
)
def test_what_cannot_be_is_a_fault_of_its_field(name: str, text: str) -> None:
    read = read_profile(Runner(birth_year=1990), {name: text}, TODAY)

    assert set(read.faults) == {name}
    assert read.runner == Runner(birth_year=1990)


def test_an_empty_field_means_not_told() -> None:
    assert read_profile(Runner(mass_kg=60), {"mass_kg": ""}, TODAY).runner.mass_kg is None


def test_colours_and_units_are_kept(client: TestClient, front: Front, token: str) -> None:
    answer = client.post(
        "/settings/display", data={"token": token, "theme": "dark", "units": "mi", "language": "en"}
    )

    assert 'data-theme="dark"' in answer.text
    assert find_preferences(front.desk).units == "mi"


def test_colours_that_do_not_exist_are_refused(client: TestClient, token: str) -> None:
    answer = client.post("/settings/display", data={"token": token, "theme": "<pink>"})

    assert answer.status_code == 422
    assert "<pink>" not in answer.text


def test_a_phone_can_be_parted_with(client: TestClient, front: Front, token: str) -> None:
    add_device(front.desk, "<script>phone</script>")
    (device,) = list_devices(front.desk)

    page = client.get("/settings").text
    client.post(f"/settings/phones/{device.id}/remove", data={"token": token})

    assert "<script>phone" not in page
    assert list_devices(front.desk) == ()


def test_the_archive_of_everything_is_written_beside_the_pages_and_can_be_saved(
    client: TestClient, front: Front, token: str
) -> None:
    write_entry(front.desk, DiaryEntry(front.desk.today(), leg_morning=3.0))

    page = client.post("/settings/export", data={"token": token})
    job = front.jobs.find(page.url.path.rsplit("/", 1)[1])
    for _ in range(600):
        if job.has_ended:
            break
        time.sleep(0.1)

    assert job.state == "done"
    saved = client.get(f"/settings/export/{job.about['file']}")
    assert saved.content[:2] == b"PK"


@pytest.mark.parametrize("name", ["..%2F..%2Fbackstride.sqlite3", "%2Fetc%2Fpasswd", "x.zip", "."])
def test_nothing_but_an_archive_can_be_downloaded(client: TestClient, name: str) -> None:
    assert client.get(f"/settings/export/{name}").status_code in (404, 405)


def test_everything_is_deleted_where_the_word_was_typed(
    client: TestClient, front: Front, home: Path, token: str
) -> None:
    today = front.desk.today()
    write_entry(front.desk, DiaryEntry(today, leg_morning=3.0, marks={"note": "very private"}))
    (home / "originals" / "ab").mkdir()
    (home / "originals" / "ab" / "x.gz").write_bytes(b"private")
    (home / "uploads" / "half-sent").mkdir()

    answer = client.post("/settings/erase", data={"token": token, "word": " Delete "})

    assert "Everything was deleted" in answer.text
    assert find_entry(front.desk, today) is None
    left = [path for path in home.rglob("*") if path.is_file()]
    assert not [path for path in left if b"private" in path.read_bytes()]
    assert {path.name for path in home.iterdir()} <= {
        "backstride.sqlite3",
        "backstride.sqlite3-wal",
        "backstride.sqlite3-shm",
        "open.lock",
        "originals",
        "backups",
        "exports",
    }


def test_after_deleting_everything_files_can_be_brought_again(
    client: TestClient, token: str
) -> None:
    client.post("/settings/erase", data={"token": token, "word": "delete"})

    sent = [("files", ("a.txt", b"no run"))]
    answer = client.post("/runs/import", data={"token": token}, files=sent)

    assert answer.status_code == 200


def test_without_the_word_nothing_is_deleted(client: TestClient, front: Front, token: str) -> None:
    today = front.desk.today()
    write_entry(front.desk, DiaryEntry(today, leg_morning=3.0))

    answer = client.post("/settings/erase", data={"token": token, "word": "yes"})

    assert answer.status_code == 422
    assert find_entry(front.desk, today) is not None


def test_after_deleting_everything_a_new_diary_can_be_begun(
    client: TestClient, front: Front, token: str
) -> None:
    client.post("/settings/erase", data={"token": token, "word": "delete"})

    write_entry(front.desk, DiaryEntry(front.desk.today(), leg_morning=1.0))

    assert find_entry(front.desk, front.desk.today()) is not None
