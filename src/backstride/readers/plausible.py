"""What a person's watch can have measured: values outside are set aside and counted."""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array

BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "altitude_m": (-500.0, 9000.0),
    "distance_m": (0.0, 2.0e6),
    "speed_mps": (0.0, 50.0),
    "heart_rate_bpm": (20.0, 250.0),
    "cadence": (0.0, 254.0),
    "run_cadence": (0.0, 254.0),
    "power_w": (0.0, 4000.0),
    "temperature_c": (-60.0, 85.0),
    "contact_ms": (30.0, 1500.0),
    "vertical_oscillation_mm": (0.0, 400.0),
    "step_length_mm": (0.0, 3500.0),
}
"""Smallest and largest believable value. Geography for position and altitude (Dead Sea shore
-430 m, Everest 8849 m); 2,000 km in one recording; 180 km/h; heart rates above 250 and below 20
are sensor faults; 255 is the value FIT and its exports write for "no cadence". Form: a sprinter's
foot is on the ground for about 90 ms and steps about 2.7 m long (Weyand 2000), a slow walker's for
less than 1.5 s."""


def set_aside_absurd(columns: dict[str, Array]) -> tuple[dict[str, Array], tuple[Problem, ...]]:
    """Replace what cannot have been measured by NaN.

    Parameters
    ----------
    columns : dict of str to array (n_point,)
        Keys of `BOUNDS`.

    Returns
    -------
    columns : dict of str to array (n_point,)
        The same, cleaned.
    problems : tuple of Problem
        One for each column that held such values.
    """
    cleaned, problems = {}, []
    for name, values in columns.items():
        low, high = BOUNDS[name]
        absurd = (values < low) | (values > high)
        n = int(absurd.sum())
        cleaned[name] = np.where(absurd, np.nan, values) if n else values
        if n:
            first = float(values[absurd][0])
            params: dict[str, Parameter] = {"n": n, "first": first, "low": low, "high": high}
            problems.append(Problem("xml.absurd_value", name, params, Severity.REPAIRED))
    return cleaned, tuple(problems)
