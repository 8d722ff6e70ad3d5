"""Reference: the easy run and the typical day that every load of a runner is measured against."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class ReferenceOrigin(Enum):
    """Where an easy-run reference came from."""

    POPULATION = "population"
    """Nothing is known of the runner yet."""
    PROFILE = "profile"
    """The runner told a usual pace."""
    HISTORY = "history"
    """Computed once from enough past runs, then frozen."""


@dataclass(frozen=True, slots=True)
class EasyRunReference:
    """The runner's easy flat kilometre, frozen so that old loads do not drift.

    Parameters
    ----------
    origin : ReferenceOrigin
        Where it came from.
    easy_speed_mps : float
        Speed of an easy flat run. [m/s]
    marathon_speed_mps : float
        Speed the runner could hold for a marathon. [m/s]
    easy_speed_sd, marathon_speed_sd : float
        Relative standard deviations of the two. [1]
    cadence_ratio : float or None
        The runner's cadence over the typical one at the same speed; None: each leg's own. [1]
    force_offsets_bw : dict of str to float
        The runner's own intercept of the force line by contact source; a source that is not
        here is taken from each leg. [body weights]
    typical_day_easy_km : float or None
        Median of the days with a run. [easy km]
    n_run : int
        Runs it was computed from.
    made_on : date or None
        Day it was frozen; None for population defaults.
    version : str
        Version of the rule that made it.
    """

    origin: ReferenceOrigin
    easy_speed_mps: float
    marathon_speed_mps: float
    easy_speed_sd: float
    marathon_speed_sd: float
    cadence_ratio: float | None = None
    force_offsets_bw: dict[str, float] = field(default_factory=dict)
    typical_day_easy_km: float | None = None
    n_run: int = 0
    made_on: date | None = None
    version: str = ""

    @property
    def name(self) -> str:
        """Short stable name kept with every load that was measured against it."""
        day = "" if self.made_on is None else f"@{self.made_on.isoformat()}"
        return f"{self.version}/{self.origin.value}{day}"


@dataclass(frozen=True, slots=True)
class PastRun:
    """What the reference needs of one past running leg.

    Parameters
    ----------
    day : date
        Day on the runner's own calendar.
    distance_m, moving_s : float
        Distance [m] and time in motion [s].
    cadence_ratio : float or None
        `Gait.cadence_ratio` where cadence was measured. [1]
    contact_source : str
        `Gait.contact_source`.
    force_offset_bw : float or None
        `Gait.force_offset_bw`. [body weights]
    walk_share : float or None
        Share of moving time that was walking. [1]
    ascent_m : float or None
        Climb. [m]
    """

    day: date
    distance_m: float
    moving_s: float
    cadence_ratio: float | None = None
    contact_source: str = ""
    force_offset_bw: float | None = None
    walk_share: float | None = None
    ascent_m: float | None = None
