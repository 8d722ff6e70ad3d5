"""Grid: finds the whole numbers that a device wrote, behind the floats a reader made of them.

A device measures in steps: speed in mm/s, positions in semicircles, altitude in fifths of a metre
above -500 m. A column whose every value comes back bit for bit from ``number * numerator /
denominator + offset`` is stored as those whole numbers, several times smaller than its floats.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_N_PROBE: Final = 48
"""Values that a grid must reproduce before the whole column is tried."""

_EXACT_BELOW: Final = 2.0**53
"""Whole numbers below this are exact in a float64 (IEEE 754, 53-bit significand)."""


class Grid(NamedTuple):
    """Value = number * numerator / denominator + offset.

    Parameters
    ----------
    numerator, denominator : int
        Step between two neighbours, as a fraction so that decimal steps stay exact.
    offset : float
        Value of number 0.
    """

    numerator: int
    denominator: int
    offset: float = 0.0


GRIDS: Final = (
    Grid(1, 1),
    Grid(1, 10),
    Grid(1, 100),
    Grid(1, 1000),
    Grid(1, 5, -500.0),  # FIT altitude (FIT profile: scale 5, offset 500)
    Grid(180, 2**31),  # FIT semicircles
    Grid(1, 128),  # FIT fractional cadence
    Grid(1, 10**6),  # GPX and TCX decimals
    Grid(1, 10**7),
    Grid(1, 10**8),
    Grid(1, 2**16),
)
"""Tried in this order; appending one is safe, for each stored column carries its own grid."""

_NUMERATORS: Final = np.array([[grid.numerator] for grid in GRIDS], dtype=np.float64)
_DENOMINATORS: Final = np.array([[grid.denominator] for grid in GRIDS], dtype=np.float64)
_OFFSETS: Final = np.array([[grid.offset] for grid in GRIDS], dtype=np.float64)


def find_grid(values: Floats) -> tuple[Grid, Integers] | None:
    """Find the first grid that holds every value bit for bit.

    Parameters
    ----------
    values : array (n_value,)
        Values without NaN, at least one.

    Returns
    -------
    tuple of Grid and array (n_value,), or None
        The grid and the whole numbers on it; None where no grid is exact.
    """
    probe = values[:: max(1, values.size // _N_PROBE)]
    if (np.rint(probe) == probe).all():  # half of all columns; all grids at once cost more
        whole = _place(values, GRIDS[0])
        if whole is not None:
            return GRIDS[0], whole
    with np.errstate(all="ignore"):
        numbers = np.rint((probe - _OFFSETS) * _DENOMINATORS / _NUMERATORS)
        rebuilt = numbers * _NUMERATORS / _DENOMINATORS + _OFFSETS
    fits = (rebuilt.view(np.int64) == probe.view(np.int64)).all(axis=1)
    for index in np.flatnonzero(fits):
        whole = _place(values, GRIDS[index])
        if whole is not None:
            return GRIDS[index], whole
    return None


def values_on(grid: Grid, numbers: Integers) -> Floats:
    """Return the float64 values of whole numbers on a grid.

    Parameters
    ----------
    grid : Grid
        Where the numbers lie.
    numbers : array (n_value,)
        Whole numbers.
    """
    values = numbers.astype(np.float64)
    if grid.numerator != 1:
        values *= grid.numerator
    if grid.denominator != 1:
        values /= grid.denominator
    if grid.offset != 0.0:
        values += grid.offset
    return values


def _numbers_of(values: Floats, grid: Grid) -> Floats:
    """Undo `values_on` without rounding; what would change nothing is left out."""
    numbers = values - grid.offset if grid.offset != 0.0 else values
    if grid.denominator != 1:
        numbers = numbers * grid.denominator
    return numbers / grid.numerator if grid.numerator != 1 else numbers


def _place(values: Floats, grid: Grid) -> Integers | None:
    """Return the whole numbers of all values on one grid, or None where one value is off it."""
    with np.errstate(all="ignore"):
        nearest = np.rint(_numbers_of(values, grid))
    if not np.abs(nearest).max() < _EXACT_BELOW:
        return None
    numbers = nearest.astype(np.int64)
    rebuilt = values_on(grid, numbers)
    same = np.array_equal(rebuilt.view(np.int64), values.view(np.int64))
    return numbers if same else None
