"""The store alone: saving a run with its samples, reading it, listing years of runs, opening."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.dose import GaitSummary, RunDose
from backstride.domain.interval import Range
from backstride.domain.stream import Channel, Stream
from backstride.store import activities, batches, doses, legs, originals
from backstride.store.activities import Origin, SavedActivity
from backstride.store.samples import pack_column, unpack_column
from backstride.store.store import Store, Transaction, open_store
from bench.row import Row, at_most, print_rows

N_SAMPLE = 3600
N_RUN = 6000
START = datetime(2020, 1, 1, 6, tzinfo=UTC)

STEPS = {
    "latitude_deg": (621_000_000, 250, 180 / 2**31),
    "longitude_deg": (159_000_000, 350, 180 / 2**31),
    "distance_m": (0, 1, 1 / 100),
    "speed_mps": (3000, 30, 1 / 1000),
    "heart_rate_bpm": (140, 1, 1.0),
    "cadence_spm": (170 * 64, 40, 1 / 64),
    "power_w": (260, 6, 1.0),
    "contact_ms": (2500, 30, 1 / 10),
    "contact_percent": (3500, 30, 1 / 100),
    "contact_balance_percent": (5000, 20, 1 / 100),
    "vertical_oscillation_mm": (850, 8, 1 / 10),
    "vertical_ratio_percent": (750, 8, 1 / 100),
}
"""First value, spread of one step (both in the device's own steps) and the step, by channel."""


def measure(folder: Path | None = None) -> list[Row]:
    """Measure on invented runs of one hour at one sample a second with 13 channels."""
    with tempfile.TemporaryDirectory() as home, open_store(Path(home) / "home") as store:
        return [*_measure_samples(), *_measure_run(store), *_measure_list(store)]


def hour_of_running(seed: int = 0) -> Stream:
    """One hour of a run in the steps a FIT device writes, altitude among them."""
    rng = np.random.default_rng(seed)
    columns = {
        name: np.rint(first + np.cumsum(rng.normal(0, spread, N_SAMPLE) * 0.5))
        for name, (first, spread, _) in STEPS.items()
    }
    columns["distance_m"] = np.cumsum(rng.integers(250, 340, N_SAMPLE)).astype(np.float64)
    channels = {
        name: Channel(_in_unit(numbers, STEPS[name][2]), "") for name, numbers in columns.items()
    }
    climb = np.cumsum(rng.integers(-1, 2, N_SAMPLE))
    channels["altitude_m"] = Channel((3000 + climb) / 5 - 500, "m")
    return Stream(np.arange(N_SAMPLE, dtype=np.float64), channels)


def _in_unit(numbers: np.ndarray, step: float) -> np.ndarray:
    """Divide where the step is a decimal, as readers do, so that values are the nearest floats."""
    return numbers * step if step < 1e-6 or step >= 1 else numbers / round(1 / step)


def _cpu_ms(deed: Callable[[], object], n_run: int) -> float:
    """Return the cheapest of three rounds, CPU time a call [ms]."""
    rounds = []
    for _ in range(3):
        started = time.process_time()
        for _ in range(n_run):
            deed()
        rounds.append((time.process_time() - started) / n_run * 1e3)
    return min(rounds)


def _measure_samples() -> list[Row]:
    columns = [channel.values for channel in hour_of_running().channels.values()]
    packed = [pack_column(values) for values in columns]
    share = sum(len(column.data) for column in packed) / (N_SAMPLE * len(columns))
    encode = _cpu_ms(lambda: [pack_column(values) for values in columns], 20)
    decode = _cpu_ms(lambda: [unpack_column(column) for column in packed], 20)
    return [
        at_most("pack one hour x 13 channels, CPU", encode, unit="ms", limit=3.0),
        at_most("unpack one hour x 13 channels, CPU", decode, unit="ms", limit=3.0),
        Row("packed size of a value", share, "bytes"),
    ]


def _measure_run(store: Store) -> list[Row]:
    stream, numbers = hour_of_running(), iter(range(10_000))

    def save() -> str:
        with store.transaction() as tx:
            return _save(tx, next(numbers), stream).id

    save_ms = _cpu_ms(save, 50)
    activity_id = save()

    def load() -> Activity:
        with store.reading() as tx:
            return activities.load(tx, activity_id)

    def open_again() -> None:
        open_store(store.home.folder).close()

    return [
        at_most("save one such run, samples packed, CPU", save_ms, unit="ms", limit=8.0),
        Row("load one such run, CPU", _cpu_ms(load, 50), "ms"),
        Row("open and close a current store, CPU", _cpu_ms(open_again, 20), "ms"),
    ]


def _measure_list(store: Store) -> list[Row]:
    gait = GaitSummary(3500.0, Range(168, 170, 172), Range(230, 240, 250), walk_share=0.02)
    dose = RunDose(gait, Range(9, 10, 12), shrinkage_mm=Range(3, 4, 6), version="1")
    with store.transaction() as tx:
        batch = batches.start(tx, "import", sources=[], version="0")
        for number in range(N_RUN):
            sha256 = originals.keep(tx, number.to_bytes(4, "big"), format="fit")
            origin = Origin(sha256, 0, f"activities/{number}.fit")
            saved = _save(tx, number, origins=(origin,), batch_id=batch)
            doses.save(tx, saved.leg_ids[0], dose)

    def find() -> int:
        with store.reading() as tx:
            return len(legs.find(tx))

    return [at_most(f"list {N_RUN} runs with doses, CPU", _cpu_ms(find, 1), unit="ms", limit=400)]


def _save(
    tx: Transaction,
    number: int,
    stream: Stream | None = None,
    *,
    origins: tuple[Origin, ...] = (),
    batch_id: int | None = None,
) -> SavedActivity:
    start = START + timedelta(hours=8 * number)
    leg = Leg(Sport.RUNNING, start, elapsed_s=3600.0, distance_m=10_000.0, stream=stream)
    return activities.save(
        tx,
        Activity((leg,)),
        utc_offset_s=0,
        offset_source="file",
        local_date=start.date(),
        origins=origins,
        batch_id=batch_id,
    )


if __name__ == "__main__":
    print_rows(measure())
