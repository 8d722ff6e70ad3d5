"""What may take a word away beside the computation: a control, and looking every day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from studies.seeds import make_rng

from backstride.domain.answer import DailyTable, Verdict
from backstride.domain.diary_items import CONTROL
from backstride.inference.answer import answer_table
from backstride.inference.negative_control import check_control
from backstride.inference.verdict import check_repeated_looks
from backstride.synth.behaviour import daily_table, simulate
from backstride.synth.traits import Scenario
from tests.inference.summaries import normal_effect


@pytest.fixture(scope="module")
def aggravator() -> DailyTable:
    words = "backstride test of the parts of an answer aggravator"
    return daily_table(simulate(Scenario.AGGRAVATOR, make_rng(words)))


def test_a_complaint_that_running_moves_though_it_should_not_fails_the_control(
    aggravator: DailyTable,
) -> None:
    window = (aggravator.n_day - 28, aggravator.n_day - 1)
    rng = np.random.default_rng(6)
    follows = replace(aggravator, outcomes={CONTROL: aggravator.morning})
    apart = replace(
        aggravator, outcomes={CONTROL: rng.integers(0, 6, aggravator.n_day).astype(float)}
    )

    (moved,) = check_control(follows, window, None)
    (unmoved,) = check_control(apart, window, None)

    assert (moved.name, moved.passed) == ("negative_control", False)
    assert unmoved.passed is True
    assert check_control(aggravator, window, None) == ()


def test_a_failed_control_takes_the_verdict_away_and_says_why(aggravator: DailyTable) -> None:
    assert answer_table(aggravator).verdict is Verdict.AGGRAVATING

    answer = answer_table(replace(aggravator, outcomes={CONTROL: aggravator.morning}))

    assert answer.verdict is Verdict.CANNOT_TELL
    assert "answer.blocked.control" in [reason.key for reason in answer.reasons]


@pytest.mark.parametrize(
    ("word", "mean", "sd", "passed"),
    [
        (Verdict.AGGRAVATING, 0.9, 0.2, True),
        (Verdict.AGGRAVATING, 0.9, 0.5, False),
        (Verdict.EASING, -0.9, 0.2, True),
        (Verdict.EASING, -0.9, 0.5, False),
    ],
)
def test_a_word_must_stand_repeated_looks(
    word: Verdict, mean: float, sd: float, passed: bool
) -> None:
    (check,) = check_repeated_looks(word, normal_effect(mean, sd))

    assert check.passed is passed


def test_no_important_effect_has_no_sign_to_check() -> None:
    assert check_repeated_looks(Verdict.NO_IMPORTANT_EFFECT, normal_effect(0.0, 0.1)) == ()
