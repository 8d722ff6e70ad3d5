"""The command line speaks the runner's language; what it prints for programs does not change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No language is named by the environment."""
    for name in ("BACKSTRIDE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_any_word_it_speaks_english(backstride: Command, unnamed: object) -> None:
    assert "No runs yet" in backstride("runs").output


def test_the_locale_of_the_system_names_the_language(
    backstride: Command, unnamed: pytest.MonkeyPatch
) -> None:
    unnamed.setenv("LANG", "de_DE.UTF-8")

    assert "Noch keine Läufe" in backstride("runs").output


def test_what_was_chosen_counts_before_the_system(
    backstride: Command, unnamed: pytest.MonkeyPatch
) -> None:
    unnamed.setenv("LANG", "en_US.UTF-8")

    answered = backstride("setup", "--language", "de")

    assert "Gespeichert" in answered.output
    assert "dieses Rechners): de" in answered.output
    assert "Noch keine Läufe" in backstride("runs").output


def test_the_environment_counts_before_what_was_chosen(
    backstride: Command, unnamed: pytest.MonkeyPatch
) -> None:
    backstride("setup", "--language", "de")
    unnamed.setenv("BACKSTRIDE_LANGUAGE", "en")

    assert "No runs yet" in backstride("runs").output


def test_the_choice_can_be_given_back_to_the_system(
    backstride: Command, unnamed: pytest.MonkeyPatch
) -> None:
    unnamed.setenv("LANG", "de_DE.UTF-8")
    backstride("setup", "--language", "en")
    assert "No runs yet" in backstride("runs").output

    backstride("setup", "--language", "system")

    assert "Noch keine Läufe" in backstride("runs").output


def test_a_language_that_is_not_there_is_refused_with_those_that_are(backstride: Command) -> None:
    refused = backstride("setup", "--language", "fr")

    assert refused.exit_code == 2
    assert "de, en" in refused.output


def test_choosing_a_language_leaves_the_profile_as_it_is(
    backstride: Command, unnamed: object
) -> None:
    backstride("setup", "--height-cm", "172")
    backstride("setup", "--language", "de")

    assert "172" in backstride("setup", "--show").output


def test_a_language_asked_for_first_is_spoken_in_the_next_question(
    backstride: Command, unnamed: object
) -> None:
    asked = backstride("setup", typed="de\n1988\n" + "\n" * 9)

    assert "Language (" in asked.output
    assert "Geburtsjahr" in asked.output
    assert "Year of birth" not in asked.output


def test_data_for_programs_is_the_same_in_every_language(
    backstride: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("date,leg_morning,load\n2026-01-05,3,5\n2026-01-06,abc,0\n")
    letters = tmp_path / "letters.txt"
    letters.write_text("hello")
    asked = (
        ("answer", "--daily", str(table), "--json"),
        ("check", "--questions", "--json"),
        ("check", "--json"),
        ("diary", "items", "--json"),
        ("import", "--dry-run", "--json", str(letters)),
        ("forecast", "--daily", str(table), "--json"),
    )
    english = [json_lines(backstride(*words).stdout) for words in asked]

    monkeypatch.setenv("BACKSTRIDE_LANGUAGE", "de")

    assert [json_lines(backstride(*words).stdout) for words in asked] == english


def json_lines(text: str) -> list[object]:
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("answer", ["ja", "j", "yes", "y"])
def test_german_answers_are_read_beside_english_ones(
    backstride: Command, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setenv("BACKSTRIDE_LANGUAGE", "de")

    backstride("log", "--morning", "3,5", "--set", f"hills={answer}", "--no-run", "Beschwerden")
    entry = json.loads(backstride("diary", "list", "--json").stdout)[0]

    assert '"no_run_reason": "symptoms"' in json.dumps(entry)
    shown = backstride("log", "--show").output
    assert "3,5" in shown
    assert "Beschwerden" in shown


def test_a_word_that_begins_another_answer_too_means_itself(
    backstride: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKSTRIDE_LANGUAGE", "de")

    backstride("log", "--set", "heel_walk_left=geht", "--set", "heel_walk_right=geht nicht")
    entry = json.dumps(json.loads(backstride("diary", "list", "--json").stdout)[0])

    assert '"heel_walk_left": "able"' in entry
    assert '"heel_walk_right": "unable"' in entry
