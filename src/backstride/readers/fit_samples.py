"""Records of a FIT file on one clock: native channels, developer columns, times put right.

Cadence stays as stored here, strides or turns a minute: what it means depends on the sport.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.units import SEMICIRCLE_DEG
from backstride.readers.clock import belong_sorted, held_times
from backstride.readers.fit_clock import as_times
from backstride.readers.fit_columns import Array, Places, Table
from backstride.readers.fit_decode import FitFile
from backstride.readers.fit_developer import DeveloperColumn, DeveloperFields

DAY_S: Final = 86_400.0

LONGEST_RECORDING_S: Final = 366 * DAY_S
"""Times farther than this from the middle of a recording cannot belong to it [s]."""

_NATIVE: Final = (
    ("altitude_m", "enhanced_altitude"),
    ("distance_m", "distance"),
    ("speed_mps", "enhanced_speed"),
    ("heart_rate_bpm", "heart_rate"),
    ("power_w", "power"),
    ("contact_ms", "stance_time"),
    ("contact_percent", "stance_time_percent"),
    ("contact_balance_percent", "stance_time_balance"),
    ("vertical_oscillation_mm", "vertical_oscillation"),
    ("step_length_mm", "step_length"),
    ("vertical_ratio_percent", "vertical_ratio"),
    ("temperature_c", "temperature"),
)
"""Channel and the record field that holds it in the same unit."""


@dataclass(slots=True)
class Samples:
    """Everything the records of one file hold.

    Parameters
    ----------
    time : array (n_sample,)
        FIT time, never decreasing. [s]
    native : dict of str to array (n_sample,)
        Channels by the names of `CHANNELS`; ``cadence_spm`` still as stored.
    developer : list of DeveloperColumn
        Each with values of n_sample.
    derived : set of str
        Names of native channels that came from another kind of message.
    """

    time: Array
    native: dict[str, Array]
    developer: list[DeveloperColumn]
    derived: frozenset[str] = frozenset()

    @property
    def n_sample(self) -> int:
        """Number of records."""
        return int(self.time.size)


def read_samples(
    file: FitFile, fallback: tuple[float, float] | None
) -> tuple[Samples | None, list[Problem]]:
    """Read the records of a file.

    Parameters
    ----------
    file : FitFile
        One file of a chain.
    fallback : tuple of float or None
        FIT times of start and end of the recording, for records that tell no time. [s]

    Returns
    -------
    tuple of Samples or None, and list of Problem
        None where there is no record, or none can be put in time.
    """
    records = file.table("record")
    if records is None:
        return None, []
    times, problems = _clean_times(file.times("record"))
    if times is None:
        times = _times_without_clock(file, records.n_message, fallback)
        if times is None:
            return None, [*problems, Problem("fit.no_time", "record", {}, Severity.LOST)]
        problems.append(
            Problem(
                "fit.records_without_time",
                "record",
                {"n_sample": records.n_message},
                Severity.REPAIRED,
            )
        )
    native, fields = _native(records), file.developer("record")
    developer, found = fields.columns, _developer_problems(fields)
    problems += found
    order, found = _order(times, native)
    problems += found
    if order is not None:
        times = times[order]
        native = {name: values[order] for name, values in native.items()}
        developer = [
            DeveloperColumn(column.description, column.name, column.values[order])
            for column in developer
        ]
    elif found:
        times = held_times(times)
    return Samples(times, native, developer), problems + _oddities(times)


def _developer_problems(fields: DeveloperFields) -> list[Problem]:
    problems: list[Problem] = []
    if fields.n_undescribed:
        params: dict[str, Parameter] = {"n_field": fields.n_undescribed}
        problems.append(Problem("fit.developer_undescribed", "record", params))
    if fields.n_left_out:
        params = {"n_field": fields.n_left_out, "limit": len(fields.columns)}
        problems.append(Problem("fit.developer_too_many", "record", params, Severity.LOST))
    return problems


def _order(times: Array, native: dict[str, Array]) -> tuple[Places | None, list[Problem]]:
    """Order of the times where they run backwards and the way agrees; else the file's order."""
    n_back = int(np.count_nonzero(np.diff(times) < 0))
    if n_back == 0:
        return None, []
    order = np.argsort(times, kind="stable")
    params: dict[str, Parameter] = {"n_sample": n_back}
    if belong_sorted(order, native):
        return order, [Problem("fit.time_backwards", "record", params)]
    return None, [Problem("fit.clock_held", "record", params, Severity.REPAIRED)]


