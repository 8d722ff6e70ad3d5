"""Uploads: written piece by piece, under names of our choosing, within limits, and cleaned up."""

from __future__ import annotations

import io
import shutil
import time
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from backstride.store.presence import Presence
from backstride.web import guard, receiving
from backstride.web.app import create_app
from backstride.web.faults import Refused
from backstride.web.page import render
from backstride.web.pages import importing
from backstride.web.uploads import Uploads
from backstride.workflows.list_runs import list_legs
from backstride.workflows.undo_import import list_files, list_imports
from backstride.workflows.wiring import Desk
from tests.web.conftest import SERVER
from tests.workflows.made_files import a_run, fit

Sent = list[tuple[str, tuple[str, bytes]]]


@pytest.fixture
def desk(client: TestClient) -> Desk:
    found: Desk = client.app.state.front.desk  # type: ignore[attr-defined]
    return found


def one(name: str, data: bytes) -> Sent:
    return [("files", (name, data))]


def wait_for_end(client: TestClient, address: str) -> str:
    """Follow a job as a browser without scripts does, until it shows what became of it."""
    for _ in range(400):
        page = client.get(address).text
        if "data-import-job" not in page:
            return page
        time.sleep(0.1)
    pytest.fail("the import did not end")


def upload(client: TestClient, token: str, files: Sent, **fields: str) -> str:
    answer = client.post("/runs/import", data={"token": token, **fields}, files=files)
    assert answer.status_code == 200, answer.text
    return wait_for_end(client, str(answer.url))


def test_a_dropped_file_becomes_a_run_and_the_upload_is_taken_away(
    client: TestClient, desk: Desk, token: str
) -> None:
    page = upload(client, token, one("../../morning.fit", fit(a_run())))

    (row,) = list_legs(desk)
    assert row.source_files == ("morning.fit",)
    assert f'href="/runs/{row.id}"' in page
    left = [path for path in (desk.store.home.folder / "uploads").iterdir() if path.is_dir()]
    assert left == []


def test_an_import_that_ends_while_its_page_is_written_is_asked_for_once_more(
    client: TestClient, desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = client.app.state.front.jobs  # type: ignore[attr-defined]

    def slowly(request: Request, template: str, **given: Any) -> HTMLResponse:
        live = jobs.find(given["job"].id)
        while not live.has_ended:
            jobs.wait(live, live.version, timeout_s=30.0)
        return render(request, template, **given)

    monkeypatch.setattr(importing, "render", slowly)
    answer = client.post("/runs/import", data={"token": token}, files=one("run.fit", fit(a_run())))

    assert "data-import-job" in answer.text
    (row,) = list_legs(desk)
    assert f'href="/runs/{row.id}"' in client.get(str(answer.url)).text


def test_the_ledger_of_an_upload_says_why_and_undo_takes_it_back(
    client: TestClient, desk: Desk, token: str
) -> None:
    files = one("run.fit", fit(a_run())) + one("<script>alert(1)</script>.fit", b"no fit at all")
    page = upload(client, token, files)

    assert "could not be read" in page
    assert "<script>alert" not in page
    (batch,) = list_imports(desk)
    undone = client.post(f"/runs/imports/{batch.id}/undo", data={"token": token})
    assert "is taken back" in undone.text
    assert list_legs(desk) == []
    assert client.get(f"/runs/imports/{batch.id}").text.count(f"/imports/{batch.id}/undo") == 0


def test_looking_first_stores_nothing_and_the_import_needs_no_second_upload(
    client: TestClient, desk: Desk, token: str
) -> None:
    page = upload(client, token, one("run.fit", fit(a_run())), look_first="1")
    assert "Nothing was stored" in page
    assert list_legs(desk) == []

    job = page.split('action="/runs/import/')[1].split("/go")[0]
    answer = client.post(f"/runs/import/{job}/go", data={"token": token})
    wait_for_end(client, str(answer.url))
    assert len(list_legs(desk)) == 1


def test_what_was_only_looked_at_can_be_discarded(
    client: TestClient, desk: Desk, token: str
) -> None:
    page = upload(client, token, one("run.fit", fit(a_run())), look_first="1")
    job = page.split('action="/runs/import/')[1].split("/go")[0]

    client.post(f"/runs/import/{job}/discard", data={"token": token})

    assert [one for one in (desk.store.home.folder / "uploads").iterdir() if one.is_dir()] == []
    gone = client.post(f"/runs/import/{job}/go", data={"token": token})
    assert gone.status_code == 409


def test_a_day_until_which_everything_is_there_makes_the_days_before_it_known(
    client: TestClient, desk: Desk, token: str
) -> None:
    files = one("run.fit", fit(a_run()))
    upload(client, token, files, complete_until=desk.today().isoformat())

    assert "Every day up to today is known" in client.get("/runs/days").text


@pytest.mark.parametrize("day", ["2999-01-01", "soon"])
def test_a_day_that_cannot_be_is_said_and_nothing_is_imported(
    client: TestClient, desk: Desk, token: str, day: str
) -> None:
    data = {"token": token, "complete_until": day}
    answer = client.post("/runs/import", data=data, files=one("run.fit", fit(a_run())))

    assert answer.status_code == 422
    assert f'value="{day}"' in answer.text
    assert list_imports(desk) == []


def test_no_file_chosen_is_said(client: TestClient, token: str) -> None:
    answer = client.post("/runs/import", data={"token": token}, files=[("files", ("", b""))])

    assert answer.status_code == 422
    assert "Choose at least one file" in answer.text


@pytest.mark.parametrize("fields", [{}, {"token": "guessed"}])
def test_an_upload_without_the_token_writes_nothing(
    client: TestClient, desk: Desk, fields: dict[str, str]
) -> None:
    answer = client.post("/runs/import", data=fields, files=one("run.fit", fit(a_run())))

    assert answer.status_code == 403
    assert list_imports(desk) == []
    assert [one for one in (desk.store.home.folder / "uploads").iterdir() if one.is_dir()] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"token=x"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="a"\r\n'),
    ],
)
def test_a_body_that_is_no_whole_form_is_refused(
    client: TestClient, desk: Desk, kind: str, body: bytes
) -> None:
    answer = client.post("/runs/import", content=body, headers={"content-type": kind})

    assert answer.status_code in {400, 415}
    assert "did not come whole" in answer.text
    assert [one for one in (desk.store.home.folder / "uploads").iterdir() if one.is_dir()] == []


