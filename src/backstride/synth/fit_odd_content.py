"""Odd files whose bytes are right and whose content is strange."""

from __future__ import annotations

import numpy as np

from backstride.synth.fit_layout import frame
from backstride.synth.fit_recipe import (
    N_RECORD,
    SPEED_MPS,
    START,
    STRIDES_PER_MIN,
    add_records,
    add_session,
    add_timer,
    dynamics,
    open_file,
    plain_records,
    whole_run,
)


def plain_run() -> bytes:
    """Nothing odd: ten minutes of easy running."""
    return whole_run(plain_records())


def big_endian() -> bytes:
    """Every number with its high byte first."""
    builder = open_file(big_endian=True)
    add_records(builder, plain_records())
    add_session(builder)
    return builder.build()


def compressed_timestamps() -> bytes:
    """No time in the records; their headers hold its last five bits."""
    builder = open_file()
    add_timer(builder, START, is_start=True)
    columns = plain_records()
    columns = {name: columns[name] for name in ("distance", "heart_rate")}
    builder.add_rows("record", dict(columns), local=2)
    add_session(builder)
    body = builder.body
    size = 1 + 4 + 1
    start = len(body) - _session_size() - size * N_RECORD
    records = np.frombuffer(body, np.uint8, size * N_RECORD, start).reshape(N_RECORD, size).copy()
    seconds = (int(START) + np.arange(N_RECORD)) & 0x1F
    records[:, 0] = 0x80 | 2 << 5 | seconds
    return frame(body[:start] + records.tobytes() + body[start + records.size :])


def _session_size() -> int:
    builder = open_file()
    before = len(builder.body)
    add_session(builder)
    return len(builder.body) - before


def repeated_definitions() -> bytes:
    """Every record comes with its definition, word for word the same."""
    builder = open_file()
    columns = plain_records()
    for at in range(N_RECORD):
        one = open_file()
        before = len(one.body)
        one.add_rows("record", {name: column[at : at + 1] for name, column in columns.items()})
        builder.raw(one.body[before:])
    add_session(builder)
    return builder.build()


