"""The questions on warning signs, asked one tap after another at a terminal."""

from __future__ import annotations

import json

import pytest

from backstride.cli.check_form import read_list, read_one
from backstride.domain.screen import UNANSWERED
from backstride.safety.questions import groups, questions
from tests.cli.conftest import Command


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    class System:
        stdin = Terminal()

    monkeypatch.setattr("backstride.cli.check.sys", System)


def typed(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.mark.usefixtures("at_a_terminal")
def test_the_short_form_takes_a_tap_a_group(backstride: Command) -> None:
    short = ["0"] * len(groups())
    person = ["34", "1", "0"]

    asked = backstride("check", typed=typed(*short, *person, "y"))

    assert asked.exit_code == 0, asked.output
    assert "For today:" in asked.output
    shown = json.loads(backstride("check", "--show", "--json").stdout)
    assert (shown["level"], shown["complete"]) == ("none", True)


@pytest.mark.usefixtures("at_a_terminal")
def test_enter_everywhere_leaves_everything_open(backstride: Command) -> None:
    asked = backstride("check", typed=typed(*[""] * 30))

    assert "Nothing was kept." in asked.output
    shown = json.loads(backstride("check", "--show", "--json").stdout)
    assert len(shown["unanswered"]) > 30


@pytest.mark.usefixtures("at_a_terminal")
def test_an_emergency_is_said_at_once_and_the_rest_need_not_be_answered(
    backstride: Command,
) -> None:
    asked = backstride("check", typed=typed("2", "1", "1", "3", "2", "n", "y"))

    assert asked.exit_code == 0, asked.output
    assert asked.output.count("Have this looked at now") == 2
    assert "Strength and feeling in the legs" not in asked.output
    assert json.loads(backstride("check", "--show", "--json").stdout)["level"] == "E0"


@pytest.mark.usefixtures("at_a_terminal")
def test_what_is_not_kept_is_judged_all_the_same(backstride: Command) -> None:
    asked = backstride("check", typed=typed("2", "1", "1", "3", "2", "n", "n"))

    assert asked.output.count("Have this looked at now") == 2
    assert json.loads(backstride("check", "--show", "--json").stdout)["level"] == "E3"


@pytest.mark.parametrize(
    ("text", "replies"),
    [
        ("", [UNANSWERED] * 3),
        ("0", ["no"] * 3),
        ("2", ["no", "yes", "no"]),
        ("1, 3?", ["yes", "no", "unsure"]),
        ("4", None),
        ("0 1", None),
        ("none", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_a_tap_is_read_as_it_was_meant_or_asked_again(text: str, replies: list[str] | None) -> None:
    assert read_list(text, 3) == replies


@pytest.mark.parametrize(
    ("key", "text", "reply"),
    [
        ("foot_drop", "y", "yes"),
        ("foot_drop", "?", "unsure"),
        ("foot_drop", "x", None),
        ("injury_kind", "1", "major"),
        ("injury_kind", "9", None),
        ("injury_kind", "0", None),
        ("temperature_c", "38,5", 38.5),
        ("temperature_c", "385", None),
        ("injury_days_ago", "3", 3),
        ("injury_days_ago", "3.5", None),
        ("injury_days_ago", "nan", None),
        ("injury_days_ago", "inf", None),
    ],
)
def test_one_answer_is_read_or_asked_again(key: str, text: str, reply: str | float | None) -> None:
    assert read_one(questions()[key], text) == reply
