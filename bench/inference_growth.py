"""How the time of a fit grows with the days of a diary: linearly, or something is wrong."""

from __future__ import annotations

import numpy as np

from backstride.inference.design import build_design
from backstride.inference.engine import fit
from bench.inference_fit import cpu_s, diary

DAYS = (90, 180, 365, 730, 1095, 2000, 5000)
"""Diary days; an answer uses the last 1,096 at most, a fit by hand takes any number."""


def main() -> None:
    """Print a table of days and processor time, and the power of the growth over the longest."""
    print("| days | CPU s | CPU s per 1,000 days |")
    print("|---|---|---|")
    found = []
    for n_day in DAYS:
        design = build_design(diary(n_day))
        found.append(cpu_s(lambda d=design: fit(d)))
        print(f"| {n_day} | {found[-1]:.2f} | {1000.0 * found[-1] / n_day:.2f} |", flush=True)
    half = len(DAYS) // 2
    power = np.polyfit(np.log(DAYS[half:]), np.log(found[half:]), 1)[0]
    print(f"\nGrowth from {DAYS[half]} days on: days to the power {power:.2f}.")


if __name__ == "__main__":
    main()
