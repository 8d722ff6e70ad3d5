"""Tables about where scores fell in their forecast distributions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import nan, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from studies.forecast_rows import Row
from studies.forecast_scores import pit_histogram, pit_reached

Array = NDArray[np.float64]

_MIDDLES: Final = ((0.25, 0.75), (0.05, 0.95))


def calibration_table(rows: Sequence[Row]) -> list[str]:
    """Return the histogram of the probability integral transform, and what ranges held."""
    pairs = np.array([[row.pit_low, row.pit_high] for row in rows])
    shares = pit_histogram(pairs)
    bins = " | ".join(f"{k / 10:.1f}-{(k + 1) / 10:.1f}" for k in range(10))
    return [
        f"| {bins} |",
        f"|{'---|' * 10}",
        f"| {' | '.join(f'{share:.3f}' for share in shares)} |",
    ]


def held_table(rows: Sequence[Row], heading: str, key: Callable[[Row], str]) -> list[str]:
    """Return by group where scores fell in their forecasts, with errors that have whole clusters.

    Parameters
    ----------
    rows : sequence of Row
        Forecast mornings.
    heading : str
        What the groups are.
    key : callable
        Group of a row.
    """
    lines = [
        f"| {heading} | Mornings | Mean place, 0.5 asked | In the middle half, 0.5 asked | "
        "In the middle 90 %, 0.9 asked |",
        "|---|---|---|---|---|",
    ]
    for group in dict.fromkeys(key(row) for row in rows):
        part = [row for row in rows if key(row) == group]
        pairs = np.array([[row.pit_low, row.pit_high] for row in part])
        held = [pit_reached(pairs, b) - pit_reached(pairs, a) for a, b in _MIDDLES]
        cells = [_clustered(part, values) for values in (pairs.mean(axis=1), *held)]
        lines.append(f"| {group} | {len(part)} | {' | '.join(cells)} |")
    return lines


def _clustered(rows: Sequence[Row], values: Array) -> str:
    """Return a mean and half of its 95 % interval, clusters as units."""
    names, place = np.unique([row.cluster for row in rows], return_inverse=True)
    mean, n = float(values.mean()), names.size
    away = np.bincount(place, values - mean)
    half = 1.96 * sqrt(n / (n - 1.0) * float(away @ away)) / len(rows) if n > 1 else nan
    return f"{mean:.3f} ± {half:.3f}"
