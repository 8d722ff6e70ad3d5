"""Runners in whom nothing must be found."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.synth.behaviour import Life
from studies.answered import Answered, ask
from studies.lives import Lived, live_named
from studies.planted_life import live_planted
from studies.planted_traits import Habits, Planted
from studies.seeds import make_rng

Array = NDArray[np.float64]

DIARY_DAYS: Final = 180
"""Days of diary of every runner [d]."""

AVOIDANCES: Final = (0.0, 0.4, 0.8, 1.2, 1.6)
"""What one point of pain takes from the propensity to run [sd per point]."""

PERMUTED: Final = "permuted"
HEADACHE: Final = "headache"


def run_runner(cell: str, number: int, words: str) -> list[Answered]:
    """Answer one runner of a control: ``avoidance X``, ``lived GROUP`` or ``CONTROL GROUP``."""
    control, which = cell.split(" ")
    rng = make_rng(words)
    if control == "avoidance":
        habits = Habits(avoidance=float(which))
        life = live_planted(Planted(), habits, n_diary=DIARY_DAYS, rng=rng)
        return [ask(life.table, life.true_effect, cell=cell, number=number)]
    lived = live_named(which, rng, DIARY_DAYS)
    if control == "lived":
        return [ask(lived.table, lived.true_effect, cell=cell, number=number)]
    table = permute_weeks(lived.table, rng) if control == PERMUTED else ask_headache(lived, rng)
    return [ask(table, _nothing, cell=cell, number=number)]


def permute_weeks(table: DailyTable, rng: np.random.Generator) -> DailyTable:
    """Put the weeks of the load in another order; weekdays stay weekdays.

    Parameters
    ----------
    table : DailyTable
        What diary and watch know.
    rng : Generator
        Source of the order.

    Returns
    -------
    DailyTable
        The same scores beside load that has nothing to do with them; the last, unfinished week
        stays where it is.
    """
    n_week = table.n_day // 7
    weeks = table.load[: 7 * n_week].reshape(n_week, 7)
    load = np.concatenate([weeks[rng.permutation(n_week)].ravel(), table.load[7 * n_week :]])
    return replace(table, load=load, reason=("",) * table.n_day)


def ask_headache(lived: Lived, rng: np.random.Generator) -> DailyTable:
    """Put headaches in the place of the leg: they share illness and bad nights with running.

    Parameters
    ----------
    lived : Lived
        A life in which running does something to the leg, and nothing to the head.
    rng : Generator
        Source of the headaches.

    Returns
    -------
    DailyTable
        Mornings of headache 0-10, missing where the leg's are; no evenings.
    """
    score = np.clip(np.rint(_headache(lived.life, rng)), 0.0, 10.0)
    morning = np.where(np.isfinite(lived.table.morning), score, np.nan)
    return replace(lived.table, morning=morning, evening=np.full(morning.size, np.nan))


def _headache(life: Life, rng: np.random.Generator) -> Array:
    """Spells of some days over a level, worse after a bad night and when ill. [points]."""
    n_day = life.n_day
    spells = np.zeros(n_day)
    for onset in np.flatnonzero(rng.random(n_day) < rng.uniform(0.05, 0.15)):
        since = np.arange(n_day - onset)
        spells[onset:] += rng.gamma(2.0, 1.0) * (since < rng.integers(1, 4))
    night = np.nan_to_num(life.chances.sleep_0_10, nan=7.0)
    bad_night = 0.6 * (night < 6.0)
    level = rng.uniform(0.8, 2.5)
    return np.asarray(
        level + spells + bad_night + 1.5 * life.chances.ill + rng.normal(0, 0.5, n_day)
    )


def _nothing(_: tuple[int, int]) -> float:
    return 0.0


CELLS: Final = (
    *(f"avoidance {size:g}" for size in AVOIDANCES),
    "lived stoic_neutral",
    "lived careful_neutral",
    f"{PERMUTED} neutral",
    f"{HEADACHE} aggravator",
)

SAYS: Final = {
    "avoidance": "neutral, avoidance {}",
    "lived": "{}",
    PERMUTED: "{}, load permuted in weekly blocks",
    HEADACHE: "{}, headache asked in the place of the leg",
}


def in_words(cell: str) -> str:
    """Name a cell as the page does."""
    control, which = cell.split(" ")
    return SAYS[control].format(which.replace("_", " "))
