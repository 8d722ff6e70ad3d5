"""Odd files in which apps describe fields of their own."""

from __future__ import annotations

import numpy as np

from backstride.synth.fit_builder import DeveloperField
from backstride.synth.fit_layout import frame
from backstride.synth.fit_recipe import (
    N_RECORD,
    RUNNING,
    SPEED_MPS,
    START,
    add_records,
    add_session,
    dynamics,
    open_file,
    plain_records,
    whole_run,
)


def _stryd(app: int = 0) -> tuple[DeveloperField, ...]:
    wave = np.sin(np.arange(N_RECORD) / 30.0)
    return (
        DeveloperField(app, 0, "Power", "Watts", 250 + wave, "uint16", 7),
        DeveloperField(app, 2, "Cadence", "RPM", np.full(N_RECORD, 84.0), "uint8", 4),
        DeveloperField(app, 3, "Ground Time", "Milliseconds", 240 + wave, "uint16", 41),
        DeveloperField(app, 4, "Vertical Oscillation", "Centimeters", 6.5 + wave, "float32", 39),
        DeveloperField(app, 9, "Leg Spring Stiffness", "kN/m", 9 + wave, "float32"),
    )


def stryd_alone() -> bytes:
    """Stryd writes contact time and oscillation, the latter in centimetres; the watch does not."""
    columns = plain_records()
    del columns["cadence"]
    return whole_run(columns, _stryd())


def stryd_beside_native() -> bytes:
    """Watch and Stryd both write oscillation, one in millimetres, one in centimetres."""
    return whole_run(plain_records() | dynamics(), _stryd())


def developer_cadence_in_steps() -> bytes:
    """Cadence comes as SPM from a developer field, and the watch gives none."""
    columns = plain_records()
    del columns["cadence"]
    field = DeveloperField(0, 1, "Cadence", "SPM", np.full(N_RECORD, 168.0), "uint8")
    return whole_run(columns, (field,))


def unnamed_developer_fields() -> bytes:
    """Developer fields that are described without a name or a unit."""
    values = np.arange(N_RECORD) / 10.0
    fields = tuple(DeveloperField(0, number, "", "", values + number) for number in (1, 7))
    return whole_run(plain_records(), fields)


def repeated_developer_names() -> bytes:
    """Several developer fields of one app under one name."""
    values = np.arange(N_RECORD) / 10.0
    fields = tuple(
        DeveloperField(0, number, "Heat", "a.u.", values + number) for number in (4, 5, 6)
    )
    return whole_run(plain_records(), fields)


def undescribed_developer_field() -> bytes:
    """Developer field that nothing describes."""
    field = DeveloperField(3, 1, "Mystery", "", np.ones(N_RECORD))
    builder = open_file()
    builder.add_rows("record", dict(plain_records()), local=2, developer=(field,))
    add_session(builder)
    return builder.build()


def unterminated_strings() -> bytes:
    """Names that fill their field to the last byte, without the closing zero."""
    content = stryd_alone()
    body = content[14:-2]
    for word in (b"Power", b"Cadence", b"Watts"):
        body = body.replace(word + b"\0", word + b"!")
    return frame(body)


def multisport_reused_index() -> bytes:
    """Ride, then run; each has its own app under the same developer index and field number."""
    builder = open_file()
    half = N_RECORD // 2
    columns = plain_records()
    first = {name: column[:half] for name, column in columns.items()}
    second = {name: column[half:] for name, column in columns.items()}
    ride = DeveloperField(0, 0, "Gear", "teeth", np.full(half, 17.0), "uint8")
    run = DeveloperField(0, 0, "Power", "Watts", np.full(half, 251.0), "uint16")
    add_records(builder, first, (ride,))
    add_records(builder, second, (run,))
    total = {
        "total_distance": half * SPEED_MPS,
        "total_elapsed_time": half - 1.0,
        "total_timer_time": half - 1.0,
    }
    add_session(builder, sport=2, timestamp=START + half - 1, **total)
    add_session(builder, sport=RUNNING, start_time=START + half, **total)
    return builder.build()
