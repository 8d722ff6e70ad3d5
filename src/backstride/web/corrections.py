"""Corrections of runs in words."""

from __future__ import annotations

from dataclasses import dataclass

from backstride.domain.message import Message
from backstride.report.correction_words import correction_message
from backstride.store.corrections import Correction
from backstride.text.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Described:
    """One correction and what it says."""

    correction: Correction
    text: str


def described(one: Correction, words: Catalogue) -> Described:
    """Return a correction in words.

    Parameters
    ----------
    one : Correction
        Any.
    words : Catalogue
        Of the page.
    """
    said = correction_message(one)
    sport = said.params.get("sport")
    if sport:
        named = words.say(f"web.sport.{sport}")
        said = Message(said.key, {**said.params, "sport": named})
    return Described(one, words.say(said))
