"""The words the command line speaks: in whose language, and in English for programs."""

from __future__ import annotations

import os

from backstride.store.home import ENVIRONMENT_VARIABLE as HOME_VARIABLE
from backstride.text.catalogue import DEFAULT_LANGUAGE, Catalogue, default_catalogue, load_catalogue
from backstride.text.language import LANGUAGE_VARIABLE, language_of, system_tag, tag_of
from backstride.text.locale import Locale, locale_of
from backstride.workflows.know_language import peek_language


def words() -> Catalogue:
    """Return the catalogue of the language in use."""
    return load_catalogue(language_of(spoken_tag()))


def data_words() -> Catalogue:
    """Return the catalogue of what is printed for programs: the same whoever asks."""
    return default_catalogue()


def spoken_locale() -> Locale:
    """Return how dates and distances are written here."""
    return locale_of(spoken_tag())


def spoken_tag() -> str:
    """Return the tag of the language in use.

    The first that is there counts: ``BACKSTRIDE_LANGUAGE``, what the runner chose
    (``backstride setup --language``), the system's locale, English. A region comes from the first
    or the system.
    """
    named = tag_of(os.environ.get(LANGUAGE_VARIABLE))
    if named:
        return named
    chosen, system = _chosen_language(os.environ.get(HOME_VARIABLE)), system_tag(os.environ)
    if chosen and (system is None or language_of(system) != chosen):
        return chosen
    return system or DEFAULT_LANGUAGE


def speak_anew(language: str) -> None:
    """Speak what the runner has just chosen; empty for the language of the system."""
    _chosen[os.environ.get(HOME_VARIABLE)] = language or None


_chosen: dict[str | None, str | None] = {}
"""Language chosen by home: the store is looked into once."""


def _chosen_language(home: str | None) -> str | None:
    if home not in _chosen:
        _chosen[home] = tag_of(peek_language())
    return _chosen[home]


def number(value: float, decimals: int) -> str:
    """Return a number with so many decimals, as the language in use writes it."""
    return words().say(f"number.{decimals}", n=value)


def short_number(value: float) -> str:
    """Return a number without needless digits, as the language in use writes it."""
    return words().say("number.short", n=value)
