"""From points to a leg's samples: what GPX and TCX share once the tags are gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from backstride.domain.activity import Pause, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import CHANNELS, Array, Channel, Stream
from backstride.readers.cadence import cadence_factor
from backstride.readers.clock import in_order, timed
from backstride.readers.instants import instant
from backstride.readers.path_length import FASTEST_MPS, Way, settle_way
from backstride.readers.plausible import set_aside_absurd
from backstride.readers.points import Points

_UNITS: Final = {name: text[text.rindex("[") + 1 : -1] for name, text in CHANNELS.items()}
_PAUSE_BETWEEN_PIECES_S: Final = 10.0
"""Longest gap between two recorded samples that smart recording explains (Garmin records at least
every 10 s or so); a longer one between two pieces of recording is a pause. [s]"""


_FEWEST_DISTANCES: Final = 0.25
"""The device's distance is used where at least this share of the points has it."""

REPEATED_SHARE: Final = 0.01
"""Repeated times are told from this share of the points on: a few stand at every lap. [1]"""

_LONG_GAP_S: Final = 86_400.0
"""A recording that stands still for longer than a day was forgotten, or its clock jumped. [s]"""


@dataclass(frozen=True, slots=True)
class Recording:
    """Points in order, cleaned, with their way.

    Parameters
    ----------
    points : Points
        Timed, in order, without absurd values or positions.
    way : Way
        Positions and distance.
    problems : tuple of Problem
        What was repaired.
    """

    points: Points
    way: Way
    problems: tuple[Problem, ...]

    @property
    def start(self) -> datetime:
        """Instant of the first point."""
        return instant(self.start_unix_s)

    @property
    def start_unix_s(self) -> float:
        """Seconds since 1970 of the first point [s]."""
        return float(self.points.time_s[0])

    @property
    def end_unix_s(self) -> float:
        """Seconds since 1970 of the last point [s]."""
        return float(self.points.time_s[-1])

    @property
    def elapsed_s(self) -> float:
        """From the first to the last point [s]."""
        return round(self.end_unix_s - self.start_unix_s, 3)

    @property
    def time_s(self) -> Array:
        """Seconds since the first point, shape (n_point,) [s]."""
        return np.round(self.points.time_s - self.start_unix_s, 3)

    def speed_mps(self) -> Array:
        """Speed of the device, else along the positions; shape (n_point,) [m/s]."""
        native = self.points.columns["speed_mps"]
        if np.isfinite(native).any():
            return native
        placed = np.flatnonzero(np.isfinite(self.way.distance_m))
        speed = np.full(self.points.n_point, np.nan)
        step_s = np.diff(self.points.time_s[placed])
        with np.errstate(divide="ignore", invalid="ignore"):
            derived = np.diff(self.way.distance_m[placed]) / step_s
        speed[placed[1:]] = np.where(step_s > 0.0, derived, np.nan)
        return speed


def settle(points: Points) -> Recording | None:
    """Order and clean the points of one track; None where none has a time.

    Parameters
    ----------
    points : Points
        As the file holds them.
    """
    kept, untimed = timed(points)
    if kept.n_point == 0:
        return None
    columns, absurd = set_aside_absurd(kept.columns)
    ordered, moved = in_order(Points(kept.time_s, kept.segment, columns))
    way = settle_way(
        ordered.time_s,
        ordered.columns["latitude_deg"],
        ordered.columns["longitude_deg"],
        ordered.segment,
    )
    doubts = (*_way_problems(way), *_clock_problems(ordered))
    return Recording(ordered, way, (*untimed, *absurd, *moved, *doubts))


def _way_problems(way: Way) -> tuple[Problem, ...]:
    counts = {"xml.position_set_aside": way.n_set_aside, "xml.jump_not_counted": way.n_jump}
    return tuple(
        Problem(code, "", {"n": n, "limit_mps": FASTEST_MPS}, Severity.REPAIRED)
        for code, n in counts.items()
        if n
    )


def _clock_problems(points: Points) -> tuple[Problem, ...]:
    """Note long gaps and repeated times; the points are kept, repeated ones stand for no time."""
    found = []
    step_s = np.diff(points.time_s)
    longest_s = float(np.max(step_s, initial=0.0))
    if longest_s > _LONG_GAP_S:
        found.append(Problem("xml.long_gap", "", {"gap_h": longest_s / 3600.0}))
    n_same = int(np.count_nonzero(step_s == 0.0))
    if n_same > REPEATED_SHARE * points.n_point:
        params: dict[str, Parameter] = {"n": n_same, "n_point": points.n_point}
        found.append(Problem("xml.time_repeated", "", params))
    return tuple(found)


def stream_of(recording: Recording, sport: Sport) -> tuple[Stream, tuple[Problem, ...]]:
    """Build the samples of a leg.

    Parameters
    ----------
    recording : Recording
        Cleaned points.
    sport : Sport
        What its cadence means.

    Returns
    -------
    stream : Stream
        With the channels that hold at least one value.
    problems : tuple of Problem
        What was found out about the cadence.
    """
    columns = recording.points.columns
    cadence, problems = _cadence(columns, sport, recording.speed_mps())
    values = {name: columns[name] for name in columns if name in CHANNELS}
    values |= {
        "latitude_deg": recording.way.latitude_deg,
        "longitude_deg": recording.way.longitude_deg,
        "cadence_spm": cadence,
    }
    channels = {
        name: Channel(found, _UNITS[name])
        for name, found in values.items()
        if np.isfinite(found).any()
    }
    if np.isfinite(recording.way.distance_m).sum() > 1 and _is_sparse(columns["distance_m"]):
        channels["distance_m"] = Channel(recording.way.distance_m, "m", "derived:positions")
    ordered = {name: channels[name] for name in CHANNELS if name in channels}
    return Stream(recording.time_s, ordered), problems


def _is_sparse(values: Array) -> bool:
    return bool(np.isfinite(values).sum() < _FEWEST_DISTANCES * values.size)


def _cadence(
    columns: dict[str, Array], sport: Sport, speed_mps: Array
) -> tuple[Array, tuple[Problem, ...]]:
    """Choose the field made for running where a sample has it, else the plain one."""
    run, plain = columns["run_cadence"], columns["cadence"]
    has_run = bool(np.isfinite(run).any())
    raw = np.where(np.isfinite(run), run, plain)
    decided = cadence_factor(raw, sport, is_run_field=has_run, speed_mps=speed_mps)
    return raw * decided.factor, (decided.problem,) if decided.problem else ()


def pauses_of(recording: Recording, *, every_gap: bool) -> tuple[Pause, ...]:
    """Stretches between two pieces of recording in which the timer stood still.

    Parameters
    ----------
    recording : Recording
        Cleaned points.
    every_gap : bool
        True where a new piece always means a pause; False where pieces are also cut by laps, and
        only a gap too long for smart recording counts.
    """
    points = recording.points
    step_s = np.diff(points.time_s)
    least_s = 0.0 if every_gap else _PAUSE_BETWEEN_PIECES_S
    cuts = np.flatnonzero((np.diff(points.segment) != 0) & (step_s > least_s))
    time_s = recording.time_s
    return tuple(Pause(float(time_s[cut]), float(time_s[cut + 1])) for cut in cuts)
