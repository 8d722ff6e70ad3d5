"""The ten-second entry: what was said is kept, what cannot be read is refused with the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.conftest import Command


def test_a_morning_score_is_written_and_shown(backstride: Command) -> None:
    assert backstride("log", "--morning", "3").exit_code == 0
    shown = backstride("log", "--show").output
    assert date.today().isoformat() in shown
    assert " 3 " in shown


def test_an_evening_adds_to_the_morning_of_the_same_day(backstride: Command) -> None:
    backstride("log", "--morning", "3.5")
    backstride("log", "--evening", "5", "--no-run", "symptoms", "--set", "sitting_h=6")
    shown = backstride("log", "--show").output
    assert "3.5" in shown
    assert " 5 " in shown
    assert "symptoms" in shown
    assert "sitting_h=6" in shown


def test_yesterday_can_be_written_today(backstride: Command) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    assert backstride("log", "--date", yesterday, "--morning", "2").exit_code == 0
    assert yesterday in backstride("log", "--show").output


def test_an_entry_can_be_taken_back(backstride: Command) -> None:
    backstride("log", "--morning", "7")
    assert "taken back" in backstride("log", "--remove").output
    assert date.today().isoformat() not in backstride("log", "--show").output


def test_taking_back_an_empty_day_says_so(backstride: Command) -> None:
    assert "nothing to take back" in backstride("log", "--remove").output


@pytest.mark.parametrize("score", ["11", "-1", "7/10", "a lot", "3.3", ""])
def test_what_is_no_score_is_refused_and_nothing_is_written(
    backstride: Command, score: str
) -> None:
    refused = backstride("log", "--morning", score)
    assert refused.exit_code == 2
    assert "0 to 10" in refused.output
    assert date.today().isoformat() not in backstride("log", "--show").output


def test_a_decimal_comma_is_understood(backstride: Command) -> None:
    backstride("log", "--morning", "2,5")
    assert "2.5" in backstride("log", "--show").output


def test_a_day_in_the_future_is_refused(backstride: Command) -> None:
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    refused = backstride("log", "--date", tomorrow, "--morning", "2")
    assert refused.exit_code == 2
    assert "future" in refused.output


def test_without_a_person_or_a_word_nothing_is_written(backstride: Command) -> None:
    refused = backstride("log")
    assert refused.exit_code == 2
    assert "nothing was written" in refused.output


def test_a_saved_entry_carries_the_safety_words(backstride: Command) -> None:
    assert "see a doctor" in backstride("log", "--morning", "3").output
