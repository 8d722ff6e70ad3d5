"""Answers as JSON gives them: what is read, what is refused, and with which words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.screen import Level, StatementKind
from backstride.safety.answers_document import parse_answers
from backstride.safety.screen import screen
from backstride.text.catalogue import load_catalogue

TODAY = date(2026, 3, 9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "profile",
                    "entries",
                    "answers",
                    "date",
                    "kind",
                    "others",
                    "fever_or_chills",
                    "flare",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def test_a_flat_object_is_a_screen_of_today() -> None:
    read = parse_answers({"saddle_feeling_changed": "yes"}, today=TODAY)

    (said,) = read.history
    assert (said.day, said.kind) == (TODAY, StatementKind.SCREEN)
    assert said.answers == {"saddle_feeling_changed": "yes"}
    assert read.problems == ()


def test_true_false_and_null_are_yes_no_and_unanswered() -> None:
    document = {"saddle_feeling_changed": True, "bladder_changed": False, "bowel_changed": None}

    (said,) = parse_answers(document, today=TODAY).history

    assert said.answers == {"saddle_feeling_changed": "yes", "bladder_changed": "no"}


def test_dated_entries_and_a_profile_are_read() -> None:
    document = {
        "profile": {"age_years": 61, "cancer_ever": "unanswered"},
        "entries": [
            {"date": "2026-03-01", "answers": {"leg_morning": 4}},
            {"date": "2026-03-02", "kind": "screen", "answers": {"night_sweats": "unsure"}},
            {"date": "2026-03-03", "answers": {"what_happened": "waiting"}},
        ],
    }

    read = parse_answers(document, today=TODAY)

    assert read.profile == {"age_years": 61}
    assert [said.kind.value for said in read.history] == ["diary", "screen", "record"]
    assert [said.day.day for said in read.history] == [1, 2, 3]


def test_a_bare_list_is_a_list_of_entries() -> None:
    entries = [{"date": "2026-03-01", "leg_morning": 4}, {"heel_raises_left_count": 20}]

    read = parse_answers(entries, today=TODAY)

    assert [said.kind.value for said in read.history] == ["diary", "self_check"]
    assert [said.day for said in read.history] == [date(2026, 3, 1), TODAY]


def test_none_of_these_answers_what_is_asked_and_nothing_else() -> None:
    document = {
        "profile": {"immune_weakened": "yes"},
        "others": "no",
        "ladder_step_0_6": 2,
        "one_leg_weak": "yes",
        "sexual_feeling_changed": "unanswered",
    }

    (said,) = parse_answers(document, today=TODAY).history

    assert said.answers["fever_or_chills"] == "no"
    assert said.answers["new_spinal_pain"] == "no"
    assert said.answers["foot_drop"] == "no"
    assert "sexual_feeling_changed" not in said.answers
    assert "weakness_pattern" not in said.answers
    assert "fever_back_pain" not in said.answers
    assert "cancer_ever" not in said.answers


@pytest.mark.parametrize(
    ("document", "code", "told"),
    [
        ({"sadle": "yes"}, "safety.unknown_question", "saddle_feeling_changed"),
        ({"zzz": "yes"}, "safety.unknown_question", "not_improving"),
        ({"fever_or_chills": "maybe"}, "safety.unknown_option", "yes, no, unsure, unanswered"),
        ({"injury_kind": True}, "safety.unknown_option", "not_on_spine_or_pelvis"),
        ({"age_years": 200}, "safety.unfit_number", "from 10 to 100"),
        ({"injury_days_ago": -1}, "safety.unfit_number", "days"),
        ({"injury_days_ago": 1.5}, "safety.unfit_number", "days"),
        ({"age_years": float("nan")}, "safety.unfit_number", "years"),
        ({"profile": {"age_years": "old"}}, "safety.unfit_number", "years"),
        ({"profile": [1]}, "safety.answers_no_object", "--questions"),
        ([1], "safety.answers_no_object", "date"),
        ("yes", "safety.answers_no_object", "date"),
        ({"entries": 1}, "safety.answers_no_entries", "list"),
        ({"entries": [], "flare": "yes"}, "safety.answers_no_entries", "beside"),
        ([{"date": "soon", "flare": "yes"}], "safety.bad_date", "YYYY-MM-DD"),
        ([{"kind": "letter", "flare": "yes"}], "safety.bad_kind", "self_check"),
        ([{"others": "yes", "answers": {}}], "safety.bad_others", "unanswered"),
        ([{"answers": {}, "flare": "yes"}], "safety.unknown_name", "answers"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    document: object, code: str, told: str
) -> None:
    read = parse_answers(document, today=TODAY)

    assert code in {problem.code for problem in read.problems}
    said = " ".join(load_catalogue().tell(problem) for problem in read.problems)
    assert told in said


def test_a_fault_names_the_entry_it_stands_in() -> None:
    entries = [{"answers": {"flare": "yes"}}, {"answers": {"flare": "perhaps"}}]

    (problem,) = parse_answers(entries, today=TODAY).problems

    assert problem.where == "entries 2, flare"


@given(JSON)
def test_any_document_is_read_or_refused(document: object) -> None:
    read = parse_answers(document, today=TODAY)

    if not read.problems:
        assert screen(read.history, read.profile, today=TODAY + timedelta(days=400)) is not None
    for problem in read.problems:
        assert load_catalogue().tell(problem)


def test_days_ago_move_on_with_the_days() -> None:
    weak = {
        "one_leg_weak": "unsure",
        "weakness_pattern": "not_sure",
        "weakness_days_ago": 12,
        "weakness_course": "steady",
    }
    read = parse_answers([{"date": "2026-03-01", "kind": "screen", "answers": weak}], today=TODAY)

    now, later = (
        {found.rule: found.level for found in screen(read.history, today=day).findings}
        for day in (date(2026, 3, 1), date(2026, 3, 6))
    )

    assert now == {"RF24": Level.E2}
    assert later == {"RF08": Level.E3}
