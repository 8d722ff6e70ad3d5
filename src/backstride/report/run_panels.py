"""Small pictures of a run's page: coordinates only, drawn and coloured by the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backstride.domain.interval import Range
from backstride.load.day_course import DayCourse
from backstride.workflows.run_page import LegPage, Usual

WIDTH: Final = 320.0
HEIGHT: Final = 110.0
STRIP: Final = 100.0
"""Width of a strip. [px]"""


@dataclass(frozen=True, slots=True)
class Cost:
    """A run beside the typical one, from 0 to `STRIP`: low end, middle and high end of each."""

    own: tuple[float, float, float]
    typical: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Load of a piece of the way: a bar, and the ends of its range."""

    x: float
    width: float
    top: float
    high: float
    low: float


@dataclass(frozen=True, slots=True)
class Along:
    """Load along the way.

    Parameters
    ----------
    pieces : tuple of Piece
        Bars above the base at `HEIGHT`.
    most : float
        Load at the upper edge. [easy km]
    way_m : float
        Way of all of them. [m]
    """

    pieces: tuple[Piece, ...]
    most: float
    way_m: float


@dataclass(frozen=True, slots=True)
class Course:
    """Loss of height over a day, as points of polygons and lines above a base at `HEIGHT`.

    Parameters
    ----------
    band, middle, ordinary : str
        Points of the range, of the middle, and of the same day without running.
    most_mm : float
        Loss at the upper edge. [mm]
    peak : Range
        Largest loss of the day. [mm]
    """

    band: str
    middle: str
    ordinary: str
    most_mm: float
    peak: Range


@dataclass(frozen=True, slots=True)
class Strip:
    """One quantity beside its usual range, from 0 to `STRIP`."""

    low: float
    high: float
    at: float


def draw_cost(own: Range, typical: tuple[float, float, float] | None) -> Cost:
    """Draw a cost and its typical value on one scale.

    Parameters
    ----------
    own : Range
        Of this run.
    typical : tuple of float or None
        Quartiles of the runner's runs, in the same unit.
    """
    most = max(own.q95, typical[2] if typical else 0.0, 1e-9)
    scale = STRIP / most

    def ends(values: tuple[float, float, float]) -> tuple[float, float, float]:
        low, middle, high = (round(scale * max(value, 0.0), 1) for value in values)
        return low, middle, high

    return Cost(ends((own.q05, own.q50, own.q95)), None if typical is None else ends(typical))


def draw_along(leg: LegPage) -> Along | None:
    """Draw the load of each piece as a bar as wide as it is long; None where there are not two."""
    pieces = [(segment, load) for segment, load in leg.pieces if load is not None]
    way_m = sum(segment.distance_m for segment, _ in pieces)
    if len(pieces) < 2 or way_m <= 0.0:
        return None
    most = max(load.q95 for _, load in pieces) or 1e-9
    at, found = 0.0, []
    for segment, load in pieces:
        width = WIDTH * segment.distance_m / way_m
        top, high, low = (
            round(HEIGHT - HEIGHT * value / most, 1) for value in (load.q50, load.q95, load.q05)
        )
        found.append(Piece(round(at, 1), round(max(width - 1.5, 0.5), 1), top, high, low))
        at += width
    return Along(tuple(found), most, way_m)


def draw_course(course: DayCourse) -> Course:
    """Draw the loss of spinal height over a day."""
    most = max(loss.q95 for loss in course.loss_mm) or 1e-9
    n_instant = len(course.at)

    def points(values: Sequence[float]) -> list[str]:
        return [
            f"{WIDTH * place / (n_instant - 1):.1f},{HEIGHT - HEIGHT * value / most:.1f}"
            for place, value in enumerate(values)
        ]

    upper = points([loss.q95 for loss in course.loss_mm])
    lower = points([loss.q05 for loss in course.loss_mm])
    return Course(
        " ".join((*upper, *reversed(lower))),
        " ".join(points([loss.q50 for loss in course.loss_mm])),
        " ".join(points([loss.q50 for loss in course.ordinary_mm])),
        most,
        max(course.loss_mm, key=lambda loss: loss.q50),
    )


def draw_usual(one: Usual) -> Strip:
    """Draw a value beside its usual range, with as much room on both sides as the range is wide."""
    usual = one.usual
    width = max(usual.q95 - usual.q05, 1e-9)
    first = min(usual.q05 - width, one.value)
    last = max(usual.q95 + width, one.value)
    scale = (STRIP - 8.0) / (last - first)
    low, high, at = (
        round(4.0 + scale * (value - first), 1) for value in (usual.q05, usual.q95, one.value)
    )
    return Strip(low, high, at)
