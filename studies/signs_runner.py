"""One runner whose verdict may have the wrong sign."""

from __future__ import annotations

from typing import Final

from studies.answered import Answered, ask
from studies.lives import live_named
from studies.seeds import make_rng

DIARY_DAYS: Final = (60, 90, 120, 180)
"""Lengths of diary, one after the other by the runner's number [d]."""


def run_runner(cell: str, number: int, words: str) -> list[Answered]:
    """Live and answer one runner."""
    lived = live_named(cell, make_rng(words), DIARY_DAYS[number % len(DIARY_DAYS)])
    return [ask(lived.table, lived.true_effect, cell=cell, number=number)]
