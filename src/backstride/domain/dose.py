"""Dose: what one leg and one day put on the back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from backstride.domain.interval import Range
from backstride.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class GaitSummary:
    """How the runner moved over one leg; None where it cannot be known.

    Parameters
    ----------
    moving_s : float or None
        Time in motion. [s]
    cadence_spm : Range or None
        Steps per minute of both feet over moving samples. [1/min]
    contact_ms : Range or None
        Ground contact time. [ms]
    flight_ms : Range or None
        Time in the air between two steps. [ms]
    duty_factor : Range or None
        Contact time over stride time. [1]
    peak_force_bw : Range or None
        Peak vertical ground force. [body weights]
    vertical_oscillation_mm, step_length_mm : float or None
        Means over moving samples. [mm]
    contact_balance_percent : float or None
        Left foot's share of ground contact. [%]
    walk_share : float or None
        Share of moving time that was walking. [1]
    vertical_ratio_percent : float or None
        Vertical oscillation over step length. [%]
    vertical_stiffness_knpm, leg_stiffness_knpm : Range or None
        Peak force over the fall of the body and over the shortening of the leg, on the level.
        [kN/m]
    running_dynamics : bool
        True where the device itself measured contact time or vertical oscillation.
    contact_source : str
        ``native``, ``developer:...``, ``derived:...``, or empty.
    form : dict of str to float or None
        Means of what was measured over the running alone, by the names of
        `gait.segments.form_columns`; None where less than five minutes were run.
    form_speed_mps, form_grade : float or None
        Mean speed [m/s] and grade [1] of the same running.
    """

    moving_s: float | None = None
    cadence_spm: Range | None = None
    contact_ms: Range | None = None
    flight_ms: Range | None = None
    duty_factor: Range | None = None
    peak_force_bw: Range | None = None
    vertical_oscillation_mm: float | None = None
    step_length_mm: float | None = None
    contact_balance_percent: float | None = None
    walk_share: float | None = None
    running_dynamics: bool = False
    contact_source: str = ""
    vertical_ratio_percent: float | None = None
    vertical_stiffness_knpm: Range | None = None
    leg_stiffness_knpm: Range | None = None
    form: dict[str, float] | None = None
    form_speed_mps: float | None = None
    form_grade: float | None = None


@dataclass(frozen=True, slots=True)
class RunDose:
    """What one leg put on the back; None where it cannot be known.

    Parameters
    ----------
    gait : GaitSummary
        How the runner moved.
    easy_km : Range or None
        Load as kilometres of the runner's own easy flat running. [easy km]
    walk_easy_km : Range or None
        The same unit for a walk or hike: a covariate of its own, never part of the running
        load. [easy km]
    shrinkage_mm : Range or None
        Loss of spinal height by the end of the leg, over what an upright day takes anyway. [mm]
    version : str
        Version of the formulas that derived it.
    problems : tuple of Problem
        What widened a range or kept a value away.
    """

    gait: GaitSummary = field(default_factory=GaitSummary)
    easy_km: Range | None = None
    walk_easy_km: Range | None = None
    shrinkage_mm: Range | None = None
    version: str = ""
    problems: tuple[Problem, ...] = ()


class LoadState(Enum):
    """What is known of a day's running load."""

    KNOWN = "known"
    ZERO = "zero"
    """Confirmed: a source covers the day, or the runner said there was no run."""
    UNKNOWN = "unknown"
    """No source covers the day; never counted as rest."""


@dataclass(frozen=True, slots=True)
class DailyDose:
    """Running load of one day.

    Parameters
    ----------
    day : date
        Day on the runner's own calendar.
    state : LoadState
        Known, confirmed zero, or unknown.
    easy_km : Range or None
        Sum over the day's running legs; None where unknown. [easy km]
    walk_easy_km : Range or None
        Sum over the day's recorded walks and hikes, a covariate; None where none is known.
        [easy km]
    problems : tuple of Problem
        Why a day is unknown although something was recorded, or what contradicts.
    """

    day: date
    state: LoadState
    easy_km: Range | None = None
    walk_easy_km: Range | None = None
    problems: tuple[Problem, ...] = ()
