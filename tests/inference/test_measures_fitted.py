"""What was done about it, fitted: a planted effect is found; why pain relief stays out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from backstride.domain.answer import DailyTable, Effect
from backstride.inference.design import build_design
from backstride.inference.engine import fit

N_DAY = 150
FAST, ACUTE, STRENGTH = 1.5, 1.0, -0.8
"""Effect of a run a day, bump on its evening, effect of strength work on the next morning [points];
pain relief has none."""


@cache
def runner(seed: int) -> DailyTable:
    """A runner who does strength work by chance and takes something on painful evenings."""
    rng = np.random.default_rng(seed)
    load, strength, relief = np.zeros((3, N_DAY))
    morning, evening = np.zeros((2, N_DAY))
    flare = fast = before = 0.0
    for day in range(N_DAY):
        flare = 0.82 * flare + 0.55 * rng.standard_normal()
        felt = 3.0 + flare + FAST * fast + STRENGTH * before
        morning[day] = scored(felt + 0.5 * rng.standard_normal())
        if rng.random() < 0.75 - 0.1 * (morning[day] - 3.0):
            load[day] = 8.0 * np.exp(0.3 * rng.standard_normal())
        strength[day] = rng.random() < 0.4
        late = felt + ACUTE * load[day] / 8.0 + 0.5 * STRENGTH * (strength[day] - before)
        evening[day] = scored(late + 0.5 * rng.standard_normal())
        relief[day] = rng.random() < 1.0 / (1.0 + np.exp(-1.5 * (late - 4.0)))
        fast = 0.51 * fast + 0.49 * load[day] / 8.0
        before = strength[day]
    measures = {"strength": strength, "relief": relief}
    return DailyTable(date(2026, 1, 1), load, morning, evening, measures=measures)


def scored(felt: float) -> float:
    return float(np.clip(np.rint(felt), 0.0, 10.0))


def effects(name: str, *, beside: tuple[str, ...] = ()) -> list[Effect]:
    """The effect of one measure in each of eight runners."""
    found = []
    for seed in range(8):
        table = runner(seed)
        kept = {key: table.measures[key] for key in (name, *beside)}
        found.append(fit(build_design(replace(table, measures=kept))).measures[name])
    return found


def test_a_planted_effect_of_strength_work_is_found_and_covered() -> None:
    found = effects("strength")

    assert abs(np.mean([one.mean for one in found]) - STRENGTH) < 0.1
    assert sum(one.q05 <= STRENGTH <= one.q95 for one in found) >= 6
    assert all(one.q95 < 0.0 for one in found)


def test_pain_relief_without_any_effect_would_be_blamed_for_the_pain_it_was_taken_for() -> None:
    found = effects("relief", beside=("strength",))

    assert np.mean([one.mean for one in found]) > 0.08
    assert max(one.p_above_delta for one in found) > 0.4


def test_ten_measures_drawn_by_chance_give_no_finding() -> None:
    rng = np.random.default_rng(5)
    found: list[Effect] = []
    for seed in range(100, 112):
        drawn = {f"m{k}": (rng.random(N_DAY) < 0.4).astype(float) for k in range(10)}
        design = build_design(replace(runner(seed), measures=drawn))
        found += fit(design).measures.values()

    assert len(found) == 120
    outside = [one for one in found if one.q05 > 0.0 or one.q95 < 0.0]
    assert len(outside) <= 12  # a tenth, as of intervals that are right
    beyond = [max(one.p_above_delta, one.p_below_minus_delta) for one in found]
    assert max(beyond) < 0.7  # far from the 0.9 with which a measure is called
