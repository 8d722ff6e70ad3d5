"""Make the stored exact posteriors that the tests hold the fast engine against.

Run ``python -m studies.gibbs_references`` from the root of the repository; it takes about five
minutes on one core and writes ``tests/inference/references/*.json``. Twelve invented diaries, of 60
to 1095 days and from almost no to four fifths zeros, each with its scores and loads and with what
eight long chains of the exact sampler say of it. Seeds follow `studies.seeds`: nothing is chosen.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass, field
from datetime import date
from math import log
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.generator import Behaviour, simulate
from backstride.inference.gibbs import sample, split_rhat
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth
from studies.seeds import make_rng, seed_words

STUDY: Final = "backstride 0.1.0 gibbs references"
FOLDER: Final = Path(__file__).parent.parent / "tests" / "inference" / "references"
N_CHAIN: Final = 8
N_SWEEP: Final = 12_000
N_BURN: Final = 3_000
EFFECTS: Final = ("effect_28d", "effect_plus20", "standard_28d", "latent_28d")


@dataclass(frozen=True, slots=True)
class Case:
    """One invented diary.

    Parameters
    ----------
    name : str
        Of the file.
    n_day : int
        Days of the diary; 90 days of load come before.
    level, fast, slow, acute : float
        Level of pain and the effects of a typical run a day. [points]
    delay_days, shape : float
        Delay and shape of the dose.
    flare_sd, score_sd : float
        Sd of flares and of a score. [points]
    behaviour : Behaviour
        How the runner runs and writes.
    n_covariate : int
        Covariates, each worth 0.3 points.
    unknown : tuple of int
        First and last day (of the table) with unknown load; none where equal.
    gaps : int
        Covariates are missing on every so many days; on none where 0.
    """

    name: str
    n_day: int
    level: float
    fast: float = 0.0
    slow: float = 0.0
    acute: float = 0.3
    delay_days: float = 0.3
    shape: float = 0.0
    flare_sd: float = 0.9
    score_sd: float = 0.6
    behaviour: Behaviour = field(default_factory=Behaviour)
    n_covariate: int = 0
    unknown: tuple[int, int] = (0, 0)
    gaps: int = 0


CASES: Final = (
    Case("floor_60", 60, level=-0.3, flare_sd=1.0),
    Case("aggravator_90", 90, level=2.5, fast=1.5),
    Case("neutral_90", 90, level=4.5),
    Case("unknown_120", 120, level=3.0, fast=1.0, unknown=(150, 160)),
    Case("late_180", 180, level=1.5, fast=1.8, delay_days=1.2, shape=0.5),
    Case("mixed_365", 365, level=1.5, fast=2.0, slow=-1.0),
    Case("low_aggravator_365", 365, level=0.2, fast=1.5, n_covariate=2),
    Case("threshold_180", 180, level=2.5, fast=1.5, shape=1.5, n_covariate=1, gaps=6),
    Case(
        "half_missing_240",
        240,
        level=2.5,
        fast=1.0,
        behaviour=Behaviour(missing=0.5, avoidance=0.6, acts_on="felt"),
    ),
    Case("protective_365", 365, level=0.2, slow=-1.5, behaviour=Behaviour(missing=0.5)),
    Case("half_points_730", 730, level=2.0, fast=0.7, behaviour=Behaviour(score_step=0.5)),
    Case("mixed_1095", 1095, level=2.0, fast=1.2, slow=-1.0, shape=-0.4),
)


def make_table(case: Case) -> DailyTable:
    """Return the invented diary of a case."""
    theta = np.array(
        [
            log(1.5),
            log(30.0),
            log(5.0),
            log(case.flare_sd),
            log(0.04),
            log(case.score_sd),
            case.shape,
            log(case.delay_days / (3.0 - case.delay_days)),
        ]
    )
    effects = [case.level, 0.2, case.fast, case.slow, case.acute, *[0.3] * case.n_covariate]
    drawn = simulate(
        Priors(),
        case.n_day,
        make_rng(seed_words(STUDY, case.name, 0)),
        truth=Truth(theta, np.array(effects)),
        behaviour=case.behaviour,
        n_covariate=case.n_covariate,
    )
    first, last = case.unknown
    drawn.table.load[first:last] = np.nan
    if case.gaps:
        for values in drawn.table.covariates.values():
            values[:: case.gaps] = np.nan
    return drawn.table


def make_reference(case: Case) -> dict[str, Any]:
    """Return data and exact posterior of a case, ready to be written."""
    table = make_table(case)
    design = build_design(table)
    begun = time.process_time()
    # The widening by missing covariates is part of the model, not of the approximation.
    integral = fit(design).state
    posterior = sample(
        design,
        Priors(),
        n_sweep=N_SWEEP,
        n_burn=N_BURN,
        n_chain=N_CHAIN,
        seed=20_260_922,
        effect_squares=getattr(integral, "effect_squares", None),
    )
    assert posterior.draws is not None
    zeros = float((table.morning == 0.0).sum() / np.isfinite(table.morning).sum())
    return {
        "name": case.name,
        "command": "python -m studies.gibbs_references",
        "sweeps": N_CHAIN * N_SWEEP,
        "chains": N_CHAIN,
        "cpu_s": round(time.process_time() - begun, 1),
        "ess": round(posterior.ess),
        "mcse": posterior.mcse,
        "rhat": split_rhat(posterior.draws.reshape(N_CHAIN, -1)),
        "zero_share": round(zeros, 3),
        "effects": {name: asdict(getattr(posterior, name)) for name in EFFECTS},
        "theta": _moments(posterior, "theta"),
        "coefficients": _moments(posterior, "coefficient"),
        "table": _columns(table),
    }


def _moments(posterior: Posterior, name: str) -> dict[str, list[float]]:
    return {
        k: [round(float(v), 5) for v in getattr(posterior, f"{name}_{k}")] for k in ("mean", "sd")
    }


def _columns(table: DailyTable) -> dict[str, Any]:
    def plain(values: NDArray[np.float64]) -> list[float | None]:
        return [None if np.isnan(v) else round(float(v), 4) for v in values]

    return {
        "first_day": table.first_day.isoformat(),
        "load": plain(table.load),
        "morning": plain(table.morning),
        "evening": plain(table.evening),
        "covariates": {name: plain(values) for name, values in table.covariates.items()},
    }


def read_table(reference: dict[str, Any]) -> DailyTable:
    """Return the diary stored in a reference."""
    columns = reference["table"]

    def numbers(name: str) -> NDArray[np.float64]:
        values = columns[name] if name in columns else columns["covariates"][name]
        return np.array([np.nan if v is None else v for v in values])

    return DailyTable(
        first_day=date.fromisoformat(columns["first_day"]),
        load=numbers("load"),
        morning=numbers("morning"),
        evening=numbers("evening"),
        covariates={name: numbers(name) for name in columns["covariates"]},
    )


def print_comparison() -> None:
    """Print a table of fast against exact: errors in exact posterior sds, and processor time."""
    print("| diary | zeros | exact mean, sd | engine | mean | sd ratio | worst quantile | CPU s |")
    print("|---|---|---|---|---|---|---|---|")
    for case in CASES:
        reference = json.loads((FOLDER / f"{case.name}.json").read_text(encoding="utf-8"))
        design, exact = build_design(read_table(reference)), reference["effects"]["effect_28d"]
        fit(design)
        begun = time.process_time()
        posterior = fit(design)
        cpu_s = time.process_time() - begun
        found = asdict(posterior.effect_28d)
        gaps = {k: (found[k] - exact[k]) / exact["sd"] for k in exact}
        worst = max(abs(gaps[q]) for q in ("q05", "q25", "q50", "q75", "q95"))
        print(
            f"| {case.name} | {reference['zero_share']:.2f} "
            f"| {exact['mean']:+.2f}, {exact['sd']:.2f} | {posterior.engine} "
            f"| {gaps['mean']:+.3f} | {found['sd'] / exact['sd']:.3f} "
            f"| {worst:.3f} | {cpu_s:.2f} |"
        )


def main() -> None:
    """Write every reference, or the named ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compare", action="store_true", help="print the fast engine's errors")
    parser.add_argument("names", nargs="*", help="cases to make again; all where none is named")
    options = parser.parse_args()
    if options.compare:
        print_comparison()
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        if options.names and case.name not in options.names:
            continue
        reference = make_reference(case)
        path = FOLDER / f"{case.name}.json"
        path.write_text(json.dumps(reference) + "\n", encoding="utf-8")
        effect = reference["effects"]["effect_28d"]
        print(
            f"{case.name}: zeros {reference['zero_share']:.2f}, mean {effect['mean']:+.3f}, "
            f"sd {effect['sd']:.3f}, ess {reference['ess']}, R-hat {reference['rhat']:.4f}, "
            f"CPU {reference['cpu_s']} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
