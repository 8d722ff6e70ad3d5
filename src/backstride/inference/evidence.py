"""Evidence: the log posterior of hyper-parameters, in units of their prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.design import Design
from backstride.inference.kernels.arrays import Problem, Work, allocate
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.points import (
    EVIDENCE,
    GRADIENT,
    POSTERIOR,
    Output,
    allocate_output,
    run_points,
)
from backstride.inference.lattice import normal_bank
from backstride.inference.priors import LOOSE, RIGID_VALUES, Priors
from backstride.inference.problem import theta_names, theta_prior, to_problem

Array = NDArray[np.float64]

#: Largest move of a settled site; log Z errs by less than its square times the scores. [sd]
_TOLERANCE: Final = 5e-3
_LOG_TAU: Final = float(np.log(2.0 * np.pi))
#: Points farther out than this many prior sds are never looked at.
FARTHEST_SD: Final = 6.0
#: Seed of the standard normals behind the draws.
_DRAW_SEED: Final = 20_260_901


@dataclass(frozen=True, slots=True)
class PointPosterior:
    """Posterior given each hyper-parameter point.

    Parameters
    ----------
    log_post : array (n_point,)
        Log evidence plus log prior density.
    settled : array (n_point,)
        1 where expectation propagation settled.
    moment : array (n_point, N_MOMENT)
        Exact moments of the linear contrasts.
    coefficient : array (n_point, 2, n_coefficient)
        Means and variances of the coefficients.
    draw : array (n_point, n_draw, 2)
        Draws of both contrasts on the score scale.
    sites : array (n_batch, 2, n_site, WIDTH)
        Settled sites of scores and measures, to start from under another prior.
    """

    log_post: Array
    settled: Array
    moment: Array
    coefficient: Array
    draw: Array
    sites: Array


def empty_sites(problem: Problem) -> Array:
    """Return sites (2, n_site, WIDTH) of scores that say nothing and measures as wide as before."""
    first, stop = problem.measures
    sites = np.zeros((2, problem.row_day.size + stop - first, WIDTH))
    sites[0, problem.row_day.size :] = problem.precision[first:stop, None]
    return sites


class Evidence:
    """Log posterior of hyper-parameter points; a point is in prior sds from the prior mean.

    Parameters
    ----------
    design : Design
        The diary.
    priors : Priors
        What is believed before. Of a mixed prior the flexible half is meant: `Integral` puts the
        halves together.
    """

    def __init__(self, design: Design, priors: Priors) -> None:
        self.design = design
        self.priors = priors
        self.all_names = theta_names(design)
        loose = () if priors.flexible else LOOSE
        self.names = tuple(name for name in self.all_names if name not in loose)
        self.mean, self.sd = theta_prior(design, priors, self.names)
        self.problem: Problem = to_problem(design, priors)
        self.work: Work = allocate(self.problem)
        self.start = empty_sites(self.problem)
        self.origin = np.zeros(self.mean.size)
        self.n_evaluation = 0

    @property
    def _free(self) -> list[int]:
        """Columns of the kernels that a point fills."""
        return [self.all_names.index(name) for name in self.names]

    def natural(self, points: Array) -> Array:
        """Turn points into the kernels' hyper-parameters, those not learnt at their fixed value."""
        theta = np.zeros((points.shape[0], len(self.all_names)))
        for name, value in zip(LOOSE, RIGID_VALUES, strict=True):
            theta[:, self.all_names.index(name)] = value
        clipped = np.clip(points, -FARTHEST_SD, FARTHEST_SD)
        theta[:, self._free] = self.mean + self.sd * clipped
        return theta

    @property
    def n_theta(self) -> int:
        """Number of hyper-parameters."""
        return int(self.mean.size)

    def axis(self, name: str) -> int:
        """Return the place of a hyper-parameter in a point; -1 where it is not learnt."""
        return self.names.index(name) if name in self.names else -1

    def learn_missing(self, effect_squares: Array) -> None:
        """Take what missing covariates add to the noise from mean squares of effects.

        Parameters
        ----------
        effect_squares : array (n_loaded,)
            Expected square of the effect of each covariate and measure. [points**2]
        """
        self.problem.row_extra[:] = self.design.missing @ effect_squares

    def log_prior(self, points: Array) -> Array:
        """Return the log density of the standard normal prior, (n_point,)."""
        density: Array = -0.5 * (points**2).sum(axis=1) - 0.5 * self.n_theta * _LOG_TAU
        return density

    def values(self, points: Array, tolerance: float = _TOLERANCE) -> Array:
        """Return the log posterior density up to the evidence of the model, (n_point,)."""
        output, _ = self._run(points, tolerance, EVIDENCE)
        n_point = points.shape[0]
        return output.value[:, 0].ravel()[:n_point] + self.log_prior(points)

    def gradients(self, points: Array, sites: Array, tolerance: float) -> tuple[Array, Array]:
        """Return log posterior (n_point,) and its gradient (n_point, n_theta).

        `sites` (n_batch, 2, n_site, WIDTH) are started from and overwritten.
        """
        output, _ = self._run(points, tolerance, GRADIENT, sites)
        n_point = points.shape[0]
        value = output.value[:, 0].ravel()[:n_point] + self.log_prior(points)
        gradient = output.gradient.transpose(0, 2, 1).reshape(-1, len(self.all_names))
        return value, gradient[:n_point, self._free] * self.sd - points

    def posteriors(
        self, points: Array, *, n_draw: int, seed: int, sites: Array | None = None
    ) -> PointPosterior:
        """Work out everything a fit needs at each point."""
        output, sites = self._run(points, _TOLERANCE, POSTERIOR, sites, n_draw=n_draw, seed=seed)
        n_point = points.shape[0]

        def per_point(values: Array) -> Array:
            moved = np.moveaxis(values, -1, 1)
            return moved.reshape(-1, *moved.shape[2:])[:n_point]

        return PointPosterior(
            log_post=per_point(output.value[:, 0]) + self.log_prior(points),
            settled=per_point(output.value[:, 1]),
            moment=per_point(output.moment),
            coefficient=per_point(output.coefficient),
            draw=per_point(output.draw),
            sites=sites,
        )

    def begin_from(self, origin: Array, sites: Array) -> None:
        """Begin the survey at a point (of a neighbouring model) with its sites (2, n_site)."""
        self.origin[:] = origin
        self.start_from(sites)

    def starting_sites(self, n_point: int) -> Array:
        """Return copies of the sites that the evaluations so far suggest to start from."""
        return np.repeat(self.start[None], -(-n_point // WIDTH), axis=0)

    def start_from(self, sites: Array) -> None:
        """Start further evaluations from the sites (2, n_site) of one point."""
        self.start = np.repeat(sites[:, :, None], WIDTH, axis=2)

    def spread_sites(self, sites: Array, which: NDArray[np.int64]) -> Array:
        """Lay sites (n_source, 2, n_site) out so that point i starts from ``sites[which[i]]``."""
        n_batch = -(-which.size // WIDTH)
        padded = np.concatenate([which, np.repeat(which[-1:], n_batch * WIDTH - which.size)])
        lanes = sites[padded].reshape(n_batch, WIDTH, *sites.shape[1:])
        return np.ascontiguousarray(np.moveaxis(lanes, 1, -1))

    def _run(
        self,
        points: Array,
        tolerance: float,
        wanted: int,
        sites: Array | None = None,
        *,
        n_draw: int = 0,
        seed: int = 0,
    ) -> tuple[Output, Array]:
        n_batch = -(-points.shape[0] // WIDTH)
        padded = np.zeros((n_batch * WIDTH, self.n_theta))
        padded[: points.shape[0]] = points
        padded[points.shape[0] :] = points[-1]
        theta = self.natural(padded).reshape(n_batch, WIDTH, len(self.all_names))
        if sites is None:
            sites = self.starting_sites(points.shape[0])
        n_beta, n_window = self.problem.precision.size, self.problem.window_fixed.shape[0]
        shape = (n_batch if n_draw else 0, n_draw // 2, n_beta + 2 * n_window, WIDTH)
        normals = normal_bank(shape, _DRAW_SEED + seed)
        output = allocate_output(n_batch, len(self.all_names), n_beta, n_draw)
        run_points(self.problem, self.work, theta, sites, normals, output, tolerance, wanted)
        self.n_evaluation += points.shape[0]
        return output, sites
