"""The forecast for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_answer import write_table
from tests.conftest import ROOT
from tests.test_documents import listed, section


def test_the_page_and_the_data_tell_the_same_mornings(backstride: Command, tmp_path: Path) -> None:
    table = str(write_table(tmp_path / "days.csv", n_day=120, effect=2.5))

    page = backstride("forecast", "--daily", table, "--planned", "0,8,0").stdout
    found = json.loads(
        backstride("forecast", "--daily", table, "--planned", "0,8,0", "--json").stdout
    )

    rows = [line.split() for line in page.splitlines() if line.startswith("  2026-")]
    planned, none, more = found["plans"]
    assert [row[0] for row in rows] == [morning["day"] for morning in planned["mornings"]]
    assert [float(row[1]) for row in rows] == [one["q50"] for one in planned["mornings"]]
    assert f"{100 * planned['flare']['value']:.0f} %" in page
    assert none["loads"] == [0.0] * 3
    assert more["loads"] == pytest.approx([1.2 * load for load in planned["loads"]])
    assert "<5 %" in page
    assert " 0 %" not in page
    text = section((ROOT / "docs/reference/json.md").read_text("utf-8"), "`forecast --json`")
    assert listed(text) == {*found, *planned}


@pytest.mark.parametrize("plan", ["0,-8", "0,,8", "a", "nan", ""])
def test_a_plan_that_is_none_is_refused(backstride: Command, plan: str) -> None:
    assert backstride("forecast", "--planned", plan).exit_code == 2


def test_an_empty_store_has_no_forecast_and_does_not_fail(backstride: Command) -> None:
    asked = backstride("forecast")

    assert asked.exit_code == 0
    assert asked.stdout.startswith("The safety questions have not been asked yet.")
    assert "There is no forecast yet" in asked.stdout


def test_a_table_that_is_none_or_not_there_is_refused(backstride: Command, tmp_path: Path) -> None:
    table = tmp_path / "days.csv"

    assert backstride("forecast", "--daily", str(table)).exit_code == 2
    table.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert backstride("forecast", "--daily", str(table)).exit_code == 1


def test_the_forecast_is_kept_back_while_a_warning_sign_is_open(
    backstride: Command, tmp_path: Path
) -> None:
    answers = tmp_path / "a.json"
    answers.write_text(json.dumps({"saddle_feeling_changed": "yes"}), encoding="utf-8")
    backstride("check", "--answers", str(answers), "--save")

    page = backstride("forecast").stdout
    data = json.loads(backstride("forecast", "--json").stdout)

    assert page.startswith("Now: Have this looked at now")
    assert "forecast" not in page
    assert data["plans"] == []
    assert data["note_keys"] == ["forecast.withheld.safety"]
