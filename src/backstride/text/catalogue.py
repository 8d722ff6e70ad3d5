"""The one catalogue of every sentence people read: a key and its parameters become words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from backstride.domain.message import Message, Parameter
from backstride.domain.problem import Problem

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Sentences of one language.

    Parameters
    ----------
    language : str
        ISO 639-1 code.
    messages : mapping of str to str
        Sentence by message key, with ``{name}`` for each parameter.
    problems : mapping of str to mapping
        ``found``, ``expected`` and ``done`` by problem code.
    """

    language: str
    messages: Mapping[str, str]
    problems: Mapping[str, Mapping[str, str]]

    def say(self, key: str | Message, **params: Parameter) -> str:
        """Return the sentence of a message, filled in."""
        message = Message(key, params) if isinstance(key, str) else key
        return _fill(self.messages.get(message.key, message.key), message.params)

    def tell(self, problem: Problem) -> str:
        """Return a problem as one line: where, found, expected, what was done."""
        parts = self.problems[problem.code]
        found, expected, done = (
            _fill(parts.get(name, ""), problem.params) for name in ("found", "expected", "done")
        )
        line = f"{problem.where}: {found}" if problem.where else found
        if expected:
            line += self.say("problem.expected", expected=expected)
        return f"{line}. {done}" if done else f"{line}."


@cache
def load_catalogue(language: str = DEFAULT_LANGUAGE) -> Catalogue:
    """Read every fragment of one language from the package.

    Parameters
    ----------
    language : str
        ISO 639-1 code of a folder beside this file.
    """
    messages: dict[str, str] = {}
    problems: dict[str, Mapping[str, str]] = {}
    folder = files("backstride.text").joinpath(language)
    for fragment in sorted(folder.iterdir(), key=lambda found: found.name):
        if fragment.name.endswith(".toml"):
            content = tomllib.loads(fragment.read_text(encoding="utf-8"))
            messages.update(content.get("message", {}))
            problems.update(content.get("problem", {}))
    return Catalogue(language, messages, problems)


def _fill(sentence: str, params: Mapping[str, Parameter]) -> str:
    """Fill a sentence; a number without a format of its own is shown without needless digits."""
    shown: dict[str, Any] = {
        name: _Plain(value) if isinstance(value, float) else value for name, value in params.items()
    }
    return sentence.format_map(shown)


class _Plain(float):
    """A float that prints as people write it (3.5, not 3.5000000001) unless a format is given."""

    def __format__(self, spec: str) -> str:
        return float.__format__(self, spec or ".6g")
