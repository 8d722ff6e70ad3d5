"""Sampled: what a run of NUTS hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sampled:
    """What NUTS says of one diary and what it took.

    Parameters
    ----------
    mean, sd : float
        Posterior of `effect_28d`. [points]
    quantiles : list of float
        5, 25, 50, 75 and 95 %. [points]
    ess, rhat : float
        Effective draws and split R-hat of `effect_28d`.
    ess_least : float
        Effective draws of the hyper-parameter or coefficient that has fewest.
    n_warmup, n_sample, n_chain : int
        Discarded and kept draws of a chain, and chains.
    divergences : int
        Kept draws at which the trajectory diverged.
    gradients : float
        Mean gradients per kept draw.
    cpu_s, wall_s : float
        All chains with their warm-up, nothing compiled.
    compile_cpu_s, compile_wall_s : float
        Compiling for this diary's length.
    peak_mb : float
        Peak memory of the process. [MB]
    """

    mean: float
    sd: float
    quantiles: list[float]
    ess: float
    rhat: float
    ess_least: float
    n_warmup: int
    n_sample: int
    n_chain: int
    divergences: int
    gradients: float
    cpu_s: float
    wall_s: float
    compile_cpu_s: float
    compile_wall_s: float
    peak_mb: float
