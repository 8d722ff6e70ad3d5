"""Language of a request: the runner's choice, else the browser's, else English."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from fastapi import Request

from backstride.text.catalogue import DEFAULT_LANGUAGE, Catalogue, load_catalogue
from backstride.web.front import front_of

SPOKEN: Final = tuple(
    sorted(
        found.name
        for found in files("backstride.text").iterdir()
        if found.is_dir() and len(found.name) == len(DEFAULT_LANGUAGE)
    )
)
"""Languages that have a folder in the text catalogue."""


def language_of(request: Request) -> str:
    """Return the language of a request."""
    chosen = front_of(request).preferences.language
    if chosen in SPOKEN:
        return chosen
    return accepted(request.headers.get("accept-language", ""))


def words_of(request: Request) -> Catalogue:
    """Return the words of a request."""
    return load_catalogue(language_of(request))


def accepted(header: str) -> str:
    """Return the language that a browser likes best among those spoken (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            quality = 0.0
        wishes.append((-quality, place, name.split("-")[0].strip().lower()))
    for quality, _, name in sorted(wishes):
        if quality < 0 and name in SPOKEN:
            return name
    return DEFAULT_LANGUAGE
