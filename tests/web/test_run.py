"""One run: its numbers, its channels, its corrections and the way back from each."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backstride.domain.diary import DiaryEntry
from backstride.workflows.keep_diary import find_entry, write_entry
from backstride.workflows.list_runs import list_legs
from backstride.workflows.weigh_run import weigh_run
from backstride.workflows.wiring import Desk
from tests.workflows.made_files import a_run, bring, fit


@pytest.fixture
def desk(client: TestClient) -> Desk:
    found: Desk = client.app.state.front.desk  # type: ignore[attr-defined]
    return found


@pytest.fixture
def run_id(desk: Desk, tmp_path: Path) -> str:
    bring(desk, tmp_path, {"run.fit": fit(a_run())})
    return list_legs(desk)[0].id


def undo_number(page: str) -> str:
    return page.split('action="/runs/corrections/')[1].partition("/undo")[0]


def test_the_page_says_what_the_run_put_on_the_back_with_its_range(
    client: TestClient, desk: Desk, run_id: str
) -> None:
    load = weigh_run(desk, run_id).legs[0].dose.easy_km
    assert load is not None

    page = client.get(f"/runs/{run_id}").text

    assert f'<span class="big">{load.q50:.1f}</span>' in page
    assert f"90 % range {load.q05:.1f} to {load.q95:.1f}" in page


def test_a_run_that_is_not_there_is_a_page_that_is_not_there(client: TestClient) -> None:
    for address in ("/runs/ffffffff", "/runs/last", "/runs/%2e%2e%2fetc", "/runs/x/channels.json"):
        assert client.get(address).status_code == 404


def test_the_channels_are_those_of_the_recording_on_its_own_clock(
    client: TestClient, run_id: str
) -> None:
    found = client.get(f"/runs/{run_id}/channels.json").json()
    named = {one["name"]: one for one in found["channels"]}

    assert found["time_s"][0] == 0.0
    assert all(len(one["values"]) == len(found["time_s"]) for one in found["channels"])
    middle = len(found["time_s"]) // 2
    assert named["pace"]["values"][middle] == pytest.approx(1000.0 / 3.0, rel=0.05)
    assert named["pace"]["unit"] == "/km"
    assert len(found["route"]["x"]) == len(found["time_s"])


def test_a_long_run_is_handed_out_in_at_most_four_thousand_points(
    client: TestClient, desk: Desk, tmp_path: Path
) -> None:
    bring(desk, tmp_path, {"long.fit": fit(a_run(n_point=9001))})
    found = client.get(f"/runs/{list_legs(desk)[0].id}/channels.json").json()

    assert found["joined"] == 3
    assert 2000 < len(found["time_s"]) <= 4000
    assert found["time_s"][0] == pytest.approx(1.0)


def test_the_table_behind_the_lines_holds_every_channel(client: TestClient, run_id: str) -> None:
    channels = client.get(f"/runs/{run_id}/channels.json").json()["channels"]
    page = client.get(f"/runs/{run_id}/table").text

    assert page.count("<th ") == len(channels) + 1 + page.count('scope="row"')
    assert all(f"{one['label']}," in page for one in channels)


def test_the_way_is_drawn_and_no_other_host_is_named(client: TestClient, run_id: str) -> None:
    page = client.get(f"/runs/{run_id}").text

    assert '<path class="way" d="M' in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_corrected_distance_can_be_taken_back(
    client: TestClient, desk: Desk, run_id: str, token: str
) -> None:
    before = list_legs(desk)[0].distance_m
    form = {"token": token, "distance": "4.0", "sport": "running", "kind": "treadmill"}

    page = client.post(f"/runs/{run_id}/edit", data=form).text

    assert "Corrected." in page
    assert list_legs(desk)[0].distance_m == pytest.approx(4000.0)
    assert list_legs(desk)[0].sub_sport == "treadmill"
    client.post(f"/runs/corrections/{undo_number(page)}/undo", data={"token": token})
    assert list_legs(desk)[0].distance_m == pytest.approx(before)


@pytest.mark.parametrize(
    ("to", "form", "said"),
    [
        ("edit", {"distance": "400"}, "more than ten times off"),
        ("edit", {"duration": "10:00"}, "was measured"),
        ("edit", {}, "Nothing to change was given"),
        ("crop", {"crop_from": "12:00", "crop_to": "3:00"}, "The end lies before"),
        ("crop", {"crop_from": "ten"}, "This is not a duration"),
        ("split", {"split_at": "5:00:00"}, "Nothing would be left"),
    ],
)
def test_what_cannot_be_made_is_said_and_changes_nothing(
    client: TestClient,
    desk: Desk,
    run_id: str,
    token: str,
    to: str,
    form: dict[str, str],
    said: str,
) -> None:
    before = list_legs(desk)

    answer = client.post(f"/runs/{run_id}/{to}", data={"token": token} | form)

    assert answer.status_code == 422
    assert said in answer.text
    assert all(f'value="{value}"' in answer.text for value in form.values())
    assert list_legs(desk) == before


def test_a_run_is_cropped_cut_in_two_deleted_and_comes_back(
    client: TestClient, desk: Desk, run_id: str, token: str
) -> None:
    sent = {"token": token}
    whole = list_legs(desk)[0].distance_m or 0.0
    client.post(f"/runs/{run_id}/crop", data=sent | {"crop_to": "10:00"})
    assert list_legs(desk)[0].distance_m == pytest.approx(whole / 2, rel=0.02)

    page = client.post(f"/runs/{run_id}/split", data=sent | {"split_at": "5:00"}).text
    assert len(list_legs(desk)) == 2
    client.post(f"/runs/corrections/{undo_number(page)}/undo", data=sent)
    assert len(list_legs(desk)) == 1

    told = client.post(f"/runs/{run_id}/delete", data=sent).text
    assert "It no longer counts." in told
    assert list_legs(desk) == []
    assert f'action="/runs/{run_id}/restore"' in client.get("/runs").text
    assert "The run is back." in client.post(f"/runs/{run_id}/restore", data=sent).text
    assert len(list_legs(desk)) == 1


def test_a_note_goes_into_the_diary_and_can_be_taken_back(
    client: TestClient, desk: Desk, run_id: str, token: str
) -> None:
    day = list_legs(desk)[0].local_date
    form = {"token": token, "effort_0_10": "6", "travelled_down": "no", "surface": "road"}

    page = client.post(f"/runs/{run_id}/note", data=form).text

    entry = find_entry(desk, day)
    assert entry is not None
    values = {"effort_0_10": 6.0, "travelled_down": False, "surface": "road"}
    assert entry.runs[0].values == values
    assert "Noted in the diary." in page
    client.post(f"/runs/{run_id}/note/undo", data={"token": token})
    assert find_entry(desk, day) is None


def test_a_later_word_about_another_day_is_not_taken_back_in_place_of_the_note(
    client: TestClient, desk: Desk, run_id: str, token: str
) -> None:
    client.post(f"/runs/{run_id}/note", data={"token": token, "effort_0_10": "6"})
    write_entry(desk, DiaryEntry(desk.today(), leg_morning=3.0))

    page = client.post(f"/runs/{run_id}/note/undo", data={"token": token}).text

    assert "Nothing was taken back" in page
    assert find_entry(desk, desk.today()) == DiaryEntry(desk.today(), leg_morning=3.0)


def test_a_note_off_its_scale_is_said(client: TestClient, run_id: str, token: str) -> None:
    form = {"token": token, "effort_0_10": "11", "surface": "lava"}
    answer = client.post(f"/runs/{run_id}/note", data=form)

    assert answer.status_code == 422
    assert "This is not a number" in answer.text
    assert "This is none of the choices" in answer.text


@pytest.mark.parametrize(
    "to", ["edit", "crop", "split", "delete", "restore", "shoes", "note", "note/undo"]
)
def test_nothing_about_a_run_is_changed_without_the_token(
    client: TestClient, desk: Desk, run_id: str, to: str
) -> None:
    assert client.post(f"/runs/{run_id}/{to}", data={"distance": "4"}).status_code == 403
    assert list_legs(desk)[0].corrections == ()
