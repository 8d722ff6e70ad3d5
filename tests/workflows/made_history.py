"""A runner's history put into a store: made runs with their doses, day by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from backstride.store import doses
from backstride.store.store import Store
from tests.gait.made_legs import START, leg_of
from tests.store.made import save_run

NOBODY = Runner()
REFERENCE = reference_before_history(NOBODY)


def easy_run(day: int, *, cadence_spm: float = 168.0, minutes: float = 12.0, hour: int = 0) -> Leg:
    """Make a run whose cadence follows its speed and scatters a little from day to day."""
    noise = np.random.default_rng(day)
    time_s = np.arange(0.0, 60.0 * minutes + 1.0)
    speed = 2.7 + 0.1 * (day % 5)
    cadence = cadence_spm + 8.0 * (speed - 2.9) + noise.normal(0.0, 0.8)
    leg = leg_of(
        time_s,
        speed_mps=speed,
        distance_m=speed * time_s,
        cadence_spm=cadence,
        totals={"distance_m": speed * time_s[-1], "elapsed_s": time_s[-1]},
    )
    return replace(leg, start=START + timedelta(days=day, hours=hour))


def other_leg(day: int, sport: Sport, hours: float, word: str = "", *, hour: int = 3) -> Leg:
    """Make a leg of another sport."""
    start = START + timedelta(days=day, hours=hour)
    return Leg(sport, start, sub_sport=word, elapsed_s=3600.0 * hours, timer_s=3600.0 * hours)


def keep(store: Store, *made: Leg) -> list[str]:
    """Save legs as activities of their own, with their doses; return their ids."""
    ids = []
    with store.transaction() as tx:
        for leg in made:
            saved = save_run(tx, Activity((leg,), "Maker Watch 3", 3600))
            dose = estimate_dose(summarise_leg(leg, NOBODY), REFERENCE)
            doses.save(tx, saved.leg_ids[0], dose)
            ids.append(saved.id)
    return ids


def history(n_run: int, make: Callable[[int], Leg] = easy_run, every: int = 2) -> list[Leg]:
    """Make runs every second day."""
    return [make(every * k) for k in range(n_run)]
