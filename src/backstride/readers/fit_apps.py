"""Which developer fields hold a known quantity, and how to bring it into its unit.

A field is known by its name or by the native field it says it overrides, and only with a unit
that is understood: a number whose unit is unknown is kept beside, never taken for a channel.
"""

from __future__ import annotations

from typing import Final

from backstride.readers.fit_developer import Description

_NAMES: Final = {
    "power": "power_w",
    "running power": "power_w",
    "rp_power": "power_w",
    "cadence": "cadence_spm",
    "running cadence": "cadence_spm",
    "run cadence": "cadence_spm",
    "ground time": "contact_ms",
    "ground contact time": "contact_ms",
    "contact time": "contact_ms",
    "stance time": "contact_ms",
    "gct": "contact_ms",
    "vertical oscillation": "vertical_oscillation_mm",
    "vertical ratio": "vertical_ratio_percent",
    "step length": "step_length_mm",
    "stride length": "step_length_mm",
    "ground contact time balance": "contact_balance_percent",
    "stance time balance": "contact_balance_percent",
    "gct balance": "contact_balance_percent",
    "speed": "speed_mps",
    "distance": "distance_m",
    "elevation": "altitude_m",
    "altitude": "altitude_m",
    "heart rate": "heart_rate_bpm",
    "heart_rate": "heart_rate_bpm",
    "hr": "heart_rate_bpm",
}
"""Names in small letters, as Stryd, Garmin Running Power, RunScribe and others write them."""

_NATIVE_FIELDS: Final = {
    2: "altitude_m",
    3: "heart_rate_bpm",
    4: "cadence_spm",
    5: "distance_m",
    6: "speed_mps",
    7: "power_w",
    39: "vertical_oscillation_mm",
    41: "contact_ms",
    73: "speed_mps",
    78: "altitude_m",
    83: "vertical_ratio_percent",
    84: "contact_balance_percent",
    85: "step_length_mm",
}
"""Record field that a description says it overrides."""

_POWER: Final = {"w": 1.0, "watt": 1.0, "watts": 1.0}
_LENGTH_M: Final = {
    "m": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "metres": 1.0,
    "km": 1000.0,
    "kilometers": 1000.0,
    "cm": 0.01,
    "centimeter": 0.01,
    "centimeters": 0.01,
    "mm": 0.001,
    "millimeters": 0.001,
    "ft": 0.3048,
    "feet": 0.3048,
    "mi": 1609.344,
    "miles": 1609.344,
}
_LENGTH_MM: Final = {unit: 1000.0 * metres for unit, metres in _LENGTH_M.items()}
_PERCENT: Final = {"%": 1.0, "percent": 1.0, "": 1.0}

_UNITS: Final = {
    "power_w": _POWER,
    "cadence_spm": {
        "rpm": 1.0,
        "strides/min": 1.0,
        "strides per minute": 1.0,
        "spm": 0.5,
        "steps/min": 0.5,
        "steps per minute": 0.5,
    },
    "contact_ms": {
        "ms": 1.0,
        "millisecond": 1.0,
        "milliseconds": 1.0,
        "s": 1000.0,
        "seconds": 1000.0,
    },
    "vertical_oscillation_mm": _LENGTH_MM,
    "step_length_mm": _LENGTH_MM,
    "vertical_ratio_percent": _PERCENT,
    "contact_balance_percent": _PERCENT,
    "speed_mps": {
        "m/s": 1.0,
        "mps": 1.0,
        "meters/second": 1.0,
        "km/h": 1 / 3.6,
        "kph": 1 / 3.6,
        "kmh": 1 / 3.6,
        "mph": 0.44704,
    },
    "distance_m": _LENGTH_M,
    "altitude_m": _LENGTH_M,
    "heart_rate_bpm": {"bpm": 1.0, "beats/min": 1.0, "1/min": 1.0, "": 1.0},
}
"""Factor from a unit in small letters to the channel's own. Cadence goes to strides, the way the
native field counts, and is doubled with it."""


def channel_of(description: Description) -> tuple[str, float] | None:
    """Find the channel that a developer field can stand in for.

    Parameters
    ----------
    description : Description
        What the file says about the field.

    Returns
    -------
    tuple of str and float, or None
        Name of the channel and the factor that brings the values into its unit; None where the
        field is not known or its unit is not understood.
    """
    name = description.name.casefold()
    channel = _NAMES.get(name)
    if channel is None and description.native_field is not None:
        channel = _NATIVE_FIELDS.get(description.native_field)
    if channel is None:
        return None
    factor = _UNITS[channel].get(description.unit.casefold())
    if factor is None:
        return None
    return channel, factor * 0.5 if name == "stride length" else factor
