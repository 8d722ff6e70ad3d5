"""Exact: the flexible half alone by the exact sampler of this repository."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from backstride.inference.design import build_design
from backstride.inference.gibbs import sample
from backstride.inference.priors import Priors
from bench.nuts.diary import read_reference

N_SWEEP: Final = 12_000
N_BURN: Final = 3_000
N_CHAIN: Final = 8
QUANTILES: Final = ("q05", "q25", "q50", "q75", "q95")
_SEED: Final = 20_261_128


@dataclass(frozen=True, slots=True)
class Exact:
    """Posterior of `effect_28d` that both engines are held against.

    Parameters
    ----------
    mean, sd : float
        [points]
    quantiles : list of float
        5, 25, 50, 75 and 95 %. [points]
    ess, rhat : float
        Effective draws of eight chains and their split R-hat.
    cpu_s : float
        What they took. [s]
    """

    mean: float
    sd: float
    quantiles: list[float]
    ess: float
    rhat: float
    cpu_s: float


def draw_exact(name: str) -> Exact:
    """Sample a stored diary; parameters of the model as in the comparison."""
    design = build_design(read_reference(name).table, decisions=False)
    priors = Priors().pure(flexible=True)
    sample(design, priors, n_sweep=1, n_burn=0, n_chain=1, seed=_SEED)  # compiled before timing
    begun = time.process_time()
    found = sample(design, priors, n_sweep=N_SWEEP, n_burn=N_BURN, n_chain=N_CHAIN, seed=_SEED)
    cpu_s = time.process_time() - begun
    effect, rhat = found.effect_28d, next(c.value for c in found.checks if c.name == "gibbs_rhat")
    return Exact(
        mean=effect.mean,
        sd=effect.sd,
        quantiles=[getattr(effect, name) for name in QUANTILES],
        ess=found.ess,
        rhat=float(rhat),
        cpu_s=cpu_s,
    )
