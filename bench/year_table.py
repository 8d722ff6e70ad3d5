"""Write a year of an invented runner's days as the table that `answer --daily` reads."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.inference.generator import simulate
from backstride.inference.priors import Priors

N_DAY = 365
SEED = 365


def year_table() -> DailyTable:
    """Return a year of diary with its history of load; the same each time."""
    return simulate(Priors(), n_day=N_DAY, rng=np.random.default_rng(SEED)).table


def write(path: Path, table: DailyTable) -> None:
    """Write a table as CSV."""
    lines = ["date,load,leg_morning,leg_evening"]
    for row in range(table.n_day):
        day = table.first_day + timedelta(days=row)
        cells = (table.load[row], table.morning[row], table.evening[row])
        texts = ["" if np.isnan(cell) else f"{cell:g}" for cell in cells]
        lines.append(",".join([day.isoformat(), *texts]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), year_table())
