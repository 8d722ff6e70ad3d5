"""Twenty simulated runners go the whole way of the coverage study."""

from __future__ import annotations

import pytest
from studies.coverage import plan_tasks, run_tasks
from studies.coverage_page import count_covered, count_false, count_near, count_wrong, render_page
from studies.coverage_runner import PRIOR, Row


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    plan = {PRIOR: 8, "neutral": 6, "aggravator": 2, "easing": 2, "mixed": 1, "low_pain": 1}
    return list(run_tasks(plan_tasks("backstride coverage smoke test", plan), 1))


def group(rows: list[Row], name: str) -> list[Row]:
    return [row for row in rows if row.group == name]


def test_every_runner_gets_an_interval_that_is_in_order(rows: list[Row]) -> None:
    assert len(rows) == 20
    assert all(row.fitted for row in rows)
    assert all(row.q05 <= row.q25 <= row.q75 <= row.q95 for row in rows)


def test_most_intervals_hold_the_truth(rows: list[Row]) -> None:
    assert count_near(rows).n_hit >= 15
    assert count_covered(rows, 90).n_hit >= count_covered(rows, 50).n_hit


def test_no_verdict_has_the_wrong_sign_and_hardly_a_neutral_runner_gets_one(
    rows: list[Row],
) -> None:
    assert count_wrong(rows).n_hit == 0
    assert count_false(group(rows, "neutral")).n_hit <= 1


def test_the_page_holds_every_group(rows: list[Row]) -> None:
    page = render_page(rows, study="smoke", table="rows.csv")
    for name in ("prior", "neutral", "aggravator", "easing", "mixed", "low_pain"):
        assert f"| {name}" in page
