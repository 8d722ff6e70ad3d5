"""Cropping: the part of a recording between two instants, with totals to match."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Activity, Leg, Pause
from backstride.domain.errors import OutOfRange
from backstride.domain.stream import Stream

Mask = NDArray[np.bool_]

_SHARED_OUT: Final = ("distance_m", "ascent_m", "descent_m")


def crop(activity: Activity, start: datetime, end: datetime) -> Activity:
    """Return the part of an activity that lies between two instants.

    Parameters
    ----------
    activity : Activity
        With samples; legs that lie wholly outside are left out.
    start, end : datetime
        Aware UTC instants; the sample at `end` belongs to the part that follows.

    Raises
    ------
    OutOfRange
        Where nothing is left, or a leg that would have to be cut has no samples.
    """
    legs = tuple(
        _crop_leg(leg, start, end) for leg in activity.legs if leg.end > start and leg.start < end
    )
    if not legs or end <= start:
        raise OutOfRange("recording.nothing_left", activity_start=activity.start.isoformat())
    return replace(activity, legs=legs)


def _crop_leg(leg: Leg, start: datetime, end: datetime) -> Leg:
    if start <= leg.start and end >= leg.end:
        return leg
    if leg.stream is None or leg.stream.n_sample < 2:
        raise OutOfRange("recording.no_samples_to_cut", leg_start=leg.start.isoformat())
    from_s = max((start - leg.start).total_seconds(), 0.0)
    to_s = min((end - leg.start).total_seconds(), (leg.end - leg.start).total_seconds())
    inside = (leg.stream.time_s >= from_s) & (leg.stream.time_s < to_s)
    if end >= leg.end:
        inside |= leg.stream.time_s >= to_s
    if np.count_nonzero(inside) < 2:
        raise OutOfRange("recording.nothing_left", activity_start=leg.start.isoformat())
    pauses = _pauses_between(leg.pauses, from_s, to_s)
    elapsed_s = to_s - from_s
    timer_s = elapsed_s - sum(pause.end_s - pause.start_s for pause in pauses)
    cut_start = max(start, leg.start)
    totals = _totals(leg, inside, elapsed_s)
    return replace(
        leg,
        start=cut_start,
        elapsed_s=elapsed_s,
        timer_s=None if leg.timer_s is None else min(timer_s, leg.timer_s),
        moving_s=None,
        stream=_crop_stream(leg.stream, inside, from_s),
        pauses=pauses,
        laps=tuple(lap for lap in leg.laps if cut_start <= lap.start < end),
        mean_cadence_spm=None,
        mean_heart_rate_bpm=None,
        distance_m=totals["distance_m"],
        ascent_m=totals["ascent_m"],
        descent_m=totals["descent_m"],
    )


def _crop_stream(stream: Stream, inside: Mask, from_s: float) -> Stream:
    channels = {
        name: replace(channel, values=channel.values[inside].copy())
        for name, channel in stream.channels.items()
    }
    distance = channels.get("distance_m")
    if distance is not None and np.isfinite(distance.values).any():
        first = distance.values[np.isfinite(distance.values)][0]
        channels["distance_m"] = replace(distance, values=distance.values - first)
    return Stream(stream.time_s[inside] - from_s, channels)


def _totals(leg: Leg, inside: Mask, elapsed_s: float) -> dict[str, float | None]:
    """Return each total in the share of the distance, else of the time, that is left."""
    share = _share_of_distance(leg.stream, inside)
    if share is None:
        whole_s = (leg.end - leg.start).total_seconds()
        share = elapsed_s / whole_s if whole_s > 0.0 else 1.0
    shared: dict[str, float | None] = {}
    for name in _SHARED_OUT:
        whole = getattr(leg, name)
        shared[name] = None if whole is None else whole * share
    return shared


def _share_of_distance(stream: Stream | None, inside: Mask) -> float | None:
    """Return the share of the way that lies inside, by the distance or the speed of the device."""
    if stream is None:
        return None
    distance, speed = stream.values("distance_m"), stream.values("speed_mps")
    if distance is not None and np.isfinite(distance).sum() > 1:
        way = np.diff(np.maximum.accumulate(np.nan_to_num(distance, nan=-np.inf)))
        way = np.where(np.isfinite(way), way, 0.0)
    elif speed is not None and np.isfinite(speed).sum() > 1:
        way = np.nan_to_num(speed[1:]) * np.diff(stream.time_s)
    else:
        return None
    whole = float(way.sum())
    return float(way[inside[1:]].sum()) / whole if whole > 0.0 else None


def _pauses_between(pauses: tuple[Pause, ...], from_s: float, to_s: float) -> tuple[Pause, ...]:
    cut = (
        Pause(max(pause.start_s, from_s) - from_s, min(pause.end_s, to_s) - from_s)
        for pause in pauses
    )
    return tuple(pause for pause in cut if pause.end_s > pause.start_s)
