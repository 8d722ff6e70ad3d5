"""Which keys of the text catalogue the code asks for, found without running it."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from backstride.domain import errors
from tests.source_tree import SOURCE, File, called_name, product_files

ERROR_NAMES = {
    name
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.BackstrideError)
}
KEY_PATTERN = re.compile(r"(\w+\\\.)+(\w|\\\.|\\w\+)+$")
"""A pattern that can only match keys: it begins with a word and a dot that are written out."""

SAYING = {"Message": "", "say": "", "Problem": ""} | dict.fromkeys(ERROR_NAMES, "error.")
"""What is called with a key as its first argument, and what the catalogue puts before that key."""


@dataclass(frozen=True)
class Request:
    """One place in the code that asks for words by a key it writes out."""

    where: str
    key: str
    is_problem: bool
    params: frozenset[str] | None
    """Names of the parameters given; None where they cannot be seen from here."""


def requests_in(file: File) -> Iterator[Request]:
    """Every call of a file that names a key of the catalogue."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call) or called_name(node) not in SAYING:
            continue
        asked = called_name(node)
        named = {word.arg: word.value for word in node.keywords}
        first = node.args[0] if node.args else named.get("code", named.get("key"))
        for literal in _literals(first):
            yield Request(
                where=f"{file.name}:{node.lineno}",
                key=SAYING[asked] + literal,
                is_problem=asked == "Problem",
                params=_parameters(node, asked),
            )


@cache
def requests() -> tuple[Request, ...]:
    """Every call of the package that names a key, the text floor itself left out."""
    return tuple(found for file in product_files() for found in requests_in(file))


TEMPLATES = SOURCE / "web" / "templates"
SAID_IN_TEMPLATE = re.compile(r"""'([a-z]\w*(?:\.\w+)*\.?\w*)'\s*(~?)""")
"""``'web.skip'`` names a key, wherever it stands; ``'web.nav.' ~ name`` the beginning of one."""


@cache
def said_in_templates() -> frozenset[tuple[str, bool]]:
    """Keys that the templates name, and whether only the beginning is written out."""
    return frozenset(
        (found[1], bool(found[2]))
        for path in sorted(TEMPLATES.rglob("*.html"))
        for found in SAID_IN_TEMPLATE.finditer(path.read_text(encoding="utf-8"))
    )


@cache
def mentioned() -> frozenset[str]:
    """Every string literal of the package and every key of its templates.

    A key may travel in a variable or a table.
    """
    in_templates = {key for key, is_beginning in said_in_templates() if not is_beginning}
    return frozenset(in_templates) | frozenset(
        node.value
        for file in product_files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def built_patterns() -> tuple[re.Pattern[str], ...]:
    """Keys put together at run time, as patterns: ``f"cli.{name}.help"`` is ``cli.?.help``."""
    strings = [
        node
        for file in product_files()
        if file.path.name != "errors.py"  # puts "error." before keys that are literals elsewhere
        for node in ast.walk(file.tree)
        if isinstance(node, ast.JoinedStr)
    ]
    patterns = {"".join(map(_pattern, joined.values)) for joined in strings}
    patterns |= {
        re.escape(key) + r"\w+" for key, is_beginning in said_in_templates() if is_beginning
    }
    return tuple(re.compile(found) for found in sorted(patterns) if KEY_PATTERN.match(found))


def _pattern(part: ast.expr) -> str:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return re.escape(part.value)
    return r"\w+"


def placeholders(sentence: str) -> set[str]:
    """Names between the braces of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _literals(node: ast.expr | None) -> list[str]:
    """Strings an expression may be, where it writes them out (``"a" if x else "b"`` gives both)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def _parameters(call: ast.Call, asked: str) -> frozenset[str] | None:
    """Names given with a key: keywords for errors and ``say``, a written-out dict elsewhere."""
    if any(word.arg is None for word in call.keywords):
        return None
    if asked == "say" or asked in ERROR_NAMES:
        return frozenset(word.arg for word in call.keywords if word.arg)
    place = 2 if asked == "Problem" else 1
    given = [word.value for word in call.keywords if word.arg == "params"] + call.args[place:][:1]
    if not given:
        return frozenset()
    return _names_of(given[0])


def _names_of(given: ast.expr) -> frozenset[str] | None:
    if not isinstance(given, ast.Dict):
        return None
    names = [key.value for key in given.keys if isinstance(key, ast.Constant)]
    return frozenset(names) if len(names) == len(given.keys) else None
