"""Activity: what was recorded, whatever the file was; made of legs, each with one sport."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum

from backstride.domain.problem import Problem
from backstride.domain.stream import Stream


class Sport(Enum):
    """Sport of a leg; the file's own word is kept in `Leg.sub_sport`."""

    RUNNING = "running"
    WALKING = "walking"
    HIKING = "hiking"
    CYCLING = "cycling"
    SWIMMING = "swimming"
    STRENGTH = "strength"
    ROWING = "rowing"
    TRANSITION = "transition"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap as the device cut it.

    Parameters
    ----------
    start : datetime
        Aware UTC instant.
    elapsed_s, timer_s : float or None
        Duration with and without pauses. [s]
    distance_m : float or None
        Distance. [m]
    """

    start: datetime
    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the device's timer stood still, in seconds since the start of the leg."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Leg:
    """One sport of an activity (a triathlon has several legs, a run has one).

    Parameters
    ----------
    sport : Sport
        What was done.
    start : datetime
        Aware UTC instant of the first moment of the leg.
    sub_sport : str
        The file's own finer word: ``treadmill``, ``trail``, ``generic``; empty where there is none.
    elapsed_s : float or None
        From start to end, pauses included. [s]
    timer_s : float or None
        Time the device's timer ran. [s]
    moving_s : float or None
        Time in motion. [s]
    distance_m, ascent_m, descent_m : float or None
        Totals of the leg. [m]
    stream : Stream or None
        Samples; None for a leg known only by its summary.
    laps : tuple of Lap
        As the device cut them.
    pauses : tuple of Pause
        Stretches in which the timer stood still.
    mean_cadence_spm : float or None
        The file's own average, both feet, for legs without samples of it. [1/min]
    mean_heart_rate_bpm : float or None
        The file's own average. [1/min]
    """

    sport: Sport
    start: datetime
    sub_sport: str = ""
    elapsed_s: float | None = None
    timer_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    stream: Stream | None = None
    laps: tuple[Lap, ...] = ()
    pauses: tuple[Pause, ...] = ()
    mean_cadence_spm: float | None = None
    mean_heart_rate_bpm: float | None = None

    @property
    def end(self) -> datetime:
        """Aware UTC instant at which the leg ended, by its own word or its last sample."""
        lasted_s = self.elapsed_s or self.timer_s or 0.0
        if not lasted_s and self.stream is not None and self.stream.n_sample:
            lasted_s = float(self.stream.time_s[-1])
        return self.start + timedelta(seconds=lasted_s)


@dataclass(frozen=True, slots=True)
class Activity:
    """Everything one recording holds.

    Parameters
    ----------
    legs : tuple of Leg
        At least one, in order of time.
    device : str
        Maker and product in words, empty where unknown.
    utc_offset_s : int or None
        Offset of local time from UTC where the file says it. [s]
    problems : tuple of Problem
        What was odd, repaired or lost while reading.
    start_is_local : bool
        True where the file tells the time on the runner's clock and not where that clock stood:
        every instant holds the local time as if it were UTC, until `placed` puts it right.
    """

    legs: tuple[Leg, ...]
    device: str = ""
    utc_offset_s: int | None = None
    problems: tuple[Problem, ...] = field(default=())
    start_is_local: bool = False

    @property
    def start(self) -> datetime:
        """Aware UTC instant at which the first leg began."""
        return self.legs[0].start

    def local_date(self, offset_s: int) -> date:
        """Day of the activity on the runner's own calendar."""
        return (self.start + timedelta(seconds=offset_s)).date()

    def placed(self, offset_s: int) -> Activity:
        """Return the activity in UTC, where its instants hold local time.

        Parameters
        ----------
        offset_s : int
            Local time minus UTC at the start. [s]
        """
        if not self.start_is_local:
            return self
        return replace(self.moved(timedelta(seconds=-offset_s)), start_is_local=False)

    def moved(self, by: timedelta) -> Activity:
        """Return the activity with all its instants later by a duration."""
        legs = tuple(
            replace(
                leg,
                start=leg.start + by,
                laps=tuple(replace(lap, start=lap.start + by) for lap in leg.laps),
            )
            for leg in self.legs
        )
        return replace(self, legs=legs)
