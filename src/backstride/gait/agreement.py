"""Samples against the file's own total: where both claim the whole leg, the range holds both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.locomotion import errors_of_doubt
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem
from backstride.gait.cadence import Mask, Rhythm
from backstride.gait.limits import WALK_RUN_MPS

TOLERATED: Final = 0.1
"""Difference of samples from the total that is not worth a word [1] (own choice: gaps, pauses and
smoothing make 2 to 4 %, study maker_totals)."""

_LARGEST: Final = 2.0
"""A total that is further off tells nothing more [1] (own choice: beyond a factor of three)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the total says of the samples.

    Parameters
    ----------
    factor : float
        The file's total over the way of the samples; 1 where they agree. [1]
    speed_sd, steps_sd : float
        Relative errors that put the total's reading on the edge of a 90 % range. [1]
    problems : tuple of Problem
        Says that they disagree.
    """

    factor: float = 1.0
    speed_sd: float = 0.0
    steps_sd: float = 0.0
    problems: tuple[Problem, ...] = ()

    def unsure(self, rhythm: Rhythm, *, called_run: bool) -> Mask:
        """Find where one of the two says walking and the other running.

        Parameters
        ----------
        rhythm : Rhythm
            Movement by the samples.
        called_run : bool
            True where the recording calls itself a run.

        Returns
        -------
        array of bool (n_sample,)
            Of movement without measured steps, which would tell; beside what was unsure before.
        """
        if self.factor == 1.0 or not called_run:
            return rhythm.unsure
        slow, other = (rhythm.speed_mps * scale < WALK_RUN_MPS for scale in (1.0, self.factor))
        stepless = rhythm.moving & ~rhythm.imputed & ~np.isfinite(rhythm.measured_spm)
        found: Mask = rhythm.unsure | (stepless & (slow != other))
        return found


def compare_with_total(distance_m: float, total_m: float | None, *, covered: float) -> Agreement:
    """Hold the way of the samples against the file's own total.

    Parameters
    ----------
    distance_m : float
        Way of the samples. [m]
    total_m : float or None
        The file's own, where it is one that legs can cover. [m]
    covered : float
        Share of the leg that the samples hold; a share that is missing explains a total that is
        longer. [1]

    Returns
    -------
    Agreement
        Without widening where they agree within a tenth, or where the missing part explains it.
    """
    if total_m is None or distance_m <= 0.0 or abs(distance_m / total_m - 1.0) <= TOLERATED:
        return Agreement()
    params: dict[str, Parameter] = {"samples_m": round(distance_m), "total_m": round(total_m)}
    problems = (Problem("gait.distance_disagrees", "", params),)
    if covered < 1.0:
        return Agreement(problems=problems)
    factor = total_m / distance_m
    apart = min(abs(factor - 1.0), _LARGEST)
    return Agreement(factor, *errors_of_doubt(apart), problems)
