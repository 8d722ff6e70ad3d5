"""The answer for people and for programs, from the store and from a bare table."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tests.cli.conftest import Command


def write_table(path: Path, *, n_day: int, effect: float) -> Path:
    """Write days of a runner whose next morning is worse by `effect` after a run."""
    rng = np.random.default_rng(7)
    ran = rng.random(n_day) < 0.5
    load = np.where(ran, rng.normal(8.0, 1.5, n_day).clip(3), 0.0)
    after = np.concatenate([[0.0], load[:-1]]) / 8.0
    morning = np.clip(np.round(3 + effect * after + rng.normal(0, 0.7, n_day)), 0, 10)
    lines = ["date,load,leg_morning,leg_evening"]
    for row in range(n_day):
        day = date(2026, 1, 1) + timedelta(days=row)
        lines.append(f"{day},{load[row]:.2f},{morning[row]:.0f},{morning[row]:.0f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_clear_aggravator_is_told_so(backstride: Command, tmp_path: Path) -> None:
    table = write_table(tmp_path / "days.csv", n_day=150, effect=2.5)
    found = json.loads(backstride("answer", "--daily", str(table), "--json").stdout)
    assert found["schema"] == "backstride.answer/1"
    assert found["verdict"] == "aggravating"
    assert found["effect_28d"]["p_above_delta"] >= 0.9
    assert found["effect_28d"]["q05"] < found["effect_28d"]["q50"] < found["effect_28d"]["q95"]


def test_two_weeks_of_diary_cannot_tell_and_say_what_is_missing(
    backstride: Command, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "days.csv", n_day=14, effect=2.5)
    found = json.loads(backstride("answer", "--daily", str(table), "--json").stdout)
    assert found["verdict"] == "cannot_tell"
    assert any("28" in reason for reason in found["reasons"])


def test_the_page_for_people_shows_interval_data_and_safety_words(
    backstride: Command, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "days.csv", n_day=120, effect=2.5)
    page = backstride("answer", "--daily", str(table)).output
    flat = " ".join(page.split())
    assert "In your records" in flat
    assert "90 % plausible range" in flat
    assert "with a morning score: 120" in flat
    assert "not medical advice" in flat


def test_the_same_table_gives_the_same_answer(backstride: Command, tmp_path: Path) -> None:
    table = write_table(tmp_path / "days.csv", n_day=60, effect=1.0)
    once, again = (backstride("answer", "--daily", str(table), "--json").stdout for _ in range(2))
    assert once == again


def test_an_empty_store_cannot_tell_and_does_not_fail(backstride: Command) -> None:
    asked = backstride("answer", "--json")
    assert asked.exit_code == 0
    assert json.loads(asked.stdout)["verdict"] == "cannot_tell"


def test_a_table_that_is_none_is_refused_with_the_reason(
    backstride: Command, tmp_path: Path
) -> None:
    table = tmp_path / "days.csv"
    table.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    refused = backstride("answer", "--daily", str(table))
    assert refused.exit_code == 1
    assert refused.output.strip()
    assert "Traceback" not in refused.output
