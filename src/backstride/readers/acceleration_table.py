"""Accelerometer recordings of the trunk as CSV, from phones, loggers and laboratory systems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.form_recording import Acceleration
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.units import GRAVITY_MPS2
from backstride.readers.limits import MIB
from backstride.readers.table_text import decode_table, find_delimiter, header_of

Array = NDArray[np.float64]

MAX_ACCELERATION_BYTES: Final = 128 * MIB
"""An hour at 200 samples a second is about 40 MB. [B]"""

UNITS: Final = {"g": 1.0, "mg": 1e-3, "m/s2": 1.0 / GRAVITY_MPS2}
"""Units that may be told, and their size. [g]"""

_TIME_NAMES: Final = re.compile(r"^(time|t|timestamp|seconds?_?elapsed|elapsed|epoch|sample_?time)")
_AXIS: Final = re.compile(r"(^|[^a-z])(a|acc|accel|acceleration|linear.*)?[ _.]*([xyz])([^a-z]|$)")
_VERTICAL: Final = re.compile(r"(^|[^a-z])(vertical|vert|v|up|az_vertical)([^a-z]|$)")
_OTHER_SENSOR: Final = re.compile(r"gyro|magn|euler|quat|rot|roll|pitch|yaw|absolute|grav")

_TIME_SCALES: Final = ((1e6, 1e-9), (1e3, 1e-6), (2.0, 1e-3))
"""Usual steps of time above which it is counted in ns, us and ms, and the size of these [s]: no
accelerometer here is slower than one sample in 2 s."""

_LEVELS: Final = (("g", 0.5, 2.0), ("m/s2", 5.0, 20.0), ("mg", 500.0, 2000.0))
"""Mean specific force of somebody upright in each unit, with room for a bad calibration."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a recording; None: to be found out.

    Parameters
    ----------
    unit : str or None
        A key of `UNITS`.
    column : str or None
        Name of the column that holds the vertical alone.
    rate_hz : float or None
        Samples per second of a file without a time. [Hz]
    """

    unit: str | None = None
    column: str | None = None
    rate_hz: float | None = None


NOTHING_TOLD: Final = Told()


def read_acceleration(data: bytes, told: Told = NOTHING_TOLD) -> Acceleration:
    """Read an accelerometer recording.

    Parameters
    ----------
    data : bytes
        CSV with comma, semicolon or tab, with a header; lines that begin with ``#`` are left out.
    told : Told
        What a person says of it.

    Returns
    -------
    Acceleration
        Never raises; a problem of severity ``REFUSED`` means that there are no samples.
    """
    if len(data) > MAX_ACCELERATION_BYTES:
        return _refused("form.too_large", {"limit_bytes": MAX_ACCELERATION_BYTES})
    text, problems = decode_table(data)
    delimiter, text, _ = find_delimiter(text)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) < 3:
        return _refused("form.no_table", {})
    names = [name.strip().strip('"').lower() for name in lines[0].split(delimiter)]
    axes = _axes(names, told.column)
    if not axes and len(names) < 2:
        return _refused("form.no_table", {})
    if not axes:
        return _refused("form.no_axes", {"columns": ", ".join(names)[:200]})
    place = _time_column(names)
    if place is None and told.rate_hz is None:
        return _refused("form.no_time", {})
    cells = [line.split(delimiter) for line in lines[1:]]
    comma = delimiter != ","
    if told.rate_hz is not None:
        time = np.arange(len(cells)) / told.rate_hz
    else:
        time = _time(cells, place or 0, comma=comma)
    force = np.column_stack([_column(cells, axis, comma=comma) for axis in axes])
    return _scaled(time, force, told, tuple(problems))


def has_axes_and_time(head: bytes) -> bool:
    """Tell by its beginning whether a table holds a time and the acceleration along three axes.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    names = [name.replace("_", " ") for name in sorted(header_of(head))]
    return len(_axes(names, None)) == 3 and _time_column(names) is not None


