"""Runners who do ten things beside running, of which none or one does anything."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable, Effect
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.synth.behaviour import daily_table, live
from backstride.synth.chances import Chances, draw_chances
from backstride.synth.traits import Scenario, Traits, draw_traits
from studies.lives import FIRST_DAY, HISTORY_DAYS
from studies.seeds import make_rng

Array = NDArray[np.float64]

DIARY_DAYS: Final = 120
"""Days of diary of every runner [d]."""

TRUE_EFFECT: Final = -0.8
"""What the one measure that works does to the next morning. [points]"""

CERTAIN: Final = 0.90
"""Least probability beyond 0.3 points with which a measure is called; as for running itself."""

CELLS: Final = {
    "none neutral": (Scenario.NEUTRAL, ""),
    "none aggravator": (Scenario.AGGRAVATOR, ""),
    "mobility aggravator": (Scenario.AGGRAVATOR, "mobility"),
    "treatment aggravator": (Scenario.AGGRAVATOR, "treatment"),
}
"""What running does, and the measure that works."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one runner.

    Parameters
    ----------
    cell : str
        Measure that works, or ``none``, and what running does.
    number : int
        Number within the cell.
    measure : str
        Its name.
    truth : float
        What it does to the next morning. [points]
    share : float
        Share of diary days with it. [1]
    mean, sd, q05, q95 : float
        Posterior; NaN where the measure was left out of the fit. [points]
    called : str
        ``helping``, ``worsening`` or empty.
    cpu_s : float
        Processor time of the fit, on the first measure's row. [s]
    """

    cell: str
    number: int
    measure: str
    truth: float
    share: float
    mean: float
    sd: float
    q05: float
    q95: float
    called: str
    cpu_s: float


def run_runner(cell: str, number: int, words: str) -> list[Measured]:
    """Live one runner and judge every measure."""
    scenario, works = CELLS[cell]
    table = live_with_measures(scenario, works, make_rng(words))
    begun = time.process_time()
    posterior = fit(build_design(table))
    cpu_s = time.process_time() - begun
    found = []
    for name, days in table.measures.items():
        effect: Effect | None = posterior.measures.get(name)
        quantiles = ("mean", "sd", "q05", "q95")
        numbers = {key: nan if effect is None else getattr(effect, key) for key in quantiles}
        found.append(
            Measured(
                cell=cell,
                number=number,
                measure=name,
                truth=TRUE_EFFECT if name == works else 0.0,
                share=float(np.mean(days[HISTORY_DAYS:])),
                **numbers,
                called="" if effect is None else call(effect),
                cpu_s=0.0 if found else cpu_s,
            )
        )
    return found


def call(effect: Effect) -> str:
    """Return what is said of a measure by the margin and the certainty of the verdict."""
    if effect.p_below_minus_delta >= CERTAIN:
        return "helping"
    return "worsening" if effect.p_above_delta >= CERTAIN else ""


def live_with_measures(scenario: Scenario, works: str, rng: np.random.Generator) -> DailyTable:
    """Live a runner with ten measures.

    Parameters
    ----------
    scenario : Scenario
        What running does to the leg.
    works : str
        Name of the one measure that lowers the next morning's pain; empty for none. Measures that
        the runner takes because of pain or together with a run never work here.
    rng : Generator
        Source of every chance.

    Returns
    -------
    DailyTable
        With its measures, 0 or 1 on every day.
    """
    traits = draw_traits(scenario, rng)
    chances = draw_chances(
        traits, rng, n_diary=DIARY_DAYS, n_history=HISTORY_DAYS, first_day=FIRST_DAY
    )
    free = _free_measures(chances.n_day, rng)
    uniform = rng.random((4, chances.n_day))
    if works:
        chances = _ease(chances, free[works])
    table = daily_table(live(traits, chances))
    return replace(table, measures={**free, **_bound_measures(table, traits, uniform)})


def _ease(chances: Chances, days: Array) -> Chances:
    """Let a measure lower the pain of the morning after each of its days."""
    after = np.concatenate([[0.0], days[:-1]])
    return replace(chances, background=chances.background + TRUE_EFFECT * after)


def _free_measures(n_day: int, rng: np.random.Generator) -> dict[str, Array]:
    """Measures that depend on nothing: on chance, on weekdays, on phases."""
    day = np.arange(n_day)
    begins = HISTORY_DAYS + int(rng.integers(20, 50))
    found = {
        "mobility": rng.random(n_day) < 0.5,
        "early_to_bed": rng.random(n_day) < 0.3,
        "strength": np.isin(day % 7, rng.permutation(7)[:2]) & (rng.random(n_day) < 0.9),
        "treatment": (day >= begins) & (day < begins + 42),
        "insoles": day >= HISTORY_DAYS + int(rng.integers(45, 75)),
        "soft_ground": (day // 7) % 2 == int(rng.integers(2)),
    }
    return {name: days.astype(np.float64) for name, days in found.items()}


def _bound_measures(table: DailyTable, traits: Traits, uniform: Array) -> dict[str, Array]:
    """Measures that come with a run, or with pain."""
    ran = table.load > 0.0
    hurts = np.nan_to_num(table.morning) >= np.maximum(traits.base + 1.0, 2.0)
    found = {
        "warm_up": ran & (uniform[0] < 0.6),
        "shoes.new": ran & (uniform[1] < 0.5),
        "heat": uniform[2] < np.where(hurts, 0.7, 0.1),
        "massage": uniform[3] < np.where(hurts, 0.25, 0.05),
    }
    return {name: days.astype(np.float64) for name, days in found.items()}
