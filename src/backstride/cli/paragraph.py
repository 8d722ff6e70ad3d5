"""Sentences broken into lines that fit the terminal."""

from __future__ import annotations

import shutil
from textwrap import wrap

WIDEST_COLUMNS = 100
"""Lines longer than this are hard to read; a wider terminal is not filled."""


def page_width() -> int:
    """Return how many columns a page may take."""
    return min(shutil.get_terminal_size().columns, WIDEST_COLUMNS)


def paragraph(text: str, *, bullet: str = "") -> list[str]:
    """Break a text into lines; a bullet hangs before the first."""
    indent = " " * len(bullet)
    return wrap(text, page_width(), initial_indent=bullet, subsequent_indent=indent)
