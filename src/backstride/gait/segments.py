"""A leg cut into pieces of equal way: how form went along it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import OutOfRange
from backstride.domain.gait import Gait
from backstride.domain.stream import Stream

Array = NDArray[np.float64]

_SHORTEST_M = 50.0
"""A last piece shorter than this joins the one before it [m] (own choice)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Form over one piece of a leg; None where it was not measured or cannot be.

    Parameters
    ----------
    start_s, end_s : float
        Time since the start of the leg. [s]
    distance_m, moving_s : float
        Way [m] and time in motion [s].
    speed_mps, grade : float
        Mean speed in motion [m/s] and rise over run. [1]
    cadence_spm, contact_ms, duty_factor : float or None
        Means over moving, and over running samples; as the device gave them.
    vertical_oscillation_mm, vertical_ratio_percent, contact_balance_percent : float or None
        Means over running samples; the ratio is oscillation over step length.
    walk_share : float
        Share of moving time that was walking. [1]
    """

    start_s: float
    end_s: float
    distance_m: float
    moving_s: float
    speed_mps: float
    grade: float
    cadence_spm: float | None = None
    contact_ms: float | None = None
    duty_factor: float | None = None
    vertical_oscillation_mm: float | None = None
    vertical_ratio_percent: float | None = None
    contact_balance_percent: float | None = None
    walk_share: float = 0.0


def segments_of(
    gait: Gait, stream: Stream | None, *, length_m: float = 1000.0
) -> tuple[Segment, ...]:
    """Cut a leg into pieces of equal way.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    stream : Stream or None
        Its samples, for what `gait` does not hold.
    length_m : float
        Length of a piece. [m]

    Returns
    -------
    tuple of Segment (n_segment,)
        In order; none where the leg has no samples. The last piece is what remains.

    Raises
    ------
    OutOfRange
        Where the length is not above 0.
    """
    if not length_m > 0.0:
        raise OutOfRange("segment_length", length_m=length_m)
    if not gait.known or gait.n_sample < 2:
        return ()
    moving = gait.moving & np.isfinite(gait.speed_mps)
    way = np.cumsum(np.where(moving, gait.speed_mps * gait.duration_s, 0.0))
    last = max(int(np.ceil((way[-1] - _SHORTEST_M) / length_m)) - 1, 0)
    place = np.minimum((way / length_m).astype(np.intp), last)
    first = np.searchsorted(place, np.arange(last + 1))
    columns = form_columns(gait, stream)
    found = []
    for k in range(last + 1):
        end = int(first[k + 1]) if k < last else gait.n_sample
        if end > first[k]:
            found.append(_segment(gait, columns, slice(int(first[k]), end)))
    return tuple(found)


def form_columns(gait: Gait, stream: Stream | None) -> dict[str, Array]:
    """Collect what was measured of form, sample by sample.

    Parameters
    ----------
    gait : Gait
        Form of a leg.
    stream : Stream or None
        Its samples; used where they are on the same grid.

    Returns
    -------
    dict of str to array (n_sample,)
        ``cadence_spm``, ``contact_ms``, ``duty_factor``, ``vertical_oscillation_mm``,
        ``vertical_ratio_percent``, ``contact_balance_percent``: those that were measured, NaN
        where not running.
    """
    running = gait.running & (gait.duration_s > 0.0)
    found: dict[str, Array] = {}
    if gait.cadence_measured:
        found["cadence_spm"] = gait.cadence_spm
    if gait.contact_measured:
        found["contact_ms"] = gait.contact_ms
        found["duty_factor"] = gait.contact_ms * gait.cadence_spm / 120_000.0
    if stream is not None and stream.n_sample == gait.n_sample:
        for name in ("vertical_oscillation_mm", "contact_balance_percent"):
            values = stream.values(name)
            if values is not None:
                found[name] = np.where(values > 0.0, values, np.nan)
    if gait.cadence_measured and "vertical_oscillation_mm" in found:
        step_mm = 60_000.0 * gait.speed_mps / gait.cadence_spm
        ratio = 100.0 * found["vertical_oscillation_mm"] / np.where(step_mm > 0.0, step_mm, np.nan)
        found["vertical_ratio_percent"] = ratio
    found = {name: np.where(running, values, np.nan) for name, values in found.items()}
    return {name: values for name, values in found.items() if np.isfinite(values).any()}


def _segment(gait: Gait, columns: dict[str, Array], span: slice) -> Segment:
    seconds = np.where(gait.moving, gait.duration_s, 0.0)[span]
    moving_s = float(seconds.sum())
    speed = np.where(np.isfinite(gait.speed_mps), gait.speed_mps, 0.0)[span]
    way = float(np.dot(speed, seconds))
    walked = float(gait.duration_s[span][gait.walking[span]].sum())
    rise = float(np.dot(gait.grade[span] * speed, seconds))
    means = {name: _mean(values[span], seconds) for name, values in columns.items()}
    return Segment(
        start_s=float(gait.time_s[span.start]),
        end_s=float(gait.time_s[span.stop - 1]),
        distance_m=way,
        moving_s=moving_s,
        speed_mps=way / moving_s if moving_s > 0.0 else 0.0,
        grade=rise / way if way > 0.0 else 0.0,
        walk_share=walked / moving_s if moving_s > 0.0 else 0.0,
        **means,
    )


def _mean(values: Array, seconds: Array) -> float | None:
    known = np.isfinite(values) & (seconds > 0.0)
    if not known.any():
        return None
    return float(np.dot(values[known], seconds[known]) / seconds[known].sum())
