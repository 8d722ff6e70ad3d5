"""Channels of one leg: cadence of both feet, limits of belief, developer fields in their place."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Sport
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import CHANNELS, Array, Channel
from backstride.domain.units import FEET_PER_STRIDE
from backstride.readers.fit_apps import channel_of
from backstride.readers.fit_developer import DeveloperColumn
from backstride.readers.fit_samples import Samples

ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})

_MOST_STRIDES: Final = 130.0
"""Median above which a cadence on foot already counts both feet: 260 steps a minute is beyond
any runner's average. [1/min]"""


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
            values, found = _believable(name, values, sport)
            problems += found
            if np.isfinite(values).any():
                channels[name] = Channel(values, unit_of(name), source)
    problems += _hide_null_island(channels)
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
    """Turn cadence into steps, set aside what cannot be."""
    problems: list[Problem] = []
    if name == "cadence_spm" and sport in ON_FOOT:
        values, problems = _steps_per_minute(values)
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


def _steps_per_minute(values: Array) -> tuple[Array, list[Problem]]:
    """Double strides into steps, unless the file already counts both feet."""
    moving = values[values > 0]
    if moving.size and float(np.median(moving)) > _MOST_STRIDES:
        median = round(float(np.median(moving)), 1)
        return values, [
            Problem("fit.cadence_counts_steps", "record, cadence", {"median_per_min": median})
        ]
    return values * FEET_PER_STRIDE, []


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
