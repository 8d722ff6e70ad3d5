"""Joining: the recordings of one run become one activity, each channel from where it is richest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.problem import Problem
from backstride.domain.stream import Array, Channel, Stream

RICHER_BY: Final = 0.1
"""Share of the run for which another recording must know more of a channel than the leading one,
before the channel is taken from there. Own choice."""

NEAREST_S: Final = 5.0
"""A value is taken from another recording where it lies this near in time: half of the longest
step that devices with smart recording usually take. Own choice. [s]"""

TOGETHER: Final = (
    ("latitude_deg", "longitude_deg"),
    ("distance_m", "speed_mps"),
    ("contact_ms", "contact_percent", "contact_balance_percent"),
    ("vertical_oscillation_mm", "vertical_ratio_percent", "step_length_mm"),
)
"""Channels that describe one thing: all of them come from one recording or none does."""

_MISSING_TOTALS: Final = ("distance_m", "mean_cadence_spm", "mean_heart_rate_bpm")
_OTHER_TOTALS: Final = ("ascent_m", "descent_m", "moving_s", "timer_s", "elapsed_s")
_SAYS_LITTLE: Final = frozenset({Sport.UNKNOWN, Sport.OTHER})


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of several recordings.

    Parameters
    ----------
    activity : Activity
        The leading recording with what the others know better.
    taken : tuple of str
        Channels and totals that came from the others; empty where the leading one knows all.
    """

    activity: Activity
    taken: tuple[str, ...]


def join(lead: Activity, others: Sequence[Activity]) -> Joined:
    """Join recordings of one run.

    Parameters
    ----------
    lead : Activity
        The recording whose time axis and totals are kept.
    others : sequence of Activity
        The others, the richest first.
    """
    taken: list[str] = []
    legs = tuple(_join_leg(leg, others, taken) for leg in lead.legs)
    if not taken:
        return Joined(lead, ())
    names = ", ".join(taken)
    note = Problem("recording.joined", "", {"names": names, "n_other": len(others)})
    return Joined(replace(lead, legs=legs, problems=(*lead.problems, note)), tuple(taken))


def _join_leg(lead: Leg, others: Sequence[Activity], taken: list[str]) -> Leg:
    """Return a leg with what the best matching legs of the others know better."""
    found = [leg for leg in (_matching(lead, other) for other in others) if leg is not None]
    joined = lead
    for leg in found:
        if joined.stream is not None and leg.stream is not None and leg.stream.n_sample > 1:
            later_s = (leg.start - joined.start).total_seconds()
            stream = _join_stream(joined.stream, leg.stream, later_s=later_s, taken=taken)
            joined = joined if stream is joined.stream else replace(joined, stream=stream)
        joined = _join_totals(joined, leg, taken)
    if joined is lead:
        return lead
    for leg in found:  # once a leg is made anew, what it lacks may as well be filled
        gaps = {name: getattr(leg, name) for name in _OTHER_TOTALS if getattr(joined, name) is None}
        joined = replace(joined, **gaps)
    return joined


def _matching(lead: Leg, other: Activity) -> Leg | None:
    """Return the leg of another recording that shares most time with this one."""
    if len(other.legs) == 1:
        return other.legs[0]
    most_s, place = max((_shared_s(lead, leg), -place) for place, leg in enumerate(other.legs))
    return other.legs[-place] if most_s > 0.0 else None


def _shared_s(one: Leg, other: Leg) -> float:
    return (min(one.end, other.end) - max(one.start, other.start)).total_seconds()


def _join_stream(lead: Stream, other: Stream, *, later_s: float, taken: list[str]) -> Stream:
    """Return a stream with the channels that another one knows for much more of the time.

    Parameters
    ----------
    lead, other : Stream
        Two recordings of one leg.
    later_s : float
        How much later the other one starts. [s]
    taken : list of str
        Names of what is taken are added to it.
    """
    at, is_near = _nearest(lead.time_s, other.time_s + later_s)
    channels = dict(lead.channels)
    is_changed = False
    for names in _sets_of(other):
        found = {name: _placed(other.channels[name], at, is_near) for name in names}
        gain = _known(found) - _known({n: lead.channels[n] for n in names if n in lead.channels})
        if gain <= RICHER_BY * lead.n_sample:
            continue
        channels = {name: one for name, one in channels.items() if name not in _whole_set(names)}
        channels |= found
        is_changed = True
        taken.extend(name for name in names if name not in taken)
    return Stream(lead.time_s, channels) if is_changed else lead


def _sets_of(stream: Stream) -> list[tuple[str, ...]]:
    """Return the channels of a stream, those that belong together in one set."""
    sets = [tuple(name for name in names if name in stream.channels) for names in TOGETHER]
    grouped = {name for names in TOGETHER for name in names}
    return [names for names in sets if names] + [
        (name,) for name in stream.channels if name not in grouped
    ]


def _whole_set(names: tuple[str, ...]) -> tuple[str, ...]:
    return next((whole for whole in TOGETHER if names[0] in whole), names)


def _nearest(time_s: Array, other_s: Array) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return for each moment the nearest sample of another recording, and whether it is near."""
    after = np.clip(np.searchsorted(other_s, time_s), 1, other_s.size - 1)
    before_is_nearer = time_s - other_s[after - 1] <= other_s[after] - time_s
    at = np.where(before_is_nearer, after - 1, after)
    return at, np.abs(other_s[at] - time_s) <= NEAREST_S


def _placed(channel: Channel, at: NDArray[np.intp], is_near: NDArray[np.bool_]) -> Channel:
    return replace(channel, values=np.where(is_near, channel.values[at], np.nan))


def _known(channels: dict[str, Channel]) -> int:
    """Return how many samples the best known channel of a set has."""
    return max((int(np.isfinite(one.values).sum()) for one in channels.values()), default=0)


def _join_totals(lead: Leg, other: Leg, taken: list[str]) -> Leg:
    """Return a leg with the totals that it lacks and that its load may depend on."""
    gaps: dict[str, Any] = {
        name: getattr(other, name)
        for name in _MISSING_TOTALS
        if getattr(lead, name) is None and getattr(other, name) is not None
    }
    streamed = {} if lead.stream is None else lead.stream.channels
    gaps = {name: gap for name, gap in gaps.items() if name.removeprefix("mean_") not in streamed}
    if leg_has_no_time(lead) and not leg_has_no_time(other):
        gaps |= {name: getattr(other, name) for name in ("moving_s", "timer_s", "elapsed_s")}
    if lead.sport in _SAYS_LITTLE and other.sport not in _SAYS_LITTLE:
        gaps |= {"sport": other.sport, "sub_sport": other.sub_sport}
    taken.extend(name for name in gaps if name not in taken)
    return replace(lead, **gaps) if gaps else lead


def leg_has_no_time(leg: Leg) -> bool:
    """Tell whether nothing says how long a leg took."""
    has_samples = leg.stream is not None and leg.stream.n_sample > 1
    return not has_samples and not (leg.moving_s or leg.timer_s or leg.elapsed_s)
