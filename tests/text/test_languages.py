"""Every language is complete, says what English says, and writes numbers its own way."""

from __future__ import annotations

import pytest
from tools.languages import english_in, faults_of, flat

from backstride.domain.message import Message
from backstride.domain.problem import Problem
from backstride.text.catalogue import Catalogue, load_catalogue
from backstride.text.language import LOCALE_VARIABLES, languages, system_tag, tag_of

EN, DE = load_catalogue("en"), load_catalogue("de")


def test_english_and_german_are_there() -> None:
    assert languages() == ("de", "en")


@pytest.mark.parametrize("language", languages())
def test_nothing_is_left_to_do_in_a_language(language: str) -> None:
    """Keys, parameters, formats, files, blanks, English left over, decimal points."""
    assert sorted(faults_of(language)) == []


def german_with(key: str, text: str) -> Catalogue:
    return Catalogue("de", dict(DE.messages) | {key: text}, DE.problems)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{shown} von Teilen", "fields"),
        ("", "fields"),
        ("Jeder {shown} of the {total}", "English"),
        ("{shown} von {total}, 0.3 Punkte", "decimal"),
        ("{shown:.1q} von {total}", "format"),
        (EN.messages["runs.footer"], "same"),
    ],
)
def test_a_fault_of_a_translation_is_found(
    text: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = german_with("runs.footer", text)
    monkeypatch.setattr(
        "tools.languages.load_catalogue", lambda tag="en": spoilt if tag == "de" else EN
    )

    assert f"{fault:8} runs.footer" in " ".join(faults_of("de"))


def test_a_missing_and_a_stale_key_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = {key: text for key, text in DE.messages.items() if key != "diary.yes"}
    spoilt = Catalogue("de", messages | {"diary.maybe": "vielleicht"}, DE.problems)
    monkeypatch.setattr(
        "tools.languages.load_catalogue", lambda tag="en": spoilt if tag == "de" else EN
    )

    assert [fault.split(":")[0] for fault in sorted(faults_of("de"))] == [
        "missing  diary.yes",
        "stale    diary.maybe",
    ]


def test_what_is_typed_is_no_english_left_over() -> None:
    assert english_in("Siehe: backstride diary list, oder --from", "de") == set()
    assert english_in("Das ist the Rest", "de") == {"the"}


def test_a_key_that_a_translation_lacks_is_said_in_english() -> None:
    unfinished = Catalogue("de", {}, {})

    assert unfinished.say("diary.yes") == "yes"
    assert unfinished.tell(Problem("table.date_missing", "")) == (
        EN.tell(Problem("table.date_missing", ""))
    )


def test_decimals_are_written_as_the_language_does() -> None:
    message = Message("page.typical_run", {"amount": 3.5, "unit": "easy km"})

    assert EN.say(message) == "Your typical running day is 3.5 easy km."
    assert DE.say(message) == "Dein typischer Lauftag hat 3,5 lockere km."


def test_a_number_without_a_format_has_no_needless_digits() -> None:
    assert DE.say("duplicates.against.place", apart_km=2.0) == (
        "2,0 km auseinander im selben Augenblick"
    )
    assert EN.say("forecast.flare", usual_points=2.5, flare_points=4).startswith(
        "Your usual morning of the last four weeks is 2.5. A morning of 4 or more"
    )
    assert DE.say("cli.bad_number", name="X", text="y", low=0.1 + 0.2, high=1e5, unit="kg") == (
        "X: y ist keine Zahl von 0,3 bis 100000 kg."
    )


def test_a_sign_of_a_rounded_zero_follows_the_format_of_english() -> None:
    range_ = {"q50": -0.04, "q05": -0.2, "q95": 0.1}

    assert DE.say("page.side.left", **range_) == "linkes Bein: +0,0 (-0,2 bis +0,1)"


def test_a_value_of_a_closed_list_is_said_in_the_language_and_any_other_as_it_stands() -> None:
    assert DE.name("sport", "running") == "Laufen"
    assert DE.name("sport", "parkour") == "parkour"
    assert DE.say("run.leg", sport="walking", km="1,0", time="9:30") == "Gehen, 1,0 km in 9:30"


def test_a_place_in_a_file_is_said_in_the_language() -> None:
    told = DE.tell(Problem("table.score_unreadable", "row 12, leg_morning", {"text": "abc"}))

    assert told.startswith("Zeile 12, leg_morning: abc ist kein Wert; erwartet: ")


def test_a_file_name_in_a_place_is_left_alone() -> None:
    told = DE.tell(Problem("fit.empty", "row 12.fit"))

    assert told.startswith("row 12.fit: ")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de_AT.UTF-8", "de-AT"),
        ("de-at", "de-AT"),
        ("en_GB@euro", "en-GB"),
        ("fr_FR.UTF-8", None),
        ("C", None),
        ("POSIX", None),
        ("", None),
        (None, None),
        ("../../etc", None),
    ],
)
def test_a_tag_is_read_as_people_and_systems_write_it(text: str | None, tag: str | None) -> None:
    assert tag_of(text) == tag


def test_the_first_variable_of_the_system_that_is_set_counts() -> None:
    assert LOCALE_VARIABLES == ("LC_ALL", "LC_MESSAGES", "LANG")
    assert system_tag({"LANG": "de_DE.UTF-8"}) == "de-DE"
    assert system_tag({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}) is None
    assert system_tag({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "de_DE"}) == "en-GB"


def test_both_languages_hold_as_many_texts() -> None:
    assert flat(EN).keys() == flat(DE).keys()
