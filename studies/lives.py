"""Invented lives for studies, by the simulator that was written apart from the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.synth.behaviour import Life, daily_table, live, true_effect
from backstride.synth.chances import draw_chances
from backstride.synth.traits import Scenario, Traits, draw_traits

HISTORY_DAYS: Final = 90
"""Days of running before the diary [d]."""

FIRST_DAY: Final = date(2026, 1, 5)
"""A Monday."""

WEAK: Final = 0.4
"""Share of the usual response that a runner of a *weak* group has."""

STOIC, CAREFUL = 0.0, 0.95
"""Caution of a runner who never stays at home for pain, and of one who does in nearly all of it."""


@dataclass(frozen=True, slots=True)
class Group:
    """A sort of invented runner.

    Parameters
    ----------
    scenario : Scenario
        What running does to the leg.
    strength : float
        Factor on what it does. [1]
    caution : float or None
        Given caution, else drawn.
    """

    scenario: Scenario
    strength: float = 1.0
    caution: float | None = None


GROUPS: Final = {
    **{scenario.value: Group(scenario) for scenario in Scenario},
    "weak_aggravator": Group(Scenario.AGGRAVATOR, strength=WEAK),
    "weak_easing": Group(Scenario.EASING, strength=WEAK),
    "stoic_neutral": Group(Scenario.NEUTRAL, caution=STOIC),
    "careful_neutral": Group(Scenario.NEUTRAL, caution=CAREFUL),
}


def live_group(group: Group, rng: np.random.Generator, n_diary: int) -> Life:
    """Draw a runner of a group and live that life.

    Parameters
    ----------
    group : Group
        Sort of runner.
    rng : Generator
        Source of every chance.
    n_diary : int
        Days with a diary. [d]
    """
    traits = _traits(group, rng)
    chances = draw_chances(
        traits, rng, n_diary=n_diary, n_history=HISTORY_DAYS, first_day=FIRST_DAY
    )
    return live(traits, chances)


def _traits(group: Group, rng: np.random.Generator) -> Traits:
    drawn = draw_traits(group.scenario, rng)
    return replace(
        drawn,
        response=group.strength * drawn.response,
        slow_response=group.strength * drawn.slow_response,
        caution=drawn.caution if group.caution is None else group.caution,
    )


@dataclass(frozen=True, slots=True)
class Lived:
    """A life as the product sees it, and its truth.

    Parameters
    ----------
    life : Life
        As it was lived.
    table : DailyTable
        What diary and watch know.
    """

    life: Life
    table: DailyTable

    def true_effect(self, window: tuple[int, int]) -> float:
        """Return the true `effect_28d` of a window of rows. [points]."""
        return true_effect(self.life, window)


def live_named(name: str, rng: np.random.Generator, n_diary: int) -> Lived:
    """Live a runner of a group of `GROUPS`."""
    life = live_group(GROUPS[name], rng, n_diary)
    return Lived(life, daily_table(life))
