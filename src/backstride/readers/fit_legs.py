"""Sessions and records to legs: every record goes to one leg, by its time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backstride.domain.activity import Lap, Leg, Pause, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Channel, Stream
from backstride.domain.units import FEET_PER_STRIDE
from backstride.readers.belt import calibrated_on_belt
from backstride.readers.fit_channels import ON_FOOT, build_channels
from backstride.readers.fit_columns import Array
from backstride.readers.fit_samples import LONGEST_RECORDING_S, Samples
from backstride.readers.fit_sessions import Session, instant
from backstride.readers.sports import sport_by_speed

_CLOCK_WAS_SET: Final = 0x1000_0000
"""FIT times below this count from the moment the device was switched on (FIT profile). [s]"""

_START_SLACK_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a file says beside its records; times are FIT seconds."""

    sessions: list[Session]
    laps: list[tuple[float, Lap]]
    stops: list[tuple[float, float]]
    sport: tuple[Sport, str] = (Sport.UNKNOWN, "")
    """Sport and sub-sport told apart from the sessions."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One leg to be: its session, its start, and which records are its own."""

    session: Session
    start: float
    part: slice
    end: float


def build_legs(samples: Samples | None, summary: Summary) -> tuple[tuple[Leg, ...], list[Problem]]:
    """Build the legs of one recording.

    Parameters
    ----------
    samples : Samples or None
        Its records.
    summary : Summary
        Sessions, laps, stops.

    Returns
    -------
    tuple of tuple of Leg, and list of Problem
        No leg where nothing tells when it was.
    """
    sessions, problems = _placed_sessions(samples, summary)
    if not sessions:
        return (), problems
    legs: list[Leg] = []
    distance_before = 0.0
    for at, part in enumerate(_parts(samples, sessions)):
        until = sessions[at + 1].start if at + 1 < len(sessions) else None
        leg, found = _leg(samples, part, summary, until)
        leg, distance_before = _distance_of_leg(leg, samples, part, distance_before)
        leg, calibrated = calibrated_on_belt(leg)
        legs.append(leg)
        problems += [*found, *calibrated]
    return tuple(legs), problems


def _placed_sessions(
    samples: Samples | None, summary: Summary
) -> tuple[list[Session], list[Problem]]:
    """Sessions that all have a believable start; one made up of the records where there is none."""
    sessions = summary.sessions
    if samples is None or samples.n_sample == 0:
        placed = [session for session in sessions if session.start is not None]
        return placed, _clock_problems(placed)
    first, last = float(samples.time[0]), float(samples.time[-1])
    problems: list[Problem] = []
    if not sessions:
        session = _session_of_records(samples, summary.sport)
        params: dict[str, Parameter] = {
            "n_sample": samples.n_sample,
            "sport": session.sport.value,
        }
        return [session], [Problem("fit.no_session", "", params)]
    placed = []
    for session in sessions:
        start = session.start
        if start is None or not first - LONGEST_RECORDING_S < start < last + LONGEST_RECORDING_S:
            told = "" if start is None else instant(start).isoformat()
            problems.append(
                Problem("fit.session_start", "session", {"told": told}, Severity.REPAIRED)
            )
            start = first
        placed.append(replace(session, start=start))
    placed.sort(key=lambda session: session.start or 0.0)
    start = placed[0].start or 0.0
    if first < start:
        if start - first > _START_SLACK_S:
            problems.append(
                Problem(
                    "fit.session_starts_late",
                    "session",
                    {"late_s": round(start - first)},
                    Severity.REPAIRED,
                )
            )
        placed[0] = replace(placed[0], start=first)
    return placed, problems + _clock_problems(placed)


def _session_of_records(samples: Samples, told: tuple[Sport, str]) -> Session:
    """Make up for a missing session message; the sport, where not told, follows from speed."""
    sport, sub_sport = told
    speed = samples.native.get("speed_mps")
    if sport is Sport.UNKNOWN and speed is not None:
        sport = sport_by_speed(speed)
    return Session(float(samples.time[0]), float(samples.time[-1]), sport, sub_sport)


