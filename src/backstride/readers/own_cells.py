r"""Cells of a table that Backstride wrote itself: nothing is lost, no spreadsheet runs them.

A backslash stands before what would not come back as it is: ``\\`` for itself, ``\u00000a`` (six
hexadecimal digits) for what cannot be printed and for a blank at either end, and before a first
letter that a spreadsheet would take for a formula or a reader for "passed over".
"""

from __future__ import annotations

import re
from math import isfinite

from backstride.readers.table_cells import SKIP_MARKS, Refused

_FORMULA = "=+-@"
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{6})|(.))", re.DOTALL)


def escape_words(text: str) -> str:
    """Return words as a cell that `unescape_words` reads back."""
    last = len(text) - 1
    shown = "".join(
        _escaped(letter, is_end=place in (0, last)) for place, letter in enumerate(text)
    )
    if shown[:1] in (*_FORMULA,) or text.lower() in SKIP_MARKS:
        return "\\" + shown
    return shown


def unescape_words(cell: str) -> str:
    """Return the words of a cell."""
    return _ESCAPE.sub(lambda found: _meant(found.group(1), found.group(2)), cell)


def own_number(text: str) -> float | Refused:
    """Read a number: exactly the one that was written."""
    try:
        value = float(text)
    except ValueError:
        return Refused("table.number_unreadable")
    return value if isfinite(value) else Refused("table.number_unreadable")


def _escaped(letter: str, *, is_end: bool) -> str:
    if letter == "\\":
        return "\\\\"
    if letter.isprintable() and not (is_end and letter.isspace()):
        return letter
    return f"\\u{ord(letter):06x}"


def _meant(code: str | None, letter: str | None) -> str:
    if code is None:
        return letter or ""
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
