"""Likeness: are two recordings one run? By overlap in time, sport, distance, cadence and place.

One person cannot make two runs at once. Recordings that share their time and agree in everything
that can be compared are one run; where something speaks against it the runner is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from backstride.domain.activity import Activity, Sport

RULE_VERSION: Final = "likeness-1"
"""Version of this rule; verdicts of another version are judged again by ``rebuild``."""

CANDIDATE_SHARE: Final = 0.5
"""Share of the shorter recording that lies within the other, below which they are two runs: a
cool-down recorded apart may share a minute with the run. Own choice."""

SAME_SHARE: Final = 0.8
"""Share of the longer recording that the two have in common, from which on they are one run where
nothing speaks against it: pauses cut out of one of them, or one watch started later. Own choice."""

SAME_START_S: Final = 90.0
"""Starts of one run differ by less: a list has whole minutes, and the first sample may come later
than the press of the button. Own choice. [s]"""

ALIKE_DISTANCE: Final = 0.10
"""Two devices differ by less over one run: eight watches were off by 3 to 6 % on average
(Gilgen-Ammann 2020, doi 10.2196/17118); the rest is room for a late start."""

CLOSE_DISTANCE: Final = 0.05
"""Where starts agree but lengths do not (pauses), distances must be this close. Own choice."""

ALIKE_CADENCE: Final = 0.10
"""Two devices on one runner count the same steps; wrist devices are within 10 % at running speeds.
Own choice, as `load` takes 12 % as a watch that counts otherwise."""

ALIKE_PLACE_M: Final = 1000.0
"""Receivers on one runner are closer; more than this is another place or another clock. Own choice.
[m]"""

SHIFTED_START_S: Final = 30.0
"""How exactly two starts must differ by the offset of a clock, to suspect that one recording holds
local time as if it were UTC. Own choice. [s]"""

SHIFTED_SHARE: Final = 0.02
"""By how much such recordings may differ in length and distance. Own choice."""

LONGEST_S: Final = 86_400.0
"""A recording that lasts longer was forgotten, and says little about when somebody ran. [s]"""

NO_TIME_OF_DAY: Final = frozenset({"activity_list.no_time_of_day", "by_hand.no_time_of_day"})
"""Problems of activities of which only the day is known."""

_SAYS_LITTLE: Final = frozenset({Sport.UNKNOWN, Sport.OTHER, Sport.TRANSITION})
_ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})


class Verdict(Enum):
    """What is thought of two recordings."""

    SAME = "same"
    HELD = "held"
    """Waits for the runner; until then the richer one counts."""
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one recording tells of when, where and how far; None where it does not.

    Parameters
    ----------
    start, end : datetime
        Aware UTC instants.
    day : date
        The runner's day.
    sports : frozenset of Sport
        Of its legs.
    distance_m : float or None
        Of all legs. [m]
    cadence_spm : float or None
        Steps per minute of the longest leg. [1/min]
    has_time_of_day : bool
        False where only the day is known.
    file : str
        Hash of the file it came from, empty where it came from none.
    utc_offset_s : int
        Offset of the runner's clock from UTC. [s]
    """

    start: datetime
    end: datetime
    day: date
    sports: frozenset[Sport]
    distance_m: float | None = None
    cadence_spm: float | None = None
    has_time_of_day: bool = True
    file: str = ""
    utc_offset_s: int = 0

    @property
    def elapsed_s(self) -> float:
        """Time from start to end [s]."""
        return (self.end - self.start).total_seconds()


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was found about two recordings.

    Parameters
    ----------
    verdict : Verdict
        What follows.
    of_shorter, of_longer : float
        Shared time as a share of each. [1]
    distance_ratio, cadence_ratio : float or None
        Smaller over larger. [1]
    apart_m : float or None
        Distance between the two at the same moment. [m]
    against : tuple of str
        What speaks against one run: ``sport``, ``distance``, ``length``, ``cadence``, ``place``,
        ``clock``.
    """

    verdict: Verdict
    of_shorter: float = 0.0
    of_longer: float = 0.0
    distance_ratio: float | None = None
    cadence_ratio: float | None = None
    apart_m: float | None = None
    against: tuple[str, ...] = ()


def footprint_of(
    activity: Activity, day: date, *, file: str = "", utc_offset_s: int = 0
) -> Footprint:
    """Return the footprint of an activity that was just read.

    Parameters
    ----------
    activity : Activity
        With its instants in UTC.
    day : date
        The runner's day.
    file : str
        Hash of the file it came from.
    utc_offset_s : int
        Offset of the runner's clock from UTC. [s]
    """
    distances = [leg.distance_m for leg in activity.legs if leg.distance_m]
    return Footprint(
        start=activity.start,
        end=max(leg.end for leg in activity.legs),
        day=day,
        sports=frozenset(leg.sport for leg in activity.legs),
        distance_m=sum(distances) if distances else None,
        has_time_of_day=not {problem.code for problem in activity.problems} & NO_TIME_OF_DAY,
        file=file,
        utc_offset_s=utc_offset_s,
    )


def judge(one: Footprint, other: Footprint, *, apart_m: float | None = None) -> Likeness:
    """Judge whether two recordings are one run.

    Parameters
    ----------
    one, other : Footprint
        In any order.
    apart_m : float, optional
        Distance between the two at the same moment, where both know where they were. [m]
    """
    if not (one.has_time_of_day and other.has_time_of_day):
        return _judge_by_day(one, other)
    of_shorter, of_longer = _shared(one, other)
    if of_shorter < CANDIDATE_SHARE:
        if _is_shifted(one, other):
            return Likeness(Verdict.HELD, of_shorter, of_longer, against=("clock",))
        return Likeness(Verdict.DIFFERENT, of_shorter, of_longer)
    distance = _ratio(one.distance_m, other.distance_m)
    cadence = _ratio(one.cadence_spm, other.cadence_spm)
    against = _against(one, other, (of_longer, distance, cadence, apart_m))
    found = Likeness(Verdict.SAME, of_shorter, of_longer, distance, cadence, apart_m, against)
    return _with_verdict(found, _verdict(one, other, found))


def may_be_judged(one: Footprint, other: Footprint) -> bool:
    """Tell cheaply whether two recordings can be anything but different runs."""
    if not (one.has_time_of_day and other.has_time_of_day):
        return one.day == other.day
    return _shared(one, other)[0] >= CANDIDATE_SHARE or _is_shifted(one, other)


def _is_shifted(one: Footprint, other: Footprint) -> bool:
    """Tell whether one of two equal recordings may hold local time as if it were UTC."""
    later_s = abs((one.start - other.start).total_seconds())
    offsets = {abs(one.utc_offset_s), abs(other.utc_offset_s)} - {0}
    lengths, distances = (
        _ratio(one.elapsed_s, other.elapsed_s),
        _ratio(one.distance_m, other.distance_m),
    )
    return (
        any(abs(later_s - offset_s) <= SHIFTED_START_S for offset_s in offsets)
        and min(lengths or 0.0, distances or 0.0) >= 1.0 - SHIFTED_SHARE
        and one.sports == other.sports
    )


def _verdict(one: Footprint, other: Footprint, found: Likeness) -> Verdict:
    if not found.against:
        return Verdict.SAME
    if (one.sports | other.sports) <= _SAYS_LITTLE:
        return Verdict.DIFFERENT  # no load hangs on it: nothing to ask
    is_endless = max(one.elapsed_s, other.elapsed_s) > LONGEST_S
    if is_endless and found.of_longer < CANDIDATE_SHARE:
        return Verdict.DIFFERENT
    shares_a_sport = bool(one.sports & other.sports - _SAYS_LITTLE)
    on_foot = (one.sports | other.sports) <= _ON_FOOT | _SAYS_LITTLE
    if "sport" in found.against and not shares_a_sport and not on_foot:
        # a ride recorded within a run is odd; a strength session within a walk to the gym is not
        return Verdict.HELD if found.of_longer >= SAME_SHARE else Verdict.DIFFERENT
    return Verdict.HELD


def _against(
    one: Footprint,
    other: Footprint,
    seen: tuple[float, float | None, float | None, float | None],
) -> tuple[str, ...]:
    of_longer, distance, cadence, apart_m = seen
    same_start = abs((one.start - other.start).total_seconds()) <= SAME_START_S
    is_close = distance is not None and distance >= 1.0 - CLOSE_DISTANCE
    doubts = {
        "sport": not sports_agree(one.sports, other.sports),
        "distance": distance is not None and distance < 1.0 - ALIKE_DISTANCE,
        "length": of_longer < SAME_SHARE and not (same_start and is_close),
        "cadence": cadence is not None and cadence < 1.0 - ALIKE_CADENCE,
        "place": apart_m is not None and apart_m > ALIKE_PLACE_M,
    }
    return tuple(name for name, holds in doubts.items() if holds)


def _judge_by_day(one: Footprint, other: Footprint) -> Likeness:
    """Judge by day, sport and distance, where a list knows no time of day."""
    distance = _ratio(one.distance_m, other.distance_m)
    is_one = (
        one.day == other.day
        and one.file != other.file  # two rows of one list are two runs of that day
        and sports_agree(one.sports, other.sports)
        and distance is not None
        and distance >= 1.0 - CLOSE_DISTANCE
    )
    verdict = Verdict.SAME if is_one else Verdict.DIFFERENT
    return Likeness(verdict, distance_ratio=distance)


def _shared(one: Footprint, other: Footprint) -> tuple[float, float]:
    """Return the shared time as a share of the shorter and of the longer recording."""
    shared_s = (min(one.end, other.end) - max(one.start, other.start)).total_seconds()
    shorter, longer = sorted((one.elapsed_s, other.elapsed_s))
    if shorter < 1.0:  # a row without a duration is a moment; a list may be minutes early
        is_near = shared_s > -SAME_START_S
        return (1.0 if is_near else 0.0), (1.0 if longer < 1.0 and is_near else 0.0)
    return max(shared_s, 0.0) / shorter, max(shared_s, 0.0) / longer


def sports_agree(one: frozenset[Sport], other: frozenset[Sport]) -> bool:
    """Tell whether two recordings say the same sports, or one of them says none."""
    said, said_too = one - _SAYS_LITTLE, other - _SAYS_LITTLE
    return not said or not said_too or said == said_too


def _ratio(one: float | None, other: float | None) -> float | None:
    """Return the smaller over the larger; None where one of them says nothing."""
    if not one or not other:
        return None
    return min(one, other) / max(one, other)


def _with_verdict(found: Likeness, verdict: Verdict) -> Likeness:
    return Likeness(
        verdict,
        found.of_shorter,
        found.of_longer,
        found.distance_ratio,
        found.cadence_ratio,
        found.apart_m,
        found.against,
    )
