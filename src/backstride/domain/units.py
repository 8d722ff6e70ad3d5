"""Conversions and physical constants; every number of the world that Backstride believes in."""

from __future__ import annotations

from typing import Final

GRAVITY_MPS2: Final = 9.80665
"""Standard acceleration of gravity [m/s²] (CGPM 1901, exact by convention)."""

SEMICIRCLE_DEG: Final = 180.0 / 2**31
"""Degrees in one FIT semicircle [deg] (FIT protocol: 2**31 semicircles are 180 degrees)."""

FIT_EPOCH_UNIX_S: Final = 631_065_600
"""1989-12-31T00:00:00Z, the zero of FIT time [s since 1970] (FIT protocol)."""

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean Earth radius R1 [m] (Moritz 2000, Geodetic Reference System 1980)."""

FEET_PER_STRIDE: Final = 2
"""Steps of both feet in one stride."""

FOOT_M: Final = 0.3048
"""International foot [m] (exact, international yard and pound agreement of 1959)."""

YARD_M: Final = 3 * FOOT_M
"""International yard [m]."""

MILE_M: Final = 5280 * FOOT_M
"""International mile [m]."""
