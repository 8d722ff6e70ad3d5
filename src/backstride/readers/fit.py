"""FIT to `Reading`: what Garmin, Coros, Suunto, Stryd, Zwift, Strava and others record in."""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.activity import Activity
from backstride.domain.problem import Problem, Severity
from backstride.readers.fit_columns import Array
from backstride.readers.fit_decode import FitFile, decode, is_fit
from backstride.readers.fit_heart import beats_at, read_beats
from backstride.readers.fit_legs import Summary, build_legs
from backstride.readers.fit_profile import names
from backstride.readers.fit_samples import Samples, read_samples
from backstride.readers.fit_sessions import (
    Session,
    first_number,
    read_device,
    read_laps,
    read_sessions,
    read_sport,
    read_stops,
    read_utc_offset,
)
from backstride.readers.reading import Outcome, Reading

__all__ = ["is_fit", "read_fit"]

_RECORDINGS: Final = ("activity", "activity_summary")
_LOSSES: Final = (Severity.LOST, Severity.REFUSED)


def read_fit(data: bytes) -> Reading:
    """Read a FIT file, or several in a chain.

    Parameters
    ----------
    data : bytes
        Content of the file, unwrapped; may be damaged, or not FIT at all.

    Returns
    -------
    Reading
        One activity for each recording in the chain. Never raises on the content of `data`.
    """
    decoded = decode(data)
    problems = list(decoded.problems)
    if not decoded.files:
        return Reading(Outcome.FAILED, "", (), tuple(problems))
    beats = _beats(decoded.files)
    activities: list[Activity] = []
    kinds: list[str] = []
    for file in decoded.files:
        kind = _kind(file)
        if kind in _RECORDINGS:
            activity, found = _activity(file, beats)
            problems += found
            if activity is not None:
                activities.append(activity)
        elif kind:
            kinds.append(kind)
    everything = [*problems, *(one for activity in activities for one in activity.problems)]
    partial = any(problem.severity in _LOSSES for problem in everything)
    if activities:
        return Reading(Outcome.ACTIVITIES, "fit", tuple(activities), tuple(problems), partial)
    if kinds and not partial:
        problems.append(Problem("fit.not_an_activity", "file_id", {"kind": kinds[0]}))
        return Reading(Outcome.NOT_AN_ACTIVITY, "fit", (), tuple(problems))
    problems.append(Problem("fit.nothing_recorded", "", {}, Severity.REFUSED))
    return Reading(Outcome.FAILED, "fit", (), tuple(problems), partial=False)


def _kind(file: FitFile) -> str:
    """Kind of a file in the protocol's word; a file that does not say is known by its content."""
    number = first_number(file.table("file_id"), "type")
    if number is not None:
        return names("file").get(int(number), f"type_{int(number)}")
    return "activity" if file.table("session") or file.table("record") else ""


def _beats(files: tuple[FitFile, ...]) -> tuple[Array, Array]:
    """Gather the stored heart rate of the whole chain, in order of time."""
    stored = [read_beats(file) for file in files]
    times = np.concatenate([part[0] for part in stored])
    rates = np.concatenate([part[1] for part in stored])
    order = np.argsort(times, kind="stable")
    return times[order], rates[order]


def _activity(file: FitFile, beats: tuple[Array, Array]) -> tuple[Activity | None, list[Problem]]:
    """Build one activity; its own findings travel with it, the rest is returned."""
    sessions = read_sessions(file)
    samples, problems = read_samples(file, _span(sessions))
    if samples is not None:
        _add_stored_heart_rate(samples, beats)
    summary = Summary(sessions, read_laps(file), read_stops(file), read_sport(file))
    legs, found = build_legs(samples, summary)
    problems += found
    if not legs:
        return None, problems
    activity = Activity(legs, read_device(file), read_utc_offset(file), tuple(problems))
    return activity, []


def _span(sessions: list[Session]) -> tuple[float, float] | None:
    """Return start and end of the recording as the sessions tell it [FIT s]."""
    starts = [session.start for session in sessions if session.start is not None]
    if not starts:
        return None
    ends = [
        session.start + (session.elapsed_s or 0.0)
        for session in sessions
        if session.start is not None
    ]
    return min(starts), max(ends)


def _add_stored_heart_rate(samples: Samples, beats: tuple[Array, Array]) -> None:
    """Let stored beats stand in where the records themselves hold no heart rate."""
    native = samples.native.get("heart_rate_bpm")
    if native is not None and np.isfinite(native).any():
        return
    values = beats_at(samples.time, beats)
    if values is not None:
        samples.native["heart_rate_bpm"] = values
        samples.derived = frozenset({"heart_rate_bpm"})
