"""Where a run went, as a drawing of its own: no map, so that nobody is asked for one."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SIDE: Final = 300.0
"""Longer side of the drawing, without its margin. [px]"""
MARGIN: Final = 12.0
FINEST: Final = 0.6
"""Points nearer to the one before are left out; nobody sees them. [px]"""
METRES_A_DEGREE: Final = 111_195.0
"""Length of a degree of latitude on a sphere of 6,371,009 m, the mean radius of the IUGG. [m]"""
_STEPS: Final = (50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0)


@dataclass(frozen=True, slots=True)
class Route:
    """A drawn way.

    Parameters
    ----------
    width, height : float
        Of the drawing. [px]
    path : str
        Path data; a new part begins where positions are missing.
    x, y : array (n_sample,)
        Place of every sample in the drawing, NaN where it has no position. [px]
    start, end : tuple of float
        First and last place. [px]
    bar_px, bar_m : float
        A length in the drawing, and on the ground.
    """

    width: float
    height: float
    path: str
    x: Array
    y: Array
    start: tuple[float, float]
    end: tuple[float, float]
    bar_px: float
    bar_m: float


def draw_route(latitude_deg: Array, longitude_deg: Array) -> Route | None:
    """Draw positions, north up; None where they are one place.

    Parameters
    ----------
    latitude_deg, longitude_deg : array (n_sample,)
        WGS 84, NaN where missing. [deg]

    Notes
    -----
    Equirectangular projection about the middle latitude: over the length of a run its error is far
    below the width of the line.
    """
    known = np.isfinite(latitude_deg) & np.isfinite(longitude_deg)
    if known.sum() < 2:
        return None
    first = longitude_deg[known][0]
    # A run across the date line is one way, not one around the world.
    east_deg = (longitude_deg - first + 180.0) % 360.0 - 180.0
    shrink = np.cos(np.radians(np.nanmean(latitude_deg[known])))
    east_m = east_deg * METRES_A_DEGREE * shrink
    north_m = latitude_deg * METRES_A_DEGREE
    west, east = float(east_m[known].min()), float(east_m[known].max())
    south, north = float(north_m[known].min()), float(north_m[known].max())
    span_m = max(east - west, north - south)
    if span_m < 1.0:
        return None
    scale = SIDE / span_m
    x = np.where(known, (east_m - west) * scale + MARGIN, np.nan)
    y = np.where(known, (north - north_m) * scale + MARGIN, np.nan)
    places = np.flatnonzero(known)
    bar_m = max((step for step in _STEPS if step <= span_m / 3.0), default=_STEPS[0])
    return Route(
        (east - west) * scale + 2.0 * MARGIN,
        (north - south) * scale + 2.0 * MARGIN,
        _path(x, y),
        x,
        y,
        (round(float(x[places[0]]), 1), round(float(y[places[0]]), 1)),
        (round(float(x[places[-1]]), 1), round(float(y[places[-1]]), 1)),
        bar_m * scale,
        bar_m,
    )


def _path(x: Array, y: Array) -> str:
    parts: list[str] = []
    last: tuple[float, float] | None = None
    for here in zip(x.tolist(), y.tolist(), strict=True):
        if isnan(here[0]):
            last = None
            continue
        if last is None:
            parts.append(f"M{here[0]:.1f} {here[1]:.1f}")
        elif abs(here[0] - last[0]) + abs(here[1] - last[1]) < FINEST:
            continue
        else:
            parts.append(f"L{here[0]:.1f} {here[1]:.1f}")
        last = here
    return "".join(parts)
