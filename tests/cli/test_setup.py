"""The profile: every field skippable, every slip caught, nothing overwritten by silence."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command


def test_what_was_told_is_shown_again(backstride: Command) -> None:
    backstride("setup", "--height-cm", "172", "--easy-pace", "6:10", "--zone", "Europe/Berlin")
    shown = backstride("setup", "--show").output
    assert "172" in shown
    assert "6:10" in shown
    assert "Europe/Berlin" in shown


def test_one_new_field_keeps_the_others(backstride: Command) -> None:
    backstride("setup", "--height-cm", "172")
    backstride("setup", "--mass-kg", "64")
    shown = backstride("setup", "--show").output
    assert "172" in shown
    assert "64" in shown


def test_every_question_can_be_skipped(backstride: Command) -> None:
    asked = backstride("setup", typed="\n" * 11)
    assert asked.exit_code == 0
    assert "Nothing was changed" in asked.output


def test_a_slip_is_asked_again(backstride: Command) -> None:
    asked = backstride("setup", typed="\n88\n1988\n" + "\n" * 9)
    assert "Please try again" in asked.output
    assert "1988" in backstride("setup", "--show").output


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--height-cm", "1.72"),
        ("--mass-kg", "640"),
        ("--easy-pace", "12 km/h"),
        ("--zone", "Berlin"),
        ("--sex", "x"),
        ("--onset", "last spring"),
        ("--birth-year", "88"),
        ("--side", "middle"),
        ("--easy-pace", "5:75"),
        ("--onset", "2999-01-01"),
        ("--birth-year", "1988.5"),
    ],
)
def test_an_impossible_value_is_refused_with_what_was_expected(
    backstride: Command, option: str, value: str
) -> None:
    refused = backstride("setup", option, value)
    assert refused.exit_code == 2
    assert value in refused.output


def test_all_that_cannot_be_read_is_told_at_once_and_nothing_is_kept(backstride: Command) -> None:
    refused = backstride("setup", "--height-cm", "1.72", "--easy-pace", "12", "--mass-kg", "9")
    assert refused.exit_code == 2
    assert "--height-cm" in refused.output
    assert "--mass-kg" in refused.output
    assert "12:00" not in backstride("setup", "--show").output
