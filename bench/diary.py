"""The diary: what a morning entry costs, and how long ten years of it take to look through."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Moment
from backstride.report.diary_csv import render_diary_csv
from backstride.store import diary
from backstride.store.store import open_store
from backstride.workflows.review_diary import find_completeness, list_days
from backstride.workflows.wiring import Desk
from bench.processes import cheapest
from bench.row import Row, at_most, print_rows

N_DAY = 3650
ENTRY_S, COMPLETENESS_MS = 0.8, 100.0


def measure(folder: Path | None = None) -> list[Row]:
    """Measure on an invented diary of ten years with nine of ten mornings there."""
    with tempfile.TemporaryDirectory() as home:
        entry = _entry_cost(Path(home) / "new")
        with open_store(Path(home) / "old") as store:
            desk = Desk(store)
            with store.transaction() as tx:
                for day in _days():
                    diary.save_entry(tx, day)
            whole_ms = _cpu_ms(lambda: list_days(desk))
            complete_ms = _cpu_ms(lambda: find_completeness(desk))
            table_ms = _cpu_ms(lambda: render_diary_csv(list_days(desk)))
    return [
        entry,
        at_most("completeness of ten years, CPU", complete_ms, unit="ms", limit=COMPLETENESS_MS),
        Row("read ten years of diary, CPU", whole_ms, "ms"),
        Row("write ten years of diary as a table, CPU", table_ms, "ms"),
    ]


def _entry_cost(home: Path) -> Row:
    """Measure a morning entry with four one-tap items, in a process of its own."""
    env = {"BACKSTRIDE_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home.parent / "compiled")}
    env["PYTHONDONTWRITEBYTECODE"] = ""  # a program that is installed has its bytecode
    command = ["-m", "backstride", "log", "-m", "3", "-b", "2", "-t", "1", "--sitting", "6"]
    cost = cheapest([*command, "--relief"], n_run=6, env=env)
    if cost.exit_code:
        raise SystemExit(f"the entry failed with {cost.exit_code}")
    return at_most("backstride log, a morning entry, CPU", cost.cpu_s, unit="s", limit=ENTRY_S)


def _days() -> list[DiaryEntry]:
    first = date.today() - timedelta(days=N_DAY - 1)
    marks = (BodyMark("calf_left", "tingling", 3.0), BodyMark("heel_sole_left", "numb", 1.0))
    return [
        DiaryEntry(
            first + timedelta(days=place),
            leg_morning=float(place % 7),
            leg_evening=float(place % 5),
            covariates={"sitting_h": 6.0, "sleep_0_10": 7.0, "stress_0_10": 3.0},
            items={"back_0_10": 2.0, "tingling_0_6": 1.0, "pain_relief": False},
            moments=(Moment(None, marks),) if place % 3 == 0 else (),
        )
        for place in range(N_DAY)
        if place % 10
    ]


def _cpu_ms(deed: Callable[[], object]) -> float:
    """Return the cheapest of five calls, CPU time [ms]."""
    times = []
    for _ in range(5):
        started = time.process_time()
        deed()
        times.append((time.process_time() - started) * 1e3)
    return min(times)


if __name__ == "__main__":
    print_rows(measure())
