"""Runner: the few facts about a body that safety, gait and load need; every one may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Runner:
    """A runner's profile as it stood on one day; None means not told.

    Parameters
    ----------
    birth_year : int or None
        Four digits.
    sex : str or None
        ``female``, ``male`` or ``other``.
    height_m, mass_kg : float or None
        Body height [m] and mass [kg].
    zone : str or None
        IANA time zone such as ``Europe/Berlin``.
    easy_pace_s_per_km, marathon_pace_s_per_km : float or None
        Usual paces on flat ground. [s/km]
    onset : date or None
        When the leg or back trouble began.
    side : str or None
        Worse leg: ``left``, ``right`` or ``both``.
    operations : str or None
        Operations on the spine in the runner's words.
    """

    birth_year: int | None = None
    sex: str | None = None
    height_m: float | None = None
    mass_kg: float | None = None
    zone: str | None = None
    easy_pace_s_per_km: float | None = None
    marathon_pace_s_per_km: float | None = None
    onset: date | None = None
    side: str | None = None
    operations: str | None = None