def _axes(names: list[str], told: str | None) -> list[int]:
    """Return the columns of three axes, or of the vertical alone."""
    if told is not None:
        wanted = told.strip().lower()
        return [k for k, name in enumerate(names) if name == wanted][:1]
    found: dict[str, int] = {}
    for k, name in enumerate(names):
        match = _AXIS.search(name)
        if match and not _OTHER_SENSOR.search(name):
            found.setdefault(match[3], k)
    if len(found) == 3:
        return [found[axis] for axis in "xyz"]
    vertical = [k for k, name in enumerate(names) if _VERTICAL.search(name)]
    return vertical[:1]


def _time_column(names: list[str]) -> int | None:
    elapsed = [k for k, name in enumerate(names) if name.startswith(("seconds", "elapsed"))]
    named = [k for k, name in enumerate(names) if _TIME_NAMES.match(name)]
    return next(iter(elapsed or named), None)


def _time(cells: list[list[str]], place: int, *, comma: bool) -> Array:
    """Return time in seconds from the first sample on, whatever it is counted in."""
    raw = _column(cells, place, comma=comma)
    if np.isfinite(raw).sum() < 0.5 * raw.size:
        raw = np.array([_instant(row[place]) if place < len(row) else np.nan for row in cells])
    known = raw[np.isfinite(raw)]
    if known.size < 2:
        return raw
    step = float(np.median(np.abs(np.diff(known))))
    scale = next((size for limit, size in _TIME_SCALES if step > limit), 1.0)
    return np.asarray((raw - known[0]) * scale)


def _instant(cell: str) -> float:
    try:
        return datetime.fromisoformat(cell.strip().strip('"')).timestamp()
    except ValueError:
        return float("nan")


def _column(cells: list[list[str]], place: int, *, comma: bool) -> Array:
    """Return a column of numbers; a decimal comma is read where the delimiter is another."""
    found = np.full(len(cells), np.nan)
    for k, row in enumerate(cells):
        if place < len(row):
            cell = row[place].strip().strip('"')
            try:
                found[k] = float(cell.replace(",", ".") if comma else cell)
            except ValueError:
                continue
    return found


def _scaled(time: Array, force: Array, told: Told, problems: tuple[Problem, ...]) -> Acceleration:
    """Bring the recording to g with gravity, and time in order."""
    kept = np.isfinite(time)
    order = np.argsort(time[kept], kind="stable")
    n_odd = int((~kept).sum()) + int((np.diff(time[kept]) < 0.0).sum())
    time, force = time[kept][order], force[kept][order]
    if n_odd:
        params: dict[str, Parameter] = {"n_row": n_odd, "goes_back": True}
        problems = (*problems, Problem("form.time_odd", "time", params, Severity.REPAIRED))
    known = np.isfinite(force).all(axis=1)
    if time.size < 3 or known.sum() < 3:
        return _refused("form.no_table", {})
    mean = force[known].mean(axis=0)
    level = float(np.linalg.norm(mean))
    spread = float(np.sqrt(((force[known] - mean) ** 2).sum(axis=1).mean()))
    unit = told.unit or next((name for name, low, high in _LEVELS if low < level < high), None)
    if unit is not None and not _gravity_is_gone(level, spread):
        return Acceleration(time - time[0], force * UNITS[unit], problems)
    if force.shape[1] == 1 and told.unit is not None:
        gone = Problem("form.gravity_removed", "", {}, Severity.REPAIRED)
        return Acceleration(time - time[0], force * UNITS[told.unit] + 1.0, (*problems, gone))
    return _refused("form.scale_unknown", {"level": round(level, 3)})


def _gravity_is_gone(level: float, spread: float) -> bool:
    """Tell whether a mean is so small beside the shaking that gravity was taken out."""
    return level < 0.3 * spread


def _refused(code: str, params: dict[str, Parameter]) -> Acceleration:
    problem = Problem(code, "", params, Severity.REFUSED)
    return Acceleration(np.zeros(0), np.zeros((0, 1)), (problem,))
