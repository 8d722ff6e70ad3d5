"""The pain-monitoring rule: total, the worst wins, and what follows from it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.errors import OutOfRange
from backstride.domain.pain import AdverseEvent, PainBand, RunPain
from backstride.safety.pain_rule import (
    Borne,
    Move,
    measures,
    next_step,
    pain_band,
    stops_experiment,
    tell_borne,
)
from backstride.safety.worse import is_worsening, respond
from backstride.text.catalogue import load_catalogue

GREEN, AMBER, RED = PainBand
WELL = RunPain(
    before=1,
    peak=2,
    one_hour_after=1,
    next_morning=1,
    back_peak=1,
    ladder_before=3,
    ladder_after=3,
    settled_h=0.5,
    tingling_min=0,
    weaker=False,
    woke_at_night=False,
)
SCORES = st.none() | st.integers(0, 20).map(lambda half: half / 2) | st.floats(0, 10)
PAINS = st.builds(
    RunPain,
    before=SCORES,
    peak=SCORES,
    one_hour_after=SCORES,
    next_morning=SCORES,
    back_peak=SCORES,
    ladder_before=st.none() | st.integers(0, 6),
    ladder_after=st.none() | st.integers(0, 6),
    settled_h=st.none() | st.floats(0, 200),
    tingling_min=st.none() | st.floats(0, 2000),
    weaker=st.none() | st.booleans(),
    woke_at_night=st.none() | st.booleans(),
)


@given(PAINS)
def test_every_input_lands_in_exactly_one_band(pain: RunPain) -> None:
    borne = pain_band(pain)

    assert borne.band in set(PainBand)
    assert pain_band(pain) == borne
    assert bool(borne.reasons or borne.missing) == (borne.band is not GREEN)
    assert not (borne.band is GREEN and borne.missing)


@given(PAINS, st.sampled_from(["peak", "next_morning", "back_peak", "tingling_min", "settled_h"]))
def test_more_pain_never_gives_a_better_band(pain: RunPain, name: str) -> None:
    value = getattr(pain, name)
    if value is None:
        return
    more = replace(pain, **{name: min(value + 1, 10) if value <= 10 else value + 1})

    assert pain_band(more).band >= pain_band(pain).band


@given(PAINS, st.sampled_from([field.name for field in fields(RunPain)]))
def test_what_is_unknown_never_makes_a_run_green(pain: RunPain, name: str) -> None:
    if pain_band(replace(pain, **{name: None})).band is GREEN:
        needed = {"before", "peak", "next_morning"}
        assert name not in needed


@pytest.mark.parametrize(
    ("changed", "band", "reason"),
    [
        ({}, GREEN, None),
        ({"before": 2, "peak": 3, "one_hour_after": 2, "next_morning": 2}, GREEN, None),
        ({"before": 3, "peak": 3, "next_morning": 3}, AMBER, "before"),
        ({"before": 4.5, "peak": 4.5, "next_morning": 4}, AMBER, "before"),
        ({"before": 5, "peak": 5, "next_morning": 4}, RED, "before"),
        ({"peak": 3}, AMBER, "rise"),
        ({"peak": 4}, RED, "rise"),
        ({"before": 2, "peak": 5}, RED, "peak"),
        ({"back_peak": 5}, AMBER, "back"),
        ({"back_peak": 5.5}, RED, "back"),
        ({"settled_h": 2}, AMBER, "settled"),
        ({"settled_h": 24}, AMBER, "settled"),
        ({"settled_h": 25}, RED, "settled"),
        ({"one_hour_after": 2}, AMBER, "hour_after"),
        ({"next_morning": 2}, AMBER, "next_morning"),
        ({"next_morning": 3}, RED, "next_morning"),
        ({"before": 4, "peak": 4, "next_morning": 5}, RED, "next_morning_level"),
        ({"ladder_after": 4}, RED, "ladder"),
        ({"ladder_after": 2}, GREEN, None),
        ({"tingling_min": 10}, AMBER, "tingling"),
        ({"tingling_min": 31}, RED, "tingling"),
        ({"weaker": True}, RED, "strength"),
        ({"woke_at_night": True}, RED, "night"),
    ],
)
def test_each_line_of_the_rule(changed: dict[str, float], band: PainBand, reason: str) -> None:
    borne = pain_band(replace(WELL, **changed))

    assert borne.band is band
    assert reason is None or reason in borne.reasons


def test_every_measure_is_met_by_some_line() -> None:
    named = {"before", "peak", "rise", "back", "settled", "hour_after", "next_morning"}
    named |= {"next_morning_level", "ladder", "tingling", "strength", "night"}

    assert {measure.id for measure in measures()} == named


@pytest.mark.parametrize(
    "wrong", [{"before": 11}, {"peak": -1}, {"ladder_after": 7}, {"settled_h": -1}]
)
def test_an_impossible_score_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OutOfRange):
        pain_band(replace(WELL, **wrong))


@pytest.mark.parametrize(
    ("bands", "move", "is_halved"),
    [
        ([], Move.REPEAT, False),
        ([GREEN], Move.REPEAT, False),
        ([GREEN, GREEN], Move.FURTHER, False),
        ([GREEN, AMBER], Move.REPEAT, False),
        ([AMBER, AMBER], Move.BACK, True),
        ([GREEN, RED], Move.STOP, True),
        ([RED, GREEN], Move.REPEAT, True),
        ([RED, GREEN, GREEN], Move.FURTHER, False),
        ([AMBER, GREEN], Move.REPEAT, False),
    ],
)
def test_two_greens_go_further_two_ambers_or_a_red_halve(
    bands: list[PainBand], move: Move, is_halved: bool
) -> None:
    step = next_step(bands)

    assert (step.move, step.is_halved) == (move, is_halved)


@given(st.lists(st.sampled_from(PainBand), max_size=6))
def test_no_history_of_bands_is_without_a_next_step(bands: list[PainBand]) -> None:
    step = next_step(bands)

    assert step.move in set(Move)
    assert step.rest_h >= 48 or not bands or bands[-1] is GREEN


def test_amber_asks_for_two_days_between_runs() -> None:
    assert next_step([AMBER]).rest_h == 48


def test_an_experiment_stops_at_red_and_only_there() -> None:
    assert [stops_experiment(band) for band in PainBand] == [False, False, True]


def test_a_red_run_under_a_plan_stops_it_asks_again_and_is_counted() -> None:
    event = AdverseEvent(date(2026, 3, 2), "plan", RED, ("rise",))

    response = respond(event, Borne(RED, ("rise",)), n_before=2)

    assert response.stops
    assert response.asks_for_screen
    keys = [message.key for message in response.advice]
    assert keys == [
        "safety.worse.stop.plan",
        "safety.band.red",
        "safety.band.why.rise",
        "safety.band.rescreen",
        "safety.worse.count",
    ]
    assert response.advice[-1].params == {"n": 3}


def test_what_was_not_noted_is_said_and_why() -> None:
    borne = pain_band(RunPain(peak=1))

    keys = [message.key for message in tell_borne(borne, next_step([AMBER, borne.band]))]

    assert keys == [
        "safety.band.amber",
        "safety.band.unknown",
        "safety.band.why.before",
        "safety.band.why.next_morning",
        "safety.band.halve",
    ]
    assert all(key in load_catalogue().messages for key in keys)
    whys = {f"safety.band.why.{measure.id}" for measure in measures()}
    assert whys <= set(load_catalogue().messages)


def test_two_ambers_go_no_further_without_ending_the_experiment() -> None:
    event = AdverseEvent(date(2026, 3, 2), "trial", AMBER)

    response = respond(event, Borne(AMBER, ("before",)), n_before=0)

    assert not response.stops
    assert is_worsening([GREEN, AMBER, AMBER])
    assert not is_worsening([AMBER])
    assert not is_worsening([])
