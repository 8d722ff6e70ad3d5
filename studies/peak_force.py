"""Peak force by the sine model and by the force line beside measured ground forces.

Run ``python -m studies.peak_force FOLDER``, the folder of the measured tables; it prints the table
of ``docs/reference/load.md``.
"""

from __future__ import annotations

import csv
import sys
from math import pi
from pathlib import Path

import numpy as np

from backstride.domain.locomotion import stance_force_bw
from backstride.load.force import peak_force_bw

RUNNERS = "sacrum-imu-grf-subjects-first-60pct.csv"
SLOPES = "grf-slope-one-runner-a-conditions-measured.csv"


def rows_of(path: Path) -> list[dict[str, float]]:
    """Read a table of numbers."""
    with path.open(newline="") as file:
        return [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


def cases(folder: Path) -> list[tuple[str, list[float], list[float]]]:
    """Name, predicted and measured peak forces of each comparison. [body weights]."""
    runners, slopes = rows_of(folder / RUNNERS), rows_of(folder / SLOPES)
    level = [row for row in slopes if row["slope_deg"] == 0.0]
    measured = [row["GRFPeak"] for row in runners]
    by_timing = [peak_force_bw(1.0 / row["IMUsf"], row["GRFtc"]) for row in runners]
    by_line = [pi / 2.0 * stance_force_bw(row["Speed"]) for row in runners]
    slope_measured = [row["mean_peak_grf_bw"] for row in slopes]
    slope_timing = [peak_force_bw(1.0 / r["step_freq_hz"], r["mean_contact_s"]) for r in slopes]
    level_measured = [row["mean_peak_grf_bw"] for row in level]
    level_line = [pi / 2.0 * stance_force_bw(row["speed_m_s"]) for row in level]
    return [
        ("22 runners, 3.8 to 5.4 m/s: sine model from measured contact", by_timing, measured),
        ("the same: force line from speed alone", by_line, measured),
        ("one runner, slopes -10 to +10 degrees: sine model", slope_timing, slope_measured),
        ("the same, level only: force line", level_line, level_measured),
    ]


def main() -> None:
    """Print bias and mean absolute error as a markdown table."""
    print("| measured | n | bias | mean absolute error |")
    print("|---|---|---|---|")
    for name, found, measured in cases(Path(sys.argv[1])):
        apart = 100.0 * (np.array(found) / np.array(measured) - 1.0)
        print(f"| {name} | {apart.size} | {apart.mean():+.2f} % | {np.abs(apart).mean():.2f} % |")


if __name__ == "__main__":
    main()
