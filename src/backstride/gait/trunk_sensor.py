"""Form from an accelerometer on the sacrum or the small of the back."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from backstride.domain.form_recording import Acceleration, FormFound, FormKind
from backstride.domain.interval import Range
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.units import GRAVITY_MPS2
from backstride.gait.sensor_rules import (
    FORM_VERSION,
    is_refused,
    length_s_of,
    rate_hz_of,
    spread,
)

Array = NDArray[np.float64]

_GRID_HZ: Final = 200.0
"""Samples per second of the common grid [Hz] (own choice: 5 ms)."""

_FILTER_HZ: Final = 10.0
"""Low-pass filter of sacral acceleration [Hz] (Alcantara et al. 2021, PeerJ 9:e11199)."""

_CONTACT_SHARE: Final = 0.45
"""Smoothed vertical specific force over its mean that counts as contact [1]: over 19 conditions of
one runner the contact then lies 4 ms (SD 16 ms) above that of a force plate above 0.1 body weights
(study form_sensors)."""

_CONTACT_SD: Final = {FormKind.SACRUM: 0.09, FormKind.LUMBAR: 0.12}
"""Relative error of contact time, common to a recording [1]: own estimate beside a force plate 7 %
on one runner; a sacral estimate of 22 runners +17 ms (SD 22 ms) of 200 (Alcantara et al. 2021);
lumbar wider (own choice)."""

_CADENCE_SD: Final = 0.01
"""Relative error of cadence [1] (own choice: clocks and steps at the ends)."""

_OSCILLATION_SD: Final = 0.15
"""Relative error of vertical oscillation [1]: 9 % low (SD 10 %) on the one runner with a force
plate (study form_sensors)."""

_SLOWEST_HZ, _FASTEST_HZ = 1.6, 4.3
"""Step rates looked for [Hz]: 96 to 258 per minute."""

_REGULAR: Final = 0.4
"""Likeness of one step to the next below which it is no running or walking [1] (own choice; the
19 conditions show 0.8 and more)."""

_NEAR_BEST: Final = 0.8
"""Likeness of one step over that of two from which on one is believed [1] (own choice: left and
right differ)."""

_FEWEST_STEPS: Final = 10
_SHORTEST_S: Final = 3.0
"""Fewest steps, and shortest stretch without a gap, that are judged (own choice)."""

_LONGEST_GAP_S: Final = 0.1
"""Longest time without a sample that is bridged [s] (own choice: half a contact)."""

_RATE_FOR_STEPS: Final = 20.0
_RATE_FOR_CONTACT: Final = 40.0
"""Samples per second needed for steps, and for contact [Hz] (twice the filter and with room)."""

_MOST_GAPS: Final = 0.3
_MOST_SATURATED: Final = 0.02
"""Share of time lost to gaps, and of samples at the very end of the range, that are borne [1] (own
choice)."""


def form_of_trunk(recording: Acceleration, kind: FormKind) -> FormFound:
    """Find steps, cadence, contact, flight and vertical oscillation.

    The vertical is the direction of the mean specific force, which over whole steps is gravity,
    however the sensor sat; its mean is 1 g, which takes a wrong gain out.

    Parameters
    ----------
    recording : Acceleration
        As read.
    kind : FormKind
        Where the sensor sat.

    Returns
    -------
    FormFound
        Values with ranges; none where the quality gate refuses.
    """
    rate_hz, length_s = rate_hz_of(recording.time_s), length_s_of(recording.time_s)
    problems = recording.problems
    if any(one.severity is Severity.REFUSED for one in problems):
        return FormFound(kind, length_s, rate_hz, problems=problems, version=FORM_VERSION)
    problems = (*problems, *_gate(recording, rate_hz, length_s))
    stretches = [] if is_refused(problems) else _stretches(recording)
    steps = [found for found in map(_steps, stretches) if found is not None]
    n_step = sum(onsets.size for _, onsets in steps)
    if not is_refused(problems) and n_step < _FEWEST_STEPS:
        params: dict[str, Parameter] = {"n_step": n_step, "fewest": _FEWEST_STEPS}
        problems = (*problems, Problem("form.few_steps", "", params, Severity.REFUSED))
    if is_refused(problems):
        return FormFound(kind, length_s, rate_hz, problems=problems, version=FORM_VERSION)
    values, more = _values(steps, kind, rate_hz)
    found = (*problems, *more)
    return FormFound(kind, length_s, rate_hz, n_step, values, found, FORM_VERSION)


def _gate(recording: Acceleration, rate_hz: float, length_s: float) -> tuple[Problem, ...]:
    found: list[Problem] = []
    params: dict[str, Parameter]
    if rate_hz < _RATE_FOR_STEPS:
        params = {"rate_hz": round(rate_hz, 1), "least_hz": _RATE_FOR_STEPS}
        return (Problem("form.rate_low", "", params, Severity.REFUSED),)
    steps = np.diff(recording.time_s)
    lost = float(steps[steps > _LONGEST_GAP_S].sum())
    missing = float((~np.isfinite(recording.force_g).all(axis=1)).mean())
    share = max(lost / max(length_s, 1e-9), missing)
    if share > 0.01:
        severity = Severity.REFUSED if share > _MOST_GAPS else Severity.NOTE
        params = {"share_percent": round(100.0 * share)}
        found.append(Problem("form.gaps", "", params, severity))
    saturated = max(_at_the_end(axis) for axis in recording.force_g.T)
    if saturated > _MOST_SATURATED:
        params = {"share_percent": round(100.0 * saturated, 1)}
        found.append(Problem("form.saturated", "", params))
    return tuple(found)


def _at_the_end(values: Array) -> float:
    """Share of samples at the very largest or smallest value. [1]."""
    known = values[np.isfinite(values)]
    if known.size == 0 or float(np.ptp(known)) == 0.0:
        return 0.0
    return float(max((known == known.max()).mean(), (known == known.min()).mean()))


def _stretches(recording: Acceleration) -> list[Array]:
    """Vertical specific force on a common grid, between gaps; each (n_grid,). [g].

    The mean of a saturated recording is no gravity: its gain is left as it is.
    """
    known = np.isfinite(recording.force_g).all(axis=1)
    time, force = recording.time_s[known], recording.force_g[known]
    mean = force.mean(axis=0)
    vertical = force @ (mean / np.linalg.norm(mean))
    cuts = np.flatnonzero(np.diff(time) > _LONGEST_GAP_S) + 1
    sos = butter(4, _FILTER_HZ, fs=_GRID_HZ, output="sos")
    clipped = max(_at_the_end(axis) for axis in recording.force_g.T) > _MOST_SATURATED
    found = []
    for part in np.split(np.arange(time.size), cuts):
        if part.size < 2 or time[part[-1]] - time[part[0]] < _SHORTEST_S:
            continue
        grid = np.arange(time[part[0]], time[part[-1]], 1.0 / _GRID_HZ)
        smooth = sosfiltfilt(sos, np.interp(grid, time[part], vertical[part]))
        gain = 1.0 if clipped else float(smooth.mean())
        found.append(np.asarray(smooth / gain, dtype=np.float64))
    return found


def _steps(force: Array) -> tuple[Array, NDArray[np.intp]] | None:
    """Force and first samples of contacts, array (n_step,); None where nothing is regular."""
    period = _step_period(force)
    if period is None:
        return None
    contact = _CONTACT_SHARE * float(force.mean())
    rises = np.flatnonzero((force[:-1] <= contact) & (force[1:] > contact)) + 1
    kept: list[int] = []
    for rise in rises.tolist():
        if not kept or rise - kept[-1] >= 0.6 * period:
            kept.append(rise)
    if len(kept) < 2:
        level = float(force.mean())
        peaks = np.flatnonzero((force[:-1] <= level) & (force[1:] > level)) + 1
        kept = [int(p) for k, p in enumerate(peaks) if k == 0 or p - peaks[k - 1] >= 0.6 * period]
    return force, np.array(kept, dtype=np.intp)


def _step_period(force: Array) -> int | None:
    """Find the samples from one step to the next, by the likeness of the force to itself."""
    about = force - force.mean()
    n = about.size
    spectrum = np.abs(np.fft.rfft(about, 2 * n)) ** 2
    likeness = np.fft.irfft(spectrum)[:n] / np.arange(n, 0, -1)
    likeness = likeness / max(float(likeness[0]), 1e-12)
    first, last = int(_GRID_HZ / _FASTEST_HZ), int(_GRID_HZ / _SLOWEST_HZ)
    if last >= n // 2:
        return None
    inside = likeness[first:last]
    peaks = np.flatnonzero((inside[1:-1] >= inside[:-2]) & (inside[1:-1] > inside[2:])) + 1
    strong = peaks[inside[peaks] >= max(_REGULAR, _NEAR_BEST * float(inside.max()))]
    return first + int(strong[0]) if strong.size else None  # the first: two steps are alike too


def _values(
    steps: list[tuple[Array, NDArray[np.intp]]], kind: FormKind, rate_hz: float
) -> tuple[dict[str, Range], tuple[Problem, ...]]:
    between = np.concatenate([np.diff(onsets) for _, onsets in steps]) / _GRID_HZ
    usual = float(np.median(between))
    even = between[np.abs(between / usual - 1.0) < 0.3]
    step_s = float(even.mean())
    values = {"cadence_spm": spread(60.0 / step_s, _CADENCE_SD)}
    rise = np.concatenate([_oscillation_mm(force, onsets) for force, onsets in steps])
    if rise.size:
        values["vertical_oscillation_mm"] = spread(float(np.median(rise)), _OSCILLATION_SD)
    contacts = np.concatenate([_contacts_s(force, onsets) for force, onsets in steps])
    contacts = contacts[(contacts > 0.1) & (contacts < 0.95 * step_s)]
    if contacts.size < 0.7 * even.size:
        return values, (Problem("form.no_flight", "", {}),)
    if rate_hz < _RATE_FOR_CONTACT:
        params: dict[str, Parameter] = {"rate_hz": round(rate_hz, 1), "least_hz": _RATE_FOR_CONTACT}
        return values, (Problem("form.rate_low_for_contact", "", params),)
    contact = spread(float(np.median(contacts)), _CONTACT_SD[kind])
    values["contact_ms"] = Range(*(1000.0 * x for x in (contact.q05, contact.q50, contact.q95)))
    flights = (step_s - contact.q95, step_s - contact.q50, step_s - contact.q05)
    values["flight_ms"] = Range(*(max(1000.0 * x, 0.0) for x in flights))
    duty = (x / (2.0 * step_s) for x in (contact.q05, contact.q50, contact.q95))
    values["duty_factor"] = Range(*duty)
    return values, ()


def _contacts_s(force: Array, onsets: NDArray[np.intp]) -> Array:
    """Time from each onset to the next fall below the threshold; array (n_contact,). [s]."""
    contact = _CONTACT_SHARE * float(force.mean())
    falls = np.flatnonzero((force[:-1] > contact) & (force[1:] <= contact)) + 1
    place = np.searchsorted(falls, onsets, side="right")
    inside = place < falls.size
    return np.asarray((falls[place[inside]] - onsets[inside]) / _GRID_HZ)


def _oscillation_mm(force: Array, onsets: NDArray[np.intp]) -> Array:
    """Rise of the trunk from step to step, by integrating twice; array (n_step - 1,). [mm]."""
    if onsets.size < 2:
        return np.zeros(0)
    frequency = np.fft.rfftfreq(force.size, 1.0 / _GRID_HZ)
    slowest = 0.5 * _GRID_HZ / float(np.median(np.diff(onsets)))
    turned = np.fft.rfft((force - force.mean()) * GRAVITY_MPS2)
    kept = frequency > slowest
    path = np.zeros_like(turned)
    path[kept] = -turned[kept] / (2.0 * np.pi * frequency[kept]) ** 2
    height = np.fft.irfft(path, force.size)
    bounds = list(pairwise(onsets.tolist()))[1:-1]
    return 1000.0 * np.array([np.ptp(height[a:b]) for a, b in bounds], dtype=np.float64)
