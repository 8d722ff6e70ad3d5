"""Bare tables with odd dates, and each leg of a table."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from backstride.domain.answer import Verdict
from backstride.workflows.answer_question import Answered, answer_from_table

FIRST = date(2026, 1, 1)
HEADER = "date,load,leg_morning,leg_morning_left,leg_morning_right"


def rows(n_day: int, first: date = FIRST) -> list[str]:
    """Days of a runner whose morning is worse after a run, in the left leg."""
    rng = np.random.default_rng(7)
    load = np.where(rng.random(n_day) < 0.5, 8.0, 0.0)
    after = np.concatenate([[0.0], load[:-1]]) / 8.0
    left = np.clip(np.round(3.0 + 2.0 * after + rng.normal(0.0, 0.7, n_day)), 0, 10)
    right = np.clip(np.round(2.0 + rng.normal(0.0, 0.7, n_day)), 0, 10)
    return [
        f"{first + timedelta(days=k)},{load[k]:.0f},{max(left[k], right[k]):.0f},"
        f"{left[k]:.0f},{right[k]:.0f}"
        for k in range(n_day)
    ]


def answered(lines: list[str], today: date | None = None) -> Answered:
    return answer_from_table("\n".join([HEADER, *lines, ""]).encode(), today=today)


def codes(found: Answered) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.fixture(scope="module")
def plain() -> Answered:
    return answered(rows(90))


def test_each_leg_of_a_table_has_its_own_effect(plain: Answered) -> None:
    assert plain.answer is not None
    sides = plain.answer.sides
    assert set(sides) == {"left", "right"}
    assert sides["left"].p_above_0 > 0.99
    assert sides["left"].mean > sides["right"].mean + 0.3


def test_a_mistyped_year_ahead_is_left_out_and_named(plain: Answered) -> None:
    odd = ["2062-02-01,8,3,3,2", *rows(90)]

    found = answered(odd, today=FIRST + timedelta(days=100))

    assert codes(found).count("table.date_future") == 1
    assert found.answer is not None
    assert plain.answer is not None
    assert found.answer.effect_28d == plain.answer.effect_28d


def test_a_table_that_runs_on_past_today_is_used_and_named() -> None:
    found = answered(rows(40), today=FIRST + timedelta(days=30))

    assert codes(found) == ["table.days_ahead"]
    assert found.answer is not None
    assert found.answer.as_of == FIRST + timedelta(days=39)


def test_a_table_all_in_the_future_is_the_doubt_of_the_clock() -> None:
    assert codes(answered(rows(30), today=date(2020, 1, 1))) == []


def test_a_day_that_is_there_twice_and_disagrees_is_named_and_no_traceback() -> None:
    lines = rows(90)
    lines.insert(40, lines[39].replace(",", ",9", 1))

    found = answered(lines)

    assert found.answer is not None
    assert found.problems
    assert found.answer.verdict in set(Verdict)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([f"{FIRST + timedelta(days=k)},8,0,0,0" for k in range(60)], "answer.data.all_none"),
        ([f"{FIRST + timedelta(days=k)},8,10,10,10" for k in range(60)], "answer.data.all_worst"),
        (
            [f"{FIRST + timedelta(days=k)},{8 if k == 30 else 0},{k % 5},," for k in range(60)],
            "answer.data.few_run_pairs",
        ),
        (
            [f"{FIRST + timedelta(days=k)},8,{k % 5},," for k in range(60)],
            "answer.data.steady_load",
        ),
        (
            [
                f"{FIRST + timedelta(days=k)},{8000 if k == 30 else k % 2 * 8},{k % 5},,"
                for k in range(60)
            ],
            "answer.data.load_huge",
        ),
    ],
    ids=["all zeros", "all tens", "one run", "constant load", "one day in metres"],
)
def test_a_bad_table_gets_its_reason_what_to_do_and_no_verdict(
    lines: list[str], reason: str
) -> None:
    found = answered(lines).answer

    assert found is not None
    assert found.verdict is Verdict.CANNOT_TELL
    assert reason in [message.key for message in found.reasons]
    assert found.reasons[-1].key.startswith("answer.next.")


def test_scores_out_of_range_are_left_out_with_their_rows() -> None:
    lines = rows(90)
    lines[10] = f"{FIRST + timedelta(days=10)},8,47,,"

    found = answered(lines)

    assert len(found.problems) == 1
    assert "row" in found.problems[0].where
    assert found.table is not None
    assert np.nanmax(found.table.morning) <= 10.0


def test_sixty_days_without_a_word_are_unknown_and_end_in_no_traceback() -> None:
    lines = rows(60) + rows(60, FIRST + timedelta(days=120))

    found = answered(lines).answer

    assert found is not None
    assert found.data.unknown_load_days == 60
    assert found.verdict in set(Verdict)
