"""One plain run of ten minutes as FIT messages, for the odd files to be made of."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.synth.fit_builder import DeveloperField, FitBuilder

Array = NDArray[np.float64]
Columns = dict[str, Array]

START: Final = 1_141_196_400.0
"""2026-02-28T07:00:00Z in FIT time. [s]"""

N_RECORD: Final = 600
SPEED_MPS: Final = 3.0
STRIDES_PER_MIN: Final = 84.0
RUNNING: Final = 1


def plain_records(n_record: int = N_RECORD, start: float = START) -> Columns:
    """Return the records of an easy run, one a second, on open water near 35 S, 5 W."""
    second = np.arange(n_record, dtype=np.float64)
    return {
        "timestamp": start + second,
        "position_lat": -35.0 + second * SPEED_MPS / 111_195.0,
        "position_long": np.full(n_record, -5.0),
        "distance": second * SPEED_MPS,
        "enhanced_altitude": 20.0 + 5.0 * np.sin(second / 60.0),
        "enhanced_speed": np.full(n_record, SPEED_MPS),
        "heart_rate": 140.0 + np.rint(5.0 * np.sin(second / 45.0)),
        "cadence": np.full(n_record, STRIDES_PER_MIN),
    }


def dynamics(n_record: int = N_RECORD) -> Columns:
    """Return the running dynamics of the same run."""
    wave = np.sin(np.arange(n_record) / 30.0)
    return {
        "stance_time": 250.0 + 5.0 * wave,
        "stance_time_percent": 35.0 + wave,
        "stance_time_balance": 50.0 + wave,
        "vertical_oscillation": 90.0 + wave,
        "step_length": 1070.0 + 10.0 * wave,
        "vertical_ratio": 8.4 + 0.1 * wave,
    }


def open_file(*, kind: int = 4, big_endian: bool = False) -> FitBuilder:
    """Begin a file with its identity."""
    builder = FitBuilder(big_endian=big_endian)
    builder.add(
        "file_id", type=kind, manufacturer=1, product=3113, serial_number=7, time_created=START
    )
    return builder


def add_records(
    builder: FitBuilder, columns: Columns, developer: tuple[DeveloperField, ...] = ()
) -> None:
    """Add records, and the descriptions of their developer fields before them."""
    for field in developer:
        builder.describe(field)
    builder.add_rows("record", dict(columns), local=2, developer=developer)


def add_session(builder: FitBuilder, **changes: float | None) -> None:
    """Add the session of the plain run, with some fields changed or left out."""
    values: dict[str, float | None] = {
        "timestamp": START + N_RECORD - 1,
        "event": 8,
        "event_type": 1,
        "start_time": START,
        "sport": RUNNING,
        "sub_sport": 0,
        "total_elapsed_time": N_RECORD - 1.0,
        "total_timer_time": N_RECORD - 1.0,
        "total_distance": (N_RECORD - 1) * SPEED_MPS,
        "avg_cadence": STRIDES_PER_MIN,
    }
    told = {name: [value] for name, value in (values | changes).items() if value is not None}
    builder.add_rows("session", told, local=4)


def add_timer(builder: FitBuilder, time: float, *, is_start: bool) -> None:
    """Add a start or stop of the timer."""
    builder.add("event", local=1, timestamp=time, event=0, event_type=0 if is_start else 4)


def plain_body(n_record: int = N_RECORD) -> bytes:
    """Return the messages of the plain run."""
    builder = open_file()
    add_timer(builder, START, is_start=True)
    add_records(builder, plain_records(n_record))
    add_timer(builder, START + n_record - 1, is_start=False)
    add_session(builder)
    return builder.body


def whole_run(
    columns: Columns, developer: tuple[DeveloperField, ...] = (), **session: float | None
) -> bytes:
    """Return a file of these records and the session of the plain run, with changes."""
    builder = open_file()
    add_records(builder, columns, developer)
    add_session(builder, **session)
    return builder.build()
