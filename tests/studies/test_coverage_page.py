"""The coverage study counts rightly, resumes, and says where it failed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import binom
from studies.coverage import PLAN, plan_tasks
from studies.coverage_page import count_covered, count_false, count_hidden, count_wrong, render_page
from studies.coverage_runner import Row
from studies.proportions import Share
from studies.row_table import append_rows, read_rows
from studies.seeds import make_rng, seed_words

ROW = Row(
    group="prior",
    number=0,
    truth=0.5,
    mean=0.4,
    sd=0.2,
    q05=0.1,
    q25=0.3,
    q75=0.49,
    q95=0.7,
    verdict="",
    robust=False,
    engine="ep",
    failed_checks="",
    missing_morning_share=0.1,
    cpu_s=0.5,
)


def test_a_share_comes_with_the_interval_of_clopper_and_pearson() -> None:
    share = Share(180, 200)
    low, high = share.interval
    assert binom.sf(179, 200, low) == pytest.approx(0.025)
    assert binom.cdf(180, 200, high) == pytest.approx(0.025)
    assert Share(0, 50).interval[0] == 0.0
    assert Share(50, 50).interval[1] == 1.0


def test_a_share_meets_a_target_only_where_its_interval_touches_it() -> None:
    assert Share(180, 200).overlaps(0.87, 0.93)
    assert not Share(150, 200).overlaps(0.87, 0.93)
    assert not Share(200, 200).overlaps(0.87, 0.93)
    assert not Share(0, 0).overlaps(0.87, 0.93)


def test_coverage_counts_the_truths_inside() -> None:
    rows = [ROW, replace(ROW, truth=0.0), replace(ROW, truth=0.45), replace(ROW, mean=float("nan"))]
    assert count_covered(rows, 90) == Share(2, 3)
    assert count_covered(rows, 50) == Share(1, 3)


def test_false_and_wrong_words_are_counted_against_all_runners() -> None:
    neutral = [replace(ROW, group="neutral", verdict=word) for word in ("easing", "cannot_tell")]
    harmed = [replace(ROW, truth=0.4, verdict=word) for word in ("easing", "aggravating")]
    assert count_false(neutral) == Share(1, 2)
    assert count_wrong(harmed) == Share(1, 2)


def test_a_strong_effect_that_was_not_told_is_counted() -> None:
    said_none = replace(ROW, verdict="no_important_effect")
    rows = [replace(said_none, truth=-0.6), replace(said_none, truth=0.2), ROW]
    assert count_hidden(rows) == Share(1, 2)


def test_a_failed_target_is_printed_as_failed() -> None:
    covered = [replace(ROW, number=number) for number in range(200)]
    page = render_page(covered, study="x", table="x.csv")
    assert "1.000 (0.982 to 1.000), 200 of 200" in page
    assert "**no**" in page


def test_a_table_that_was_written_is_read_back_and_goes_on(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    assert read_rows(table, Row) == []
    rows = [ROW, replace(ROW, number=1, truth=float("nan"), robust=True, verdict="easing")]
    for row in rows:
        append_rows(table, [row])
    first, second = read_rows(table, Row)
    assert first == ROW
    assert second.robust
    assert second.truth != second.truth
    assert (second.number, second.verdict) == (1, "easing")


def test_every_runner_has_a_seed_of_its_own_that_follows_from_its_name() -> None:
    tasks = plan_tasks("backstride 0.1.0 coverage", PLAN)
    assert len({words for _, _, words in tasks}) == len(tasks) == sum(PLAN.values())
    words = seed_words("backstride 0.1.0 coverage", "neutral", 3)
    assert words == "backstride 0.1.0 coverage neutral 3"
    assert make_rng(words).random() == make_rng(words).random()
