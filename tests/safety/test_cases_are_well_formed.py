"""The invented cases themselves: fit for the vocabulary, as complete as they claim, every rule met.

Nothing here knows a rule of the screen; whether it answers the cases is another file's test.
"""

from __future__ import annotations

import pytest

from tests.safety.case_files import (
    LEVELS,
    Case,
    Fact,
    cases,
    groups,
    is_screen_due,
    person,
    profiles,
    unanswered,
    vocabulary,
)

EVIDENCE_RULES = tuple(f"RF{number:02d}" for number in range(1, 24))
ADDED_RULES = tuple(f"RF{number:02d}" for number in range(24, 32))
LOOK_ALIKES_WITH_A_LEVEL = ("LA01", "LA02", "LA06", "LA07")
LOOK_ALIKES_WITHOUT = ("LA03", "LA04", "LA05")
FIRING = EVIDENCE_RULES + ADDED_RULES + LOOK_ALIKES_WITH_A_LEVEL
EFFECTS = ("stop_impact", "hide_load", "hide_answer")
KINDS = ("screen", "self_check", "diary", "record")
ASKS = ("profile", "short", "branch", "self_check", "diary", "record")
TYPES = ("yes_no_unsure", "choice", "number", "days_ago")

every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)


def cases_for(rule: str) -> list[Case]:
    return [case for case in cases() if rule in case.rules]


def neighbours_of(rule: str) -> list[Case]:
    return [case for case in cases() if case.benign and rule in case.why]


def test_there_are_ninety_cases_and_thirty_of_them_are_benign() -> None:
    assert len(cases()) >= 90
    assert sum(case.benign for case in cases()) >= 30


def test_no_two_cases_share_an_id_a_title_or_a_story() -> None:
    for told in ("id", "title", "story"):
        values = [getattr(case, told) for case in cases()]
        assert sorted({value for value in values if values.count(value) > 1}) == []


@pytest.mark.parametrize("rule", FIRING)
def test_every_rule_has_a_case_that_sets_it_off(rule: str) -> None:
    assert cases_for(rule)


@pytest.mark.parametrize("rule", EVIDENCE_RULES + ADDED_RULES)
def test_every_rule_has_a_benign_neighbour(rule: str) -> None:
    assert neighbours_of(rule)


@pytest.mark.parametrize("rule", LOOK_ALIKES_WITHOUT)
def test_every_look_alike_without_a_level_is_told_as_a_benign_case(rule: str) -> None:
    assert neighbours_of(rule)


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_met(level: str) -> None:
    assert [case for case in cases() if case.expected_level == level]


def test_no_case_names_a_rule_that_nobody_knows() -> None:
    named = {rule for case in cases() for rule in case.rules}
    read = {rule for fact in vocabulary().values() for rule in fact.rules}

    assert sorted(named - set(FIRING)) == []
    assert sorted(read - set(FIRING + LOOK_ALIKES_WITHOUT)) == []


@pytest.mark.parametrize("rule", FIRING)
def test_every_rule_reads_at_least_one_fact(rule: str) -> None:
    assert [fact.key for fact in vocabulary().values() if rule in fact.rules]


@every_case
def test_every_answer_is_one_its_fact_allows(case: Case) -> None:
    stated = [
        (entry.day, key, answer) for entry in case.entry for key, answer in entry.answers.items()
    ]
    stated += [(0, key, answer) for key, answer in case.about.items()]

    unknown = [(day, key) for day, key, _ in stated if key not in vocabulary()]
    assert unknown == []
    wrong = [one for one in stated if not vocabulary()[one[1]].takes(one[2])]
    assert wrong == []


@every_case
def test_about_holds_only_what_stands_about_a_person(case: Case) -> None:
    assert case.profile in profiles()
    assert [key for key in case.about if vocabulary()[key].ask != "profile"] == []


@every_case
def test_entries_are_in_the_order_of_their_days(case: Case) -> None:
    days = [entry.day for entry in case.entry]

    assert case.entry
    assert days == sorted(days)
    assert days[0] >= 0
    assert {entry.kind for entry in case.entry} <= set(KINDS)
    assert {entry.others for entry in case.entry} <= {"no", "unanswered"}


@every_case
def test_a_case_is_as_complete_as_it_says(case: Case) -> None:
    left_open = unanswered(case)

    assert case.screen_due == is_screen_due(case)
    assert set(case.unanswered) <= left_open
    assert case.complete == (not left_open and not case.screen_due)
    assert case.complete or case.screen_due or case.unanswered


