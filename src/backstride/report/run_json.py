"""One run as ``runs show --json`` prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

from backstride.domain.dose import GaitSummary
from backstride.domain.interval import Range
from backstride.domain.problem import Problem
from backstride.gait.segments import Segment
from backstride.workflows.run_page import LegPage, RunPage, ShoePart

SCHEMA: Final = "backstride.run/1"


def run_as_json(page: RunPage, tell: Callable[[Problem], str]) -> dict[str, object]:
    """Return a run as data.

    Parameters
    ----------
    page : RunPage
        What `weigh_run` gathered.
    tell : callable
        Turns a problem into a sentence.
    """
    typical = page.typical
    return {
        "schema": SCHEMA,
        "id": page.id,
        "local_date": page.day.isoformat(),
        "start_local": page.start.isoformat(),
        "device": page.device,
        "legs": [_leg(leg, tell) for leg in page.legs],
        "typical": None
        if typical is None
        else {
            "n_run": typical.n_run,
            "easy_km": _quartiles(typical.easy_km),
            "shrinkage_mm": _quartiles(typical.shrinkage_mm),
            "lighter_share": typical.lighter_share,
        },
        "day_course": _course(page),
        "shoes": [_shoe(part) for part in page.shoes],
        "form_recordings": [
            {
                "id": one.id,
                "kind": one.found.kind.value,
                "n_step": one.found.n_step,
                "values": {name: _range(value) for name, value in one.found.values.items()},
            }
            for one in page.recordings
        ],
    }


def _leg(leg: LegPage, tell: Callable[[Problem], str]) -> dict[str, object]:
    row, dose = leg.row, leg.dose
    return {
        "leg": row.leg,
        "sport": row.sport,
        "sub_sport": row.sub_sport,
        "distance_m": row.distance_m,
        "moving_s": row.moving_s,
        "easy_km": _range(dose.easy_km),
        "walk_easy_km": _range(dose.walk_easy_km),
        "shrinkage_mm": _range(dose.shrinkage_mm),
        "easy_km_by_exponent": {
            f"{b:g}": _range(one) for b, one in (leg.by_exponent or {}).items()
        },
        "exposure": _exposure(leg),
        "sources": leg.sources,
        "gait": _gait(dose.gait),
        "usual": [
            {
                "quantity": one.name,
                "value": one.value,
                "usual": _range(one.usual),
                "n_run": one.n_run,
            }
            for one in leg.usual
        ],
        "drift": {
            name: {"change": _range(drift.change), "mean": drift.mean, "clear": drift.clear}
            for name, drift in (leg.drifts or {}).items()
        },
        "pieces": [_piece(segment, load) for segment, load in leg.pieces],
        "version": dose.version,
        "problems": [
            {
                "code": problem.code,
                "where": problem.where,
                "severity": problem.severity.value,
                "text": tell(problem),
            }
            for problem in dose.problems
        ],
    }


def _exposure(leg: LegPage) -> dict[str, object] | None:
    found = leg.exposure
    if found is None:
        return None
    return {
        "column": found.kind.value,
        "amount": _range(found.amount),
        "shrinkage_mm": _range(found.shrinkage_mm),
        "peak_over_run": _range(found.peak_over_run),
    }


def _gait(gait: GaitSummary) -> dict[str, Any]:
    found = {field.name: getattr(gait, field.name) for field in fields(gait)}
    return {
        name: _range(value) if isinstance(value, Range) else value for name, value in found.items()
    }


def _piece(segment: Segment, load: Range | None) -> dict[str, object]:
    found: dict[str, object] = {
        field.name: getattr(segment, field.name) for field in fields(segment)
    }
    return {**found, "easy_km": _range(load)}


def _course(page: RunPage) -> list[dict[str, object]]:
    if page.course is None:
        return []
    course = page.course
    return [
        {
            "at_local": at.astimezone(page.start.tzinfo).isoformat(),
            "ordinary_mm": _range(ordinary),
            "loss_mm": _range(loss),
        }
        for at, ordinary, loss in zip(course.at, course.ordinary_mm, course.loss_mm, strict=True)
    ]


def _shoe(part: ShoePart) -> dict[str, object]:
    return {
        "id": part.mileage.shoe.id,
        "name": part.mileage.shoe.name,
        "distance_m": part.worn.distance_m,
        "km": part.mileage.km,
        "known_by": part.word.value,
    }


def _range(value: Range | None) -> dict[str, float] | None:
    return None if value is None else {"q05": value.q05, "q50": value.q50, "q95": value.q95}


def _quartiles(values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("q25", "q50", "q75"), values, strict=True))
