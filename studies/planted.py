"""Real running with an invented diary: what running does is planted, and has to be found again."""

from __future__ import annotations

import gzip
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import isfinite, nan
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Activity, Sport
from backstride.domain.answer import DailyTable
from backstride.inference.answer import answer_table
from backstride.readers.registry import read
from backstride.synth.behaviour import Kind, Life, relive, true_effect
from backstride.synth.chances import draw_chances
from backstride.synth.reporting import report
from backstride.synth.traits import Scenario, draw_traits
from studies.seeds import make_rng

Array = NDArray[np.float64]

HISTORIES: Final = {
    "runner-a": "runner-a-running_page-2019-2026.json",
    "runner-b": "runner-b-strava-activities-2015-2020.csv",
    "runner-c": "runner-c-garmin-gpx-2025",
}
"""Real running histories by their place under ``history/`` of the shared data."""

SCENARIOS: Final = (Scenario.AGGRAVATOR, Scenario.NEUTRAL, Scenario.EASING)
"""What is planted."""

N_DIARY: Final = 120
N_HISTORY: Final = 90
LEAST_HISTORY: Final = 30
"""Days of an invented diary, and of the real running before it: the usual and the least. [d]"""


@dataclass(frozen=True, slots=True)
class PlantedRow:
    """One stretch of real running with a planted effect; effects in points of the 0-10 score.

    Parameters
    ----------
    history, scenario : str
        Whose running, and what was planted.
    segment : int
        Which stretch, from 0.
    first_day : str
        First day of the stretch.
    n_run : int
        Days with a run in the invented diary.
    truth, mean, sd, q05, q95 : float
        Planted `effect_28d` and what was found; NaN where nothing was fitted.
    verdict, engine, failed_checks : str
        As in the answer.
    cpu_s : float
        Processor time. [s]
    """

    history: str
    scenario: str
    segment: int
    first_day: str
    n_run: int
    truth: float
    mean: float
    sd: float
    q05: float
    q95: float
    verdict: str
    engine: str
    failed_checks: str
    cpu_s: float

    @property
    def fitted(self) -> bool:
        """True where there is something to compare."""
        return isfinite(self.truth) and isfinite(self.mean)

    @property
    def is_covered(self) -> bool:
        """True where the 90 % interval holds the truth."""
        return self.q05 <= self.truth <= self.q95


@lru_cache(maxsize=8)
def read_history(shared: Path, name: str) -> tuple[date, Array]:
    """Return first day and kilometres run on every day of a history.

    Parameters
    ----------
    shared : Path
        Folder of the shared data.
    name : str
        A key of `HISTORIES`.
    """
    path = shared / "history" / HISTORIES[name]
    files = sorted(path.glob("*.gpx.gz")) if path.is_dir() else [path]
    km: dict[date, float] = {}
    for file in files:
        data = file.read_bytes()
        for activity in read(gzip.decompress(data) if file.suffix == ".gz" else data).activities:
            for leg in activity.legs:
                if leg.sport is Sport.RUNNING and leg.distance_m:
                    day = _local_day(activity)
                    km[day] = km.get(day, 0.0) + leg.distance_m / 1000.0
    first = min(km)
    days = [first + timedelta(days=n) for n in range((max(km) - first).days + 1)]
    return first, np.array([km.get(day, 0.0) for day in days])


def _local_day(activity: Activity) -> date:
    offset = timedelta(seconds=activity.utc_offset_s or 0)
    return (activity.legs[0].start + offset).date()


def segments(n_day: int) -> list[tuple[int, int]]:
    """Return first row and days of history of stretches that do not overlap."""
    whole = N_HISTORY + N_DIARY
    if n_day < whole:
        return [(0, n_day - N_DIARY)] if n_day >= LEAST_HISTORY + N_DIARY else []
    return [(start, N_HISTORY) for start in range(0, n_day - whole + 1, whole)]


def plant(scenario: Scenario, km: Array, first_day: date, *, n_history: int, words: str) -> Life:
    """Invent pain and diary of somebody who ran these kilometres.

    Parameters
    ----------
    scenario : Scenario
        What running does.
    km : array (n_day,)
        Kilometres of every day.
    first_day : date
        Day of row 0.
    n_history : int
        Days before the diary. [d]
    words : str
        What the seed is made of.
    """
    rng = make_rng(words)
    usual_km = float(np.median(km[km > 0.0])) if (km > 0.0).any() else 1.0
    traits = replace(draw_traits(scenario, rng), usual_km=usual_km)
    chances = draw_chances(
        traits, rng, n_diary=km.size - n_history, n_history=n_history, first_day=first_day
    )
    kind = tuple(Kind.EASY if ran else Kind.NONE for ran in km > 0.0)
    nothing = np.full(km.size, np.nan)
    life = Life(traits, chances, kind, km, km, nothing, nothing, nothing, nothing, ("",) * km.size)
    pain = relive(life, (0, 0), 1.0)
    later = pain + traits.evening_rise + traits.soon_after * km / usual_km + chances.evening_noise
    morning = report(pain + chances.morning_slip, traits.style)
    evening = report(np.maximum(pain, later) + chances.evening_slip, traits.style)
    return replace(
        life,
        pain_morning=pain,
        morning=np.where(chances.wrote_morning, morning, np.nan),
        evening=np.where(chances.wrote_evening, evening, np.nan),
    )


def study_planted(
    shared: Path, history: str, *, scenario: str, segment: int, words: str
) -> PlantedRow:
    """Plant an effect in one stretch of real running, and ask what running does."""
    begin, km = read_history(shared, history)
    start, n_history = segments(km.size)[segment]
    first_day = begin + timedelta(days=start)
    stretch = km[start : start + n_history + N_DIARY]
    life = plant(Scenario(scenario), stretch, first_day, n_history=n_history, words=words)
    table = DailyTable(first_day, stretch, life.morning, life.evening, load_unit="km")
    begun = time.process_time()
    answer = answer_table(table)
    cpu_s = time.process_time() - begun
    truth, effect = nan, answer.effect_28d
    if answer.window is not None:
        rows = [(day - first_day).days for day in answer.window]
        truth = true_effect(life, (rows[0], rows[1] + 1))
    found = [nan if effect is None else getattr(effect, k) for k in ("mean", "sd", "q05", "q95")]
    return PlantedRow(
        history,
        scenario,
        segment,
        first_day.isoformat(),
        int((stretch[n_history:] > 0.0).sum()),
        truth,
        *found,
        verdict=answer.verdict.value,
        engine=answer.engine,
        failed_checks=" ".join(c.name for c in answer.checks if c.passed is False),
        cpu_s=cpu_s,
    )
