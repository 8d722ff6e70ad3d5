"""Measures by the names that people read."""

from __future__ import annotations

from typing import Final

from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_parts import PHASES
from backstride.report.body_map import Say

_PHASES: Final = frozenset(phase.value for phase in PHASES)


def measure_in_words(name: str, say: Say, against: str = "") -> str:
    """Return the name of a measure as a person reads it.

    Parameters
    ----------
    name : str
        As in `DailyTable.measures`; a name of a table's own stays as it is.
    say : callable
        The catalogue.
    against : str
        The pair of most runs, for shoes.
    """
    kind, _, note = name.partition(".")
    if name in BY_KEY:
        return say(f"item.{name}.name")
    if kind == "shoes" and note:
        return say(
            "measures.shoes_against" if against else "measures.of",
            kind=say("item.shoes.name"),
            note=note,
            against=against,
        )
    if kind in _PHASES:
        shown = say(f"event.{kind}")
        return say("measures.of", kind=shown, note=note) if note else shown
    return name
