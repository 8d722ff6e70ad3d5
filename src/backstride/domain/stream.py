"""Stream: what a device measured along a leg, one column per channel."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import ShapeMismatch

Array = NDArray[np.float64]

#: Channels every floor knows, with the unit in the name. Values are float64, NaN where missing.
CHANNELS: dict[str, str] = {
    "latitude_deg": "WGS 84 latitude, north positive [deg]",
    "longitude_deg": "WGS 84 longitude, east positive [deg]",
    "altitude_m": "altitude as the device gives it [m]",
    "distance_m": "distance since the start of the leg [m]",
    "speed_mps": "speed over ground, or belt speed on a treadmill [m/s]",
    "heart_rate_bpm": "heart rate [1/min]",
    "cadence_spm": "steps per minute of both feet; revolutions or strokes in other sports [1/min]",
    "power_w": "power as the device gives it [W]",
    "contact_ms": "ground contact time of one step [ms]",
    "contact_percent": "share of the step spent on the ground, as the device gives it [%]",
    "contact_balance_percent": "left foot's share of the ground contact time [%]",
    "vertical_oscillation_mm": "vertical movement of the trunk in one step [mm]",
    "step_length_mm": "length of one step [mm]",
    "vertical_ratio_percent": "vertical oscillation over step length [%]",
    "temperature_c": "air or device temperature [°C]",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """One measured quantity along the samples of a leg.

    Parameters
    ----------
    values : array (n_sample,)
        Measurements, NaN where the device gave none.
    unit : str
        Unit as text; for the known channels it repeats the name's suffix, for a developer field
        it is what the file says.
    source : str
        Where it came from: ``native``, ``developer:<field name>``, ``derived:<method>``.
    """

    values: Array
    unit: str
    source: str = "native"


@dataclass(frozen=True, slots=True)
class Stream:
    """All channels of one leg on one time axis.

    Parameters
    ----------
    time_s : array (n_sample,)
        Seconds since the start of the leg, never decreasing.
    channels : dict of str to Channel
        Keys are those of `CHANNELS`; a developer field is kept beside them under
        ``dev:<index>:<name>`` in its own unit and never replaces a native value.
    """

    time_s: Array
    channels: dict[str, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, channel in self.channels.items():
            if channel.values.shape != self.time_s.shape:
                raise ShapeMismatch(
                    "channel_length",
                    channel=name,
                    n_found=channel.values.size,
                    n_expected=self.time_s.size,
                )

    @property
    def n_sample(self) -> int:
        """Number of samples."""
        return int(self.time_s.size)

    def values(self, name: str) -> Array | None:
        """Return the values of a channel, or None where the stream has none."""
        channel = self.channels.get(name)
        return None if channel is None else channel.values
