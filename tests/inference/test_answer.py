"""The whole way from a daily table to an answer, with real fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from studies.seeds import make_rng

from backstride.domain.answer import DailyTable, Verdict
from backstride.inference.answer import answer_table
from backstride.inference.answer_json import to_json
from backstride.synth.behaviour import daily_table, simulate
from backstride.synth.traits import Scenario
from backstride.text.catalogue import load_catalogue

WORDS = "backstride test of the answer"


@pytest.fixture(scope="module")
def aggravator() -> DailyTable:
    return daily_table(simulate(Scenario.AGGRAVATOR, make_rng(f"{WORDS} aggravator")))


def with_column(table: DailyTable, **columns: np.ndarray) -> DailyTable:
    return replace(table, **columns)


def months(n_day: int = 90) -> DailyTable:
    """Return a diary that meets the minimal-data rule and holds no effect at all."""
    rng = np.random.default_rng(3)
    days = np.arange(n_day)
    return DailyTable(
        first_day=date(2026, 1, 5),
        load=np.where(days % 2 == 0, 8.0, 0.0),
        morning=rng.integers(1, 5, n_day).astype(float),
        evening=np.full(n_day, np.nan),
    )


def bad_tables() -> dict[str, DailyTable]:
    table = months()
    days = np.arange(table.n_day)
    nothing = np.full(table.n_day, np.nan)
    return {
        "no rows at all": with_column(months(0)),
        "one day": months(1),
        "all zeros": with_column(table, morning=np.zeros(table.n_day)),
        "all tens": with_column(table, morning=np.full(table.n_day, 10.0)),
        "one run": with_column(table, load=np.where(days == 40, 8.0, 0.0)),
        "no run": with_column(table, load=np.zeros(table.n_day)),
        "the same load every day": with_column(table, load=np.full(table.n_day, 8.0)),
        "no mornings": with_column(table, morning=nothing, evening=table.morning),
        "no scores": with_column(table, morning=nothing),
        "no known load": with_column(table, load=nothing),
        "a score of 47": with_column(table, morning=np.where(days == 9, 47.0, table.morning)),
        "a negative load": with_column(table, load=np.where(days == 9, -1.0, table.load)),
        "an endless load": with_column(table, load=np.where(days == 9, np.inf, table.load)),
        "one day in metres": with_column(table, load=np.where(days == 8, 8000.0, table.load)),
    }


@pytest.mark.parametrize("name", sorted(bad_tables()))
def test_a_bad_table_gets_reasons_and_no_verdict(name: str) -> None:
    answer = answer_table(bad_tables()[name])
    assert answer.verdict is Verdict.CANNOT_TELL
    assert not answer.robust
    assert answer.reasons
    told = to_json(answer, load_catalogue("en").say)
    assert told["reasons"][-1].startswith("Next:")


def test_days_after_the_day_of_the_answer_change_nothing(aggravator: DailyTable) -> None:
    cut = aggravator.first_day + timedelta(days=170)
    changed = aggravator.morning.copy()
    changed[171:] = 10.0
    answer = answer_table(aggravator, as_of=cut)
    assert answer == answer_table(replace(aggravator, morning=changed), as_of=cut)
    assert answer.as_of == cut


def test_the_same_table_gives_the_same_answer(aggravator: DailyTable) -> None:
    assert answer_table(aggravator) == answer_table(aggravator)


def test_the_unit_of_the_load_does_not_change_the_answer(aggravator: DailyTable) -> None:
    in_metres = replace(aggravator, load=1000.0 * aggravator.load, load_unit="m")
    here, there = answer_table(aggravator), answer_table(in_metres)
    assert here.effect_28d is not None
    assert there.effect_28d is not None
    assert there.verdict is here.verdict
    assert there.effect_28d.mean == pytest.approx(here.effect_28d.mean, abs=1e-3)
    assert there.typical_run == pytest.approx(1000.0 * (here.typical_run or 0.0))


def test_a_diary_with_a_hole_of_sixty_days_gets_an_answer(aggravator: DailyTable) -> None:
    morning, evening = aggravator.morning.copy(), aggravator.evening.copy()
    load = aggravator.load.copy()
    morning[110:170] = evening[110:170] = load[110:170] = np.nan
    answer = answer_table(replace(aggravator, morning=morning, evening=evening, load=load))
    assert answer.verdict in set(Verdict)
    assert answer.data.unknown_load_days >= 60
    keys = [reason.key for reason in answer.reasons]
    assert "answer.doubt.unknown_load" in keys or answer.effect_28d is None


def test_an_aggravator_is_seen_to_be_one(aggravator: DailyTable) -> None:
    answer = answer_table(aggravator)
    assert answer.effect_28d is not None
    assert answer.effect_28d.q05 > 0.0
    assert answer.effect_plus20 is not None
    assert answer.effect_plus20.mean < answer.effect_28d.mean
    assert answer.model == "M5"
    assert all(check.passed is not False for check in answer.checks)


def test_random_scores_are_not_called_aggravating_or_easing() -> None:
    assert answer_table(months()).verdict not in {Verdict.AGGRAVATING, Verdict.EASING}
