"""Ground contact time: the watch's own, else an added sensor's, else from the force line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.locomotion import (
    FORCE_INTERCEPT,
    FORCE_SLOPE,
    stance_force_bw,
    usual_intercept_bw,
)
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Stream
from backstride.gait.limits import CONTACT_DEVICE_SD, CONTACT_MS, FORCE_OFFSET_BW

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_MOST = 0.5
"""Share of running time that a source must cover to be preferred [1] (own choice)."""

_ENOUGH = 0.05
"""Share of running time below which a source is not used at all [1] (own choice)."""

_DEVELOPER_NAMES = ("ground time", "stance time", "ground contact time", "contact time")


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact time along a leg.

    Parameters
    ----------
    contact_ms : array (n_sample,)
        Contact time where the runner ran, NaN elsewhere. [ms]
    source : str
        ``native``, ``developer:<field name>`` or ``derived:force_line``.
    offset_bw : float or None
        The runner's own intercept of the force line, where contact was measured.
        [body weights]
    relative_sd : float
        Error common to the whole leg. [1]
    problems : tuple of Problem
        Why a channel was set aside.
    """

    contact_ms: Array
    source: str
    offset_bw: float | None
    relative_sd: float
    problems: tuple[Problem, ...] = ()


def measure_contact(
    stream: Stream | None, cadence_spm: Array, speed_mps: Array, weight_s: Array
) -> Contact:
    """Find contact time of each running sample.

    The native channel is used where it covers half of the running, else an added sensor that
    does, else whichever covers most; what is missing follows the force line through what was
    measured.

    Parameters
    ----------
    stream : Stream or None
        Channels of the leg.
    cadence_spm, speed_mps : array (n_sample,)
        Cadence [1/min] and speed [m/s], finite where the runner ran.
    weight_s : array (n_sample,)
        Time of each running sample, 0 where not running. [s]

    Returns
    -------
    Contact
        Measured, or estimated from step time and the stance-average force.
    """
    running = weight_s > 0.0
    step_ms = np.where(running, 60_000.0 / np.where(running, cadence_spm, 1.0), np.nan)
    problems: tuple[Problem, ...] = ()
    for source, measured in _candidates(stream, step_ms, weight_s):
        own = step_ms / measured - FORCE_SLOPE.mean * speed_mps
        known = running & np.isfinite(measured)
        offset = float(np.average(own[known], weights=weight_s[known]))
        if not FORCE_OFFSET_BW[0] <= offset <= FORCE_OFFSET_BW[1]:
            params: dict[str, Parameter] = {
                "source": source,
                "found_ms": round(float(np.median(measured[known]))),
            }
            problem = Problem("gait.contact_implausible", source, params, Severity.REPAIRED)
            problems = (*problems, problem)
            continue
        line = step_ms / stance_force_bw(speed_mps, offset)
        filled = np.where(known, measured, np.where(running, line, np.nan))
        return Contact(filled, source, offset, CONTACT_DEVICE_SD, problems)
    usual = _mean_speed(speed_mps, weight_s)
    intercept = usual_intercept_bw(usual)
    line = step_ms / stance_force_bw(speed_mps, intercept)
    spread = float(np.hypot(FORCE_INTERCEPT.sd, FORCE_SLOPE.sd * usual))
    relative = spread / stance_force_bw(usual, intercept) if weight_s.sum() > 0.0 else 0.0
    return Contact(np.where(running, line, np.nan), "derived:force_line", None, relative, problems)


def _mean_speed(speed_mps: Array, weight_s: Array) -> float:
    """Mean speed of the running, 0 where there is none. [m/s]."""
    total = float(weight_s.sum())
    if total <= 0.0:
        return 0.0
    return float((weight_s * np.where(weight_s > 0.0, speed_mps, 0.0)).sum()) / total


def _candidates(stream: Stream | None, step_ms: Array, weight_s: Array) -> list[tuple[str, Array]]:
    """List the sources that cover anything, the preferred first."""
    if stream is None or weight_s.sum() <= 0.0:
        return []
    found: list[tuple[str, Array]] = []
    native = stream.channels.get("contact_ms")
    if native is not None:
        found.append((native.source, native.values))
    for name, channel in stream.channels.items():
        if name.startswith("dev:") and name.split(":", 2)[-1].strip().lower() in _DEVELOPER_NAMES:
            unit = channel.unit.strip().lower()
            scale = 1000.0 if unit in {"s", "sec", "second", "seconds"} else 1.0
            found.append((f"developer:{name.split(':', 2)[-1]}", scale * channel.values))
    clean = [(source, _possible(values, step_ms)) for source, values in found]
    shares = [float(weight_s[np.isfinite(v)].sum() / weight_s.sum()) for _, v in clean]
    order = sorted(
        range(len(clean)), key=lambda k: (shares[k] < _MOST, -shares[k] if shares[k] < _MOST else k)
    )
    return [clean[k] for k in order if shares[k] >= _ENOUGH]


def _possible(contact_ms: Array, step_ms: Array) -> Array:
    """Keep contact times that leave a flight."""
    shortest, longest = CONTACT_MS
    finite = np.where(np.isfinite(contact_ms), contact_ms, 0.0)
    possible = (finite >= shortest) & (finite <= longest) & (finite < step_ms)
    return np.where(possible, finite, np.nan)