def changing_definitions() -> bytes:
    """One local number stands for three layouts of the record in turn."""
    builder = open_file()
    columns = plain_records()
    for first in range(0, N_RECORD, 50):
        part = {name: column[first : first + 50] for name, column in columns.items()}
        for name in ("heart_rate", "cadence")[: first // 50 % 3]:
            del part[name]
        builder.add_rows("record", dict(part), local=2)
    add_session(builder)
    return builder.build()


def session_first() -> bytes:
    """Totals stand before the records."""
    builder = open_file()
    add_session(builder)
    add_records(builder, plain_records())
    return builder.build()


def no_session() -> bytes:
    """No totals: the watch died."""
    builder = open_file()
    add_records(builder, plain_records())
    return builder.build()


def late_session() -> bytes:
    """Session claims to have started two minutes after the first record."""
    return whole_run(
        plain_records(), start_time=START + 120, total_elapsed_time=479, total_timer_time=479
    )


def session_start_1990() -> bytes:
    """Session starts in 1990, the records do not."""
    return whole_run(plain_records(), start_time=16_441_241)


def clock_not_set() -> bytes:
    """All times count from when the watch was switched on."""
    on = 16_441_241.0
    return whole_run(plain_records(start=on), start_time=on, timestamp=on + N_RECORD)


def year_2085() -> bytes:
    """Last record lies in the year 2085."""
    columns = plain_records()
    columns["timestamp"][-1] = 3_029_365_250
    return whole_run(columns)


def duplicate_timestamps() -> bytes:
    """Every second is written twice: position in one record, distance in the other."""
    columns = {name: np.repeat(column, 2) for name, column in plain_records().items()}
    columns["distance"][0::2] = np.nan
    for name in ("position_lat", "position_long", "enhanced_speed"):
        columns[name][1::2] = np.nan
    return whole_run(columns)


def time_backwards() -> bytes:
    """Hundred records stand after those that follow them."""
    columns = plain_records()
    order = np.r_[0:200, 300:400, 200:300, 400:N_RECORD]
    return whole_run({name: column[order] for name, column in columns.items()})


def spans_31_days() -> bytes:
    """Forgotten watch: the second half of the records is a month later."""
    columns = plain_records()
    columns["timestamp"][N_RECORD // 2 :] += 30 * 86_400
    return whole_run(columns, total_elapsed_time=30 * 86_400 + N_RECORD - 1)


def timer_beyond_elapsed() -> bytes:
    """Timer ran longer than the session lasted."""
    return whole_run(plain_records(), total_timer_time=21_680, total_elapsed_time=2_839.6)


def pauses() -> bytes:
    """Two stops of the timer, one of them told twice."""
    builder = open_file()
    add_timer(builder, START, is_start=True)
    for stop, go in ((100, 160), (300, 330)):
        add_timer(builder, START + stop, is_start=False)
        add_timer(builder, START + go, is_start=True)
    add_records(builder, plain_records())
    add_timer(builder, START + N_RECORD - 1, is_start=False)
    add_timer(builder, START + N_RECORD - 1, is_start=False)
    add_session(builder, total_timer_time=N_RECORD - 91)
    return builder.build()


def records_without_timestamp() -> bytes:
    """Pool swim: one record a length, and only the lengths tell time."""
    builder = open_file()
    n_length = 20
    starts = START + 30.0 * np.arange(n_length)
    builder.add_rows("record", {"distance": 25.0 * np.arange(1, n_length + 1)}, local=2)
    lengths = {"start_time": starts, "total_elapsed_time": np.full(n_length, 29.5)}
    builder.add_rows("length", dict(lengths), local=3)
    add_session(builder, sport=5, sub_sport=17, total_elapsed_time=600, total_distance=500)
    return builder.build()


def treadmill() -> bytes:
    """No position at all."""
    columns = plain_records()
    for name in ("position_lat", "position_long", "enhanced_altitude"):
        del columns[name]
    return whole_run(columns, sub_sport=1)


def treadmill_calibrated() -> bytes:
    """Total set to the belt's 2 km after a treadmill run; the records say 1,797 m."""
    columns = plain_records()
    for name in ("position_lat", "position_long", "enhanced_altitude"):
        del columns[name]
    return whole_run(columns, sub_sport=1, total_distance=2000.0)


def positions_leap() -> bytes:
    """Five positions lie a degree away, as after a wrong fix."""
    columns = plain_records()
    columns["position_lat"][100:105] += 1.0
    return whole_run(columns)


def clock_put_back() -> bytes:
    """Clock put back by an hour in the middle of the run, while the way goes on."""
    columns = plain_records()
    columns["timestamp"][300:] -= 3600.0
    return whole_run(columns)


def heart_rate_zero() -> bytes:
    """Heart rate present, and 0 throughout."""
    return whole_run(plain_records() | {"heart_rate": np.zeros(N_RECORD)})


def absurd_values() -> bytes:
    """One second at 60 m/s, one 30 km up, one at latitude 0 and longitude 0."""
    columns = plain_records()
    columns["enhanced_speed"][10] = 60.0
    columns["enhanced_altitude"][20] = 30_000.0
    columns["position_lat"][30] = columns["position_long"][30] = 0.0
    return whole_run(columns)


def cadence_in_steps() -> bytes:
    """Cadence already counts both feet."""
    return whole_run(plain_records() | {"cadence": np.full(N_RECORD, 2 * STRIDES_PER_MIN)})


def packed_speed_and_distance() -> bytes:
    """Speed and distance share three bytes, and the distance rolls over every 256 m."""
    columns = plain_records()
    speed = np.full(N_RECORD, round(SPEED_MPS * 100))
    distance = np.rint(columns.pop("distance") * 16).astype(int) & 0xFFF
    del columns["enhanced_speed"]
    packed = np.stack([speed & 0xFF, speed >> 8 | (distance & 0xF) << 4, distance >> 4], axis=1)
    rows = [row.tobytes() for row in packed.astype(np.uint8)]
    builder = open_file()
    builder.add_rows("record", {**columns, "compressed_speed_distance": rows}, local=2)
    add_session(builder)
    return builder.build()


def partial_running_dynamics() -> bytes:
    """Partial running dynamics: only the first 110 records hold them."""
    columns = dynamics()
    for column in columns.values():
        column[110:] = np.nan
    return whole_run(plain_records() | columns)


def settings_file() -> bytes:
    """Not an activity: settings of the device."""
    return open_file(kind=2).build()


def course_file() -> bytes:
    """Not an activity: a planned route, with records."""
    builder = open_file(kind=6)
    add_records(builder, plain_records())
    return builder.build()
