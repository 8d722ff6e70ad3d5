"""Twenty years of runs: what the list, the store and the answer cost apart from the fit.

6,000 runs known by their totals stand in for recordings: the same rows but for the samples, which
no list reads. Run with ``python -m bench.twenty_years``.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from backstride.inference.calendar import build_table
from backstride.store import diary
from backstride.store.store import open_store
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.import_runs import import_paths
from backstride.workflows.wiring import open_desk
from bench.processes import cheapest
from bench.row import Row, at_most, print_rows

N_RUN = 6000
N_DAY = 7300
LAST = date(2026, 6, 30)
MOST_S = 1.0


def measure() -> list[Row]:
    """Fill a store and measure each command as a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill(Path(folder), home)
        env = {"BACKSTRIDE_HOME": str(home)}
        listed = cheapest(["-m", "backstride", "runs"], n_run=3, env=env)
        as_json = cheapest(["-m", "backstride", "runs", "--json"], n_run=3, env=env)
        started = time.process_time()
        open_store(home).close()
        opened_s = time.process_time() - started
        with open_desk(home) as desk, desk.store.reading() as tx:
            started = time.process_time()
            build_table(diary.entries(tx), doses_by_day(tx), as_of=None)
            before_fit_s = time.process_time() - started
    return [
        at_most(f"runs, {N_RUN} runs, whole command, CPU", listed.cpu_s, unit="s", limit=MOST_S),
        at_most(f"runs --json, {N_RUN} runs, CPU", as_json.cpu_s, unit="s", limit=MOST_S),
        at_most("opening and closing the store, CPU", opened_s, unit="s", limit=MOST_S),
        at_most("answer, all before the fit, CPU", before_fit_s, unit="s", limit=MOST_S),
    ]


def fill(folder: Path, home: Path, *, last: date = LAST, n_diary_day: int = 730) -> None:
    """Fill a store with twenty years of runs and some years of mornings, up to a day."""
    chance = random.Random("bench twenty years")
    rows = []
    for number in range(N_RUN):
        day = last - timedelta(days=number * N_DAY // N_RUN)
        start = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        km = chance.uniform(4.0, 18.0)
        rows.append(
            {
                "run_id": number,
                "name": "Run",
                "distance": 1000.0 * km,
                "moving_time": f"{timedelta(seconds=round(350 * km))}",
                "type": "Run",
                "start_date": f"{start:%Y-%m-%d %H:%M:%S}",
                "start_date_local": f"{start:%Y-%m-%d %H:%M:%S}",
                "summary_polyline": "",
                "average_heartrate": 145.0,
                "average_speed": 1000.0 / 350.0,
            }
        )
    (folder / "runs.json").write_text(json.dumps(rows))
    diary_rows = [f"{last - timedelta(days=k)},{chance.randint(0, 5)}" for k in range(n_diary_day)]
    (folder / "diary.csv").write_text("\n".join(["date,leg_morning", *diary_rows]) + "\n")
    with open_desk(home) as desk:
        list(import_paths(desk, [folder / "runs.json", folder / "diary.csv"], n_worker=1))


if __name__ == "__main__":
    print_rows(measure())
