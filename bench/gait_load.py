"""What form and load of a run cost: an hour at one sample a second, and ten of them."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from backstride.domain.activity import Leg, Sport
from backstride.domain.runner import Runner
from backstride.domain.stream import CHANNELS, Channel, Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from bench.row import Row, at_most, print_rows

BUDGET_MS = 5.0
N_REPEAT = 100


def made_run(hours: float) -> Leg:
    """Make a hilly run with every channel that form and load read."""
    time_s = np.arange(0.0, 3600.0 * hours + 1.0)
    noise = np.random.default_rng(7)
    speed = 2.9 + 0.4 * np.sin(time_s / 97.0) + noise.normal(0.0, 0.05, time_s.size)
    values = {
        "speed_mps": speed,
        "distance_m": np.cumsum(speed),
        "altitude_m": 50.0 + 25.0 * np.sin(time_s / 300.0) + noise.normal(0.0, 0.3, time_s.size),
        "cadence_spm": 167.0 + 4.0 * np.sin(time_s / 60.0),
        "contact_ms": 245.0 - 10.0 * np.sin(time_s / 97.0),
        "vertical_oscillation_mm": np.full(time_s.size, 85.0),
        "heart_rate_bpm": np.full(time_s.size, 150.0),
    }
    channels = {name: Channel(found, CHANNELS[name]) for name, found in values.items()}
    start = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
    return Leg(Sport.RUNNING, start, stream=Stream(time_s, channels))


def measure() -> list[Row]:
    """Measure CPU time and memory of form and load together."""
    runner = Runner()
    reference = reference_before_history(runner)
    hour, day = made_run(1.0), made_run(10.0)
    gait = summarise_leg(hour, runner)
    form_ms = _cpu_ms(lambda: summarise_leg(hour, runner))
    load_ms = _cpu_ms(lambda: estimate_dose(gait, reference))
    both = form_ms + load_ms
    small = _peak_mb(lambda: estimate_dose(summarise_leg(hour, runner), reference))
    large = _peak_mb(lambda: estimate_dose(summarise_leg(day, runner), reference))
    return [
        Row("form of an hour, CPU", form_ms, "ms"),
        Row("load of an hour, CPU", load_ms, "ms"),
        at_most("form and load of an hour, CPU", both, unit="ms", limit=BUDGET_MS),
        Row("form and load of an hour, peak memory", small, "MB"),
        at_most("peak memory, ten hours over one", large / small, unit="x", limit=11.0),
    ]


def _cpu_ms(work: Callable[[], object]) -> float:
    """Median CPU time of one call after a warm one. [ms]."""
    work()
    found = []
    for _ in range(N_REPEAT):
        begun = time.process_time_ns()
        work()
        found.append(time.process_time_ns() - begun)
    return float(np.median(found)) / 1e6


def _peak_mb(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    print_rows(measure())
