"""Form from other sensors beside a force plate, and in a filmed run.

Run ``python -m studies.form_sensors FOLDER``, the folder of the shared material; it prints the
tables of ``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backstride.domain.form_recording import Acceleration, FormFound, FormKind, Motion
from backstride.domain.runner import Runner
from backstride.domain.units import GRAVITY_MPS2
from backstride.gait.joint_places import form_of_places
from backstride.gait.trunk_sensor import form_of_trunk
from studies.force_curves import cut_steps, slope_curves

Array = NDArray[np.float64]

SACRUM = "grf-slope-one-runner-a-accel-vertical-then-ap-500hz.csv.gz"
FILMED = "openpose-body25-overground-run-side-view.zip"
PLATE_THRESHOLD_BW = 0.1
"""Contact of the force plate is counted above this [body weights], as in its list of conditions."""

BODY_25 = (
    *("nose", "neck", "rshoulder", "relbow", "rwrist", "lshoulder", "lelbow", "lwrist", "hip"),
    *("rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "reye", "leye", "rear", "lear"),
    *("lbigtoe", "lsmalltoe", "lheel", "rbigtoe", "rsmalltoe", "rheel"),
)
"""Joints of OpenPose's BODY_25, in its order."""

LEAST_CONFIDENCE = 0.1
FILM_HZ = 30.0
"""Frames per second, assumed: the source does not tell."""


def sacral_forms(folder: Path) -> list[tuple[dict[str, float], FormFound]]:
    """Form of each condition, from the sacral accelerometer alone."""
    with gzip.open(folder / SACRUM, "rt") as file:
        rows = [np.array([float(cell) for cell in line.split(",")]) for line in file]
    found = []
    for (condition, _), row in zip(slope_curves(folder), rows, strict=True):
        n = row.size // 2
        force = np.column_stack([row[:n], row[n:], np.zeros(n)])
        recording = Acceleration(np.arange(n) / 500.0, force)
        found.append((condition, form_of_trunk(recording, FormKind.SACRUM)))
    return found


def plate_forms(folder: Path) -> list[dict[str, float]]:
    """Cadence, contact and oscillation of each condition, from the force plate."""
    found = []
    for _, curve in slope_curves(folder):
        cut = cut_steps(curve, PLATE_THRESHOLD_BW)
        found.append(
            {
                "cadence_spm": 60.0 / cut.step_s,
                "contact_ms": 1000.0 * cut.contact_s,
                "vertical_oscillation_mm": _oscillation_mm(
                    curve.force_bw, curve.rate_hz, cut.step_s
                ),
            }
        )
    return found


def _oscillation_mm(force_bw: Array, rate_hz: float, step_s: float) -> float:
    """Rise and fall of the body's centre of mass, the force integrated twice. [mm]."""
    turned = np.fft.rfft((force_bw - force_bw.mean()) * GRAVITY_MPS2)
    frequency = np.fft.rfftfreq(force_bw.size, 1.0 / rate_hz)
    kept = frequency > 0.5 / step_s
    path = np.zeros_like(turned)
    path[kept] = -turned[kept] / (2.0 * np.pi * frequency[kept]) ** 2
    height = np.fft.irfft(path, force_bw.size)
    step = int(step_s * rate_hz)
    starts = range(step, height.size - 2 * step, step)
    return 1000.0 * float(np.median([np.ptp(height[k : k + step]) for k in starts]))


def sacrum_table(shared: Path) -> list[str]:
    """Sacral accelerometer against force plate, over slopes and speeds, in Markdown."""
    folder = shared / "biomech"
    sensor, plate = sacral_forms(folder), plate_forms(folder)
    level = np.array([condition["slope_deg"] == 0.0 for condition, _ in sensor])
    lines = [
        "| quantity | conditions | sensor minus plate, mean | SD | on the level | plate within the "
        "90 % range |",
        "|---|---|---|---|---|---|",
    ]
    for name, unit in (
        ("cadence_spm", "1/min"),
        ("contact_ms", "ms"),
        ("vertical_oscillation_mm", "mm"),
    ):
        kept = [
            (form.values[name], truth[name]) for (_, form), truth in zip(sensor, plate, strict=True)
        ]
        apart = np.array([value.q50 - truth for value, truth in kept])
        inside = sum(value.q05 <= truth <= value.q95 for value, truth in kept)
        lines.append(
            f"| {name} | {apart.size} | {apart.mean():+.1f} {unit} | {apart.std():.1f} "
            f"| {apart[level].mean():+.1f} | {inside} of {apart.size} |"
        )
    return lines


def filmed_run(shared: Path) -> Motion:
    """Read joint places of a runner filmed from the side, while she is in the picture."""
    frames = []
    with zipfile.ZipFile(shared / "pose" / FILMED) as archive:
        for name in sorted(archive.namelist()):
            people = json.loads(archive.read(name))["people"]
            place = np.full((len(BODY_25), 3), np.nan)
            if people:
                seen = np.array(people[0]["pose_keypoints_2d"]).reshape(-1, 3)
                good = seen[:, 2] > LEAST_CONFIDENCE
                place[good] = np.column_stack([seen[good, :2], np.zeros(int(good.sum()))])
            frames.append(place)
    table = np.array(frames)
    there = np.flatnonzero(np.isfinite(table[:, BODY_25.index("hip"), 0]))
    table = table[there[0] : there[-1] + 1]
    time = np.arange(table.shape[0]) / FILM_HZ
    return Motion(
        FormKind.MARKERS, time, {name: table[:, k] for k, name in enumerate(BODY_25)}, "px"
    )


def filmed_table(shared: Path) -> list[str]:
    """Show what is found in the filmed run, in Markdown."""
    found = form_of_places(filmed_run(shared), Runner(height_m=1.75))
    lines = ["| quantity | found (90 %) |", "|---|---|"]
    lines += [
        f"| {name} | {value.q50:.1f} ({value.q05:.1f} to {value.q95:.1f}) |"
        for name, value in found.values.items()
    ]
    told = ", ".join(f"`{problem.code}`" for problem in found.problems)
    return [*lines, f"| steps | {found.n_step} |", f"| told by the gate | {told} |"]


def main() -> None:
    """Print both tables."""
    shared = Path(sys.argv[1])
    for table in (sacrum_table, filmed_table):
        print("\n".join(table(shared)), end="\n\n")


if __name__ == "__main__":
    main()