def _native(records: Table) -> dict[str, Array]:
    found = {name: records.values(field) for name, field in _NATIVE}
    for name, field in (("latitude_deg", "position_lat"), ("longitude_deg", "position_long")):
        values = records.values(field)
        found[name] = None if values is None else values * SEMICIRCLE_DEG
    found["cadence_spm"] = _cadence(records)
    native = {name: values for name, values in found.items() if values is not None}
    for name, values in packed_channels(records).items():
        if name not in native or np.isnan(native[name]).all():
            native[name] = values
    return native


def _cadence(records: Table) -> Array | None:
    """Whole and fractional cadence together, in strides or turns a minute."""
    cadence = records.values("cadence")
    fraction = records.values("fractional_cadence")
    if cadence is None:
        return records.values("cadence256")
    return cadence if fraction is None else cadence + np.nan_to_num(fraction, nan=0.0)


def packed_channels(records: Table) -> dict[str, Array]:
    """Unpack ``compressed_speed_distance``: three bytes hold a speed and a running distance.

    Parameters
    ----------
    records : Table
        The records.

    Returns
    -------
    dict of str to array (n_sample,)
        ``speed_mps`` and ``distance_m``, empty where the field is absent. The distance counts on
        through its own roll-overs of 256 m.

    Notes
    -----
    Twelve bits of speed in 1/100 m/s, then twelve bits of distance in 1/16 m (FIT profile).
    """
    packed = records.arrays("compressed_speed_distance")
    if packed is None or packed.shape[1] != 3:
        return {}
    told = np.isfinite(packed).any(axis=1)
    # A byte of 0xFF reads as missing; beside others that are told it is a value like any other.
    low, middle, high = np.nan_to_num(packed[told], nan=0xFF).clip(0, 0xFF).astype(np.int64).T
    raw_distance = (middle >> 4) | (high << 4)
    steps = np.diff(raw_distance, prepend=0) & 0xFFF
    speed = np.full(records.n_message, np.nan)
    distance = speed.copy()
    speed[told] = (low | (middle & 0x0F) << 8) / 100
    distance[told] = np.cumsum(steps) / 16
    return {"speed_mps": speed, "distance_m": distance}


def _clean_times(times: Array | None) -> tuple[Array | None, list[Problem]]:
    """Fill missing times and those that cannot be from the record before."""
    if times is None or np.isnan(times).all():
        return None, []
    told = np.sort(times[~np.isnan(times)])
    middle = float(told[told.size // 2])  # one that was told: a mean of two may lie near neither
    impossible = np.abs(times - middle) > LONGEST_RECORDING_S
    missing = np.isnan(times)
    problems: list[Problem] = []
    for code, bad in (("fit.time_implausible", impossible), ("fit.time_missing", missing)):
        if bad.any():
            problems.append(
                Problem(
                    code,
                    f"record {int(np.argmax(bad)) + 1}",
                    {"n_sample": int(np.count_nonzero(bad))},
                    Severity.REPAIRED,
                )
            )
    good = ~(impossible | missing)
    if good.all():
        return times, problems
    before = np.maximum.accumulate(np.where(good, np.arange(times.size), -1))
    before[before < 0] = int(np.argmax(good))
    return times[before], problems


def _times_without_clock(
    file: FitFile, n_record: int, fallback: tuple[float, float] | None
) -> Array | None:
    """Time of records that tell none: ends of the pool lengths, else evenly over the recording."""
    lengths = file.table("length")
    if lengths is not None and lengths.n_message == n_record:
        start, elapsed = lengths.values("start_time"), lengths.values("total_elapsed_time")
        if start is not None and elapsed is not None:
            ends = as_times(start + elapsed)
            if np.isfinite(ends).all():
                return ends
    if fallback is None:
        return None
    return np.linspace(fallback[0], fallback[1], n_record)


def _oddities(times: Array) -> list[Problem]:
    """Note long gaps and repeated times; both are kept."""
    steps = np.diff(times)
    if steps.size == 0:
        return []
    problems: list[Problem] = []
    longest = int(np.argmax(steps))
    if steps[longest] > DAY_S:
        days = round(float(steps[longest]) / DAY_S, 1)
        problems.append(Problem("fit.time_jump", f"record {longest + 2}", {"gap_days": days}))
    n_same = int(np.count_nonzero(steps == 0))
    if n_same > 0.01 * times.size:
        problems.append(
            Problem(
                "fit.time_repeated", "record", {"n_sample": n_same, "n_record": int(times.size)}
            )
        )
    return problems