def test_an_upload_above_the_limit_is_refused_before_it_is_read(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_BODY", 10_000)

    answer = client.post("/runs/import", data={"token": token}, files=one("a.fit", b"x" * 20_000))

    assert answer.status_code == 413


def test_an_upload_that_does_not_say_its_length_is_cut_off_at_the_limit(
    client: TestClient, desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_BODY", 100_000)
    head = (
        f'--x\r\ncontent-disposition: form-data; name="token"\r\n\r\n{token}\r\n--x\r\n'
        'content-disposition: form-data; name="files"; filename="a.fit"\r\n\r\n'
    )

    def pieces() -> object:
        yield head.encode()
        for _ in range(100):
            yield b"x" * 10_000

    kind = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/runs/import", content=pieces(), headers=kind)  # type: ignore[arg-type]

    assert answer.status_code == 413
    assert [one for one in (desk.store.home.folder / "uploads").iterdir() if one.is_dir()] == []


def test_too_many_files_and_too_long_fields_are_refused(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_FILES", 2)
    three = [part for _ in range(3) for part in one("a.fit", b"x")]
    data = {"token": token}
    assert client.post("/runs/import", data=data, files=three).status_code == 413

    data = {"token": token, "complete_until": "x" * 5000}
    assert client.post("/runs/import", data=data, files=one("a.fit", b"x")).status_code == 413


def test_a_disk_without_room_is_said_before_anything_is_written(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))

    answer = client.post("/runs/import", data={"token": token}, files=one("a.fit", b"x"))

    assert answer.status_code == 507
    assert "Nothing was imported" in answer.text


def test_what_a_crash_left_behind_is_cleared_and_told(home: Path) -> None:
    left = home / "uploads" / "abc" / "folder"
    left.mkdir(parents=True)
    (left / "a.fit").write_bytes(b"x")
    (left / "b.fit").write_bytes(b"x")

    with TestClient(create_app(home, warm=False), base_url=SERVER) as client:
        page = client.get("/runs/import").text

    assert "2 of its files were not reached" in page
    assert not left.exists()


def test_what_another_process_still_reads_is_left_alone(home: Path) -> None:
    folder = home / "uploads"
    (folder / "abc").mkdir(parents=True)
    (folder / ".lock").touch()
    with Presence(folder / ".lock") as reading:
        reading.share()
        uploads = Uploads(home)
        uploads.close()

    assert (folder / "abc").exists()
    assert uploads.cut_off.n_file == 0


def test_room_is_asked_for_with_what_must_stay_free(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    uploads.check_room(0)

    with pytest.raises(Refused):
        uploads.check_room(10**18)
    uploads.close()


def test_the_stream_of_an_import_tells_every_result_once(
    client: TestClient, desk: Desk, token: str
) -> None:
    files = [part for n in range(5) for part in one(f"{n}.txt", f"no run {n}".encode())]
    answer = client.post("/runs/import", data={"token": token}, files=files, follow_redirects=False)
    told = io.StringIO(client.get(f"{answer.headers['location']}/events").text).readlines()

    rows = [line for line in told if line.startswith("data: ")]
    assert '"state": "done"' in rows[-1]
    assert sum(line.count('"file": ') for line in rows) == 5
    (batch,) = list_imports(desk)
    assert len(list_files(desk, batch.id)) == 5
