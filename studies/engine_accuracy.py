"""Hold the fast engine against the exact sampler on many invented runners, every one reported.

Run ``python -m studies.engine_accuracy`` from the root of the repository; 240 runners take about
ten minutes on one core. Runners are drawn from the priors, their level of pain evenly between 0
and 5 points, over 60, 120 and 365 days; those with more than 80 % of the mornings at one end of
the scale are passed over, for they go to the exact sampler anyway. Seeds follow `studies.seeds`.
Prints a line per runner with a difference worth a look, then a table for
``docs/explanation/engine.md``. ``--again 120:14`` holds one of them against a longer chain of
another seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from backstride.domain.answer import Effect
from backstride.inference.design import Design, build_design
from backstride.inference.engine import fit
from backstride.inference.generator import simulate
from backstride.inference.gibbs import sample
from backstride.inference.priors import Priors
from backstride.inference.truth import draw_truth
from studies.seeds import make_rng, seed_words

STUDY: Final = "backstride 0.1.0 engine accuracy"
LENGTHS: Final = (60, 120, 365)
MOST_AT_END: Final = 0.8
N_SWEEP, N_BURN, N_CHAIN = 2500, 1000, 8
QUANTILES: Final = ("q05", "q25", "q50", "q75", "q95")
WORTH_A_LOOK: Final = 0.1


@dataclass(frozen=True, slots=True)
class Difference:
    """Fast minus exact, in exact posterior sds.

    Parameters
    ----------
    runner : str
        What the seed is made of.
    mean, latent_mean : float
        Difference of the means of `effect_28d` and of `latent_28d`.
    sd_ratio : float
        Fast over exact sd of `effect_28d`.
    quantile : float
        Largest absolute difference of five quantiles.
    engine : str
        ``gibbs`` where a guard sent the fit away.
    mcse : float
        Monte-Carlo error of the exact mean.
    """

    runner: str
    mean: float
    latent_mean: float
    sd_ratio: float
    quantile: float
    engine: str
    mcse: float


def draw_designs(n_day: int) -> Iterator[tuple[str, Design]]:
    """Invent runners without end, passing over those whose scores hardly move."""
    for number in count():
        words = seed_words(STUDY, f"{n_day} days", number)
        rng = make_rng(words)
        truth = draw_truth(Priors(), rng)
        truth.coefficients[0] = rng.uniform(0.0, 5.0)
        drawn = simulate(Priors(), n_day, rng, truth=truth)
        scores = drawn.table.morning[np.isfinite(drawn.table.morning)]
        if max((scores == 0.0).mean(), (scores == 10.0).mean()) <= MOST_AT_END:
            yield words, build_design(drawn.table, typical_run=drawn.typical_run)


def compare(words: str, design: Design) -> Difference:
    """Fit one diary both ways."""
    fast = fit(design)
    exact = sample(
        design, Priors(), n_sweep=N_SWEEP, n_burn=N_BURN, n_chain=N_CHAIN, seed=20_260_924
    )
    found, wanted = fast.effect_28d, exact.effect_28d
    return Difference(
        runner=words,
        mean=_gap(found, wanted, "mean"),
        latent_mean=_gap(fast.latent_28d, exact.latent_28d, "mean"),
        sd_ratio=found.sd / max(wanted.sd, 1e-9),
        quantile=max(abs(_gap(found, wanted, name)) for name in QUANTILES),
        engine=fast.engine,
        mcse=exact.mcse / max(wanted.sd, 1e-9),
    )


def compare_again(days: int, number: int) -> None:
    """Print both fits of one runner, the exact one of another seed and twice the sweeps."""
    wanted = f"{days} days {number}"
    words, design = next(one for one in draw_designs(days) if one[0].endswith(wanted))
    fast = fit(design)
    exact = sample(design, Priors(), n_sweep=2 * N_SWEEP, n_burn=N_BURN, n_chain=N_CHAIN, seed=7)
    print(words)
    for name, one in (("fast", fast), ("exact", exact)):
        print(f"{name} on the score: {one.effect_28d}")
        print(f"{name} below the floor: {one.latent_28d.mean:.3f}, sd {one.latent_28d.sd:.3f}")
    print(f"Monte-Carlo error of the exact mean: {exact.mcse:.4f}")


def _gap(found: Effect, wanted: Effect, name: str) -> float:
    gap: float = (getattr(found, name) - getattr(wanted, name)) / max(wanted.sd, 1e-9)
    return gap


def main() -> None:
    """Compare, report the worst, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runners", type=int, default=80, help="runners of each length")
    parser.add_argument("--again", metavar="DAYS:NUMBER", help="one runner, another seed")
    asked = parser.parse_args()
    if asked.again:
        compare_again(*(int(part) for part in asked.again.split(":")))
        return
    n_runner = asked.runners
    print(
        "| days | runners | left to Gibbs | mean: sd, worst | sd ratio | quantiles: 90 %, worst |"
    )
    print("|---|---|---|---|---|---|")
    for n_day in LENGTHS:
        designs = draw_designs(n_day)
        found = [compare(*next(designs)) for _ in range(n_runner)]
        fast = [d for d in found if d.engine == "ep"]
        mean, quantile = np.array([d.mean for d in fast]), np.array([d.quantile for d in fast])
        ratio = np.array([d.sd_ratio for d in fast])
        print(
            f"| {n_day} | {len(found)} | {len(found) - len(fast)} "
            f"| {mean.std():.3f}, {np.abs(mean).max():.3f} | {ratio.min():.3f}-{ratio.max():.3f} "
            f"| {np.quantile(quantile, 0.9):.3f}, {quantile.max():.3f} |",
            flush=True,
        )
        for d in found:
            if d.engine != "ep" or abs(d.mean) > WORTH_A_LOOK or d.quantile > 2 * WORTH_A_LOOK:
                print(f"<!-- {d} -->", flush=True)


if __name__ == "__main__":
    main()
