"""``make bench-nuts``: NUTS and our engine on stored diaries, their time and their agreement."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from backstride.inference.design import build_design
from backstride.inference.engine import fit
from bench.inference_fit import cpu_s
from bench.nuts.diary import read_reference
from bench.nuts.page import Comparison, render_page
from bench.nuts.sampled import Sampled
from bench.processes import Cost, measure_process

#: From ninety days to three years; unknown loads, covariates, half points.
NAMES: Final = (
    "aggravator_90",
    "unknown_120",
    "mixed_365",
    "low_aggravator_365",
    "half_points_730",
    "mixed_1095",
)
#: Diaries on which NUTS also moves flares instead of pain.
BOTH_WAYS: Final = ("aggravator_90", "mixed_365")
PAGE: Final = Path("docs/explanation/validation/nuts.md")


def run_module(arguments: list[str]) -> Cost:
    """Run a module of this package in a process of its own, or stop and name it."""
    cost = measure_process(["-m", *arguments])
    if cost.exit_code != 0:
        raise SystemExit(f"failed, run it alone to see why: python -m {' '.join(arguments)}")
    return cost


def run_nuts(name: str, options: list[str]) -> tuple[Sampled, Cost]:
    """Run NUTS on one stored diary."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "sampled.json"
        cost = run_module(["bench.nuts.sampler", name, str(out), *options])
        sampled = Sampled(**json.loads(out.read_text(encoding="utf-8")))
    print(
        f"{name} {' '.join(options)}: NUTS {sampled.cpu_s:.0f} s CPU, ESS {sampled.ess:.0f}, "
        f"{sampled.divergences} divergences",
        flush=True,
    )
    return sampled, cost


def compare(name: str, options: list[str]) -> Comparison:
    """Put one stored diary through both."""
    reference = read_reference(name)
    design = build_design(reference.table)
    ours, taken_s = fit(design), cpu_s(lambda: fit(design))
    nuts, cost = run_nuts(name, options)
    flares = run_nuts(name, [*options, "--flares"])[0] if name in BOTH_WAYS else None
    return Comparison(reference, ours, taken_s, nuts, peak_mb=cost.peak_mb, flares=flares)


def describe(wall_s: float) -> str:
    """Say where, when and how long."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpyro", "jax", "backstride"))
    return (
        f"Last run on {date.today().isoformat()}, {wall_s / 60:.0f} minutes on a machine with "
        f"{os.cpu_count()} {platform.machine()} cores that did other work as well (so read CPU "
        f"times, not wall times); {versions}, Python {platform.python_version()}."
    )


def main() -> None:
    """Run everything and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="stored diaries; the usual six where none")
    options.add_argument("--out", type=Path, default=PAGE)
    options.add_argument("--warmup", type=int, default=600)
    options.add_argument("--draws", type=int, default=2000)
    chosen = options.parse_args()
    names = chosen.names or list(NAMES)
    lengths = ["--warmup", str(chosen.warmup), "--draws", str(chosen.draws)]
    started = time.perf_counter()
    run_module(["bench.nuts.likeness", *names])
    rows = [compare(name, lengths) for name in names]
    page = render_page(rows, circumstances=describe(time.perf_counter() - started))
    print(page)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