@every_case
def test_an_incomplete_case_never_comes_out_as_none(case: Case) -> None:
    assert case.complete or case.expected_level != "none"


@every_case
def test_levels_and_effects_fit_together(case: Case) -> None:
    assert case.expected_level in LEVELS
    assert set(case.effects) <= set(EFFECTS)
    if case.expected_level in ("E0", "E1"):
        assert set(case.effects) == set(EFFECTS)
    if case.expected_level in ("E3", "none"):
        assert case.effects == ()


@every_case
def test_only_benign_cases_may_be_called_too_high(case: Case) -> None:
    ceiling = LEVELS.index(case.ceiling)

    assert case.allow_higher != case.benign
    assert ceiling >= LEVELS.index(case.expected_level)
    assert not case.benign or (ceiling <= LEVELS.index("E3") and case.complete)
    assert case.benign or not case.highest_level


@every_case
def test_a_level_comes_from_a_rule_or_from_an_open_question(case: Case) -> None:
    assert bool(case.rules) == (case.expected_level != "none" and not case.benign) or (
        case.expected_level == "E3" and not case.complete
    )


@every_case
def test_every_case_is_told_in_words_and_says_why(case: Case) -> None:
    assert case.story.count(" ") >= 8
    assert case.title
    assert any(source in case.why for source in ("Evidence", "Design", "RF", "Neighbour", "rule"))


def test_cases_speak_of_several_days_and_of_open_and_of_doubtful_answers() -> None:
    values = [
        answer for case in cases() for entry in case.entry for answer in entry.answers.values()
    ]

    assert sum(len({entry.day for entry in case.entry}) > 1 for case in cases()) >= 15
    assert sum(not case.complete for case in cases()) >= 10
    assert values.count("unsure") >= 8
    assert values.count("unanswered") >= 4


def every_option() -> list[tuple[str, str]]:
    facts = [fact for fact in vocabulary().values() if fact.ask in ("branch", "record")]
    return [(fact.key, option) for fact in facts for option in fact.options]


@pytest.mark.parametrize(("key", "option"), every_option())
def test_every_option_of_every_branch_is_taken_by_some_case(key: str, option: str) -> None:
    taken = {entry.answers.get(key) for case in cases() for entry in case.entry}

    assert option in taken


@pytest.mark.parametrize(
    "key", [fact.key for fact in vocabulary().values() if fact.type == "yes_no_unsure"]
)
def test_every_yes_is_given_by_some_case(key: str) -> None:
    given = {entry.answers.get(key) for case in cases() for entry in case.entry}
    given |= {person(case).get(key) for case in cases()}

    assert "yes" in given


@pytest.mark.parametrize("fact", vocabulary().values(), ids=lambda fact: fact.key)
def test_every_fact_is_described_whole(fact: Fact) -> None:
    assert fact.ask in ASKS
    assert fact.type in TYPES
    assert fact.meaning.endswith(".")
    assert bool(fact.options) == (fact.type == "choice")
    assert bool(fact.unit) == (fact.type == "number")
    assert bool(fact.after) == (fact.ask == "branch")
    assert (fact.group in groups()) == (fact.ask in ("short", "branch"))
    assert set(fact.after) <= set(vocabulary())


def test_keys_that_hold_a_quantity_say_its_unit() -> None:
    endings = ("_years", "_count", "_kg", "_c", "_0_10", "_0_6", "_days_ago")
    scores = ("leg_morning", "leg_evening")

    bare = [
        fact.key
        for fact in vocabulary().values()
        if fact.type in ("number", "days_ago") and not fact.key.endswith((*endings, *scores))
    ]

    assert bare == []


def test_the_short_form_is_at_most_nine_taps() -> None:
    asked = {fact.group for fact in vocabulary().values() if fact.ask == "short"}

    assert asked == set(groups())
    assert len(groups()) <= 9


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("saddle_feeling_changed", "maybe"),
        ("age_years", "34"),
        ("age_years", 200),
        ("injury_days_ago", -1),
        ("injury_days_ago", 1.5),
        ("injury_days_ago", True),
        ("injury_kind", "yes"),
    ],
)
def test_an_answer_that_does_not_fit_is_noticed(key: str, answer: object) -> None:
    assert not vocabulary()[key].takes(answer)


@pytest.mark.parametrize("key", ["saddle_feeling_changed", "age_years", "injury_kind"])
def test_every_fact_may_be_left_unanswered(key: str) -> None:
    assert vocabulary()[key].takes("unanswered")
