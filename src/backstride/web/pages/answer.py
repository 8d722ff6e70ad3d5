"""Answer: the verdict, how sure, the pictures behind it, and what may come next.

Every address also stands under ``/answer/sample``, for an invented runner.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from backstride.report.course_chart import LEFT, RIGHT
from backstride.web.answer_charts import ZOOM, ZOOMS
from backstride.web.answer_imagined import imagined_values, share_of
from backstride.web.answer_plan import MOST_DAYS, read_plan
from backstride.web.answer_view import (
    View,
    is_withheld,
    page_values,
    view_of,
)
from backstride.web.faults import Refused
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.workflows.imagine_mornings import SHARES

router = APIRouter(prefix="/answer")

Days = Annotated[tuple[str, ...], Query(max_length=MOST_DAYS)]
"""Loads of the coming days, as they were typed."""

SAMPLE = "/answer/sample"
KINDS = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}


@router.get("", response_class=HTMLResponse)
@router.get("/sample", response_class=HTMLResponse)
def show(request: Request, zoom: str = ZOOM, share: str = "", day: Days = ()) -> HTMLResponse:
    """Show the answer, or what there is of it."""
    view = _view(request, zoom=zoom, share=share, day=day)
    return _page(request, "answer/page.html", view=view)


@router.get("/print", response_class=HTMLResponse)
@router.get("/sample/print", response_class=HTMLResponse)
def show_print(request: Request, zoom: str = ZOOM) -> HTMLResponse:
    """Show the answer to be printed, without a name."""
    return _page(request, "answer/print.html", view=_view(request, zoom=zoom))


@router.get("/standing")
@router.get("/sample/standing")
def tell_standing(request: Request) -> JSONResponse:
    """Tell whether what the page shows is the newest, and all there will be."""
    view = _view(request)
    return JSONResponse({"state": view.state, "all_ready": view.is_all_ready})


@router.post("/again")
def work_out_again(request: Request, _: TypedForm) -> RedirectResponse:
    """Work everything out anew after it failed."""
    front_of(request).answers.again()
    return RedirectResponse("/answer", status_code=303)


@router.get("/what-if")
@router.get("/sample/what-if")
def imagine(request: Request, share: str = "", day: Days = ()) -> JSONResponse:
    """Return the next mornings with a share of the usual running, or under a plan of one's own."""
    view = _view(request, share=share, day=day)
    said = imagined_values(view)
    values = {"imagined": said, "charts": _only(view, "forecast"), **_shared(view)}
    page = render(request, "answer/imagined.html", **values)
    return JSONResponse({"state": said["state"], "page": bytes(page.body).decode()})


@router.get("/course", response_class=HTMLResponse)
@router.get("/sample/course", response_class=HTMLResponse)
def show_course(request: Request, zoom: str = ZOOM) -> HTMLResponse:
    """Return the line of time alone, for another zoom."""
    view = _view(request, zoom=zoom)
    return render(request, "answer/course.html", charts=_only(view, "course"), **_shared(view))


@router.get("/pictures/{name}.{kind}")
@router.get("/sample/pictures/{name}.{kind}")
def download(
    request: Request, name: str, kind: str, *, zoom: str = ZOOM, share: str = "", day: Days = ()
) -> Response:
    """Return one chart as a file: the picture as SVG, the table behind it as CSV."""
    view = _view(request, zoom=zoom, share=share, day=day)
    chart = view.charts.find(name)
    if chart is None or kind not in KINDS:
        raise Refused("web.fault.404", status=404)
    content = chart.csv() if kind == "csv" else chart.file()
    marked = "sample-" if view.is_sample else ""
    named = {"content-disposition": f'attachment; filename="backstride-{marked}{name}.{kind}"'}
    return Response(content, media_type=KINDS[kind], headers=named)


def _view(
    request: Request, *, zoom: str = ZOOM, share: str = "", day: tuple[str, ...] = ()
) -> View:
    return view_of(
        request,
        zoom=zoom if zoom in ZOOMS else ZOOM,
        share=share_of(share),
        is_sample=request.url.path.startswith(SAMPLE),
        plan=read_plan(day),
    )


def _page(request: Request, template: str, *, view: View) -> HTMLResponse:
    triage = front_of(request).triage
    if is_withheld(triage) and not view.is_sample:
        return render(request, "answer/withheld.html", triage=triage)
    return render(request, template, **_values(view, request))


def _values(view: View, request: Request) -> dict[str, Any]:
    coming = {"imagined": imagined_values(view), "shares": SHARES}
    return page_values(view, request) | coming | _shared(view)


def _only(view: View, name: str) -> dict[str, Any]:
    chart = view.charts.course() if name == "course" else view.charts.forecast()
    return {name: chart}


def _shared(view: View) -> dict[str, Any]:
    said, course = view.charts.said, view.charts.line
    runs = [] if course is None else [one.runs for one in course.bins]
    # Text of a script element ends at the first "</": no word of a runner may end it.
    cursor = json.dumps(
        {"says": said, "runs": runs, "left": LEFT, "right": RIGHT}, ensure_ascii=False
    ).replace("<", "\\u003c")
    return {
        "view": view,
        "base": view.shown.base,
        "is_sample": view.is_sample,
        "zooms": ZOOMS,
        "cursor": cursor,
    }
