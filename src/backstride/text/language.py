"""Which language is spoken: languages there are, and which of them a tag such as de-AT means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGE_VARIABLE = "BACKSTRIDE_LANGUAGE"
"""Environment variable that names the language, before what the runner told."""

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a POSIX system names the language of messages, the first that is set counts (POSIX.1-2017,
Base Definitions, section 8.2)."""

_TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?:[-_](?P<region>[A-Za-z]{2}))?(?:[.@].*)?$")
"""Language and, where it is there, region of ``de``, ``de-AT`` or ``de_AT.UTF-8``."""


@cache
def languages() -> tuple[str, ...]:
    """Return the code of every language there is, in order of the alphabet."""
    folders = (folder for folder in files("backstride.text").iterdir() if folder.is_dir())
    return tuple(sorted(found.name for found in folders if found.joinpath("cli.toml").is_file()))


def tag_of(text: str | None) -> str | None:
    """Return a language tag in the form ``de`` or ``de-AT``; None where its language is not there.

    Parameters
    ----------
    text : str or None
        As people and systems write it: ``DE``, ``de_AT.UTF-8``.
    """
    found = _TAG.match((text or "").strip())
    if found is None or found["language"].lower() not in languages():
        return None
    language, region = found["language"].lower(), found["region"]
    return f"{language}-{region.upper()}" if region else language


def language_of(tag: str) -> str:
    """Return the language of a tag."""
    return tag.partition("-")[0]


def system_tag(environment: Mapping[str, str]) -> str | None:
    """Return the tag that the system's locale asks for, None where that language is not there.

    Parameters
    ----------
    environment : mapping of str to str
        Environment variables.
    """
    told = (environment[name] for name in LOCALE_VARIABLES if environment.get(name))
    return tag_of(next(told, None))
