"""Every sentence people read: there where the code asks for it, and fit to be said."""

from __future__ import annotations

import pytest

from backstride.text.catalogue import Catalogue, load_catalogue
from backstride.text.language import languages
from tests.catalogue_keys import built_patterns, mentioned, placeholders, requests
from tests.conftest import ROOT
from tests.forbidden_words import FORBIDDEN, allowed_in, words_out_of_place


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("en")


def sentences(catalogue: Catalogue) -> dict[str, str]:
    """Every text of the catalogue under one flat name."""
    problems = {
        f"{code}.{part}": text
        for code, parts in catalogue.problems.items()
        for part, text in parts.items()
    }
    return dict(catalogue.messages) | {f"problem.{name}": text for name, text in problems.items()}


def test_every_key_the_code_asks_for_has_words(catalogue: Catalogue) -> None:
    wordless = sorted(
        f"{found.where} {found.key}"
        for found in requests()
        if found.key not in (catalogue.problems if found.is_problem else catalogue.messages)
    )

    assert wordless == []


def test_every_sentence_of_the_catalogue_is_asked_for_somewhere(catalogue: Catalogue) -> None:
    asked = mentioned() | {found.key for found in requests()}

    idle = sorted(
        key
        for key in (*catalogue.messages, *catalogue.problems)
        if key not in asked and not any(made.fullmatch(key) for made in built_patterns())
    )

    assert idle == []


def test_every_sentence_gets_the_parameters_it_names(catalogue: Catalogue) -> None:
    starved = []
    for found in requests():
        texts = catalogue.problems.get(found.key) if found.is_problem else None
        texts = texts or {"": catalogue.messages.get(found.key, "")}
        named = set().union(*(placeholders(text) for text in texts.values()))
        if found.params is not None and named - found.params:
            starved.append(f"{found.where} {found.key} lacks {sorted(named - found.params)}")

    assert starved == []


def test_every_problem_tells_what_was_found_and_what_was_done(catalogue: Catalogue) -> None:
    half_told = {
        code: sorted(parts)
        for code, parts in catalogue.problems.items()
        if not {"found", "done"} <= set(parts) <= {"found", "expected", "done"}
    }

    assert half_told == {}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_of_a_language_holds_a_forbidden_word(language: str) -> None:
    spoken = {
        name: words_out_of_place(text, allowed_in(name), language)
        for name, text in sentences(load_catalogue(language)).items()
    }

    assert {name: words for name, words in spoken.items() if words} == {}


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_front_pages_keep_to_the_same_words(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for mark_up in ("!!!", "![", "<!--"):
        text = text.replace(mark_up, "")

    assert words_out_of_place(text, allowed_in(page)) == []


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Running causes your pain.", "causes"),
        ("It is safe to run.", "safe"),
        ("Your L5 is irritated.", "nerve root"),
        ("A 12 % risk of injury.", "risk"),
        ("Well done!", "alarm"),
        ("Your discs are worn out.", "wear"),
        ("A bulging disc.", "slipped"),
        ("This may be cauda equina syndrome.", "illness"),
        ("Backstride treats sciatica.", "treatment"),
        ("Running gave you sciatica.", "onset"),
        ("Your injury risk is high.", "risk"),
        ("There is nothing wrong with you.", "reassurance"),
        ("The red leg is the bad one.", "colour"),
        ("You should have rested.", "blame"),
        ("Three days until you are recovered.", "countdown"),
    ],
)
def test_the_word_list_catches_what_it_is_for(sentence: str, word: str) -> None:
    assert word in words_out_of_place(sentence, set())


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Laufen verursacht deinen Schmerz.", "causes"),
        ("Damit wirst du wieder gesund werden.", "cures"),
        ("Das beugt einem Rückfall vor.", "prevents"),
        ("Laufen ist ungefährlich für dich.", "safe"),
        ("Der Nerv ist geheilt.", "heals"),
        ("Deine Bandscheibe ist geschädigt.", "damage"),
        ("Das kommt vom Verschleiß.", "wear"),
        ("Du hast einen Bandscheibenvorfall.", "slipped"),
        ("Deine Nervenwurzel L5 ist gereizt.", "nerve root"),
        ("Die Diagnose steht.", "diagnosis"),
        ("Das kann ein Cauda-equina-Syndrom sein.", "illness"),
        ("Backstride behandelt Ischias.", "treatment"),
        ("Das Laufen hat dir Ischias beschert.", "onset"),
        ("Dein Verletzungsrisiko steigt.", "risk"),
        ("Das Verhältnis akut zu chronisch: akut-chronisch 1,5.", "ratio"),
        ("Noch drei Tage bis zur Genesung.", "countdown"),
        ("Keine Sorge, das ist harmlos.", "reassurance"),
        ("Das rote Bein ist das schlimme.", "colour"),
        ("Du hättest ruhen sollen.", "blame"),
        ("Gut gemacht!", "alarm"),
    ],
)
def test_the_german_word_list_catches_what_it_is_for(sentence: str, word: str) -> None:
    assert word in words_out_of_place(sentence, set(), "de")


def test_the_german_word_list_lets_plain_findings_pass() -> None:
    plain = "In deinen Aufzeichnungen lagen die Morgen nach Läufen 0,6 Punkte höher."

    assert words_out_of_place(plain, set(), "de") == []


def test_every_language_forbids_the_same() -> None:
    assert {language: set(FORBIDDEN[language]) for language in languages()} == {
        language: set(FORBIDDEN["en"]) for language in languages()
    }


def test_the_word_list_lets_plain_findings_pass() -> None:
    plain = "In your records, mornings after runs were 0.6 points higher (plausible 0.1 to 1.1)."

    assert words_out_of_place(plain, set()) == []
