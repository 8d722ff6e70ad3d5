"""One runner who asks every fortnight."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from backstride.inference.calendar import cut_after
from backstride.inference.data_rule import typical_run
from studies.answered import Answered, ask
from studies.lives import HISTORY_DAYS, live_named
from studies.seeds import make_rng

LOOKS: Final = tuple(range(28, 183, 14))
"""Diary days after which the runner asks: twelve times [d]."""


@dataclass(frozen=True, slots=True)
class Look(Answered):
    """One answer of twelve.

    Parameters
    ----------
    look_day : int
        Days since the diary began. [d]
    """

    look_day: int


def run_runner(cell: str, number: int, words: str) -> list[Look]:
    """Live one runner and ask at every look, with the typical run of the first."""
    lived = live_named(cell, make_rng(words), LOOKS[-1])
    begun = lived.table.first_day + timedelta(days=HISTORY_DAYS)
    asked = [begun + timedelta(days=day - 1) for day in LOOKS]
    unit = typical_run(cut_after(lived.table, asked[0]))
    found = []
    for look_day, as_of in zip(LOOKS, asked, strict=True):
        answered = ask(
            lived.table, lived.true_effect, cell=cell, number=number, as_of=as_of, unit=unit
        )
        found.append(Look(**asdict(answered), look_day=look_day))
    return found
