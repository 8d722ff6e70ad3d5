"""The form of the screen says all that can be said: every invented case passes through it."""

from __future__ import annotations

import pytest

from backstride.safety.questions import groups, questions
from backstride.web.forms import Typed
from backstride.web.screen_form import NONE_OF_THESE, PROFILE, lay_out, read_screen
from tests.safety.case_files import Case, cases
from tests.safety.judged import no_to_all

SCREENED = [case for case in cases() if case.entry[0].kind == "screen"]


def typed(fields: dict[str, str], *parts: str) -> Typed:
    """A form as it comes back, with no said to the rest of some parts."""
    found = Typed(fields)
    found.many = {NONE_OF_THESE: list(parts)}
    return found


@pytest.mark.parametrize("case", SCREENED, ids=[case.id for case in SCREENED])
def test_what_a_case_states_comes_through_the_form_unchanged(case: Case) -> None:
    stated = {
        key: told
        for key, told in case.entry[0].answers.items()
        if told != "unanswered" and questions()[key].ask in ("profile", "short", "branch")
    }

    read = read_screen(typed({key: str(told) for key, told in stated.items()}), {})

    assert read.faults == {}
    assert read.answers == stated


def test_no_to_every_part_is_what_the_terminal_makes_of_none_of_these() -> None:
    wanted = {
        key: told
        for key, told in no_to_all().items()
        if told == "no" and questions()[key].ask in ("profile", "short")
    }

    read = read_screen(typed({}, *groups(), PROFILE), {})

    assert read.answers == wanted


def test_an_open_follow_up_is_never_filled_with_no() -> None:
    read = read_screen(typed({"one_leg_weak": "yes"}, "legs"), {})

    assert "foot_drop" not in read.answers
    assert read.answers["one_leg_weak"] == "yes"


def test_a_faulty_answer_is_not_filled_with_no() -> None:
    read = read_screen(typed({"one_leg_weak": "maybe"}, "legs"), {})

    assert set(read.faults) == {"one_leg_weak"}
    assert "one_leg_weak" not in read.answers


def test_every_question_stands_in_the_form_once() -> None:
    keys = [field.key for part in lay_out({}, {"age_years": 40}, {}) for field in part.fields]

    assert sorted(keys) == sorted(
        key for key, one in questions().items() if one.ask in ("profile", "short", "branch")
    )


def test_a_follow_up_stands_below_what_opens_it() -> None:
    keys = [field.key for part in lay_out({}, {}, {}) for field in part.fields]

    for key in keys:
        gates = questions()[key].after
        assert not gates or min(keys.index(gate) for gate in gates) < keys.index(key), key
