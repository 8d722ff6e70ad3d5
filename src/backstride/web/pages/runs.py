"""Runs: the list with its weeks, a table to take away, forgotten runs and days without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backstride.domain.activity import Sport
from backstride.domain.screen import ScreenEffect
from backstride.report.load_bar import load_bars
from backstride.report.run_csv import render_runs_csv
from backstride.web.fields import Fields
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.paging import Pages
from backstride.workflows.correct_runs import ByHand, add_run, confirm_no_run
from backstride.workflows.keep_shoes import find_pairs
from backstride.workflows.list_runs import without_load
from backstride.workflows.search_runs import (
    MARKS,
    Found,
    Search,
    list_deleted,
    monday_of,
    search_runs,
)
from backstride.workflows.undo_correction import last_correction, undo_one

router = APIRouter(prefix="/runs")

N_ROW: Final = 50
SPORTS: Final = tuple(one.value for one in Sport)
TELLABLE: Final = tuple(one for one in SPORTS if one not in ("unknown", "transition"))
"""Sports that a person can say a run was."""
KINDS: Final = ("treadmill", "trail", "track", "street")
"""Finer words that have words of their own."""
SAID: Final = ("restored", "rest", "undone", "taken_back", "none_left")

Text = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("", response_class=HTMLResponse)
def show(request: Request, page: Number = 1, said: Text = "") -> HTMLResponse:
    """Show the runs, the newest first."""
    front = front_of(request)
    desk = front.desk
    shoes = find_pairs(desk)
    fields, search = _asked(request, {one.id for one in shoes})
    worn = front.worn if search.shoe_id else None
    found = search_runs(desk, search, first=(page - 1) * N_ROW, n_row=N_ROW, worn=worn)
    found = _as_allowed(request, found)
    names = {one.id: one.name for one in shoes}
    return render(
        request,
        "runs.html",
        found=found,
        bars=load_bars(row.easy_km for row in found.rows),
        pages=Pages(page, found.total, N_ROW),
        search=search,
        where=_address(request),
        faults=fields.faults,
        shoes=shoes,
        worn={run: [names[one] for one in pairs] for run, pairs in found.worn.items()},
        sports=SPORTS,
        marks=MARKS,
        kinds=KINDS,
        deleted=list_deleted(desk) if page == 1 and search == Search() else (),
        stale=front.stale,
        monday_of=monday_of,
        hidden=_is_hidden(request),
        said=said if said in SAID else "",
    )


@router.get("/table.csv")
def table(request: Request) -> Response:
    """Hand out what was looked for as a table."""
    desk = front_of(request).desk
    _, search = _asked(request, {one.id for one in find_pairs(desk)})
    found = search_runs(desk, search, n_row=1_000_000)
    rows = without_load(list(found.rows)) if _is_hidden(request) else list(found.rows)
    name = f"backstride-runs-{desk.today().isoformat()}.csv"
    return Response(
        render_runs_csv(rows),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.get("/add", response_class=HTMLResponse)
def ask_for_run(request: Request) -> HTMLResponse:
    """Show the form for a run that no device recorded."""
    return _add_page(request, Fields({}))


@router.post("/add")
def add(request: Request, typed: TypedForm) -> Response:
    """Add a run that no device recorded."""
    front, fields = front_of(request), Fields(typed)
    fields.needs("day")
    told = ByHand(
        day=fields.day("day", latest=front.desk.today()) or date.min,
        sport=Sport(fields.choice("sport", TELLABLE, default="running")),
        sub_sport=fields.choice("kind", KINDS),
        distance_m=fields.metres("distance", front.preferences.units),
        moving_s=fields.seconds("duration"),
        clock=fields.clock("clock"),
    )
    if not (fields.text("distance") or fields.text("duration")):
        fields.faults["distance"] = "web.runs.no_totals"
    if fields.faults:
        return _add_page(request, fields)
    run_id = add_run(front.desk, told)
    return RedirectResponse(f"/runs/{run_id}?said=added", status_code=303)


@router.get("/days", response_class=HTMLResponse)
def show_days(request: Request, said: Text = "", undo: int = 0) -> HTMLResponse:
    """Show which days the imports tell about, and which are unknown."""
    return _days_page(request, Fields({}), said=said if said in SAID else "", undo=undo)


@router.post("/days")
def rest(request: Request, typed: TypedForm) -> Response:
    """Confirm days without a run."""
    desk, fields = front_of(request).desk, Fields(typed)
    fields.needs("first")
    first = fields.day("first", latest=desk.today())
    last = fields.day("last", latest=desk.today()) or first
    if first and last and last < first:
        fields.faults["last"] = "web.form.order"
    if fields.faults or first is None or last is None:
        return _days_page(request, fields)
    confirm_no_run(desk, first, last)
    return RedirectResponse(f"/runs/days?said=rest&undo={last_correction(desk)}", status_code=303)


@router.post("/corrections/{correction_id}/undo")
def undo(request: Request, correction_id: int, _: TypedForm) -> RedirectResponse:
    """Take one correction back."""
    gone = undo_one(front_of(request).desk, correction_id)
    if gone.kind == "no_run":
        return RedirectResponse("/runs/days?said=taken_back", status_code=303)
    if gone.run_id is None or gone.kind == "add":
        return RedirectResponse("/runs?said=undone", status_code=303)
    return RedirectResponse(f"/runs/{gone.run_id}?said=undone", status_code=303)


@router.post("/rebuild")
def bring_up_to_date(request: Request, _: TypedForm) -> RedirectResponse:
    """Derive everything again with the readers and formulas of this version."""
    front = front_of(request)
    job = front.jobs.begin("rebuild", home=front.desk.store.home.folder)
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


def _asked(request: Request, shoe_ids: set[str]) -> tuple[Fields, Search]:
    """Return what the address looks for; what cannot be read is left out and told."""
    fields = Fields({name: value[:200] for name, value in request.query_params.items()})
    search = Search(
        fields.day("since"),
        fields.day("until"),
        fields.choice("sport", SPORTS),
        fields.choice("shoe", shoe_ids),
        fields.choice("mark", MARKS),
        fields.text("q"),
    )
    return fields, search


def _as_allowed(request: Request, found: Found) -> Found:
    """Leave the load out where the safety screen keeps it back."""
    if not _is_hidden(request):
        return found
    weeks = {monday: replace(week, easy_km=None) for monday, week in found.weeks.items()}
    return replace(found, rows=tuple(without_load(list(found.rows))), weeks=weeks)


def _is_hidden(request: Request) -> bool:
    return front_of(request).triage.asks_for(ScreenEffect.HIDE_LOAD)


def _address(request: Request) -> str:
    """Return the query of this page as it stands, to be gone on with."""
    kept = request.url.remove_query_params(["page", "said"]).query
    return f"?{kept}&" if kept else "?"


def _add_page(request: Request, fields: Fields) -> HTMLResponse:
    return render(
        request,
        "run_add.html",
        status=422 if fields.faults else 200,
        typed=dict(fields.typed),
        faults=fields.faults,
        sports=TELLABLE,
        kinds=KINDS,
        units=front_of(request).preferences.units,
    )


def _days_page(request: Request, fields: Fields, *, said: str = "", undo: int = 0) -> HTMLResponse:
    return render(
        request,
        "run_days.html",
        status=422 if fields.faults else 200,
        horizon=front_of(request).horizon,
        typed=dict(fields.typed),
        faults=fields.faults,
        said=said,
        undo=undo,
    )
