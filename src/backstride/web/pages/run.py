"""One run: what it put on the back, how it was run, where, and what is known of it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from backstride.domain.activity import Sport
from backstride.domain.diary_value import Skipped
from backstride.domain.dose import GaitSummary
from backstride.domain.errors import NotFound, OutOfRange
from backstride.domain.interval import Range
from backstride.domain.screen import ScreenEffect
from backstride.report import run_panels
from backstride.report.form_units import PLAIN, RANGED, UNITS
from backstride.report.run_channels import UNITS as CHANNEL_UNITS
from backstride.report.run_channels import channels_as_json, columns_of, table_of
from backstride.report.run_route import Route, draw_route
from backstride.web.corrections import described
from backstride.web.formats import METRES_IN
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.pages.runs import KINDS
from backstride.web.speech import words_of
from backstride.workflows.keep_diary import find_entry
from backstride.workflows.run_page import LegPage, RunPage, without_load
from backstride.workflows.search_runs import runs_beside
from backstride.workflows.show_run import RunShown, show_run
from backstride.workflows.trace_run import Trace, trace_run
from backstride.workflows.weigh_run import weigh_run

router = APIRouter(prefix="/runs")

SAID: Final = (
    "added",
    "edited",
    "cropped",
    "split",
    "restored",
    "undone",
    "shoes",
    "shoes_cleared",
    "noted",
    "note_undone",
    "note_kept",
)


@router.get("/{run_id}", response_class=HTMLResponse)
def show(request: Request, run_id: str, said: str = "", undo: int = 0) -> HTMLResponse:
    """Show one run."""
    front = front_of(request)
    made = find_run(request, run_id)
    metres = METRES_IN[front.preferences.units]
    company = front.company
    page = weigh_run(front.desk, made.id, piece_m=metres, company=company)
    hidden = front.triage.asks_for(ScreenEffect.HIDE_LOAD)
    page = without_load(page) if hidden else page
    before, after = runs_beside(front.desk, made.legs[0])
    return render(
        request,
        "run.html",
        run=page,
        made=made,
        legs=[_leg(request, page, leg) for leg in page.legs],
        course=None if page.course is None else run_panels.draw_course(page.course),
        hidden=hidden,
        history=[described(one, words_of(request)) for one in made.corrections],
        notes=_notes(request, page),
        pairs=[one for one in company.book.shoes.values() if one.retired is None],
        before=before,
        after=after,
        kinds=KINDS,
        said=said if said in SAID else "",
        undo=undo,
    )


@router.get("/{run_id}/channels.json")
def channels(request: Request, run_id: str, leg: int = 0) -> JSONResponse:
    """Hand out one leg sample by sample, for drawing; at most some thousand points."""
    words, units = words_of(request), front_of(request).preferences.units
    trace = _trace(request, run_id, leg)
    found = channels_as_json(trace, metres=METRES_IN[units])
    for one in found["channels"]:
        one["label"] = words.say(f"web.channel.{one['name']}")
        one["unit"] = f"/{units}" if one["name"] == "pace" else CHANNEL_UNITS[one["name"]][0]
        one["digits"] = CHANNEL_UNITS[one["name"]][1]
    found["metres"] = METRES_IN[units]
    found["unit"] = units
    return JSONResponse(found)


@router.get("/{run_id}/table", response_class=HTMLResponse)
def table(request: Request, run_id: str, leg: int = 0) -> HTMLResponse:
    """Show the channels of one leg as a table: the same as the picture, to be read."""
    front = front_of(request)
    made, units = find_run(request, run_id), front.preferences.units
    trace = _trace(request, run_id, leg)
    columns = columns_of(trace, metres=METRES_IN[units])
    return render(
        request,
        "run_table.html",
        made=made,
        columns=columns,
        units=CHANNEL_UNITS,
        rows=table_of(trace, columns, metres=METRES_IN[units]),
        by_way=trace.distance_m is not None,
    )


def find_run(request: Request, run_id: str) -> RunShown:
    """Return what a run is made of; a page that is not there where it is none.

    Raises
    ------
    NotFound
        Where no run has this id.
    """
    try:
        found = show_run(front_of(request).desk, run_id)
    except OutOfRange:
        raise NotFound("web.no_run") from None
    return found


def _trace(request: Request, run_id: str, leg: int) -> Trace:
    try:
        trace = trace_run(front_of(request).desk, run_id, leg=leg)
    except OutOfRange:
        trace = None
    if trace is None:
        raise NotFound("web.no_samples")
    return trace


def _leg(request: Request, page: RunPage, leg: LegPage) -> dict[str, Any]:
    """Return one leg as the page shows it."""
    typical, load = page.typical, leg.dose.easy_km or leg.dose.walk_easy_km
    costs = []
    for unit, own in (("easy_km", load), ("shrinkage_mm", leg.dose.shrinkage_mm)):
        if own is not None:
            usual = None if typical is None else getattr(typical, unit)
            costs.append((unit, own, usual, run_panels.draw_cost(own, usual)))
    route = _route(request, page.id, leg.row.leg) if leg.row.n_samples > 1 else None
    times = None
    if typical and load and typical.easy_km[1] > 0.0:
        times = Range(*(one / typical.easy_km[1] for one in (load.q05, load.q50, load.q95)))
    return {
        "page": leg,
        "row": leg.row,
        "costs": costs,
        "times": times,
        "along": run_panels.draw_along(leg),
        "form": form_rows(leg),
        "route": route,
        "is_run": leg.row.sport == Sport.RUNNING.value,
        "has_samples": leg.row.n_samples > 1,
    }


def _route(request: Request, run_id: str, leg: int) -> Route | None:
    trace = trace_run(front_of(request).desk, run_id, leg=leg)
    if trace is None or trace.latitude_deg is None or trace.longitude_deg is None:
        return None
    return draw_route(trace.latitude_deg, trace.longitude_deg)


def form_rows(leg: LegPage) -> list[dict[str, Any]]:
    """Return every known quantity of form: value, usual range, change within the run."""
    usual = {one.name: one for one in leg.usual}
    drifts = leg.drifts or {}
    found = []
    for name, value in _quantities(leg.dose.gait):
        unit, digits = UNITS[name]
        drift, one = drifts.get(name), usual.get(name)
        found.append(
            {
                "name": name,
                "unit": unit,
                "value": value if isinstance(value, Range) else Range.exactly(value),
                "is_ranged": isinstance(value, Range),
                "digits": digits,
                "usual": one,
                "strip": None if one is None else run_panels.draw_usual(one),
                "drift": drift if drift is not None and drift.clear else None,
                "drift_known": drift is not None,
            }
        )
    return found


def _quantities(gait: GaitSummary) -> list[tuple[str, Range | float]]:
    named = [(name, getattr(gait, name)) for name in (*RANGED, *PLAIN)]
    return [(name, value) for name, value in named if value is not None]


def _notes(request: Request, page: RunPage) -> list[tuple[str, str]]:
    """Return what the diary says of this run, as key and answer."""
    entry = find_entry(front_of(request).desk, page.day)
    words = words_of(request)
    found = []
    for note in () if entry is None else entry.runs:
        if note.activity_id != page.id:
            continue
        for key, value in note.values.items():
            if isinstance(value, Skipped):
                continue
            if isinstance(value, bool):
                text = words.say("web.yes" if value else "web.no")
            elif isinstance(value, float | int):
                text = f"{value:g}"
            else:
                text = words.messages.get(f"item.option.{value}", value)
            found.append((key, text))
    return found
