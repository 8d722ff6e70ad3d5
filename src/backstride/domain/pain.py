"""Pain around a run: what was felt, in which band it lies, and what went worse under a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class PainBand(IntEnum):
    """How a run was borne; words of the rule, never the colour of a body part."""

    GREEN = 0
    AMBER = 1
    RED = 2


@dataclass(frozen=True, slots=True)
class RunPain:
    """What was noted around one run; None is unknown, scores are 0-10 (NPRS).

    Parameters
    ----------
    before, peak, one_hour_after, next_morning : float or None
        Leg pain before, at its worst during, one hour after, and on the next morning.
    back_peak : float or None
        Worst back pain during the run.
    ladder_before, ladder_after : int or None
        Furthest point felt, 0 none to 6 toes, before the run and at its furthest since.
    settled_h : float or None
        Hours until the pain was back to what it was before the run. [h]
    tingling_min : float or None
        How long new tingling or numbness lasted; 0 for none. [min]
    weaker, woke_at_night : bool or None
        Any loss of strength since; pain that woke the runner the night after.
    """

    before: float | None = None
    peak: float | None = None
    one_hour_after: float | None = None
    next_morning: float | None = None
    back_peak: float | None = None
    ladder_before: int | None = None
    ladder_after: int | None = None
    settled_h: float | None = None
    tingling_min: float | None = None
    weaker: bool | None = None
    woke_at_night: bool | None = None


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """Pain that went worse under a plan or an experiment.

    Parameters
    ----------
    day : date
        When it was noticed.
    during : str
        ``plan``, ``trial`` or ``run``.
    band : PainBand
        How it was borne.
    reasons : tuple of str
        What put it in that band.
    note : str
        The runner's own words.
    """

    day: date
    during: str
    band: PainBand
    reasons: tuple[str, ...] = ()
    note: str = ""
