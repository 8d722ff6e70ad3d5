"""Hold every language against English: what is missing, stale, or not translated.

    .venv/bin/python -m tools.languages          every language
    .venv/bin/python -m tools.languages fr       one, also while its folder is being filled

Exit code 1 where there is anything to do. The tests ask the same of every language there is.
"""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from backstride.text.catalogue import DEFAULT_LANGUAGE, Catalogue, load_catalogue
from backstride.text.language import languages

TEXT = Path(__file__).parent.parent / "src" / "backstride" / "text"

ENGLISH_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the and of with were was is are your you there this that which they from for to has have"
        " it not been when where what does by on at as be",
    )
)
"""Small words that nearly every English sentence holds one of."""

SHARED_WORDS: Mapping[str, frozenset[str]] = {"de": frozenset({"was", "not", "des", "am"})}
"""Those of them that a language has as well."""

FEWEST_WORDS = 3
"""A text of fewer words may be the same in two languages (km, Trail, ODI)."""

COMMAND = re.compile(r"backstride [a-z]+( [a-z]+)?|--[a-z-]+|`[^`]*`|\"[^\"]*\"|\{[^}]*\}")
"""What stays English in every language: what is typed, what is quoted, parameters."""

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""Letters of any alphabet, with what hyphens tie to them."""

POINT = re.compile(r"(?<![\w.\-])\d+\.\d+(?![\w.])")
"""A number written with a decimal point."""

UNTRANSLATED = frozenset({"export.readme"})
"""Texts that hold names of files and columns, not to be searched for English words."""


def flat(catalogue: Catalogue) -> dict[str, str]:
    """Return every text of a catalogue under one name."""
    problems = {
        f"problem.{code}.{part}": text
        for code, parts in catalogue.problems.items()
        for part, text in parts.items()
    }
    return dict(catalogue.messages) | problems


def fields(sentence: str) -> list[tuple[str, str, str]]:
    """Return the parameters of a sentence with their formats, in order of the alphabet."""
    parsed = string.Formatter().parse(sentence)
    return sorted((name, spec or "", mark or "") for _, name, spec, mark in parsed if name)


def filled(catalogue: Catalogue, key: str, text: str) -> str:
    """Return a sentence with something in every place; fails where its formats are wrong."""
    example = {name: 1.25 if spec else "X" for name, spec, _ in fields(text)}
    held = Catalogue(catalogue.language, dict(catalogue.messages) | {key: text}, {})
    return held.say(key, **example)


def english_in(text: str, language: str) -> set[str]:
    """Return the small English words of a text."""
    plain = COMMAND.sub(" ", text).lower()
    return set(WORD.findall(plain)) & (ENGLISH_WORDS - SHARED_WORDS.get(language, frozenset()))


def faults_of(language: str) -> Iterator[str]:
    """Yield what is to be done in a language, a line each."""
    english, own = load_catalogue(DEFAULT_LANGUAGE), load_catalogue(language)
    wanted, found = flat(english), flat(own)
    yield from (f"missing  {key}: {wanted[key]}" for key in wanted if key not in found)
    yield from (f"stale    {key}" for key in found if key not in wanted)
    for key in wanted.keys() & found.keys():
        yield from _faults_of_text(language, key, (wanted[key], found[key]))
        try:
            filled(own, key, found[key])
        except (ValueError, KeyError, IndexError) as error:
            yield f"format   {key}: {error}"
    yield from _files_apart(language)


def _faults_of_text(language: str, key: str, texts: tuple[str, str]) -> Iterator[str]:
    english, own = texts
    if fields(english) != fields(own):
        yield f"fields   {key}: {fields(own)} instead of {fields(english)}"
    if english.strip() and not own.strip():
        yield f"empty    {key}"
    if language == DEFAULT_LANGUAGE or key in UNTRANSLATED:
        return
    words = len(re.findall(r"[A-Za-z]{2,}", COMMAND.sub(" ", english)))
    if own == english and words >= FEWEST_WORDS:
        yield f"same     {key}: {own}"
    elif left := english_in(own, language):
        yield f"English  {key}: {', '.join(sorted(left))}"
    if load_catalogue(language).messages.get("number.decimal") != "." and POINT.search(own):
        yield f"decimal  {key}: {own}"


def _files_apart(language: str) -> Iterator[str]:
    """Yield files that only one of two languages has, so that a key is found where it is sought."""
    names = {
        tag: {file.name for file in (TEXT / tag).glob("*.toml")}
        for tag in (DEFAULT_LANGUAGE, language)
    }
    for name in sorted(names[DEFAULT_LANGUAGE] ^ names[language]):
        yield f"file     {name} is there in one language only"


def main() -> int:
    """Print what is to be done in the languages named, by default in all."""
    n_fault = 0
    for language in sys.argv[1:] or languages():
        faults = sorted(faults_of(language))
        n_fault += len(faults)
        print(f"{language}: {len(flat(load_catalogue(language)))} texts, to do: {len(faults)}")
        for fault in faults:
            print(f"  {fault}")
    return 1 if n_fault else 0


if __name__ == "__main__":
    raise SystemExit(main())
