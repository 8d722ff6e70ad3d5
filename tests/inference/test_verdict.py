"""One word, whatever the evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.answer import Effect, Verdict
from backstride.inference.verdict import RULE, Evidence, verdict
from tests.inference.summaries import normal_effect


def evidence(mean: float, sd: float = 0.15, **changes: object) -> Evidence:
    found = normal_effect(mean, sd)
    plain = Evidence(
        effect_28d=found,
        standard_28d=found,
        missing_morning_share=0.1,
        enough_data=True,
        checks_passed=True,
        neighbours=((found, found),) * 3,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # names are checked by replace


@pytest.mark.parametrize(
    ("mean", "word"),
    [
        (0.9, Verdict.AGGRAVATING),
        (-0.9, Verdict.EASING),
        (0.0, Verdict.NO_IMPORTANT_EFFECT),
        (0.45, Verdict.CANNOT_TELL),
    ],
)
def test_each_word_has_evidence_that_earns_it(mean: float, word: Verdict) -> None:
    ruling = verdict(evidence(mean))
    assert ruling.verdict is word
    assert ruling.robust is (word is not Verdict.CANNOT_TELL)


def test_easing_needs_three_mornings_in_four_and_harm_does_not() -> None:
    assert verdict(evidence(-0.9, missing_morning_share=0.25)).verdict is Verdict.EASING
    assert verdict(evidence(-0.9, missing_morning_share=0.26)).verdict is Verdict.CANNOT_TELL
    assert verdict(evidence(0.9, missing_morning_share=0.5)).verdict is Verdict.AGGRAVATING


def test_the_bar_for_harm_is_a_probability_of_nine_in_ten_beyond_three_tenths() -> None:
    at_the_bar = replace(normal_effect(0.6, 0.2), p_above_delta=0.9)
    below = replace(at_the_bar, p_above_delta=0.8999)
    wide = normal_effect(0.6, 1.0)
    for found, word in ((at_the_bar, Verdict.AGGRAVATING), (below, Verdict.CANNOT_TELL)):
        given_evidence = evidence(
            0.6, effect_28d=found, standard_28d=wide, neighbours=((at_the_bar, wide),)
        )
        assert verdict(given_evidence).verdict is word


@pytest.mark.parametrize("gate", ["enough_data", "checks_passed"])
@pytest.mark.parametrize("mean", [-0.9, 0.0, 0.9])
def test_no_word_stands_without_enough_data_or_with_a_failed_check(gate: str, mean: float) -> None:
    ruling = verdict(evidence(mean, **{gate: False}))
    assert ruling.verdict is Verdict.CANNOT_TELL
    assert ruling.main_model is not Verdict.CANNOT_TELL


@pytest.mark.parametrize("mean", [-0.9, 0.0, 0.9])
def test_no_word_stands_where_one_neighbouring_model_takes_the_sign_away(mean: float) -> None:
    kept = normal_effect(mean, 0.15)
    lost = normal_effect(-mean or 0.9, 0.15)
    ruling = verdict(evidence(mean, neighbours=((kept, kept), (lost, lost))))
    assert ruling.verdict is Verdict.CANNOT_TELL
    assert not ruling.robust


def test_a_verdict_without_a_panel_is_not_called_robust() -> None:
    ruling = verdict(evidence(0.9, neighbours=()))
    assert ruling.verdict is Verdict.AGGRAVATING
    assert not ruling.robust


def test_without_effects_we_cannot_tell() -> None:
    assert verdict(evidence(0.9, effect_28d=None)).verdict is Verdict.CANNOT_TELL
    assert verdict(evidence(0.9, standard_28d=None)).verdict is Verdict.CANNOT_TELL


anything = st.floats(allow_nan=True, allow_infinity=True)
any_effect = st.builds(Effect, *[anything] * 11)
sane_effect = st.builds(normal_effect, st.floats(-3.0, 3.0), st.floats(0.01, 3.0))


@given(
    st.builds(
        Evidence,
        st.one_of(st.none(), any_effect, sane_effect),
        st.one_of(st.none(), any_effect, sane_effect),
        anything,
        st.booleans(),
        st.booleans(),
        st.lists(st.tuples(any_effect | sane_effect, any_effect | sane_effect), max_size=4).map(
            tuple
        ),
    )
)
def test_every_evidence_gets_exactly_one_word_and_no_word_goes_beyond_it(
    given_evidence: Evidence,
) -> None:
    ruling = verdict(given_evidence)
    assert ruling.verdict in set(Verdict)
    if ruling.robust:
        assert ruling.verdict is not Verdict.CANNOT_TELL
    if ruling.verdict is Verdict.CANNOT_TELL:
        return
    found, standard = given_evidence.effect_28d, given_evidence.standard_28d
    assert found is not None
    assert standard is not None
    assert given_evidence.enough_data
    assert given_evidence.checks_passed
    if ruling.verdict is Verdict.AGGRAVATING:
        assert found.p_above_delta >= RULE.certain
        assert all(other.p_above_0 >= RULE.sign_survives for other, _ in given_evidence.neighbours)
    if ruling.verdict is Verdict.EASING:
        assert found.p_below_minus_delta >= RULE.certain
        assert given_evidence.missing_morning_share <= 0.25
    if ruling.verdict is Verdict.NO_IMPORTANT_EFFECT:
        assert standard.p_within_half >= RULE.level


@given(sane_effect, st.floats(0.0, 0.5))
def test_more_harm_never_turns_aggravating_into_something_milder(
    found: Effect, more: float
) -> None:
    worse = normal_effect(found.mean + more, found.sd)
    here = verdict(evidence(0.0, effect_28d=found, neighbours=((found, found),)))
    there = verdict(evidence(0.0, effect_28d=worse, neighbours=((worse, worse),)))
    if here.verdict is Verdict.AGGRAVATING:
        assert there.verdict is Verdict.AGGRAVATING
    assert not np.isnan(worse.p_above_delta)
