"""Gait: how a runner moved along one leg, sample by sample, as `load` needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Sport
from backstride.domain.dose import GaitSummary
from backstride.domain.errors import ShapeMismatch
from backstride.domain.problem import Problem

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Gait:
    """Form of one leg on its own samples.

    Parameters
    ----------
    sport : Sport
        What was done.
    start : datetime
        Aware UTC instant of the first moment of the leg.
    time_s : array (n_sample,)
        Time since the start of the leg, never decreasing. [s]
    duration_s : array (n_sample,)
        Time each sample stands for; pauses and gaps stand in none. [s]
    speed_mps : array (n_sample,)
        Speed, 0 where standing, NaN where unknown. [m/s]
    cadence_spm : array (n_sample,)
        Steps per minute of both feet, filled where the device gave none; NaN where not
        moving. [1/min]
    contact_ms : array (n_sample,)
        Ground contact time of running steps, filled where the device gave none; NaN
        elsewhere. [ms]
    grade : array (n_sample,)
        Rise over run along the way, 0 where there is no usable altitude. [1]
    moving, walking : array of bool (n_sample,)
        Where the runner moved, and where that was walking.
    unsure : array of bool (n_sample,) or None
        Where the other of walking and running is possible too; None: nowhere.
    contact_source, cadence_source, speed_source : str
        ``native``, ``developer:<field name>`` or ``derived:<method>``; empty where unknown.
    force_offset_bw : float or None
        The runner's own intercept of the force line as measured contact times of this leg
        show it; None where contact was not measured. [body weights]
    cadence_ratio : float
        Cadence over `typical_cadence_spm`: measured in this leg, else from body height. [1]
    cadence_measured, contact_measured : bool
        True where the values rest on the device's own measurement.
    contact_sd, steps_sd, speed_sd : float
        Relative standard deviation of an error common to the whole leg. [1]
    distance_m : float
        Distance along the samples that were counted. [m]
    covered : float
        Share of the leg that the samples hold, by the file's own totals of time and
        distance; 1 where nothing is missing. [1]
    ascent_m, descent_m : float or None
        The file's own, else from altitude with hysteresis. [m]
    known : bool
        False where the leg cannot be judged at all; the problems say why.
    summary : GaitSummary
        The leg in a few numbers.
    version : str
        Version of the rules that derived it.
    problems : tuple of Problem
        What was repaired, widened or kept away.
    """

    sport: Sport
    start: datetime
    time_s: Array
    duration_s: Array
    speed_mps: Array
    cadence_spm: Array
    contact_ms: Array
    grade: Array
    moving: Mask
    walking: Mask
    contact_source: str = ""
    cadence_source: str = ""
    speed_source: str = ""
    force_offset_bw: float | None = None
    cadence_ratio: float = 1.0
    cadence_measured: bool = False
    contact_measured: bool = False
    contact_sd: float = 0.0
    steps_sd: float = 0.0
    speed_sd: float = 0.0
    distance_m: float = 0.0
    covered: float = 1.0
    ascent_m: float | None = None
    descent_m: float | None = None
    known: bool = True
    summary: GaitSummary = field(default_factory=GaitSummary)
    version: str = ""
    problems: tuple[Problem, ...] = ()
    unsure: Mask | None = None

    def __post_init__(self) -> None:
        columns: dict[str, Array | Mask] = {
            "duration_s": self.duration_s,
            "speed_mps": self.speed_mps,
            "cadence_spm": self.cadence_spm,
            "contact_ms": self.contact_ms,
            "grade": self.grade,
            "moving": self.moving,
            "walking": self.walking,
        }
        if self.unsure is not None:
            columns["unsure"] = self.unsure
        for name, values in columns.items():
            if values.size != self.time_s.size:
                raise ShapeMismatch(
                    "channel_length",
                    channel=name,
                    n_found=values.size,
                    n_expected=self.time_s.size,
                )

    @property
    def n_sample(self) -> int:
        """Number of samples."""
        return int(self.time_s.size)

    @property
    def running(self) -> Mask:
        """Where the runner moved and did not walk, array of bool (n_sample,)."""
        return self.moving & ~self.walking
