"""Plan, experiment and report: what there is of each, and plainly what there is not yet."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backstride.domain.dose import LoadState
from backstride.domain.message import Message
from backstride.domain.screen import ScreenEffect, Triage
from backstride.inference.answer_json import to_json
from backstride.report.day_bars import lay_out_bars
from backstride.report.diary_csv import render_diary_csv
from backstride.safety.triage_json import triage_to_json
from backstride.web.faults import Refused
from backstride.web.front import Front, front_of
from backstride.web.page import HELD_BACK, render
from backstride.web.speech import words_of
from backstride.workflows.review_diary import list_days
from backstride.workflows.running_lately import DayRun

router = APIRouter()

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells spreadsheets that a table is UTF-8."""
PATIENCE_S: Final = 20.0
"""How long a file of the answer waits for a fresh one. [s]"""


@router.get("/plan", response_class=HTMLResponse)
def plan(request: Request) -> HTMLResponse:
    """Show what was run lately and the rules that hold already."""
    front = front_of(request)
    triage = front.triage
    hides_load = triage.asks_for(ScreenEffect.HIDE_LOAD)
    running = front.running
    return render(
        request,
        "plan.html",
        running=running,
        bars=lay_out_bars([_height(day) for day in running.days]),
        rules=_rules(triage),
        hides_load=hides_load,
        hides_advice=hides_load or triage.asks_for(ScreenEffect.STOP_IMPACT),
        is_complete=triage.complete,
    )


@router.get("/experiment", response_class=HTMLResponse)
def experiment(request: Request) -> HTMLResponse:
    """Show what can be done before experiments can be planned here."""
    return render(request, "experiment.html", rules=_rules(front_of(request).triage))


@router.get("/report", response_class=HTMLResponse)
def report(request: Request) -> HTMLResponse:
    """Show what can be taken along until the report comes."""
    return render(request, "report.html", rules=_rules(front_of(request).triage))


@router.get("/report/diary.csv")
def diary_table(request: Request) -> Response:
    """Return the whole diary as a table that can be read back without loss."""
    text = BYTE_ORDER_MARK + render_diary_csv(list_days(front_of(request).desk))
    return _file(text, "text/csv; charset=utf-8", "backstride-diary.csv")


@router.get("/report/answer.json")
def answer_document(request: Request) -> Response:
    """Return the answer with what the screen says, as ``answer --json`` prints it."""
    front = front_of(request)
    standing = front.answers.standing(front.desk, patience_s=PATIENCE_S)
    if standing.answered is None or standing.answered.answer is None or not standing.is_fresh:
        raise Refused("web.report.no_answer", status=503)
    say = words_of(request).say
    document = to_json(standing.answered.answer, say, _triage(front, say))
    return _file(json.dumps(document, indent=1), "application/json", "backstride-answer.json")


@router.get("/report/warning-signs.json")
def triage_document(request: Request) -> Response:
    """Return what the screen says, as ``check --json`` prints it."""
    document = _triage(front_of(request), words_of(request).say)
    text = json.dumps(document, indent=1)
    return _file(text, "application/json", "backstride-warning-signs.json")


def _triage(front: Front, say: Any) -> dict[str, Any]:
    return triage_to_json(front.triage, say)


def _file(text: str, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=media_type, headers=headers)


def _rules(triage: Triage) -> list[Message]:
    """Return what the screen holds back, in words."""
    return [one for one in triage.advice if one.key.startswith(HELD_BACK)]


def _height(day: DayRun) -> float | None:
    """Return the height of a day's bar: its distance, unknown where nobody told of it."""
    if day.distance_m > 0.0:
        return day.distance_m
    return None if day.state is LoadState.UNKNOWN else 0.0
