"""What a phone keeps: a manifest, a worker and a shell without anything that was said."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from backstride.domain.diary import DiaryEntry
from backstride.web.front import Front
from backstride.web.page import FOLDER
from backstride.workflows.keep_diary import write_entry


def test_the_app_can_be_installed(client: TestClient) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = answer.json()

    assert answer.headers["content-type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["display"], manifest["lang"]) == (
        "/",
        "standalone",
        "en",
    )
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).headers["content-type"] == "image/png"


def test_the_worker_stands_at_the_root_and_names_files_that_are_there(client: TestClient) -> None:
    answer = client.get("/sw.js")
    shell = re.findall(r'"(/[^"]+)"', answer.text.splitlines()[1])

    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-store"
    assert len(shell) > 3
    assert [client.get(path).status_code for path in shell] == [200] * len(shell)


def test_the_shell_holds_nothing_that_was_said_and_no_token(client: TestClient, token: str) -> None:
    front: Front = client.app.state.front  # type: ignore[attr-defined]
    note = {"note": "a word of mine"}
    write_entry(front.desk, DiaryEntry(front.desk.today(), leg_morning=7.0, marks=note))

    shell = client.get("/offline").text

    assert token not in shell
    assert "a word of mine" not in shell
    assert not re.search(r'name="leg_morning" value="\d+" checked', shell)


def test_a_page_asks_for_every_script_it_uses_and_for_no_other_place(client: TestClient) -> None:
    page = client.get("/").text
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)

    assert all(where.startswith(("/", "#")) for where in asked)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_scripts_of_today_are_small() -> None:
    scripts = ("app.js", "outbox.js", "check_in.js")

    assert sum((FOLDER / "static" / name).stat().st_size for name in scripts) < 60_000
