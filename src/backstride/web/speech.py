"""Language of a request: the runner's choice, else the browser's, else English."""

from __future__ import annotations

from fastapi import Request

from backstride.text.catalogue import DEFAULT_LANGUAGE, Catalogue, load_catalogue
from backstride.text.language import language_of as language_of_tag
from backstride.text.language import tag_of
from backstride.web.front import front_of


def tag_of_request(request: Request) -> str:
    """Return the tag of a request, such as ``de`` or ``de-AT``."""
    chosen = tag_of(front_of(request).preferences.language)
    return chosen or accepted(request.headers.get("accept-language", ""))


def language_of(request: Request) -> str:
    """Return the language of a request."""
    return language_of_tag(tag_of_request(request))


def words_of(request: Request) -> Catalogue:
    """Return the words of a request."""
    return load_catalogue(language_of(request))


def accepted(header: str) -> str:
    """Return the tag that a browser likes best among those spoken (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            quality = 0.0
        wishes.append((-quality, place, name))
    for quality, _, name in sorted(wishes):
        tag = tag_of(name)
        if quality < 0 and tag is not None:
            return tag
    return DEFAULT_LANGUAGE
