"""Beside the verdict: the symptom that speaks, each leg, measures, controls, progress."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from studies.seeds import make_rng

from backstride.domain.answer import Answer, DailyTable, Verdict
from backstride.domain.answer_parts import MeasureWord
from backstride.domain.diary_items import CONTROL
from backstride.inference.answer import answer_table
from backstride.inference.answer_extras import is_informative, judge_measures
from backstride.inference.answer_json import to_json
from backstride.inference.data_rule import count_data, data_reasons
from backstride.inference.outcomes import LEG
from backstride.inference.primary import about, choose_outcome
from backstride.inference.progress import measure_progress
from backstride.synth.behaviour import daily_table, simulate
from backstride.synth.traits import Scenario
from backstride.text.catalogue import load_catalogue
from tests.conftest import ROOT
from tests.inference.summaries import normal_effect, posterior_of

Array = NDArray[np.float64]
WORDS = "backstride test of the parts of an answer"


@pytest.fixture(scope="module")
def aggravator() -> DailyTable:
    return daily_table(simulate(Scenario.AGGRAVATOR, make_rng(f"{WORDS} aggravator")))


@pytest.fixture(scope="module")
def silent(aggravator: DailyTable) -> DailyTable:
    """A runner whose leg never hurts and whose foot tingles as that leg would have hurt."""
    tingling = np.clip(np.rint(0.8 * aggravator.morning), 0.0, 6.0)
    quiet = np.where(np.isfinite(aggravator.morning), 0.0, np.nan)
    nothing = np.full(aggravator.n_day, np.nan)
    return replace(aggravator, morning=quiet, evening=nothing, outcomes={"tingling_0_6": tingling})


@pytest.fixture(scope="module")
def silent_answer(silent: DailyTable) -> Answer:
    return answer_table(silent)


def keys(answer: Answer) -> list[str]:
    return [reason.key for reason in answer.reasons]


def test_a_runner_whose_foot_tingles_gets_an_answer_about_that(silent_answer: Answer) -> None:
    assert silent_answer.outcome == "tingling_0_6"
    assert silent_answer.effect_28d is not None
    assert silent_answer.effect_28d.mean > 0.0
    assert silent_answer.model == "M4"
    assert keys(silent_answer)[0] == "answer.outcome.tingling_0_6"
    assert "answer.doubt.any_time" in keys(silent_answer)
    told = to_json(silent_answer, load_catalogue("en").say)
    assert "tingling" in told["headline"]


def test_a_symptom_that_may_be_scored_after_the_run_is_never_called_eased(
    silent: DailyTable,
) -> None:
    tingling = silent.outcomes["tingling_0_6"]
    eased = {"tingling_0_6": 6.0 - tingling}

    assert answer_table(replace(silent, outcomes=eased)).verdict is not Verdict.EASING


def test_the_leg_is_answered_for_wherever_it_speaks(aggravator: DailyTable) -> None:
    with_tingling = replace(
        aggravator, outcomes={"tingling_0_6": np.clip(aggravator.morning, 0.0, 6.0)}
    )

    assert choose_outcome(with_tingling) == LEG


def test_a_symptom_that_is_silent_too_takes_nobodys_place(silent: DailyTable) -> None:
    quiet = {"tingling_0_6": np.zeros(silent.n_day)}

    assert choose_outcome(replace(silent, outcomes=quiet)) == LEG


def test_symptoms_of_the_leg_come_before_those_of_the_back(silent: DailyTable) -> None:
    both = {"back_0_10": silent.outcomes["tingling_0_6"], **silent.outcomes}

    assert choose_outcome(replace(silent, outcomes=both)) == "tingling_0_6"


def test_a_symptom_is_counted_on_its_reading_from_0_to_10(silent: DailyTable) -> None:
    counted = about(silent, "tingling_0_6")

    assert np.nanmax(counted.morning) <= 10.0
    assert np.isnan(counted.evening).all()
    assert data_reasons(counted, count_data(counted)) == ()


def test_a_symptom_off_its_scale_stops_the_computation(aggravator: DailyTable) -> None:
    wild = np.where(np.arange(aggravator.n_day) == 120, 47.0, np.nan)

    answer = answer_table(replace(aggravator, outcomes={"tingling_0_6": wild}))

    assert answer.effect_28d is None
    assert "answer.data.score_outside" in keys(answer)


def test_each_leg_that_is_logged_enough_has_its_own_effect(aggravator: DailyTable) -> None:
    numb = replace(aggravator, morning=np.full(aggravator.n_day, np.nan))

    answer = answer_table(aggravator, sides={"left": aggravator, "right": numb})

    assert set(answer.sides) == {"left"}
    assert answer.effect_28d is not None
    found = answer.sides["left"]
    assert found.mean == pytest.approx(answer.effect_28d.mean, abs=0.2 * found.sd)


def test_further_symptoms_have_effects_of_their_own(aggravator: DailyTable) -> None:
    rng = np.random.default_rng(4)
    follows = np.clip(np.rint(aggravator.morning + 0.5 * rng.standard_normal(210)), 0, 10)
    apart = np.clip(np.rint(3.0 + rng.standard_normal(210)), 0, 10)

    answer = answer_table(
        replace(aggravator, outcomes={"back_0_10": follows, "weakness_0_6": 0.5 * apart.round()})
    )

    assert set(answer.outcomes) == {"back_0_10", "weakness_0_6"}
    assert answer.outcomes["back_0_10"].p_above_0 > 0.95
    assert abs(answer.outcomes["weakness_0_6"].mean) < answer.outcomes["back_0_10"].mean


def test_a_symptom_seldom_scored_or_always_alike_is_not_asked_about(
    aggravator: DailyTable,
) -> None:
    n_day = aggravator.n_day
    seldom = np.where(np.arange(n_day) > n_day - 12, 3.0, np.nan)
    outcomes = {"seldom": seldom, "alike": np.full(n_day, 2.0), CONTROL: np.arange(n_day) % 9.0}
    table = replace(aggravator, outcomes=outcomes)

    assert [name for name in outcomes if is_informative(table, name)] == []


def test_ten_idle_measures_are_not_said_to_help_or_to_worsen(aggravator: DailyTable) -> None:
    rng = make_rng(f"{WORDS} measures")
    idle = {f"m{k}": (rng.random(aggravator.n_day) < 0.4).astype(float) for k in range(10)}

    answer = answer_table(replace(aggravator, measures=idle))

    assert {measure.word for measure in answer.measures} == {MeasureWord.UNCLEAR}
    assert len(answer.measures) == 10


def test_a_measure_that_takes_a_point_off_is_said_to_help(aggravator: DailyTable) -> None:
    rng = make_rng(f"{WORDS} helpful measure")
    done = (rng.random(aggravator.n_day) < 0.5).astype(float)
    yesterday = np.concatenate([[0.0], done[:-1]])
    relieved = np.clip(aggravator.morning + 2.0 - 1.5 * yesterday, 0.0, 10.0)

    mornings_only = replace(aggravator, morning=relieved, evening=np.full(done.size, np.nan))
    answer = answer_table(replace(mornings_only, measures={"strength": done}))

    (measure,) = answer.measures
    assert measure.word is MeasureWord.HELPING
    assert measure.effect.mean == pytest.approx(-1.5, abs=0.5)


def test_a_measure_just_short_of_the_margin_is_unclear() -> None:
    effects = {"a": normal_effect(-0.9, 0.3), "b": normal_effect(0.9, 0.3)}
    clear = replace(posterior_of(0.0), measures=effects)
    short = replace(posterior_of(0.0), measures={k: normal_effect(0.6, 0.3) for k in "ab"})

    assert [found.word for found in judge_measures(clear)] == [
        MeasureWord.HELPING,
        MeasureWord.WORSENING,
    ]
    assert {found.word for found in judge_measures(short)} == {MeasureWord.UNCLEAR}


def test_every_field_of_the_json_is_defined_and_the_other_way_round(
    silent_answer: Answer,
) -> None:
    page = (ROOT / "docs" / "reference" / "answer-json.md").read_text(encoding="utf-8")
    told = to_json(silent_answer, load_catalogue("en").say)
    top = set(re.findall(r"^\| `(\w+)` \|", page.split("\n## ")[0], re.MULTILINE))

    assert top == {*told, "problems"}  # told by the command, beside the answer
    inner = {*told["data"], *told["effect_28d"], *told["progress"][0], *told["outlook"][0]}
    inner |= {check["name"] for check in told["checks"]}
    assert sorted(name for name in inner if f"`{name}`" not in page) == []


def nine_days() -> DailyTable:
    days = np.arange(9)
    return DailyTable(
        first_day=date(2026, 3, 1),
        load=np.where(days % 2 == 0, 8.0, 0.0),
        morning=days % 4.0,
        evening=np.full(9, np.nan),
    )


def test_the_ninth_day_hears_how_far_it_has_come() -> None:
    answer = answer_table(nine_days())

    clauses = {clause.name: clause for clause in answer.progress}
    days = clauses["diary_days"]
    assert (days.found, days.needed, days.is_met) == (9.0, 28.0, False)
    assert clauses["decision_share"].is_met
    assert clauses["share_at_0"].is_met
    assert keys(answer)[-1] == "answer.next.more_days"


def test_where_it_is_unknown_of_most_days_whether_one_ran_that_is_asked_first() -> None:
    nobody_told = replace(nine_days(), load=np.full(9, np.nan))
    half_told = replace(nine_days(), load=np.where(np.arange(9) < 4, np.nan, 8.0))

    assert keys(answer_table(nobody_told))[-1] == "answer.next.unknown_load"
    assert keys(answer_table(half_told))[-1] == "answer.next.more_days"


def test_progress_and_reasons_agree_on_what_is_lacking(aggravator: DailyTable) -> None:
    tables = [
        nine_days(),
        aggravator,
        replace(aggravator, morning=np.zeros(aggravator.n_day), evening=aggravator.morning * 0.0),
        replace(aggravator, load=np.full(aggravator.n_day, 7.0)),
    ]
    for table in tables:
        data = count_data(table)
        lacking = [clause for clause in measure_progress(table, data) if not clause.is_met]
        assert len(lacking) == len(data_reasons(table, data))


def test_what_running_did_spans_the_diary_and_contains_the_effect(aggravator: DailyTable) -> None:
    answer = answer_table(aggravator)

    assert answer.running is not None
    days = answer.running.day_by_day
    end = days.first_day + timedelta(days=len(days.q50) - 1)
    assert end == answer.as_of
    window = np.mean(days.q50[-28:])
    assert answer.effect_28d is not None
    assert window == pytest.approx(answer.effect_28d.mean, abs=2.0 * answer.effect_28d.sd)


def test_a_pair_of_fits_counts_what_was_there_and_what_was_left_out(
    aggravator: DailyTable,
) -> None:
    load = aggravator.load.copy()
    load[150:160] = np.nan

    data = answer_table(replace(aggravator, load=load)).data

    assert data.unknown_load_days == 10
    assert data.scores_left_out > 0
    assert data.span_days == 120
    assert data.history_days == 90
    assert data.evenings == np.isfinite(aggravator.evening).sum()
