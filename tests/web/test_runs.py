"""The list of runs: found, summed by week, taken away as a table, and never run as a script."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backstride.workflows.check_safety import check
from backstride.workflows.list_runs import list_legs
from backstride.workflows.wiring import Desk
from tests.safety.judged import no_to_all
from tests.workflows.made_files import a_run, bring, fit, with_values

EVIL = "<img src=x onerror=alert(1)>\"'&=1+1.fit"
"""A name of a file that no page, stream or table may take for more than a name."""


@pytest.fixture
def desk(client: TestClient) -> Desk:
    found: Desk = client.app.state.front.desk  # type: ignore[attr-defined]
    return found


@pytest.fixture
def run_id(desk: Desk, tmp_path: Path) -> str:
    """A run of twenty minutes, from a file with an evil name."""
    bring(desk, tmp_path, {EVIL: fit(a_run())})
    return list_legs(desk)[0].id


def test_an_empty_list_says_how_to_begin(client: TestClient) -> None:
    page = client.get("/runs").text

    assert "No runs yet" in page
    assert 'href="/runs/import"' in page


def test_a_run_stands_in_its_month_and_its_week(client: TestClient, run_id: str) -> None:
    page = client.get("/runs").text

    assert f'href="/runs/{run_id}"' in page
    assert page.count('class="month"') == 1
    assert "runs: 1" in page


@pytest.mark.parametrize(
    ("query", "n_found"),
    [
        ("?sport=running", 1),
        ("?sport=cycling", 0),
        ("?until=2000-01-01", 0),
        ("?q=onerror", 1),
        ("?q=%25", 0),
        ("?mark=corrected", 0),
        ("?mark=held", 0),
    ],
)
def test_what_is_looked_for_is_found(
    client: TestClient, run_id: str, query: str, n_found: int
) -> None:
    assert client.get(f"/runs{query}").text.count(f'href="/runs/{run_id}"') == n_found


def test_a_day_that_is_none_is_said_and_the_rest_is_shown(client: TestClient, run_id: str) -> None:
    page = client.get("/runs?since=yesterday").text

    assert "This is not a day" in page
    assert f'href="/runs/{run_id}"' in page


@pytest.mark.parametrize(
    "address", ["/runs?q=onerror", "/runs/{id}", "/runs/{id}/edit", "/runs/imports/1"]
)
def test_the_name_of_a_file_is_only_ever_text(
    client: TestClient, run_id: str, address: str
) -> None:
    page = client.get(address.format(id=run_id)).text

    assert "<img src=x" not in page
    assert "onerror=alert(1)>" not in page


def test_the_table_has_a_name_of_its_own_and_no_formulas(client: TestClient, run_id: str) -> None:
    answer = client.get("/runs/table.csv?q=fit")
    (row,) = csv.DictReader(io.StringIO(answer.text))

    assert row["id"] == run_id
    assert float(row["easy_km_q05"]) < float(row["easy_km_q95"])
    name = answer.headers["content-disposition"]
    assert name.startswith('attachment; filename="backstride-runs-')
    assert "onerror" not in name
    assert answer.headers["content-type"].startswith("text/csv")


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(
    client: TestClient, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "sub")
        bring(desk, Path(), {"=cmd.fit": fit(a_run())})

    (row,) = csv.DictReader(io.StringIO(client.get("/runs/table.csv").text))

    assert row["source_files"] == "'=cmd.fit"


def test_where_the_screen_keeps_the_load_back_no_page_shows_it(
    client: TestClient, desk: Desk, run_id: str
) -> None:
    assert "easy km" in client.get(f"/runs/{run_id}").text
    check(desk, no_to_all() | {"pregnancy_state": "pregnant", "leg_side": "left"})

    listed, shown = client.get("/runs").text, client.get(f"/runs/{run_id}").text
    (row,) = csv.DictReader(io.StringIO(client.get("/runs/table.csv").text))

    assert "The load is kept back" in listed
    assert "The load is kept back" in shown
    assert 'class="big"' not in shown
    assert row["easy_km_q50"] == ""


def test_a_run_by_hand_is_added_and_can_be_taken_back(
    client: TestClient, desk: Desk, token: str
) -> None:
    form = {"token": token, "day": "2026-03-09", "distance": "8,5", "duration": "48:00"}

    answer = client.post("/runs/add", data=form)

    assert "The run was added." in answer.text
    (row,) = list_legs(desk)
    assert row.distance_m == pytest.approx(8500.0)
    assert row.moving_s == pytest.approx(2880.0)
    undo = answer.text.split('action="/runs/corrections/')[1].split("/undo")[0]
    client.post(f"/runs/corrections/{undo}/undo", data={"token": token})
    assert list_legs(desk) == []


def test_a_form_that_fails_keeps_what_was_typed_and_says_all_faults(
    client: TestClient, desk: Desk, token: str
) -> None:
    form = {"token": token, "day": "2999-01-01", "duration": "fast", "distance": "<b>"}

    answer = client.post("/runs/add", data=form)

    assert answer.status_code == 422
    assert "This day lies in the future" in answer.text
    assert "This is not a duration" in answer.text
    assert "This is not a number" in answer.text
    assert 'value="fast"' in answer.text
    assert 'value="&lt;b&gt;"' in answer.text
    assert list_legs(desk) == []


def test_days_without_a_run_are_confirmed_and_taken_back(
    client: TestClient, desk: Desk, run_id: str, token: str
) -> None:
    day = list_legs(desk)[0].local_date
    before = client.get("/runs/days").text
    assert "No run on these days" in before

    form = {"token": token, "first": day.isoformat(), "last": desk.today().isoformat()}
    after = client.post("/runs/days", data=form).text
    assert "Every day up to today is known" in after

    undo = after.split('action="/runs/corrections/')[1].split("/undo")[0]
    again = client.post(f"/runs/corrections/{undo}/undo", data={"token": token}).text
    assert "Every day up to today is known" not in again


def test_a_correction_is_taken_back_once(client: TestClient, run_id: str, token: str) -> None:
    form = {"token": token, "first": "2026-03-01"}
    page = client.post("/runs/days", data=form).text
    undo = page.split('action="/runs/corrections/')[1].split("/undo")[0]
    client.post(f"/runs/corrections/{undo}/undo", data={"token": token})

    again = client.post(f"/runs/corrections/{undo}/undo", data={"token": token})

    assert again.status_code == 422
    assert "taken back before" in again.text


def test_recordings_that_may_be_one_run_are_settled_and_the_decision_taken_back(
    client: TestClient, desk: Desk, token: str, tmp_path: Path
) -> None:
    bring(desk, tmp_path, {"one.fit": fit(with_values(a_run(), "cadence_spm", 191.0))})
    bring(desk, tmp_path, {"two.fit": fit(with_values(a_run(), "cadence_spm", 164.0))})
    page = client.get("/runs/duplicates").text
    assert "191 against 164 steps per minute" in page
    ids = [part.split('"')[0] for part in page.split('name="one" value="')[1:2]]
    other = page.split('name="other" value="')[1].split('"')[0]

    form = {"token": token, "one": ids[0], "other": other}
    settled = client.post("/runs/duplicates/same", data=form)
    assert "Taken for one run." in settled.text
    assert len({row.id for row in list_legs(desk)}) == 1

    undone = client.post("/runs/duplicates/undo", data={"token": token})
    assert "The last decision is taken back" in undone.text
    assert len({row.id for row in list_legs(desk)}) == 2


def test_shoes_are_kept_told_for_a_run_and_found_by(
    client: TestClient, desk: Desk, run_id: str, token: str
) -> None:
    evil = "<script>alert(1)</script>"
    page = client.post("/runs/shoes", data={"token": token, "name": evil, "limit_km": "600"}).text
    assert "<script>alert" not in page
    assert "The pair was added." in page
    shoe_id = page.split('href="/runs?shoe=')[1].split('"')[0]

    told = client.post(f"/runs/{run_id}/shoes", data={"token": token, "shoe": shoe_id}).text
    assert "told for the run" in told
    assert client.get(f"/runs?shoe={shoe_id}").text.count(f'href="/runs/{run_id}"') == 1

    again = client.post("/runs/shoes", data={"token": token, "name": evil})
    assert again.status_code == 422
    assert "There is a pair called" in again.text
    assert "<script>alert" not in again.text

    client.post(f"/runs/shoes/{shoe_id}/retire", data={"token": token})
    client.post(f"/runs/shoes/{shoe_id}/remove", data={"token": token})
    assert "Out of sight: 1" in client.get("/runs/shoes").text
    back = {"token": token, "back": "1"}
    assert "The pair is back." in client.post(f"/runs/shoes/{shoe_id}/remove", data=back).text
