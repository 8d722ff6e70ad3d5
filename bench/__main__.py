"""``make bench``: every measurement in one run, as one table."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import (
    apple_health,
    diary,
    fit_decode,
    gait_load,
    hostile,
    import_archive,
    import_files,
    inference_fit,
    start_up,
    store,
    twenty_years,
    web,
)
from bench.row import Row, print_rows

Measure = Callable[[], list[Row]]
MeasureFiles = Callable[[Path], list[Row]]


def main() -> None:
    """Measure everything that can be measured here."""
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = options.parse_args().data
    alone: tuple[Measure, ...] = (
        start_up.measure,
        inference_fit.measure,
        gait_load.measure,
        apple_health.measure,
        hostile.measure,
        twenty_years.measure,
        web.measure,
    )
    with_files: tuple[MeasureFiles, ...] = (
        fit_decode.measure,
        import_files.measure,
        import_archive.measure,
    )
    rows: list[Row] = [row for measure in alone for row in measure()]
    rows += store.measure() + diary.measure()
    for measure_files in with_files:
        if folder.is_dir():
            rows += measure_files(folder)
        else:
            print(f"left out, no real files at {folder}: {measure_files.__module__}")
    print_rows(rows)


if __name__ == "__main__":
    main()
