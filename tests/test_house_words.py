"""Every sentence people read: there where the code asks for it, and fit to be said."""

from __future__ import annotations

import re

import pytest

from backstride.text.catalogue import Catalogue, load_catalogue
from tests.catalogue_keys import built_patterns, mentioned, placeholders, requests
from tests.conftest import ROOT

FORBIDDEN = {
    "causes": r"\bcaus(e|es|ed|ing)\b",
    "cures": r"\bcur(e|es|ed|ing)\b",
    "prevents": r"\bprevent(s|ed|ing|ion)?\b",
    "safe": r"\b(un)?safe(ly)?\b",
    "heals": r"\bheal(s|ed|ing)?\b",
    "damage": r"\bdamag(e|es|ed|ing)\b",
    "wear": r"\b(wear|worn out|wear and tear|crumbl\w*|degenerat\w*)\b",
    "slipped": r"\b(slipped|bulging|ruptured|herniat\w*)\b",
    "nerve root": r"\b([LS][1-5]|nerve roots?)\b",
    "diagnosis": r"\bdiagnos(e|es|ed|is|ing)\b",
    "illness": r"\b(cauda equina|stenosis|fracture of your|thrombosis|aneurysm|tumou?r|metasta\w+"
    r"|your (sciatica|illness|disease|condition) is)\b",
    "treatment": r"\b(treats?|treatment for|therapy for|prescri(be|bes|bed|ption))\b",
    "onset": r"\b(gave|gives|giving) you (sciatica|leg pain|back pain)\b",
    "risk": r"(%|per ?cent) (risk|chance) of (an )?injury|\b(injury|risk) score\b"
    r"|\b(high|low|your) (injury )?risk\b",
    "ratio": r"\b(ACWR|acute.chronic)\b",
    "countdown": r"\b(countdown|days? (un)?til (you are )?(recovered|recovery))\b",
    "reassurance": r"\b(nothing to worry|do not worry|don't worry|you are (fine|healthy)|all clear"
    r"|harmless|no danger|nothing (is )?wrong|clean bill of health)\b",
    "colour": r"\b(red|green) (leg|back|spine|disc|hip|foot|body)\b",
    "blame": r"\b(your (own )?fault|you should have|you failed|too lazy|careless)\b",
    "alarm": r"!",
}
"""Words no sentence of the product may hold: threat, promise, diagnosis, a person's risk."""

ALLOWED = {
    "README.md": {"diagnosis", "risk", "nerve root", "damage"},
    "docs/index.md": {"diagnosis"},
    "cli.help": {"diagnosis"},
}
"""Page, key or beginning of one, and the words it may use, since it says them in the negative."""


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


def allowed_in(name: str) -> set[str]:
    entries = [words for key, words in ALLOWED.items() if f"{name}.".startswith(f"{key}.")]
    return set().union(*entries)


def words_out_of_place(text: str, allowed: set[str]) -> list[str]:
    return [
        name
        for name, pattern in FORBIDDEN.items()
        if name not in allowed and re.search(pattern, text, re.IGNORECASE)
    ]


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


def test_no_sentence_of_the_catalogue_holds_a_forbidden_word(catalogue: Catalogue) -> None:
    spoken = {
        name: words_out_of_place(text, allowed_in(name))
        for name, text in sentences(catalogue).items()
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


def test_the_word_list_lets_plain_findings_pass() -> None:
    plain = "In your records, mornings after runs were 0.6 points higher (plausible 0.1 to 1.1)."

    assert words_out_of_place(plain, set()) == []
