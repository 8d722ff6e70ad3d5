"""Joint places (.trc) and joint angles (.mot), as OpenSim, Pose2Sim and Sports2D write them."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.form_recording import FormKind, Motion
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import MIB
from backstride.readers.table_text import decode_table

Array = NDArray[np.float64]

MAX_MOTION_BYTES: Final = 64 * MIB
"""An hour of 26 joints at 60 frames a second is about 150 MB; a clip of form is seconds. [B]"""

_HEAD: Final = 4096
_END_OF_HEADER: Final = re.compile(r"^\s*endheader\s*$", re.IGNORECASE | re.MULTILINE)
_IN_DEGREES: Final = re.compile(r"^\s*inDegrees\s*=\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_BLANKS: Final = re.compile(r"[\s_]+")
_NOTHING: Final = np.zeros(0)


def kind_of_motion(head: bytes) -> FormKind | None:
    """Tell by its beginning which kind of motion file this is.

    Parameters
    ----------
    head : bytes
        At least the first 4096 bytes.

    Returns
    -------
    FormKind or None
        None where it is neither.
    """
    text = decode_table(head[:_HEAD])[0]
    if text.lstrip().lower().startswith("pathfiletype"):
        return FormKind.MARKERS
    return FormKind.ANGLES if _END_OF_HEADER.search(text) else None


def read_motion(data: bytes) -> Motion:
    """Read a file of joint places or joint angles.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Motion
        Never raises; a problem of severity ``REFUSED`` means that there are no frames.
    """
    kind = kind_of_motion(data[:_HEAD]) or FormKind.MARKERS
    if len(data) > MAX_MOTION_BYTES:
        return _refused(kind, "form.too_large", {"limit_bytes": MAX_MOTION_BYTES})
    text, problems = decode_table(data)
    if kind is FormKind.ANGLES:
        return _read_angles(text, tuple(problems))
    return _read_markers(text, tuple(problems))


def plain_name(name: str) -> str:
    """Return the name of a joint or angle in small letters without blanks."""
    return _BLANKS.sub("", name.strip().lower())


def _read_angles(text: str, problems: tuple[Problem, ...]) -> Motion:
    end = _END_OF_HEADER.search(text)
    if end is None:
        return _refused(FormKind.ANGLES, "form.no_table", {})
    told = _IN_DEGREES.search(text[: end.end()])
    lines = [line for line in text[end.end() :].splitlines() if line.strip()]
    if len(lines) < 2:
        return _refused(FormKind.ANGLES, "form.no_table", {})
    names = [plain_name(name) for name in _cells(lines[0])]
    table, n_bad = _numbers(lines[1:], len(names))
    if "time" not in names or table.shape[0] < 2:
        return _refused(FormKind.ANGLES, "form.no_time", {})
    time, more = _time_of(table[:, names.index("time")], n_bad)
    scale = 1.0 if told is None or told[1].lower() in {"yes", "true", "1"} else 180.0 / np.pi
    columns = {name: scale * table[:, k] for k, name in enumerate(names) if name and name != "time"}
    return Motion(FormKind.ANGLES, time, columns, "deg", (*problems, *more))


def _read_markers(text: str, problems: tuple[Problem, ...]) -> Motion:
    lines = text.splitlines()
    if len(lines) < 6:
        return _refused(FormKind.MARKERS, "form.no_table", {})
    keys, told = _cells(lines[1]), _cells(lines[2])
    unit = dict(zip((key.lower() for key in keys), told, strict=False)).get("units", "")
    names = [(k, plain_name(name)) for k, name in enumerate(lines[3].split("\t")) if name.strip()]
    places = [(k, name) for k, name in names if name not in {"frame#", "frame", "time"}]
    if not places:
        return _refused(FormKind.MARKERS, "form.no_table", {})
    rows = [line for line in lines[5:] if line.strip()]
    table, n_bad = _numbers(rows, places[-1][0] + 3, separator="\t")
    if table.shape[0] < 2:
        return _refused(FormKind.MARKERS, "form.no_table", {})
    time, more = _time_of(table[:, 1], n_bad)
    columns = {name: table[:, k : k + 3] for k, name in places}
    return Motion(FormKind.MARKERS, time, columns, unit.strip().lower(), (*problems, *more))


def _cells(line: str) -> list[str]:
    """Cut a line at tabs where it has any, else at blanks."""
    return [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split())]


def _numbers(lines: list[str], n_column: int, *, separator: str = "") -> tuple[Array, int]:
    """Turn lines into numbers; a cell that is none is NaN, and a line without time is left out."""
    rows, n_bad = [], 0
    for line in lines:
        cells = line.split(separator) if separator else _cells(line)
        row = [_number(cell) for cell in cells[:n_column]]
        if len(row) < 2:
            n_bad += 1
            continue
        rows.append(row + [np.nan] * (n_column - len(row)))
    table = np.array(rows, dtype=np.float64).reshape(len(rows), n_column)
    return table, n_bad


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _time_of(time: Array, n_bad: int) -> tuple[Array, tuple[Problem, ...]]:
    """Return time from 0 on, repaired where it is missing or goes back, and what was repaired."""
    known = np.isfinite(time)
    back = bool((np.diff(time[known]) <= 0.0).any())
    n_odd = n_bad + int((~known).sum())
    problems = []
    if n_odd or back:
        params = {"n_row": n_odd, "goes_back": back}
        problems.append(Problem("form.time_odd", "time", {**params}, Severity.REPAIRED))
    if known.sum() < 2:
        refused = Problem("form.no_time", "time", {}, Severity.REFUSED)
        return np.arange(time.size, dtype=np.float64), (*problems, refused)
    filled = np.interp(np.arange(time.size), np.flatnonzero(known), time[known])
    filled = np.maximum.accumulate(filled)
    return filled - filled[0], tuple(problems)


def _refused(
    kind: FormKind, code: str, params: dict[str, str | int | float | bool | None]
) -> Motion:
    problem = Problem(code, "", params, Severity.REFUSED)
    return Motion(kind, _NOTHING, {}, "", (problem,))
