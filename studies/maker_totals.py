"""Distance and moving time from samples beside the totals that the watch itself counted.

Run ``python -m studies.maker_totals FOLDER``, a folder of gzipped GPX with ``expected.csv``; it
prints the sentence of ``docs/reference/gait.md``.
"""

from __future__ import annotations

import csv
import gzip
import sys
from pathlib import Path

import numpy as np

from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.readers.registry import read


def main() -> None:
    """Print mean and spread of the ratios."""
    folder = Path(sys.argv[1])
    way: list[float] = []
    time: list[float] = []
    with (folder / "expected.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["span_s"]]
    for row in rows:
        leg = read(gzip.decompress((folder / row["file"]).read_bytes())).activities[0].legs[0]
        gait = summarise_leg(leg, Runner())
        if gait.n_sample > 1 and gait.summary.moving_s is not None:
            way.append(100.0 * (gait.distance_m / float(row["ext_distance_m"]) - 1.0))
            time.append(100.0 * (gait.summary.moving_s / float(row["ext_moving_time_s"]) - 1.0))
    print(
        f"{len(way)} runs: distance {np.mean(way):+.1f} % (SD {np.std(way):.1f} %), "
        f"moving time {np.mean(time):+.1f} % (SD {np.std(time):.1f} %)."
    )


if __name__ == "__main__":
    main()
