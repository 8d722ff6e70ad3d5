"""JSON as exports write it: any usual encoding, cut-off ends closed, hard limits, no surprises."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import MIB
from backstride.readers.sniff import HEAD_BYTES, head_text, wide_encoding

Json: TypeAlias = Any
"""What a document may hold: nothing about it is known before it is looked at."""

MAX_JSON_BYTES: Final = 48 * MIB
"""Python needs about eight times as much. A run of 48 hours at one sample a second is 20 MB [B]."""

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_CLOSING: Final = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document as far as it is whole.

    Parameters
    ----------
    root : Json
        The outermost value; None where nothing could be read.
    problems : tuple of Problem
        One of severity ``REFUSED`` where nothing could be read, ``LOST`` where the end is missing.
    """

    root: Json
    problems: tuple[Problem, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether something was lost."""
        return any(problem.severity is not Severity.NOTE for problem in self.problems)


def head_has(head: bytes, *patterns: str) -> bool:
    """Tell a JSON document by expressions that its beginning must hold, all of them.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    *patterns : str
        Regular expressions.
    """
    text = head_text(head[:HEAD_BYTES]).lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n")
    return text[:1] in {"{", "["} and all(re.search(pattern, text) for pattern in patterns)


def read_json(data: bytes) -> Document:
    """Read a document; what stands before a break is kept.

    Parameters
    ----------
    data : bytes
        The whole file.
    """
    if len(data) > MAX_JSON_BYTES:
        params: dict[str, Parameter] = {"limit_bytes": MAX_JSON_BYTES}
        return Document(None, (Problem("json.too_large", "", params, Severity.REFUSED),))
    text = data.decode(wide_encoding(data[:64]) or "utf-8-sig", errors="replace")
    try:
        return Document(_loads(text))
    except ValueError:
        return _closed(text)
    except RecursionError:
        return Document(None, (Problem("json.too_deep", "", {}, Severity.REFUSED),))


def _loads(text: str) -> Json:
    return json.loads(text, strict=False, parse_constant=_no_number)


def _no_number(_: str) -> None:
    """Take NaN and Infinity, which JSON does not have, as nothing."""


def _brackets(text: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(text) if token.group()[0] != '"')


def _closed(text: str) -> Document:
    """Cut a broken document behind its last whole element and close what is open."""
    open_now: list[str] = []
    end, closing = 0, ""
    for token in _brackets(text):
        mark = token.group()
        if mark in _CLOSING:
            open_now.append(mark)
            continue
        if not open_now or _CLOSING[open_now.pop()] != mark:
            break
        end, closing = token.end(), "".join(_CLOSING[left] for left in reversed(open_now))
        if not open_now:
            break
    try:
        root = _loads(text[:end] + closing) if end else None
    except (ValueError, RecursionError):
        root = None
    if root is None:
        return Document(None, (Problem("json.broken", "", {}, Severity.REFUSED),))
    params: dict[str, Parameter] = {"n_kept": end, "n_all": len(text)}
    return Document(root, (Problem("json.cut_short", "", params, Severity.LOST),))


def number(value: Json) -> float | None:
    """Return a finite number, also one written as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value[:40])
        except ValueError:
            return None
    if not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def text_of(value: Json) -> str:
    """Return text without the blanks around it, empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def mapping(value: Json) -> dict[str, Json]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def elements(value: Json) -> list[Json]:
    """Return an array, an empty one for anything else."""
    return value if isinstance(value, list) else []


def objects(value: Json) -> list[dict[str, Json]]:
    """Return the objects of an array; anything else in it is passed over."""
    return [element for element in elements(value) if isinstance(element, dict)]
