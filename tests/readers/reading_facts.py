"""What a test asks of a reading, in one place."""

from __future__ import annotations

import numpy as np

from backstride.domain.activity import Activity, Leg
from backstride.domain.problem import Problem
from backstride.domain.stream import Stream
from backstride.readers.member import Member, Refusal
from backstride.readers.reading import Outcome, Reading


def only_leg(reading: Reading) -> Leg:
    """The one leg of the one activity of a reading."""
    assert reading.outcome is Outcome.ACTIVITIES, codes(reading)
    (activity,) = reading.activities
    (leg,) = activity.legs
    return leg


def stream_of(leg: Leg) -> Stream:
    assert leg.stream is not None
    return leg.stream


def all_problems(reading: Reading) -> list[Problem]:
    inside = [problem for activity in reading.activities for problem in activity.problems]
    return [*reading.problems, *inside]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in all_problems(reading)]


def n_finite(leg: Leg, channel: str) -> int:
    """Samples with a value; 0 where the channel is not there."""
    values = None if leg.stream is None else leg.stream.values(channel)
    return 0 if values is None else int(np.isfinite(values).sum())


def mean_turning(leg: Leg) -> float | None:
    """Mean cadence over the samples in which the feet move. [1/min]"""
    values = None if leg.stream is None else leg.stream.values("cadence_spm")
    if values is None:
        return None
    turning = values[np.isfinite(values) & (values > 0.0)]
    return float(turning.mean()) if turning.size else None


def members(found: list[Member | Refusal]) -> list[Member]:
    return [part for part in found if isinstance(part, Member)]


def refusals(found: list[Member | Refusal]) -> dict[str, str]:
    """Code of each refusal by name."""
    return {part.name: part.problem.code for part in found if isinstance(part, Refusal)}


def n_sample(activity: Activity) -> int:
    return sum(leg.stream.n_sample for leg in activity.legs if leg.stream is not None)