def _clock_problems(sessions: list[Session]) -> list[Problem]:
    """Note a clock that was never set, and a timer that ran longer than the recording."""
    problems: list[Problem] = []
    for session in sessions:
        if session.start is not None and session.start < _CLOCK_WAS_SET:
            told = instant(session.start).isoformat()
            problems.append(Problem("fit.clock_not_set", "session", {"told": told}))
        elapsed, timer = session.elapsed_s, session.timer_s
        if elapsed is not None and timer is not None and timer > elapsed + 1:
            problems.append(
                Problem(
                    "fit.timer_beyond_elapsed",
                    "session",
                    {"timer_s": round(timer, 1), "elapsed_s": round(elapsed, 1)},
                )
            )
    return problems


def _parts(samples: Samples | None, sessions: list[Session]) -> list[_Part]:
    """Cut the records at the starts of the sessions; the first also takes what came before."""
    starts = [session.start or 0.0 for session in sessions]
    if samples is None:
        return [
            _Part(session, start, slice(0, 0), start + (session.elapsed_s or 0.0))
            for session, start in zip(sessions, starts, strict=True)
        ]
    cuts = [0, *np.searchsorted(samples.time, starts[1:]).tolist(), samples.n_sample]
    parts: list[_Part] = []
    for at, (session, start) in enumerate(zip(sessions, starts, strict=True)):
        part = slice(cuts[at], cuts[at + 1])
        last = float(samples.time[part.stop - 1]) if part.stop > part.start else start
        parts.append(_Part(session, start, part, max(start + (session.elapsed_s or 0.0), last)))
    return parts


def _leg(
    samples: Samples | None, part: _Part, summary: Summary, until: float | None
) -> tuple[Leg, list[Problem]]:
    session = part.session
    stream, problems = _stream(samples, part)
    pauses = _pauses(summary.stops, part.start, part.end)
    elapsed = part.end - part.start if session.elapsed_s is None else session.elapsed_s
    timer = session.timer_s
    if timer is None:
        timer = max(elapsed - sum(pause.end_s - pause.start_s for pause in pauses), 0.0)
    cadence = session.mean_cadence
    if cadence is not None and session.sport in ON_FOOT:
        cadence *= FEET_PER_STRIDE
    leg = Leg(
        sport=session.sport,
        start=instant(part.start),
        sub_sport=session.sub_sport,
        elapsed_s=elapsed,
        timer_s=timer,
        moving_s=session.moving_s,
        distance_m=session.distance_m,
        ascent_m=session.ascent_m,
        descent_m=session.descent_m,
        stream=stream,
        laps=_laps(summary.laps, part.start, until),
        pauses=pauses,
        mean_cadence_spm=cadence or None,
        mean_heart_rate_bpm=session.mean_heart_rate_bpm,
    )
    return leg, problems


def _stream(samples: Samples | None, part: _Part) -> tuple[Stream | None, list[Problem]]:
    if samples is None or part.part.stop <= part.part.start:
        return None, []
    time = samples.time[part.part] - part.start
    channels, problems = build_channels(samples, part.part, part.session.sport)
    return Stream(time, channels), problems


def _pauses(stops: list[tuple[float, float]], start: float, end: float) -> tuple[Pause, ...]:
    """Clip the stops of the timer to a leg."""
    clipped = ((max(stop, start) - start, min(go, end) - start) for stop, go in stops)
    return tuple(Pause(from_s, to_s) for from_s, to_s in clipped if to_s > from_s)


def _laps(laps: list[tuple[float, Lap]], start: float, until: float | None) -> tuple[Lap, ...]:
    return tuple(
        lap
        for time, lap in laps
        if time >= start - _START_SLACK_S and (until is None or time < until)
    )


def _distance_of_leg(
    leg: Leg, samples: Samples | None, part: _Part, before: float
) -> tuple[Leg, float]:
    """Let distance start anew in each leg, and take the last one where no total is told."""
    channel = None if leg.stream is None else leg.stream.channels.get("distance_m")
    if leg.stream is None or channel is None:
        return leg, before
    told = channel.values[np.isfinite(channel.values)]
    first, last = float(told[0]), float(told[-1])
    values: Array = channel.values
    if before > 0 and first >= before:
        values = values - before
        channels = leg.stream.channels | {
            "distance_m": Channel(values, channel.unit, channel.source)
        }
        leg = replace(leg, stream=Stream(leg.stream.time_s, channels))
        last -= before
        before += last
    else:
        before = last
    if leg.distance_m is None:
        leg = replace(leg, distance_m=max(last, 0.0))
    return leg, before
