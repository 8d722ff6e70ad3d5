"""``make bench-nuts``: NUTS and our engine on stored diaries, their time and their agreement."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.priors import Priors
from bench.inference_fit import cpu_s
from bench.nuts.diary import read_reference
from bench.nuts.exact import Exact, draw_exact
from bench.nuts.page import Comparison, render_page
from bench.nuts.sampled import Sampled
from bench.processes import measure_process

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
BOTH_WAYS: Final = ("aggravator_90",)
PAGE: Final = Path("docs/explanation/validation/nuts.md")
#: The two ways to write the model, and how the sampler is asked for them.
WAYS: Final[dict[str, list[str]]] = {"pain": [], "flare": ["--flares"]}

Kept = dict[str, Any]


def run_module(arguments: list[str]) -> None:
    """Run a module of this package in a process of its own, or stop and name it."""
    code = measure_process(["-m", *arguments]).exit_code
    if code != 0:
        command = f"python -m {' '.join(arguments)}"
        raise SystemExit(f"exit code {code}, run it alone to see why: {command}")


def run_nuts(name: str, options: list[str]) -> Kept:
    """Run NUTS on one stored diary."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "sampled.json"
        run_module(["bench.nuts.sampler", name, str(out), *options])
        sampled: Kept = json.loads(out.read_text(encoding="utf-8"))
    print(
        f"{name} {' '.join(options)}: NUTS {sampled['cpu_s']:.0f} s CPU, "
        f"ESS {sampled['ess']:.0f}, {sampled['divergences']} divergences",
        flush=True,
    )
    return sampled


def run_all(names: list[str], options: list[str], store: Path) -> Kept:
    """Run exact sampler and NUTS on every diary; each is kept in `store` as soon as it is done."""
    begun = time.perf_counter()
    run_module(["bench.nuts.likeness", *names])
    kept: Kept = {"exact": {}, "diaries": {}}
    for name in names:
        exact = asdict(draw_exact(name))
        print(f"{name}: exact sampler {exact['cpu_s']:.0f} s CPU", flush=True)
        ways = WAYS if name in BOTH_WAYS else {"pain": []}
        found = {way: run_nuts(name, [*options, *ways[way]]) for way in ways}
        kept["exact"][name], kept["diaries"][name] = exact, found
        kept["told"] = _told(begun, [*kept["exact"], *options])
        store.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return kept


def _told(begun: float, arguments: list[str]) -> str:
    """Tell when, how long, where and with what was sampled."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpyro", "jax"))
    return (
        f"NUTS and the exact sampler last ran (`python -m bench.nuts {' '.join(arguments)}`) on "
        f"{date.today().isoformat()}, for "
        f"{(time.perf_counter() - begun) / 60:.0f} minutes, on a machine with {os.cpu_count()} "
        f"{platform.machine()} cores that did other work as well, so read CPU times and not wall "
        f"times; {versions}, Python {platform.python_version()}."
    )


def compare(name: str, exact: Kept, ways: Kept) -> Comparison:
    """Fit one stored diary with our engine, beside what NUTS said."""
    reference = read_reference(name)
    design, priors = build_design(reference.table, decisions=False), Priors().pure(flexible=True)
    nuts = {way: Sampled(**sampled) for way, sampled in ways.items()}
    return Comparison(
        reference,
        Exact(**exact),
        fit(design, priors),
        nuts["pain"],
        engine_cpu_s=cpu_s(lambda: fit(design, priors)),
        flares=nuts.get("flare"),
    )


def main() -> None:
    """Run everything and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="stored diaries; the usual six where none")
    options.add_argument("--out", type=Path, default=PAGE)
    options.add_argument("--warmup", type=int, default=600)
    options.add_argument("--draws", type=int, default=2000)
    options.add_argument("--kept", action="store_true", help="fit anew, take NUTS from its file")
    chosen = options.parse_args()
    store = chosen.out.with_suffix(".json")
    if chosen.kept:
        kept = json.loads(store.read_text(encoding="utf-8"))
    else:
        lengths = ["--warmup", str(chosen.warmup), "--draws", str(chosen.draws)]
        kept = run_all(chosen.names or list(NAMES), lengths, store)
    rows = [compare(name, kept["exact"][name], ways) for name, ways in kept["diaries"].items()]
    fitted = f"Our engine was fitted on {date.today().isoformat()}."
    page = render_page(rows, circumstances=f"{kept['told']} {fitted}")
    print(page)
    chosen.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
