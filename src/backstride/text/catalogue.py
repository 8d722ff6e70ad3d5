"""The one catalogue of every sentence people read: a key and its parameters become words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from backstride.domain.message import Message, Parameter
from backstride.domain.problem import Problem

DEFAULT_LANGUAGE = "en"

DECIMAL = "number.decimal"
"""Key of the sign between the whole number and its decimals."""

_FIRST_WORD = re.compile(r"^[a-z]+(?= \d+(?:,|$)|,|$)")
"""What a place begins with (``row 3, leg_morning``)."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Sentences of one language.

    Parameters
    ----------
    language : str
        ISO 639-1 code.
    messages : mapping of str to str
        Sentence by message key, with ``{name}`` for each parameter. Where a parameter's value is
        itself a word (``sport``: ``running``), its words stand under ``value.NAME.VALUE``.
    problems : mapping of str to mapping
        ``found``, ``expected`` and ``done`` by problem code.
    """

    language: str
    messages: Mapping[str, str]
    problems: Mapping[str, Mapping[str, str]]

    def say(self, key: str | Message, **params: Parameter) -> str:
        """Return the sentence of a message, filled in."""
        message = Message(key, params) if isinstance(key, str) else key
        return self._fill(self._sentence(message.key), message.params)

    def tell(self, problem: Problem) -> str:
        """Return a problem as one line: where, found, expected, what was done."""
        parts = self.problems.get(problem.code) or default_catalogue().problems[problem.code]
        found, expected, done = (
            self._fill(parts.get(name, ""), problem.params)
            for name in ("found", "expected", "done")
        )
        line = f"{self._place(problem.where)}: {found}" if problem.where else found
        if expected:
            line += self.say("problem.expected", expected=expected)
        return f"{line}. {done}" if done else f"{line}."

    def name(self, kind: str, value: str) -> str:
        """Return the words for a value of a closed list, a value outside it as it stands.

        Parameters
        ----------
        kind : str
            Name of the parameter that bears such values, for example ``sport``.
        value : str
            The value, for example ``running``.
        """
        return self.messages.get(f"value.{kind}.{value.replace(' ', '_')}", value)

    def _sentence(self, key: str) -> str:
        """Return a sentence; while a translation is being written, what it lacks in English."""
        found = self.messages.get(key)
        return default_catalogue().messages.get(key, key) if found is None else found

    def _place(self, where: str) -> str:
        return _FIRST_WORD.sub(lambda found: self.name("where", found[0]), where)

    def _fill(self, sentence: str, params: Mapping[str, Parameter]) -> str:
        """Fill a sentence; numbers as the language writes them, listed values in its words."""
        decimal = self.messages.get(DECIMAL, ".")
        return sentence.format_map(
            {name: self._shown(name, value, decimal) for name, value in params.items()}
        )

    def _shown(self, name: str, value: Parameter, decimal: str) -> object:
        if isinstance(value, str):
            return self.name(name, value)
        if isinstance(value, bool) or value is None:
            return value
        return _Number(value, decimal)


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


def default_catalogue() -> Catalogue:
    """Return the catalogue that every other one is held against."""
    return load_catalogue(DEFAULT_LANGUAGE)


class _Number:
    """A number that prints as people of a language write it.

    Without a format of its own a float has no needless digits (3.5, not 3.5000000001).
    """

    def __init__(self, value: float, decimal: str) -> None:
        self.value, self.decimal = value, decimal

    def __format__(self, spec: str) -> str:
        plain = ".6g" if isinstance(self.value, float) else ""
        return format(self.value, spec or plain).replace(".", self.decimal)

    def __str__(self) -> str:
        return format(self)
