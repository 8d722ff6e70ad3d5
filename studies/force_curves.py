"""Steps cut out of measured vertical force, at any threshold of contact."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, filtfilt

Array = NDArray[np.float64]

SLOPES = "grf-slope-one-runner-a-conditions-measured.csv"
SLOPE_CURVES = "grf-slope-one-runner-a-vertical-grf-bw-500hz.csv.gz"
DRIFTING = "treadmill-run-vertical-force-with-drift.csv"

_SHORTEST_CONTACT_S = 0.1
_DRIFT_HZ = 300.0
_DRIFT_FILTER_HZ = 50.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Vertical force over whole steps.

    Parameters
    ----------
    name : str
        Whose steps.
    rate_hz : float
        Samples per second. [Hz]
    force_bw : array (n_sample,)
        Force. [body weights]
    """

    name: str
    rate_hz: float
    force_bw: Array


@dataclass(frozen=True, slots=True)
class CutSteps:
    """Mean step of a curve at one threshold.

    Parameters
    ----------
    contact_s, step_s : float
        Contact time and step time. [s]
    peak_bw : float
        Mean of the peaks. [body weights]
    shape : float
        Peak over the mean force during contact: free of body weight and of step time. [1]
    closure : float
        Impulse of contact over body weight times step time. [1]
    """

    contact_s: float
    step_s: float
    peak_bw: float
    shape: float
    closure: float


def rows_of(path: Path) -> list[dict[str, float]]:
    """Read a table of numbers."""
    with path.open(newline="") as file:
        return [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


def slope_curves(folder: Path) -> list[tuple[dict[str, float], Curve]]:
    """Conditions and curves of one runner over slopes and speeds."""
    with gzip.open(folder / SLOPE_CURVES, "rt") as file:
        curves = [np.array([float(cell) for cell in line.split(",")]) for line in file]
    rows = rows_of(folder / SLOPES)
    return [
        (row, Curve(f"runner A, {row['speed_m_s']:g} m/s, {row['slope_deg']:+g} degrees", 500.0, f))
        for row, f in zip(rows, curves, strict=True)
    ]


def drifting_curve(folder: Path) -> Curve:
    """Read a run at 2.5 m/s with the drift between contacts taken out, by its own mean force."""
    raw = np.loadtxt(folder / DRIFTING)
    force = np.asarray(filtfilt(*butter(2, 2.0 * _DRIFT_FILTER_HZ / _DRIFT_HZ), raw))
    on = force > 0.5 * float(np.mean(force))
    starts, ends = _edges(on)
    middles = [(end + int(starts[starts > end][0])) // 2 for end in ends if (starts > end).any()]
    rest = [float(np.median(force[m - 3 : m + 4])) for m in middles]
    level = force - np.interp(np.arange(force.size), middles, rest)
    whole = level[middles[0] : middles[-1]]
    return Curve("runner of the drift file, 2.5 m/s", _DRIFT_HZ, whole / whole.mean())


def cut_steps(curve: Curve, threshold_bw: float) -> CutSteps:
    """Cut contacts out of a curve.

    Parameters
    ----------
    curve : Curve
        Force.
    threshold_bw : float
        Force above which there is contact. [body weights]

    Returns
    -------
    CutSteps
        Means over the contacts of more than 0.1 s that are there as a whole.
    """
    force = curve.force_bw
    starts, ends = _edges(force > threshold_bw)
    contacts = []
    for start in starts:
        later = ends[ends > start]
        if later.size and (later[0] - start) / curve.rate_hz >= _SHORTEST_CONTACT_S:
            contacts.append((int(start), int(later[0])))
    between = np.diff([start for start, _ in contacts]) / curve.rate_hz
    length = np.array([end - start for start, end in contacts]) / curve.rate_hz
    peak = np.array([force[start:end].max() for start, end in contacts])
    impulse = np.array([force[start:end].sum() for start, end in contacts]) / curve.rate_hz
    step_s = float(np.median(between))
    return CutSteps(
        contact_s=float(length.mean()),
        step_s=step_s,
        peak_bw=float(peak.mean()),
        shape=float((peak * length / impulse).mean()),
        closure=float(impulse.mean()) / step_s,
    )


def _edges(on: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    change = np.diff(on.astype(np.int8))
    return np.flatnonzero(change > 0) + 1, np.flatnonzero(change < 0) + 1
