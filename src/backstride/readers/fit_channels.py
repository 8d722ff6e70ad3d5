"""Channels of one leg: cadence of both feet, limits of belief, developer fields in their place."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import CHANNELS, Array, Channel
from backstride.readers.cadence import cadence_factor
from backstride.readers.fit_apps import channel_of
from backstride.readers.fit_developer import DeveloperColumn
from backstride.readers.fit_samples import Samples
from backstride.readers.path_length import FASTEST_MPS, all_reachable, settle_way

ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})


class Limits(NamedTuple):
    """What a channel can hold, ends included; outside it a value is set aside."""

    low: float
    high: float
    zero_is_missing: bool = False
    """True where devices write 0 for a step that was not there."""


LIMITS: Final[dict[str, Limits]] = {
    "altitude_m": Limits(-500, 9000),
    "distance_m": Limits(0, 2_000_000),
    "speed_mps": Limits(0, 50),
    "heart_rate_bpm": Limits(20, 250),
    "cadence_spm": Limits(0, 300),
    "power_w": Limits(0, 4000),
    "contact_ms": Limits(50, 2000, zero_is_missing=True),
    "contact_percent": Limits(1, 100, zero_is_missing=True),
    "contact_balance_percent": Limits(1, 99, zero_is_missing=True),
    "vertical_oscillation_mm": Limits(1, 500, zero_is_missing=True),
    "step_length_mm": Limits(50, 4000, zero_is_missing=True),
    "vertical_ratio_percent": Limits(0.1, 100, zero_is_missing=True),
    "temperature_c": Limits(-60, 85),
}
"""Wider than any athlete and any place on Earth that one can run in; beyond them the sensor or
the file is at fault."""

_FASTEST_ON_FOOT_MPS: Final = 13.0
"""Just above the fastest speed measured in a sprint, 12.4 m/s (Graubner and Nixdorf 2011,
New Studies in Athletics 26). [m/s]"""


def unit_of(channel: str) -> str:
    """Return the unit of a known channel as `CHANNELS` writes it."""
    return CHANNELS[channel].rpartition("[")[2].rstrip("]")


def build_channels(
    samples: Samples, part: slice | NDArray[np.intp], sport: Sport
) -> tuple[dict[str, Channel], list[Problem]]:
    """Build the channels of one leg.

    Parameters
    ----------
    samples : Samples
        All records of the file.
    part : slice or array (n_sample,)
        Which of them belong to the leg.
    sport : Sport
        Decides what cadence and speed can be.

    Returns
    -------
    tuple of dict of str to Channel, and list of Problem
        Only channels that hold a value.
    """
    problems: list[Problem] = []
    columns = {name: (values[part], "native") for name, values in samples.native.items()}
    for name in samples.derived & columns.keys():
        columns[name] = (columns[name][0], "derived:hr_message")
    developer = [
        DeveloperColumn(column.description, column.name, column.values[part])
        for column in samples.developer
    ]
    developer = [column for column in developer if np.isfinite(column.values).any()]
    _fill_from_developer(columns, developer)
    channels: dict[str, Channel] = {}
    for name in CHANNELS:
        if name in columns:
            values, source = columns[name]
            if name == "cadence_spm" and sport in ON_FOOT:
                speed, _ = columns.get("speed_mps", (None, ""))
                values, found = _steps_per_minute(values, sport, speed)
                problems += found
            values, found = _believable(name, values, sport)
            problems += found
            if np.isfinite(values).any():
                channels[name] = Channel(values, unit_of(name), source)
    problems += _hide_null_island(channels)
    problems += _settle_positions(channels, samples.time[part])
    return channels | _developer_channels(developer), problems


def _fill_from_developer(
    columns: dict[str, tuple[Array, str]], developer: list[DeveloperColumn]
) -> None:
    """Let a recognised developer field stand in where the native channel holds nothing."""
    for column in developer:
        found = channel_of(column.description)
        if found is None:
            continue
        channel, factor = found
        if channel not in columns or np.isnan(columns[channel][0]).all():
            columns[channel] = (column.values * factor, f"developer:{column.name}")


def _believable(name: str, values: Array, sport: Sport) -> tuple[Array, list[Problem]]:
    """Set aside what cannot be."""
    problems: list[Problem] = []
    limits = LIMITS.get(name)
    if limits is None:
        return values, problems
    high = limits.high
    if name == "speed_mps" and sport in ON_FOOT:
        high = _FASTEST_ON_FOOT_MPS
    outside = (values < limits.low) | (values > high)
    if not outside.any():
        return values, problems
    bad = outside & (values != 0) if limits.zero_is_missing else outside
    if bad.any():
        problems.append(
            Problem(
                "fit.implausible_values",
                f"record {int(np.argmax(bad)) + 1}, {name}",
                {
                    "channel": name,
                    "n_sample": int(np.count_nonzero(bad)),
                    "first_value": round(float(values[np.argmax(bad)]), 2),
                    "low": limits.low,
                    "high": high,
                    "unit": unit_of(name),
                },
                Severity.REPAIRED,
            )
        )
    return np.where(outside, np.nan, values), problems


def _steps_per_minute(
    values: Array, sport: Sport, speed_mps: Array | None
) -> tuple[Array, list[Problem]]:
    """Double strides into steps, unless the file already counts both feet."""
    decided = cadence_factor(values, sport, is_run_field=True, speed_mps=speed_mps)
    if decided.problem is None:
        return values * decided.factor, []
    params: dict[str, Parameter] = {"median_per_min": round(decided.middle_per_min, 1)}
    return values, [Problem("fit.cadence_counts_steps", "record, cadence", params)]


def _settle_positions(channels: dict[str, Channel], time_s: Array) -> list[Problem]:
    """Set aside positions that nobody reaches in time from the others."""
    if "latitude_deg" not in channels or "longitude_deg" not in channels:
        return []
    latitude, longitude = channels["latitude_deg"], channels["longitude_deg"]
    if all_reachable(time_s, latitude.values, longitude.values):
        return []
    one_piece = np.zeros(time_s.size, dtype=np.int64)
    way = settle_way(time_s, latitude.values, longitude.values, one_piece)
    if not way.n_set_aside:
        return []
    channels["latitude_deg"] = Channel(way.latitude_deg, latitude.unit, latitude.source)
    channels["longitude_deg"] = Channel(way.longitude_deg, longitude.unit, longitude.source)
    gone = np.isfinite(latitude.values) & np.isnan(way.latitude_deg)
    params: dict[str, Parameter] = {"n_sample": way.n_set_aside, "limit_mps": FASTEST_MPS}
    where = f"record {int(np.argmax(gone)) + 1}"
    return [Problem("fit.position_jump", where, params, Severity.REPAIRED)]


def _hide_null_island(channels: dict[str, Channel]) -> list[Problem]:
    """Set aside positions at 0, 0 and beyond the poles: a receiver without a fix writes them."""
    if "latitude_deg" not in channels or "longitude_deg" not in channels:
        return []
    latitude, longitude = channels["latitude_deg"], channels["longitude_deg"]
    nowhere = (latitude.values == 0) & (longitude.values == 0)
    nowhere |= np.abs(latitude.values) > 90
    if not nowhere.any():
        return []
    for name in ("latitude_deg", "longitude_deg"):
        values = np.where(nowhere, np.nan, channels[name].values)
        channels[name] = Channel(values, channels[name].unit, channels[name].source)
    return [
        Problem(
            "fit.position_nowhere",
            f"record {int(np.argmax(nowhere)) + 1}",
            {"n_sample": int(np.count_nonzero(nowhere))},
            Severity.REPAIRED,
        )
    ]


def _developer_channels(developer: list[DeveloperColumn]) -> dict[str, Channel]:
    """Keep every developer field beside, under its own name and unit."""
    channels: dict[str, Channel] = {}
    for column in developer:
        description = column.description
        key = f"dev:{description.app}:{column.name}"
        while key in channels:  # two fields of one name
            key = f"{key}#{description.number}"
        channels[key] = Channel(column.values, description.unit, f"developer:{column.name}")
    return channels
