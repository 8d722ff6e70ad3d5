"""The forecast of a bare table: when there is one, and how far a plan reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.domain.errors import OutOfRange
from backstride.workflows.forecast_mornings import Forecasted, forecast_from_table
from tests.cli.test_answer import write_table


def table(folder: Path, *, n_day: int = 120) -> bytes:
    return write_table(folder / "days.csv", n_day=n_day, effect=2.5).read_bytes()


def n_morning(found: Forecasted) -> int:
    assert found.forecast is not None
    return len(found.forecast.plan("planned").mornings)


def test_running_that_hurts_brings_more_flares_than_none(tmp_path: Path) -> None:
    found = forecast_from_table(table(tmp_path)).forecast

    assert found is not None
    chances = [found.plan(name).flare.value for name in ("none", "planned", "more")]
    assert chances == sorted(chances)
    assert chances[0] < 0.1 < chances[1] < chances[2]
    assert n_morning(Forecasted(found)) == 7


def test_a_plan_is_forecast_as_far_as_it_reaches(tmp_path: Path) -> None:
    data = table(tmp_path)
    *known, last = data.decode().splitlines()
    day, _, *scores = last.split(",")
    today_unknown = "\n".join([*known, ",".join([day, "", *scores]), ""]).encode()

    assert n_morning(forecast_from_table(data, planned=[0.0, 8.0, 0.0])) == 4
    assert n_morning(forecast_from_table(today_unknown, planned=[0.0, 8.0, 0.0])) == 3


def test_a_plan_beyond_the_week_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutOfRange):
        forecast_from_table(table(tmp_path), planned=[1.0] * 7)


def test_a_diary_fallen_silent_has_no_forecast_and_says_so(tmp_path: Path) -> None:
    lines = table(tmp_path).decode().splitlines()
    silent = [f"{line.split(',')[0]},0,," for line in lines[-10:]]

    found = forecast_from_table("\n".join([*lines[:-10], *silent, ""]).encode()).forecast

    assert found is not None
    assert found.plans == ()
    assert [note.key for note in found.notes] == ["forecast.data.silent"]


def test_a_short_diary_has_no_forecast_and_names_what_is_missing(tmp_path: Path) -> None:
    found = forecast_from_table(table(tmp_path, n_day=14)).forecast

    assert found is not None
    assert found.plans == ()
    assert "answer.data.few_diary_days" in [note.key for note in found.notes]
