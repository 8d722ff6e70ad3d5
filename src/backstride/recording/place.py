"""Place: how far apart two positions are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from backstride.domain.units import EARTH_RADIUS_M


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two positions, by the haversine formula [m].

    Parameters
    ----------
    one, other : tuple of float
        Latitude and longitude. [deg]
    """
    north, other_north = radians(one[0]), radians(other[0])
    half_north = 0.5 * (other_north - north)
    half_east = 0.5 * radians(other[1] - one[1])
    chord = sin(half_north) ** 2 + cos(north) * cos(other_north) * sin(half_east) ** 2
    return 2.0 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))
