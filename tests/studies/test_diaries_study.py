"""The study of real diaries: mappings, stretches of real running, and pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from studies.diaries import origins, work
from studies.diaries import plan_tasks as plan_diaries
from studies.diaries_page import render_page
from studies.planted import N_DIARY, N_HISTORY, plant, read_history, segments
from studies.real_diaries import RealDiary, read_diaries, read_on_grid

from backstride.inference.answer import answer_table
from backstride.inference.design import build_design
from backstride.inference.outcomes import NO_EDGE
from backstride.synth.traits import Scenario
from tests.inference.made_up import table


@pytest.fixture(scope="module")
def diaries(shared_data: Path) -> dict[str, RealDiary]:
    return {diary.name: diary for diary in read_diaries(shared_data)}


def test_every_diary_is_on_its_grid(diaries: dict[str, RealDiary]) -> None:
    assert len(diaries) == 11
    for diary in diaries.values():
        scores = np.concatenate([diary.table.morning, diary.table.evening])
        places = scores[np.isfinite(scores)] / diary.step
        np.testing.assert_allclose(places, np.rint(places))
        assert ((places >= 0.0) & (places * diary.step <= 10.0)).all()


def test_eight_years_of_knees_are_placed_on_the_next_morning(
    diaries: dict[str, RealDiary],
) -> None:
    """The first line is 5.7 on 2015-11-25; README.md counts 2,448 rows of sport."""
    knees = diaries["myaiguide-p1"].table
    row = (date(2015, 11, 26) - knees.first_day).days

    assert knees.morning[row] == 5.5
    assert int(np.isfinite(knees.morning).sum()) == 2907
    assert int(np.nansum(knees.load)) == 2448


def test_the_sciatica_log_is_refused_with_its_reason(diaries: dict[str, RealDiary]) -> None:
    answer = answer_table(diaries["sciatica-log-2016"].table)

    assert answer.verdict.value == "cannot_tell"
    assert answer.reasons[0].key == "answer.data.no_scores"


def test_a_short_survey_is_refused_with_its_reason(diaries: dict[str, RealDiary]) -> None:
    for number in (1, 2, 3, 4):
        answer = answer_table(diaries[f"cfs-patient-{number}"].table)
        assert answer.reasons[0].key == "answer.data.few_diary_days"


def test_a_score_stands_for_all_that_is_nearer_to_it_than_to_its_neighbours() -> None:
    diary = table(np.ones(12), np.append(np.full(9, np.nan), [0.0, 2.5, 10.0]))

    design = read_on_grid(build_design(diary), diary, 2.5)

    np.testing.assert_array_equal(design.row_low[1:], [1.25, 8.75])
    np.testing.assert_array_equal(design.row_high[:2], [1.25, 3.75])
    assert (design.row_low[0], design.row_high[2]) == (-NO_EDGE, NO_EDGE)


def test_stretches_do_not_overlap_and_a_short_history_has_one() -> None:
    assert segments(2 * (N_HISTORY + N_DIARY) + 50) == [(0, 90), (210, 90)]
    assert segments(166) == [(0, 46)]
    assert segments(140) == []


def test_real_running_is_read_day_by_day(shared_data: Path) -> None:
    """Totals of README.md beside the files: 12,362.3 km, 5,743.6 km."""
    for name, km in (("runner-a", 12_362.3), ("runner-b", 5_743.6)):
        assert read_history(shared_data, name)[1].sum() == pytest.approx(km, abs=0.5)


def test_what_was_planted_is_in_the_pain() -> None:
    km = np.tile([8.0, 0.0, 0.0], 70)

    lives = {
        scenario: plant(scenario, km, date(2026, 1, 1), n_history=90, words="one runner")
        for scenario in (Scenario.NEUTRAL, Scenario.AGGRAVATOR)
    }

    after = np.roll(km > 0.0, 1)[90:]
    pain = {scenario: life.pain_morning[90:] for scenario, life in lives.items()}
    added = {scenario: p[after].mean() - p[~after].mean() for scenario, p in pain.items()}
    assert added[Scenario.AGGRAVATOR] > added[Scenario.NEUTRAL] + 0.1
    assert np.isnan(lives[Scenario.NEUTRAL].morning[:90]).all()


def test_one_of_each_piece_of_work_makes_the_page(shared_data: Path) -> None:
    tasks = plan_diaries(shared_data, "diaries smoke test", sparse=1)
    names = {"answer": "sciatica-log-2016", "forecast": "cfs-patient-1", "planted": "runner-c"}
    rows = {
        kind: work(next(t for t in tasks if (t.kind, t.name) == (kind, name)))
        for kind, name in names.items()
    }

    page = render_page(
        rows["answer"], rows["forecast"], rows["planted"], study="smoke", tables={"a": "a.csv"}
    )

    assert "`answer.data.no_scores`" in page
    assert "| runner-c, aggravator | 1 of 1 |" in page


def test_a_long_diary_is_forecast_every_fortnight(diaries: dict[str, RealDiary]) -> None:
    assert set(np.diff(origins(diaries["myaiguide-p1"]))) == {14}
    assert set(np.diff(origins(diaries["cfs-patient-1"]))) == {1}
    assert origins(diaries["sciatica-log-2016"]) == []
