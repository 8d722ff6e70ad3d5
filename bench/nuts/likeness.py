"""Likeness: NumPyro's doses against the engine's own, before their posteriors are compared."""

from __future__ import annotations

import argparse
from typing import Final

import jax
import numpy as np

from backstride.inference.design import build_design
from backstride.inference.kernels.arrays import N_SHIFT, allocate
from backstride.inference.kernels.contrast import N_MOMENT, contrast_moments
from backstride.inference.kernels.dose import set_compartments, set_parameters
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.priors import Priors
from backstride.inference.problem import to_problem
from bench.nuts.diary import make_diary, read_reference
from bench.nuts.model import doses, window_share

LARGEST_DIFFERENCE: Final = 1e-10
_SEED: Final = 20_260_922


def largest_difference(name: str) -> float:
    """Return how far doses and compartments differ at eight hyper-parameter points of the prior."""
    priors, design = Priors(), build_design(read_reference(name).table, decisions=False)
    problem, diary = to_problem(design, priors), make_diary(design)
    work = allocate(problem)
    mean, sd = priors.theta_prior()
    theta = mean + sd * np.random.default_rng(_SEED).standard_normal((WIDTH, mean.size))
    set_parameters(problem, work, theta)
    set_compartments(problem, work)
    contrast_moments(problem, work, np.zeros((N_MOMENT, WIDTH)))
    differences = []
    for lane, point in enumerate(theta):
        ours = [
            work.dose[N_SHIFT - 1 :],
            work.fast,
            work.slow,
            *np.moveaxis(work.window, 1, 0)[-4:-2],
        ]
        body = doses(diary, point)
        theirs = [*body, *window_share(diary, point, body.dose)]
        differences += [
            np.abs(mine[:, lane] - np.asarray(other)).max()
            for mine, other in zip(ours, theirs, strict=True)
        ]
    return float(max(differences))


def main() -> None:
    """Stop where any of the named diaries means something else to the two."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="+")
    jax.config.update("jax_enable_x64", True)
    for name in options.parse_args().names:
        difference = largest_difference(name)
        if not difference <= LARGEST_DIFFERENCE:
            raise SystemExit(f"{name}: doses differ by {difference:g}, the models are not the same")


if __name__ == "__main__":
    main()
