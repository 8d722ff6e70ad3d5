"""Channels of a run for drawing and reading: few enough points, in units that people read."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backstride.report.run_route import draw_route
from backstride.workflows.trace_run import Trace

Array = NDArray[np.float64]

MOST_POINTS: Final = 4000
SLOWEST_MPS: Final = 0.6
"""Below this a pace is no pace any more but standing (own choice). [m/s]"""
UNITS: Final = {
    "pace": ("/km", 0),
    "heart_rate_bpm": ("1/min", 0),
    "cadence_spm": ("1/min", 0),
    "contact_ms": ("ms", 0),
    "vertical_oscillation_mm": ("mm", 0),
    "power_w": ("W", 0),
    "altitude_m": ("m", 0),
    "grade": ("%", 1),
}
"""Unit and decimals of each channel as it is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """One channel as it is shown.

    Parameters
    ----------
    name : str
        A key of `UNITS`.
    values : array (n_point,)
        NaN where missing; a pace in seconds for a kilometre or mile.
    low, high : float
        Where nearly all of it lies: the axis of a picture.
    source : str
        As `Trace` has it.
    """

    name: str
    values: Array
    low: float
    high: float
    source: str


def columns_of(trace: Trace, *, metres: float = 1000.0) -> tuple[Column, ...]:
    """Return the channels of a trace as people read them, on its own samples.

    Parameters
    ----------
    trace : Trace
        One leg.
    metres : float
        What a pace is told for. [m]
    """
    found = []
    for name, values in trace.channels.items():
        shown, column = name, values
        if name == "speed_mps":
            with np.errstate(divide="ignore", invalid="ignore"):
                column = np.where(values >= SLOWEST_MPS, metres / values, np.nan)
            shown = "pace"
        elif name == "grade":
            column = 100.0 * values
        known = column[np.isfinite(column)]
        if known.size:
            low, high = (float(one) for one in np.percentile(known, (0.5, 99.5)))
            found.append(Column(shown, column, low, high, trace.sources[name]))
    return tuple(found)


def channels_as_json(trace: Trace, *, metres: float = 1000.0) -> dict[str, Any]:
    """Return a trace for drawing, with at most `MOST_POINTS` points.

    Parameters
    ----------
    trace : Trace
        One leg.
    metres : float
        What a pace is told for. [m]
    """
    n_joined = -(-trace.time_s.size // MOST_POINTS)
    route = None
    if trace.latitude_deg is not None and trace.longitude_deg is not None:
        route = draw_route(trace.latitude_deg, trace.longitude_deg)
    way = trace.distance_m
    return {
        "time_s": _numbers(_joined(trace.time_s, n_joined), 1),
        "distance_m": None if way is None else _numbers(_joined(way, n_joined), 1),
        "joined": n_joined,
        "channels": [
            {
                "name": one.name,
                "values": _numbers(_joined(one.values, n_joined), UNITS[one.name][1] + 1),
                "low": round(one.low, 3),
                "high": round(one.high, 3),
                "source": one.source,
            }
            for one in columns_of(trace, metres=metres)
        ],
        "route": None
        if route is None
        else {
            "x": _numbers(route.x[::n_joined], 1),
            "y": _numbers(route.y[::n_joined], 1),
        },
    }


@dataclass(frozen=True, slots=True)
class TableRow:
    """Means over one piece of a run.

    Parameters
    ----------
    until : float
        End of the piece: way in kilometres or miles, else time in minutes.
    means : tuple of float or None
        One a column.
    """

    until: float
    means: tuple[float | None, ...]


def table_of(
    trace: Trace, columns: tuple[Column, ...], *, metres: float = 1000.0
) -> tuple[TableRow, ...]:
    """Return the means of channels over each kilometre or mile, or every five minutes.

    Parameters
    ----------
    trace : Trace
        One leg.
    columns : tuple of Column
        As `columns_of` returns them.
    metres : float
        Length of a piece. [m]
    """
    along, piece = (trace.time_s, 300.0)
    if trace.distance_m is not None:
        along, piece = np.fmax.accumulate(np.nan_to_num(trace.distance_m)), metres
    return tuple(_rows(along, piece, columns, per=metres if piece == metres else 60.0))


def _rows(
    along: Array, piece: float, columns: tuple[Column, ...], *, per: float
) -> Iterator[TableRow]:
    which = np.floor(along / piece).astype(int)
    for number in np.unique(which):
        inside = which == number
        means = []
        for column in columns:
            known = column.values[inside]
            known = known[np.isfinite(known)]
            means.append(float(known.mean()) if known.size else None)
        yield TableRow(float(along[inside][-1]) / per, tuple(means))


def _joined(values: Array, n_joined: int) -> Array:
    """Return the means of so many samples that follow one another."""
    if n_joined == 1:
        return values
    filled = np.full(-(-values.size // n_joined) * n_joined, np.nan)
    filled[: values.size] = values
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a stretch without any value stays NaN
        means: Array = np.nanmean(filled.reshape(-1, n_joined), axis=1)
    return means


def _numbers(values: Array, decimals: int) -> list[float | None]:
    """Return numbers as JSON has them: nothing where a value is missing."""
    rounded = np.round(values, decimals)
    return [None if isnan(one) else one for one in rounded.tolist()]
