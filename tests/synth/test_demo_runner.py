"""Mara is invented the same way each time, and small."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from backstride.domain.activity import Sport
from backstride.domain.stream import CHANNELS
from backstride.synth.behaviour import Kind
from backstride.synth.demo_runner import DemoTruth, make_demo
from backstride.synth.run_stream import RunPlan, invent_run
from tests.synth.test_run_stream import plan_of


@pytest.fixture(scope="module")
def mara(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoTruth]:
    folder = tmp_path_factory.mktemp("mara")
    return folder, make_demo(folder)


def test_her_files_are_the_same_each_time_and_no_more_than_four_megabytes(
    mara: tuple[Path, DemoTruth], tmp_path: Path
) -> None:
    folder, truth = mara
    make_demo(tmp_path)
    written = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert written == sorted(
        path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()
    )
    assert all((folder / name).read_bytes() == (tmp_path / name).read_bytes() for name in written)
    assert sum((folder / name).stat().st_size for name in written) < 4_000_000
    assert len(list(truth.runs.glob("*.fit"))) == truth.n_run > 80


def test_her_diary_has_a_row_a_day_with_scores_between_0_and_10(
    mara: tuple[Path, DemoTruth],
) -> None:
    _, truth = mara
    with truth.diary.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = [date.fromisoformat(row["date"]) for row in rows]
    assert days == sorted(set(days))
    assert len(rows) == truth.n_diary_day
    assert days[-1] == truth.last_day
    scores = [float(row["leg_morning"]) for row in rows if row["leg_morning"]]
    assert len(scores) > 110
    assert all(0.0 <= score <= 10.0 for score in scores)
    assert {row["no_run_reason"] for row in rows} >= {"", "planned", "symptoms"}


def test_her_truth_is_written_beside_her_and_says_aggravator(
    mara: tuple[Path, DemoTruth],
) -> None:
    folder, truth = mara
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert told["scenario"] == "aggravator"
    assert told["effect_28d"] == truth.effect_28d > 0.3
    assert 0.0 < truth.effect_plus20 < truth.effect_28d
    assert (truth.last_day - truth.first_day).days == 27


def test_her_profile_has_what_the_load_needs(mara: tuple[Path, DemoTruth]) -> None:
    profile = json.loads(mara[1].profile.read_text(encoding="utf-8"))
    assert profile["height_m"] == 1.7
    assert profile["easy_pace_s_per_km"] > 0


def test_she_runs_on_a_belt_in_intervals_and_on_hills(mara: tuple[Path, DemoTruth]) -> None:
    names = [path.name for path in mara[1].runs.glob("*.fit")]
    for kind in ("treadmill", "intervals", "hills", "long"):
        assert sum(kind in name for name in names) >= 10


def test_an_invented_run_of_every_kind_has_known_channels_and_the_planned_distance() -> None:
    for kind in Kind:
        if kind is Kind.NONE:
            continue
        plan: RunPlan = plan_of(kind)
        (leg,) = invent_run(plan, np.random.default_rng(1)).legs
        assert leg.sport is Sport.RUNNING
        assert leg.stream is not None
        assert set(leg.stream.channels) <= set(CHANNELS)
        assert leg.distance_m == pytest.approx(1000.0 * plan.km, rel=0.02)
