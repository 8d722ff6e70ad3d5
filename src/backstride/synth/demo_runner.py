"""Mara, the invented runner of the demo: her runs as FIT files, her diary, and the truth.

``python -m backstride.synth.demo_runner OUT_DIR`` writes her, the same bytes each time. Her life
comes from the simulator of behaviour, not from the model that answers.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.domain.runner import Runner
from backstride.synth.behaviour import Kind, Life, daily_table, live, true_effect
from backstride.synth.chances import draw_chances
from backstride.synth.fit_writer import write_fit
from backstride.synth.run_stream import EASY_MPS, RunPlan, invent_run
from backstride.synth.traits import RESPONSE_DAYS, SLOW_DAYS, Style, Traits, gamma_kernel

SEED_WORDS: Final = "backstride demo runner Mara"
"""The seed is the SHA-256 of these words: chosen once, before her answer was ever looked at."""

FIRST_DAY: Final = date(2026, 3, 2)
N_HISTORY: Final = 90
N_DIARY: Final = 150
WINDOW_DAYS: Final = 28
N_FINE_RUNS: Final = 4
"""Runs at the end that are recorded every second; the others every five."""

MARA: Final = Traits(
    week=("none", "intervals", "none", "treadmill", "none", "hills", "long"),
    usual_km=8.0,
    caution=0.6,
    limit=5.0,
    base=2.0,
    healing=0.6,
    healing_days=60.0,
    response=1.6,
    slow_response=0.0,
    fast_kernel=gamma_kernel(shape=2.0, scale_d=0.6, n_day=RESPONSE_DAYS),
    slow_kernel=gamma_kernel(shape=2.0, scale_d=12.0, n_day=SLOW_DAYS),
    dose_power=1.0,
    irritability=0.2,
    soon_after=0.4,
    evening_rise=0.3,
    flares_per_day=0.03,
    flare_height=1.8,
    flare_days=3.0,
    bad_night=0.3,
    sitting=0.08,
    slip_sd=0.4,
    style=Style.WHOLE,
    forgets=0.08,
)

PROFILE: Final = Runner(
    birth_year=1988,
    sex="female",
    height_m=1.70,
    mass_kg=62.0,
    zone="Etc/UTC",
    easy_pace_s_per_km=round(1000.0 / EASY_MPS),
    marathon_pace_s_per_km=330.0,
    onset=date(2026, 4, 20),
    side="left",
)


@dataclass(frozen=True, slots=True)
class DemoTruth:
    """What is known of Mara because she was invented.

    Parameters
    ----------
    name : str
        Her name.
    scenario : str
        What running does to her leg pain.
    first_day, last_day : date
        First and last of the last 28 days of her diary.
    effect_28d, effect_plus20 : float
        True mean change of the expected morning score in these days by her running, and by a
        fifth more of it. [points]
    n_run, n_diary_day : int
        Files of runs and rows of the diary that were written.
    runs, diary, profile : Path
        Folder of FIT files, diary table, and profile.
    """

    name: str
    scenario: str
    first_day: date
    last_day: date
    effect_28d: float
    effect_plus20: float
    n_run: int
    n_diary_day: int
    runs: Path
    diary: Path
    profile: Path


def make_demo(folder: Path) -> DemoTruth:
    """Write Mara's runs, diary, profile and truth below a folder.

    Parameters
    ----------
    folder : Path
        Made where it is not there; files in it with the same names are written anew.

    Returns
    -------
    DemoTruth
        Also written as ``truth.json``.
    """
    rng = np.random.default_rng(_seed())
    life = _life(rng)
    runs = folder / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    plans = _plans(life, rng)
    for plan in plans:
        name = f"{plan.start:%Y-%m-%d}-{plan.kind.value}.fit"
        (runs / name).write_bytes(write_fit(invent_run(plan, rng)))
    n_diary_day = _write_diary(life, folder / "diary.csv")
    _write_json(folder / "profile.json", asdict(PROFILE))
    window = (life.n_day - WINDOW_DAYS, life.n_day)
    truth = DemoTruth(
        name="Mara",
        scenario="aggravator",
        first_day=life.day(window[0]),
        last_day=life.day(window[1] - 1),
        effect_28d=true_effect(life, window),
        effect_plus20=true_effect(life, window, less=1.0, more=1.2),
        n_run=len(plans),
        n_diary_day=n_diary_day,
        runs=runs,
        diary=folder / "diary.csv",
        profile=folder / "profile.json",
    )
    told = asdict(truth) | {"runs": "runs", "diary": "diary.csv", "profile": "profile.json"}
    _write_json(folder / "truth.json", told)
    return truth


def demo_days() -> DailyTable:
    """Return the days of Mara's diary and of her running, without any file."""
    return daily_table(_life(np.random.default_rng(_seed())))


def _life(rng: np.random.Generator) -> Life:
    chances = draw_chances(MARA, rng, n_diary=N_DIARY, n_history=N_HISTORY, first_day=FIRST_DAY)
    return live(MARA, chances)


def _seed() -> np.random.SeedSequence:
    digest = hashlib.sha256(SEED_WORDS.encode()).digest()
    return np.random.SeedSequence(list(digest))


def _plans(life: Life, rng: np.random.Generator) -> list[RunPlan]:
    """Give every run a start, a sampling step and a watch; the older watch measured less."""
    days = [day for day, kind in enumerate(life.kind) if kind is not Kind.NONE]
    plans = []
    for number, day in enumerate(days):
        weekend = life.day(day).weekday() >= 5
        clock = time(9, 30) if weekend else time(17, 45)
        start = datetime.combine(life.day(day), clock, tzinfo=UTC)
        plans.append(
            RunPlan(
                kind=life.kind[day],
                km=float(life.km[day]),
                start=start + timedelta(seconds=int(rng.integers(0, 2400))),
                step_s=1.0 if number >= len(days) - N_FINE_RUNS else 5.0,
                dynamics=number >= len(days) // 4,
            )
        )
    return plans


def _write_diary(life: Life, path: Path) -> int:
    """Write the diary table, a row for every day with an entry, and return their number."""
    columns = {
        "leg_morning": life.morning,
        "leg_evening": life.evening,
        "sitting_h": life.chances.sitting_h,
        "sleep_0_10": life.chances.sleep_0_10,
    }
    scored = np.isfinite(life.morning) | np.isfinite(life.evening)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["date", *columns, "no_run_reason"])
        for row in np.flatnonzero(scored).tolist():
            cells = [_cell(values[row]) for values in columns.values()]
            table.writerow([life.day(row).isoformat(), *cells, life.reason[row]])
    return int(np.count_nonzero(scored))


def _cell(value: float) -> str:
    return f"{value:g}" if np.isfinite(value) else ""


def _write_json(path: Path, values: dict[str, object]) -> None:
    path.write_text(json.dumps(values, indent=1, default=str) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make_demo(Path(sys.argv[1]))
