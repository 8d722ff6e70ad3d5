"""The questions on warning signs: one calm form, which may be sent half filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backstride.domain.message import Message
from backstride.domain.screen import Level, Triage
from backstride.web.forms import Typed, TypedForm
from backstride.web.front import Front, front_of
from backstride.web.page import render
from backstride.web.screen_form import NONE_OF_THESE, lay_out, read_screen
from backstride.workflows.check_safety import check, known_person
from backstride.workflows.review_safety import begun_today, judge_unkept

router = APIRouter(prefix="/safety/check")

NOTHING_URGENT: Final = 204


@router.get("", response_class=HTMLResponse)
def ask(request: Request) -> HTMLResponse:
    """Show the questions; a screen begun today goes on where it was left."""
    front = front_of(request)
    begun = {key: str(told) for key, told in begun_today(front.desk).items()}
    return _form(request, front, begun, {}, was_begun=bool(begun))


@router.post("")
def keep(request: Request, typed: TypedForm) -> Response:
    """Keep what was answered; what was left open stays open and is said to be."""
    front = front_of(request)
    read = read_screen(typed, known_person(front.desk))
    faults = dict(read.faults)
    if not read.answers and not faults:
        faults[""] = Message("web.safety.fault.nothing")
    if faults:
        # A slip of the keys must not hold up what cannot wait.
        urgent = judge_unkept(front.desk, read.answers)
        return _form(request, front, typed, faults, urgent=urgent)
    check(front.desk, read.answers)
    return RedirectResponse("/safety?said=kept", status_code=303)


@router.post("/look")
def look(request: Request, typed: TypedForm) -> Response:
    """Say at once what cannot wait for the last question; nothing is kept."""
    front = front_of(request)
    read = read_screen(typed, known_person(front.desk))
    triage = judge_unkept(front.desk, read.answers)
    if triage.level < Level.E0:
        return Response(status_code=NOTHING_URGENT)
    return render(request, "parts/urgent.html", urgent=triage.advice[0])


def _form(
    request: Request,
    front: Front,
    shown: Mapping[str, str],
    faults: Mapping[str, Message],
    *,
    urgent: Triage | None = None,
    was_begun: bool = False,
) -> HTMLResponse:
    person = known_person(front.desk)
    said_none = shown.many.get(NONE_OF_THESE, []) if isinstance(shown, Typed) else []
    return render(
        request,
        "safety_check.html",
        status=422 if faults else 200,
        urgent=urgent.advice[0] if urgent is not None and urgent.level >= Level.E1 else None,
        parts=lay_out(shown, person, faults),
        faults=faults,
        said_none=said_none,
        was_begun=was_begun,
    )
