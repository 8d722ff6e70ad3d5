"""Parts of the answer's page on a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from backstride.cli.answer_page import answer_lines
from backstride.domain.answer import Answer, DailyTable, Verdict
from backstride.domain.answer_parts import (
    Curve,
    DayByDay,
    MeasureEffect,
    MeasureWord,
    Outlook,
    RunningPicture,
)
from backstride.inference.answer import answer_table
from backstride.text.catalogue import load_catalogue
from tests.inference.summaries import normal_effect

SAY = load_catalogue("en").say


def page(answer: Answer) -> str:
    return " ".join(" ".join(answer_lines(answer, None, SAY)).split())


@pytest.fixture
def unclear() -> Answer:
    days = np.arange(9)
    short = answer_table(
        DailyTable(
            first_day=date(2026, 3, 1),
            load=np.where(days % 2 == 0, 8.0, 0.0),
            morning=days % 4.0,
            evening=np.full(9, np.nan),
        )
    )
    return replace(short, effect_28d=normal_effect(0.3, 0.4), window=(short.as_of, short.as_of))


def test_an_early_page_tells_the_day_and_each_count_once(unclear: Answer) -> None:
    text = page(replace(unclear, effect_28d=None))

    assert "Day 9 of 28." in text
    assert text.count("days with a score: 9 of 28") == 1
    assert "at least 28 are needed" not in text
    assert text.index("Day 9") < text.index("Next:")


def test_a_page_without_any_diary_tells_no_progress(unclear: Answer) -> None:
    nothing = replace(unclear.data, diary_days=0)

    assert "Day 0" not in page(replace(unclear, effect_28d=None, data=nothing))


def test_what_a_run_does_is_told_by_delay_and_size(unclear: Answer) -> None:
    seven, nine = tuple(range(1, 8)), tuple(0.25 * k for k in range(9))
    curve = Curve(tuple(float(k) for k in seven), (-0.04,) * 7, (0.5,) * 7, (1.0,) * 7)
    dose = Curve(nine, (0.0,) * 9, tuple(nine), (2.0,) * 9)
    running = RunningPicture(dose, curve, DayByDay(date(2026, 3, 1), (), (), ()))

    text = page(replace(unclear, running=running))

    assert "morning 1: +0.5 (+0.0 to +1.0)" in text  # no minus before a zero
    assert "morning 4" not in text
    assert "1.5 typical runs: +1.5" in text


def test_legs_symptoms_and_measures_stand_under_their_own_titles(unclear: Answer) -> None:
    helping = MeasureEffect("strength", normal_effect(-0.9, 0.2), MeasureWord.HELPING)
    answer = replace(
        unclear,
        sides={"left": normal_effect(0.8, 0.2)},
        outcomes={"tingling_0_6": normal_effect(0.1, 0.2)},
        measures=(helping,),
    )

    text = page(answer)

    assert "left leg: +0.8" in text
    assert "tingling or numbness: +0.1" in text
    assert "mornings after a day with strength were about 0.9 points lower" in text
    assert "You chose the days yourself" in text


def test_an_outlook_is_told_only_where_there_is_no_verdict(unclear: Answer) -> None:
    outlook = (Outlook("usual", 14, 0.31, 0.4), Outlook("blocks", 28, 0.25, 0.6))
    asked = replace(unclear, outlook=outlook)

    assert "14 more days as usual: 0.31 points, a verdict with 40 %" in page(asked)
    assert "more days" not in page(replace(asked, verdict=Verdict.AGGRAVATING))


def test_another_symptom_is_not_called_leg_pain(unclear: Answer) -> None:
    text = page(replace(unclear, outcome="tingling_0_6"))

    assert "What running did to it" in text
    assert "what running does to your tingling or numbness" in text
